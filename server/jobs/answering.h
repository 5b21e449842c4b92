// The job that keeps the hours of what was published ahead of its review: a thread of its own, which looks twice a
// minute.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "store/work.h"

namespace almanac::jobs {

class Answering {
 public:
  explicit Answering(store::Work& work);
  // Stops.
  ~Answering();
  Answering(const Answering&) = delete;
  Answering& operator=(const Answering&) = delete;

  void Stop();

 private:
  void Run();
  void Pass();
  // What goes wrong is told in the log of the server, once.
  void Try(const std::function<void()>& step);

  store::Work& work_;
  std::mutex mutex_;
  std::condition_variable moved_;
  bool stopped_ = false;
  std::string trouble_;
  std::thread thread_;
};

}  // namespace almanac::jobs
