// What is known of a database server that does not answer: since when, and
// whether it is worth asking again. Safe to share between threads.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>

namespace almanac::store {

class Outage {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // How long calls wait for a server that went away, counted from when it did:
  // whoever calls later hears at once.
  static constexpr std::chrono::seconds kPatience{10};
  // One that did not answer is left alone for so long.
  static constexpr std::chrono::milliseconds kRest{100};

  // Whether to try to connect now, and then to tell how it went. While it is
  // away one tries at a time: a server behind a dead network takes seconds to
  // say nothing, and those must not add up.
  bool MayTry(Time now);
  void Answered();
  void Failed(Time now);

  bool away() const;
  // Until when a call that needs the server now may wait for it.
  Time WorthWaitingUntil(Time now) const;

 private:
  mutable std::mutex mutex_;
  std::optional<Time> since_;
  Time last_failure_;
  bool trying_ = false;
};

}  // namespace almanac::store
