// Tables and sheets of text for people.
#pragma once

#include <string>
#include <vector>

namespace almanac::cli {

struct Column {
  std::string head;
  // Numbers stand to the right.
  bool right = false;
  // Means nothing when it is cut: a time, a number.
  bool whole = false;
};

// How wide each column becomes so that a row fits `width`, two spaces between:
// as wide as its content if all fits, else the wide ones give way; the first,
// which holds names, keeps more than the others.
std::vector<size_t> ColumnWidths(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows,
                                 size_t width);

// One line without its end; cells cut with `…` where they do not fit.
std::string TableLine(const std::vector<Column>& columns, const std::vector<std::string>& cells,
                      const std::vector<size_t>& widths);

// The same in as many lines as the cells need: nothing is cut but words wider
// than their column.
std::vector<std::string> WrappedLines(const std::vector<Column>& columns, const std::vector<std::string>& cells,
                                      const std::vector<size_t>& widths);

// Head and rows, the first column never cut, since it is what people copy. Where a row does not fit `width`, the other
// cells take more lines; where not even that, they stand below the first one. What is cut is a word too wide for that.
std::string WholeTable(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows,
                       size_t width);

// "Title        Public Tree Inventory", the labels aligned, the text wrapped
// beside them. `lines` are kept apart.
struct SheetEntry {
  std::string label;
  std::vector<std::string> lines;
};
std::string Sheet(const std::vector<SheetEntry>& entries, size_t width, size_t indent = 0);

}  // namespace almanac::cli
