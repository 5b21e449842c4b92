// The job that seals: a thread of its own, which looks twice a second for
// events that are no leaf of the log yet (store/sealing.h).
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "base/metrics.h"
#include "store/sealing.h"

namespace almanac::jobs {

class Sealing {
 public:
  // Throws CONFIG_INVALID when the log is sealed with another key.
  Sealing(store::Work& work, NoteSigner signer, Metrics& metrics);
  // Stops.
  ~Sealing();
  Sealing(const Sealing&) = delete;
  Sealing& operator=(const Sealing&) = delete;

  // Seals what waits, for a second at most, and ends the thread.
  void Stop();

 private:
  void Run();
  bool IsStopped();
  // Seals until nothing waits or the time is over. What goes wrong is told in the log of the server.
  void Pass(std::chrono::steady_clock::time_point until);

  store::Sealer sealer_;
  std::mutex mutex_;
  std::condition_variable moved_;
  bool stopped_ = false;
  // What went wrong the last time, so that it is not told twice a second.
  std::string trouble_;
  std::thread thread_;
};

}  // namespace almanac::jobs
