#include "domain/times.h"

namespace almanac::domain {

google::protobuf::Timestamp ToTimestamp(Instant instant) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds.time_since_epoch().count());
  timestamp.set_nanos(static_cast<int32_t>((instant - seconds).count() * 1000));
  return timestamp;
}

Instant ToInstant(const google::protobuf::Timestamp& timestamp) {
  return Instant(std::chrono::seconds(timestamp.seconds()) + std::chrono::microseconds(timestamp.nanos() / 1000));
}

}  // namespace almanac::domain
