// The limit that a Get is held against: a server that hands each call to a
// bounded pool of workers, as ours does, and sends the bytes back.
#pragma once

#include <memory>
#include <string>

namespace almanac::bench {

class EchoServer {
 public:
  // Listens on a Unix socket.
  EchoServer(const std::string& socket, int workers);
  ~EchoServer();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace almanac::bench
