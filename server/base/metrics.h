// What the server counts about itself since its start: calls, errors by
// reason, how long they took. Kept in memory; written out on request
// (docs/operations.md) in the text format of Prometheus.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

class Metrics {
 public:
  // `reason` is empty for a call that worked.
  void Count(std::string_view rpc, std::string_view reason, std::chrono::microseconds took);
  // A number read when the metrics are written, such as retries.
  void Watch(std::string name, std::string help, std::function<int64_t()> read);

  // Calls of an rpc that ended with `reason`.
  int64_t Calls(std::string_view rpc, std::string_view reason) const;
  std::string Text() const;

 private:
  // Upper bounds in microseconds; the last bucket has none.
  static constexpr std::array<int64_t, 11> kBounds = {250,    500,     1'000,   2'500,     5'000,     10'000,
                                                      25'000, 100'000, 500'000, 2'500'000, 10'000'000};
  struct Rpc {
    std::map<std::string, int64_t, std::less<>> ends;
    std::array<int64_t, kBounds.size() + 1> buckets{};
    int64_t micros = 0;
  };
  struct Watched {
    std::string name;
    std::string help;
    std::function<int64_t()> read;
  };

  mutable std::mutex mutex_;
  std::map<std::string, Rpc, std::less<>> rpcs_;
  std::vector<Watched> watched_;
};

}  // namespace almanac
