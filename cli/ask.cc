#include "cli/ask.h"

#include <cstdio>
#include <iostream>

#include "cli/terminal.h"
#include "cli/text.h"

namespace almanac::cli {

bool SomebodyIsThere() { return IsTerminal(stdin) && IsTerminal(stderr); }

std::optional<std::string> Ask(const std::string& question) {
  std::fflush(stdout);
  std::fputs(question.c_str(), stderr);
  std::fflush(stderr);
  std::string line;
  if (!std::getline(std::cin, line)) {
    std::fputs("\n", stderr);
    return std::nullopt;
  }
  line.erase(0, line.find_first_not_of(" \t\r"));
  line.erase(line.find_last_not_of(" \t\r") + 1);
  return line;
}

bool AskYesNo(const std::string& question) { return Lower(Ask(question + " [y/n] ").value_or("")).starts_with("y"); }

}  // namespace almanac::cli
