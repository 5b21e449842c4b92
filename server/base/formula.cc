#include "base/formula.h"

#include <charconv>

namespace almanac {
namespace {

bool IsNumber(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return !text.empty() && read.ec == std::errc() && read.ptr == text.data() + text.size();
}

}  // namespace

bool IsFormula(std::string_view cell) {
  constexpr std::string_view kStarts = "=+-@\t\r";
  return !cell.empty() && kStarts.find(cell[0]) != kStarts.npos && !IsNumber(cell);
}

std::string WithoutFormula(std::string_view cell) {
  return IsFormula(cell) ? "'" + std::string(cell) : std::string(cell);
}

std::string WithFormula(std::string_view cell) {
  if (cell.starts_with('\'') && IsFormula(cell.substr(1))) cell.remove_prefix(1);
  return std::string(cell);
}

}  // namespace almanac
