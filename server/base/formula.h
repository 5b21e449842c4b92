// Cells that a spreadsheet would run instead of showing.
#pragma once

#include <string>
#include <string_view>

namespace almanac {

// Begins as a formula does, and is no number: "=1+1", "@SUM(A1)", "-x", and not "-5".
bool IsFormula(std::string_view cell);
// With an apostrophe before a formula, which shows it as text.
std::string WithoutFormula(std::string_view cell);
// As it was before that.
std::string WithFormula(std::string_view cell);

}  // namespace almanac
