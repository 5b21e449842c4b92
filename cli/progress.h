// How far it is: a bar on standard error that redraws itself, for what takes
// longer than a second, at a terminal alone. What is piped hears nothing of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace almanac::cli {

// Where it is shown, and by which clock.
struct ProgressScreen {
  bool terminal = false;
  size_t width = 0;
  std::function<void(const std::string&)> write;
  std::function<std::chrono::steady_clock::time_point()> now;
};

ProgressScreen StandardError();

class Progress {
 public:
  explicit Progress(ProgressScreen screen = StandardError());
  // Clears the bar.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `total` of 0: not known.
  void Show(const std::string& phase, int64_t done, int64_t total);
  // The same of a file, in MB where it is large.
  void ShowBytes(const std::string& phase, int64_t done, int64_t total);
  // Nothing is known but how long it has taken.
  void Wait(const std::string& phase);
  void Clear();

 private:
  bool Due(const std::string& phase, bool last);
  void Draw(const std::string& line);

  ProgressScreen screen_;
  std::string phase_;
  std::chrono::steady_clock::time_point begun_;
  std::chrono::steady_clock::time_point shown_;
  bool drawn_ = false;
};

}  // namespace almanac::cli
