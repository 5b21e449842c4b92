#include "base/metrics.h"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {

void Metrics::Count(std::string_view rpc, std::string_view reason, std::chrono::microseconds took) {
  const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), took.count());
  std::lock_guard lock(mutex_);
  auto found = rpcs_.find(rpc);
  if (found == rpcs_.end()) found = rpcs_.emplace(std::string(rpc), Rpc{}).first;
  Rpc& counted = found->second;
  auto end = counted.ends.find(reason);
  if (end == counted.ends.end()) end = counted.ends.emplace(std::string(reason), 0).first;
  ++end->second;
  ++counted.buckets[static_cast<size_t>(bound - kBounds.begin())];
  counted.micros += took.count();
}

void Metrics::Watch(std::string name, std::string help, std::function<int64_t()> read) {
  std::lock_guard lock(mutex_);
  watched_.push_back({std::move(name), std::move(help), std::move(read)});
}

int64_t Metrics::Calls(std::string_view rpc, std::string_view reason) const {
  std::lock_guard lock(mutex_);
  const auto found = rpcs_.find(rpc);
  if (found == rpcs_.end()) return 0;
  const auto end = found->second.ends.find(reason);
  return end == found->second.ends.end() ? 0 : end->second;
}

std::string Metrics::Text() const {
  std::lock_guard lock(mutex_);
  std::string text =
      "# HELP almanac_calls_total Calls by rpc and reason; OK for those that worked.\n# TYPE almanac_calls_total "
      "counter\n";
  for (const auto& [name, rpc] : rpcs_) {
    for (const auto& [reason, count] : rpc.ends) {
      text += fmt::format("almanac_calls_total{{rpc=\"{}\",reason=\"{}\"}} {}\n", name, reason.empty() ? "OK" : reason,
                          count);
    }
  }
  text += "# HELP almanac_call_seconds How long calls took.\n# TYPE almanac_call_seconds histogram\n";
  for (const auto& [name, rpc] : rpcs_) {
    int64_t sum = 0;
    for (size_t i = 0; i < kBounds.size(); ++i) {
      sum += rpc.buckets[i];
      text += fmt::format("almanac_call_seconds_bucket{{rpc=\"{}\",le=\"{}\"}} {}\n", name, kBounds[i] / 1e6, sum);
    }
    sum += rpc.buckets.back();
    text += fmt::format(
        "almanac_call_seconds_bucket{{rpc=\"{0}\",le=\"+Inf\"}} {1}\nalmanac_call_seconds_sum{{rpc=\"{0}\"}} {2}\n"
        "almanac_call_seconds_count{{rpc=\"{0}\"}} {1}\n",
        name, sum, static_cast<double>(rpc.micros) / 1e6);
  }
  for (const auto& watched : watched_) {
    text += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n{0} {2}\n", watched.name, watched.help, watched.read());
  }
  return text;
}

}  // namespace almanac
