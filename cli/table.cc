#include "cli/table.h"

#include <algorithm>
#include <numeric>

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
