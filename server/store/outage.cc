#include "store/outage.h"

namespace almanac::store {

bool Outage::MayTry(Time now) {
  std::lock_guard lock(mutex_);
  if (!since_) return true;
  if (trying_ || now - last_failure_ < kRest) return false;
  trying_ = true;
  return true;
}

void Outage::Answered() {
  std::lock_guard lock(mutex_);
  since_.reset();
  trying_ = false;
}

void Outage::Failed(Time now) {
  std::lock_guard lock(mutex_);
  if (!since_) since_ = now;
  last_failure_ = now;
  trying_ = false;
}

bool Outage::away() const {
  std::lock_guard lock(mutex_);
  return since_.has_value();
}

Outage::Time Outage::WorthWaitingUntil(Time now) const {
  std::lock_guard lock(mutex_);
  return since_.value_or(now) + kPatience;
}

}  // namespace almanac::store
