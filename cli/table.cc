#include "cli/table.h"

#include <algorithm>
#include <numeric>

#include "cli/terminal.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

constexpr size_t kGap = 2;
// A column narrower than this says nothing.
constexpr size_t kNarrowest = 8;

// Takes `excess` columns of the screen from the widest of `from`, evenly, and
// none below its `least`. What could not be taken is left.
size_t Shrink(std::vector<size_t>* widths, const std::vector<size_t>& least, const std::vector<size_t>& from,
              size_t excess) {
  while (excess > 0) {
    const size_t none = widths->size();
    size_t widest = none;
    for (const size_t i : from) {
      if ((*widths)[i] > least[i] && (widest == none || (*widths)[i] > (*widths)[widest])) widest = i;
    }
    if (widest == none) break;
    --(*widths)[widest];
    --excess;
  }
  return excess;
}

std::vector<size_t> ContentWidths(size_t columns, const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths(columns, 0);
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], Width(row[i]));
  }
  return widths;
}

// Below which a column would cut words: as long as its longest one, the first as long as it is.
std::vector<size_t> LeastWidths(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows,
                                const std::vector<size_t>& contents) {
  constexpr size_t kFew = 12, kLongWord = 26;
  std::vector<size_t> least(columns.size(), 0);
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      for (const auto& word : Split(row[i], ' ')) least[i] = std::max(least[i], std::min(Width(word), kLongWord));
    }
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    const bool whole = i == 0 || columns[i].whole;
    least[i] = whole ? contents[i] : std::min(contents[i], std::max(least[i], kFew));
  }
  return least;
}

// As wide as short heads too, where that leaves room for what stands below the others.
void MakeRoomForHeads(const std::vector<Column>& columns, size_t room, std::vector<size_t>* contents,
                      std::vector<size_t>* least) {
  std::vector<size_t> heads;
  for (const Column& column : columns) heads.push_back(std::min(Width(column.head), kNarrowest));
  std::vector<size_t> wanted = *least;
  for (size_t i = 0; i < heads.size(); ++i) wanted[i] = std::max(wanted[i], heads[i]);
  if (std::accumulate(wanted.begin(), wanted.end(), size_t{0}) > room) return;
  *least = wanted;
  for (size_t i = 0; i < heads.size(); ++i) (*contents)[i] = std::max((*contents)[i], heads[i]);
}

// The widths of what is there, less until they add up to `room`.
std::vector<size_t> Narrowed(std::vector<size_t> widths, const std::vector<size_t>& least, size_t room) {
  std::vector<size_t> all(widths.size());
  std::iota(all.begin(), all.end(), 0);
  const size_t total = std::accumulate(widths.begin(), widths.end(), size_t{0});
  Shrink(&widths, least, all, total > room ? total - room : 0);
  return widths;
}

std::string HeadLine(const std::vector<Column>& columns, const std::vector<size_t>& widths) {
  std::vector<std::string> heads;
  for (const Column& column : columns) heads.push_back(column.head);
  return TableLine(columns, heads, widths);
}

std::string LinesOf(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows,
                    const std::vector<size_t>& widths) {
  std::string text = Bold(HeadLine(columns, widths), stdout) + "\n";
  for (const auto& row : rows) {
    for (const auto& line : WrappedLines(columns, row, widths)) text += line + "\n";
  }
  return text;
}

// The first cell on a line of its own, the others below it.
std::string StackedLines(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows,
                         size_t width) {
  const std::vector<Column> others(columns.begin() + 1, columns.end());
  std::vector<std::vector<std::string>> below;
  for (const auto& row : rows) below.emplace_back(row.begin() + 1, row.end());
  auto contents = ContentWidths(others.size(), below);
  auto least = LeastWidths(others, below, contents);
  const size_t gaps = kGap * (others.size() - 1) + kGap;
  if (std::accumulate(least.begin(), least.end(), gaps) > width) least.assign(others.size(), kNarrowest);
  const size_t room = width > gaps ? width - gaps : 1;
  MakeRoomForHeads(others, room, &contents, &least);
  const auto widths = Narrowed(contents, least, room);
  const std::string blanks(kGap, ' ');
  std::string text = Bold(columns[0].head, stdout) + "\n" + blanks + Bold(HeadLine(others, widths), stdout) + "\n";
  for (size_t i = 0; i < rows.size(); ++i) {
    text += rows[i][0] + "\n";
    for (const auto& line : WrappedLines(others, below[i], widths)) text += blanks + line + "\n";
  }
  return text;
}

}  // namespace

