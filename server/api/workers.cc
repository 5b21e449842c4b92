#include "api/workers.h"

namespace almanac::api {

Workers::Workers(int threads, int limit) : limit_(limit) {
  threads_.reserve(static_cast<size_t>(threads));
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

Workers::~Workers() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  added_.notify_all();
  for (auto& thread : threads_) thread.join();
}

bool Workers::Submit(std::function<void()> job) {
  {
    std::lock_guard lock(mutex_);
    if (stopping_ || running_ + static_cast<int>(waiting_.size()) >= limit_) return false;
    waiting_.push_back(std::move(job));
  }
  added_.notify_one();
  return true;
}

void Workers::Work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    added_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::function<void()> job = std::move(waiting_.front());
    waiting_.pop_front();
    ++running_;
    lock.unlock();
    job();
    // What the job holds goes while nobody waits for us.
    job = nullptr;
    lock.lock();
    --running_;
  }
}

}  // namespace almanac::api
