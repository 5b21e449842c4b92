// Instants as the messages carry them.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include "base/clock.h"

namespace almanac::domain {

google::protobuf::Timestamp ToTimestamp(Instant instant);
Instant ToInstant(const google::protobuf::Timestamp& timestamp);

}  // namespace almanac::domain
