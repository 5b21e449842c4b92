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
  // False when nobody listens any more.
  virtual bool Write(const google::protobuf::Message& message) = 0;
  virtual bool cancelled() = 0;
};

}  // namespace almanac::api
