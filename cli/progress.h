// How far it is, on standard error: a bar that redraws itself on a terminal,
// a line now and then elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace almanac::cli {

class Progress {
 public:
  // Clears the bar.
  ~Progress();
  // `total` of 0: not known.
  void Show(const std::string& phase, int64_t done, int64_t total);
  void Clear();

 private:
  std::string phase_;
  std::chrono::steady_clock::time_point shown_;
  bool drawn_ = false;
};

}  // namespace almanac::cli
