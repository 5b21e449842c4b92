// One field of a dataset as the text of a cell, and back, whatever a
// spreadsheet program has made of it in between.
#pragma once

#include <string>
#include <string_view>

#include "almanac/v1/datasets.pb.h"
#include "interchange/sheet_columns.h"
#include "store/tx.h"

namespace almanac::interchange {

// Names without their collection, flags yes or no, lists with `; ` between; what is unset empty.
std::string CellText(const v1::Dataset& dataset, const SheetColumn& column);

// The value that `from` has, unset included.
void CopyCell(const v1::Dataset& from, const SheetColumn& column, v1::Dataset* to);

// Spaces at the ends gone, spaces that do not break and line ends made plain ones.
std::string NormalCell(std::string_view text);

// What is wrong with a cell.
struct CellProblem {
  // Empty: nothing.
  std::string rule;
  // Begins with the head of the column.
  std::string message;
  std::string fix;
};

// Puts a normal cell into the dataset, which has the value of before; the
// dataset is as it was where there is a problem. An empty cell clears.
// A day that was turned into a count of days is read as the day.
CellProblem PutCell(store::Tx& tx, const SheetColumn& column, const std::string& cell, v1::Dataset* dataset);

}  // namespace almanac::interchange