std::vector<size_t> ColumnWidths(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows,
                                 size_t width) {
  if (columns.empty()) return {};
  std::vector<size_t> contents = ContentWidths(columns.size(), rows);
  std::vector<size_t> widths;
  for (size_t i = 0; i < columns.size(); ++i) {
    widths.push_back(std::max(contents[i], Width(columns[i].head)));
    contents[i] = std::max(contents[i], std::min(kNarrowest, widths[i]));
  }
  const size_t total = std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
  if (total <= width) return widths;
  std::vector<size_t> all(widths.size());
  std::iota(all.begin(), all.end(), 0);
  // Heads give way before what stands below them. Then the others down to what
  // still reads, then the names, which people copy, and so on.
  size_t excess = Shrink(&widths, contents, all, total - width);
  const std::vector<size_t> names = {0};
  const std::vector<size_t> others(all.begin() + 1, all.end());
  const auto least = [&](size_t narrow) {
    std::vector<size_t> floor;
    for (size_t i = 0; i < widths.size(); ++i)
      floor.push_back(columns[i].whole ? widths[i] : std::min(widths[i], narrow));
    return floor;
  };
  excess = Shrink(&widths, least(2 * kNarrowest), others, excess);
  excess = Shrink(&widths, least(4 * kNarrowest), names, excess);
  excess = Shrink(&widths, least(kNarrowest), others, excess);
  Shrink(&widths, least(kNarrowest), names, excess);
  return widths;
}

std::string TableLine(const std::vector<Column>& columns, const std::vector<std::string>& cells,
                      const std::vector<size_t>& widths) {
  std::string line;
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::string cell = Fit(cells[i], widths[i]);
    line += columns[i].right ? PadLeft(cell, widths[i]) : Pad(cell, widths[i]);
    if (i + 1 < columns.size()) line.append(kGap, ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::vector<std::string> WrappedLines(const std::vector<Column>& columns, const std::vector<std::string>& cells,
                                      const std::vector<size_t>& widths) {
  std::vector<std::vector<std::string>> wrapped;
  size_t height = 1;
  for (size_t i = 0; i < cells.size(); ++i) {
    wrapped.push_back(Wrap(cells[i], widths[i]));
    height = std::max(height, wrapped.back().size());
  }
  std::vector<std::string> lines;
  for (size_t line = 0; line < height; ++line) {
    std::vector<std::string> parts;
    for (const auto& cell : wrapped) parts.push_back(line < cell.size() ? cell[line] : "");
    lines.push_back(TableLine(columns, parts, widths));
  }
  return lines;
}

std::string WholeTable(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows,
                       size_t width) {
  auto contents = ContentWidths(columns.size(), rows);
  const size_t gaps = columns.empty() ? 0 : kGap * (columns.size() - 1);
  if (columns.size() < 2 || std::accumulate(contents.begin(), contents.end(), gaps) <= width)
    return LinesOf(columns, rows, ColumnWidths(columns, rows, width));
  auto least = LeastWidths(columns, rows, contents);
  if (std::accumulate(least.begin(), least.end(), gaps) <= width) {
    MakeRoomForHeads(columns, width - gaps, &contents, &least);
    return LinesOf(columns, rows, Narrowed(contents, least, width - gaps));
  }
  return StackedLines(columns, rows, width);
}

std::string Sheet(const std::vector<SheetEntry>& entries, size_t width, size_t indent) {
  size_t labels = 0;
  for (const SheetEntry& entry : entries) labels = std::max(labels, Width(entry.label));
  const size_t left = indent + labels + kGap;
  const size_t right = width > left + 20 ? width - left : 20;
  std::string sheet;
  for (const SheetEntry& entry : entries) {
    std::string lead = std::string(indent, ' ') + Pad(entry.label, labels + kGap);
    for (const std::string& text : entry.lines) {
      for (const std::string& line : Wrap(text, right)) {
        sheet += lead + line;
        sheet.erase(sheet.find_last_not_of(' ') + 1);
        sheet += '\n';
        lead.assign(left, ' ');
      }
    }
  }
  return sheet;
}

}  // namespace almanac::cli
