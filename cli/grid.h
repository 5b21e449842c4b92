// The cells of a sheet while they are read, with an end to how many there may be.
#pragma once

#include <string>
#include <string_view>

#include "cli/workbook.h"

namespace almanac::cli {

class GridBuilder {
 public:
  // Throws UsageError beyond 5,000 rows, 200 columns or 64 MiB of text. An empty text is no cell.
  void Put(long row, long column, std::string text);
  Grid Take() { return std::move(grid_); }

 private:
  Grid grid_;
  size_t size_ = 0;
};

// The sheet called Datasets of an ODS, else its first. Throws UsageError, std::exception.
Grid ReadOds(std::string_view bytes);

// 46143, 0.5
std::string NumberText(double value);

}  // namespace almanac::cli
