#include "cli/table.h"

#include <algorithm>
#include <numeric>

#include "cli/text.h"

namespace almanac::cli {
namespace {

constexpr size_t kGap = 2;
// A column narrower than this says nothing.
constexpr size_t kNarrowest = 8;

// Takes `excess` columns of the screen from the widest of `from`, evenly.
size_t Shrink(std::vector<size_t>* widths, const std::vector<size_t>& from, size_t excess) {
  while (excess > 0) {
    size_t widest = from.front();
    for (const size_t i : from) {
      if ((*widths)[i] > (*widths)[widest]) widest = i;
    }
    if ((*widths)[widest] <= kNarrowest) break;
    --(*widths)[widest];
    --excess;
  }
  return excess;
}

}  // namespace

std::vector<size_t> ColumnWidths(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows,
                                 size_t width) {
  std::vector<size_t> widths;
  for (const Column& column : columns) widths.push_back(Width(column.head));
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], Width(row[i]));
  }
  if (widths.empty()) return widths;
  const size_t total = std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
  if (total <= width) return widths;
  std::vector<size_t> others(widths.size() - 1);
  std::iota(others.begin(), others.end(), 1);
  size_t excess = total - width;
  if (!others.empty()) excess = Shrink(&widths, others, excess);
  Shrink(&widths, {0}, excess);
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
