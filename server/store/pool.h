// A bounded number of connections, opened when they are needed. What was lost
// is opened again by whoever needs it next; and once one was lost the others
// are looked at before they are handed out, since a server that restarts loses
// all of them.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/address.h"
#include "store/connection.h"
#include "store/outage.h"

namespace almanac::store {

// A place in a pool.
struct Pooled {
  // None until it is needed for the first time.
  std::unique_ptr<Connection> connection;
  bool lost = false;
  // The losses that the pool had seen when this one last answered.
  uint64_t losses = 0;
};

class Pool {
 public:
  // `role` as Connection takes it.
  Pool(const Address& address, Connection::Purpose purpose, int size, Outage& outage, std::string role = {});

  // Waits for a free connection until the deadline. Throws OVERLOADED, and
  // DatabaseError kDisconnected or kCrowded when the server lets nobody in.
  Pooled* Take(Outage::Time deadline);
  void Give(Pooled* pooled) noexcept;

 private:
  Pooled* AwaitFree(Outage::Time deadline);
  void MakeReady(Pooled* pooled);
  void Open(Pooled* pooled);
  // One was lost: the others may be.
  void NoteLoss();

  const Address address_;
  const Connection::Purpose purpose_;
  const std::string role_;
  Outage& outage_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::deque<Pooled> all_;
  std::vector<Pooled*> free_;
  uint64_t losses_ = 0;
};

}  // namespace almanac::store
