#include "cli/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/terminal.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using std::chrono::steady_clock;

std::string BarText(const std::string& phase, int64_t done, int64_t total, size_t width) {
  const std::string count = total > 0 ? fmt::format("{} of {}", done, total) : fmt::format("{}", done);
  const size_t used = 10 + 2 + 2 + count.size() + 1;
  if (total <= 0 || width < used + 10) return fmt::format("{} {}", phase, count);
  const size_t room = std::min<size_t>(40, width - used);
  const size_t full = room * static_cast<size_t>(std::clamp<int64_t>(done, 0, total)) / static_cast<size_t>(total);
  std::string bar;
  for (size_t i = 0; i < room; ++i) bar += i < full ? "█" : "░";
  return fmt::format("{} {}  {}", Pad(phase, 10), bar, count);
}

}  // namespace

Progress::~Progress() { Clear(); }

void Progress::Clear() {
  if (drawn_) std::fputs("\r\033[K", stderr);
  drawn_ = false;
}

void Progress::Show(const std::string& phase, int64_t done, int64_t total) {
  const auto now = steady_clock::now();
  const bool terminal = IsTerminal(stderr);
  const auto pause = terminal ? std::chrono::milliseconds(80) : std::chrono::milliseconds(5000);
  const bool due = phase != phase_ || now - shown_ >= pause || (terminal && total > 0 && done == total);
  if (!due) return;
  shown_ = now;
  if (terminal) {
    std::fprintf(stderr, "\r\033[K%s", BarText(phase, done, total, TerminalWidth(stderr)).c_str());
    drawn_ = true;
  } else if (phase != phase_) {
    std::fprintf(stderr, "%s ...\n", phase.c_str());
  } else {
    std::fprintf(stderr, "%s %s\n", phase.c_str(),
                 (total > 0 ? fmt::format("{} of {}", done, total) : fmt::format("{}", done)).c_str());
  }
  phase_ = phase;
}

}  // namespace almanac::cli
