// A fixed number of threads and a bounded line before them.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace almanac::api {

class Workers {
 public:
  // At most `limit` jobs are running or waiting.
  Workers(int threads, int limit);
  // Finishes what was taken, then stops.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False when there are too many already. A job does not throw.
  bool Submit(std::function<void()> job);

 private:
  void Work();

  const int limit_;
  std::mutex mutex_;
  std::condition_variable added_;
  std::deque<std::function<void()>> waiting_;
  int running_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace almanac::api
