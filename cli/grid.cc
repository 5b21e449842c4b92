#include "cli/grid.h"

#include <fmt/format.h>

#include "cli/usage.h"

namespace almanac::cli {
namespace {

constexpr long kMostRows = 5000;
constexpr long kMostColumns = 200;
constexpr size_t kMostText = size_t{64} << 20;

}  // namespace

void GridBuilder::Put(long row, long column, std::string text) {
  if (text.empty() || row < 0 || column < 0) return;
  if (row >= kMostRows || column >= kMostColumns) {
    throw UsageError(fmt::format("the sheet has more than {} rows or {} columns", kMostRows, kMostColumns),
                     "Check that it is the file you meant, and that nothing stands far below or beside the table.");
  }
  size_ += text.size();
  if (size_ > kMostText) throw UsageError("the sheet holds too much text", "Check that it is the file you meant.");
  if (grid_.size() <= static_cast<size_t>(row)) grid_.resize(row + 1);
  auto& cells = grid_[row];
  if (cells.size() <= static_cast<size_t>(column)) cells.resize(column + 1);
  cells[column] = std::move(text);
}

std::string NumberText(double value) { return fmt::format("{:.15g}", value); }

}  // namespace almanac::cli
