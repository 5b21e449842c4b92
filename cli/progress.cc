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

ProgressScreen StandardError() {
  return {IsTerminal(stderr), TerminalWidth(stderr),
          [](const std::string& text) {
            std::fputs(text.c_str(), stderr);
            std::fflush(stderr);
          },
          [] { return steady_clock::now(); }};
}

Progress::Progress(ProgressScreen screen) : screen_(std::move(screen)), begun_(screen_.now()) {}

Progress::~Progress() { Clear(); }

void Progress::Clear() {
  if (drawn_) screen_.write("\r\033[K");
  drawn_ = false;
}

// Often enough to be seen moving, seldom enough to cost nothing.
bool Progress::Due(const std::string& phase, bool last) {
  constexpr auto kPatience = std::chrono::seconds(1);
  constexpr auto kPause = std::chrono::milliseconds(80);
  if (!screen_.terminal) return false;
  const auto now = screen_.now();
  if (now - begun_ < kPatience) return false;
  if (drawn_ && !last && phase == phase_ && now - shown_ < kPause) return false;
  shown_ = now;
  phase_ = phase;
  return true;
}

void Progress::Draw(const std::string& line) {
  screen_.write("\r\033[K" + Fit(line, screen_.width > 1 ? screen_.width - 1 : 1));
  drawn_ = true;
}

void Progress::Show(const std::string& phase, int64_t done, int64_t total) {
  if (Due(phase, total > 0 && done == total)) Draw(BarText(phase, done, total, screen_.width));
}

void Progress::ShowBytes(const std::string& phase, int64_t done, int64_t total) {
  constexpr int64_t kMega = 1000000;
  if (!Due(phase, false)) return;
  const bool large = std::max(done, total) >= 10 * kMega;
  const int64_t unit = large ? kMega : 1;
  const std::string word = large ? " MB" : " bytes";
  const size_t room = screen_.width > word.size() ? screen_.width - word.size() : 0;
  Draw(BarText(phase, done / unit, total / unit, room) + word);
}

void Progress::Wait(const std::string& phase) {
  if (!Due(phase, false)) return;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(screen_.now() - begun_).count();
  Draw(fmt::format("{}, {} s", phase, seconds));
}

}  // namespace almanac::cli
