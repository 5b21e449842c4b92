// The way to a server. The one door to gRPC.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <string>

namespace almanac::cli {

struct Endpoint {
  // unix:/run/almanac/almanac.sock, or HOST:PORT.
  std::string address;
  // PEM of the authority that signed the server's certificate; empty: the system's.
  std::string ca_file;
  // TCP without TLS; allowed to loopback alone.
  bool plain = false;
  // Sent as `authorization: Bearer ...`; empty: none.
  std::string token;

  bool IsSocket() const { return address.starts_with("unix:"); }
};

class Channel {
 public:
  // `timeout` in seconds is for each call; 0: none. Opens nothing yet.
  // Throws UsageError for TCP without TLS to another machine.
  Channel(Endpoint endpoint, double timeout);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // One question, one answer. Throws Error.
  void Call(const google::protobuf::MethodDescriptor* method, const google::protobuf::Message& request,
            google::protobuf::Message* response);

  // Streams, either way. `next` fills the next request and says false when
  // there is none; `take` gets every response. Both run on this thread, and
  // what they throw ends the call. No timeout. Throws Error.
  void Stream(const google::protobuf::MethodDescriptor* method,
              const std::function<bool(google::protobuf::Message*)>& next,
              const std::function<void(const google::protobuf::Message&)>& take);

  const Endpoint& endpoint() const { return endpoint_; }

 private:
  struct Wire;

  Wire& Open();

  Endpoint endpoint_;
  double timeout_;
  std::unique_ptr<Wire> wire_;
};

}  // namespace almanac::cli
