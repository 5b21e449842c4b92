// A call whose messages come and go one by one, seen from the handler: reads
// and writes wait. The gRPC door and in-process callers each bring their own.
#pragma once

#include <google/protobuf/message.h>

namespace almanac::api {

class Stream {
 public:
  virtual ~Stream() = default;
  // False when the caller has sent everything, or is gone. Throws INVALID_FIELD for bytes that are no such message.
  virtual bool Read(google::protobuf::Message* message) = 0;
  // False when nobody listens any more. Both throw DEADLINE_EXCEEDED for a caller who keeps them waiting too long.
  virtual bool Write(const google::protobuf::Message& message) = 0;
  // The same for what may be left out: while the other side is slow to read,
  // it is, and nobody waits.
  virtual bool Offer(const google::protobuf::Message& message) { return Write(message); }
  virtual bool cancelled() = 0;
};

}  // namespace almanac::api
