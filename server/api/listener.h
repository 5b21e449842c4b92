// Where callers come in: the socket of this machine, and the network when asked.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "api/grpc_door.h"
#include "api/socket.h"

namespace grpc {
class Server;
}

namespace almanac::api {

struct ListenOptions {
  std::string socket;
  // HOST:PORT; empty: the socket alone.
  std::string listen;
  std::string tls_cert;
  std::string tls_key;
  // Without TLS, and only on an address of this machine.
  bool insecure_loopback = false;
};

class Listener {
 public:
  // Listens at once. Throws ADDRESS_TAKEN, CONFIG_INVALID with what to do.
  Listener(GrpcDoor& door, const ListenOptions& options);
  ~Listener();

  // Takes no more calls, lets those that run finish for so long, then ends them.
  void Stop(std::chrono::seconds grace);

  const std::string& socket() const { return claim_.path(); }
  // Of --listen; zero when there is none. Chosen by the system for port 0.
  int port() const { return port_; }

 private:
  SocketClaim claim_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace almanac::api
