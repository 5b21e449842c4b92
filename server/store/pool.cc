#include "store/pool.h"

#include "base/error.h"

namespace almanac::store {

using std::chrono::steady_clock;

Pool::Pool(const Address& address, Connection::Purpose purpose, int size, Outage& outage, std::string role)
    : address_(address), purpose_(purpose), role_(std::move(role)), outage_(outage), all_(static_cast<size_t>(size)) {
  for (Pooled& pooled : all_) free_.push_back(&pooled);
}

Pooled* Pool::AwaitFree(Outage::Time deadline) {
  std::unique_lock lock(mutex_);
  if (!freed_.wait_until(lock, deadline, [&] { return !free_.empty(); })) {
    throw Error(Reason::OVERLOADED, "all database connections are busy");
  }
  // The one given back last: it is warm, and the others need not be opened.
  Pooled* pooled = free_.back();
  free_.pop_back();
  return pooled;
}

Pooled* Pool::Take(Outage::Time deadline) {
  Pooled* pooled = AwaitFree(deadline);
  try {
    MakeReady(pooled);
    return pooled;
  } catch (...) {
    pooled->lost = true;
    std::lock_guard lock(mutex_);
    free_.push_back(pooled);
    freed_.notify_one();
    throw;
  }
}

void Pool::MakeReady(Pooled* pooled) {
  uint64_t losses = 0;
  {
    std::lock_guard lock(mutex_);
    losses = losses_;
  }
  if (pooled->connection != nullptr && !pooled->lost) {
    if (pooled->losses == losses) return;
    pooled->lost = !pooled->connection->Answers();
  }
  if (pooled->connection == nullptr || pooled->lost) Open(pooled);
  pooled->losses = losses;
}

void Pool::Open(Pooled* pooled) {
  if (!outage_.MayTry(steady_clock::now())) {
    throw DatabaseError(DatabaseError::Kind::kDisconnected, "the server was away a moment ago");
  }
  try {
    if (pooled->connection == nullptr) {
      pooled->connection = std::make_unique<Connection>(address_.backend, address_.text, purpose_, role_);
    } else {
      pooled->connection->Reconnect();
    }
  } catch (...) {
    outage_.Failed(steady_clock::now());
    throw;
  }
  outage_.Answered();
  pooled->lost = false;
}

void Pool::NoteLoss() {
  std::lock_guard lock(mutex_);
  ++losses_;
}

void Pool::Give(Pooled* pooled) noexcept {
  if (!pooled->connection->Rollback()) {
    pooled->lost = true;
    NoteLoss();
  }
  std::lock_guard lock(mutex_);
  free_.push_back(pooled);
  freed_.notify_one();
}

}  // namespace almanac::store
