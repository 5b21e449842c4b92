// Questions to whoever sits at the terminal.
#pragma once

#include <optional>
#include <string>

namespace almanac::cli {

// Whether somebody could answer.
bool SomebodyIsThere();

// What was typed, without blanks around it; nothing at the end of the input.
std::optional<std::string> Ask(const std::string& question);

// No, unless the answer begins with a y.
bool AskYesNo(const std::string& question);

}  // namespace almanac::cli
