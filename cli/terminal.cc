#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace almanac::cli {
namespace {

bool Decorated(FILE* stream) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::string_view(term) == "dumb";
  return IsTerminal(stream) && !dumb && (no_color == nullptr || *no_color == '\0');
}

std::string Marked(const char* mark, std::string_view text, FILE* stream) {
  if (!Decorated(stream) || text.empty()) return std::string(text);
  return std::string(mark) + std::string(text) + "\033[0m";
}

}  // namespace

bool IsTerminal(FILE* stream) { return isatty(fileno(stream)) == 1; }

size_t TerminalWidth(FILE* stream) {
  constexpr size_t kLeast = 40;
  winsize size{};
  if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return std::max<size_t>(kLeast, size.ws_col);
  const char* columns = std::getenv("COLUMNS");
  const int asked = columns != nullptr ? std::atoi(columns) : 0;
  return asked > 0 ? std::max<size_t>(kLeast, static_cast<size_t>(asked)) : 100;
}

std::string Bold(std::string_view text, FILE* stream) { return Marked("\033[1m", text, stream); }

std::string Dim(std::string_view text, FILE* stream) { return Marked("\033[2m", text, stream); }

}  // namespace almanac::cli
