// The gRPC server: on the socket of this machine always, on the network when
// told, with health and reflection.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "api/certificate.h"
#include "api/doorkeeper.h"
#include "api/grpc_door.h"
#include "api/socket_lock.h"

namespace grpc {
class Server;
class ServerBuilder;
namespace experimental {
class ExternalConnectionAcceptor;
}
}  // namespace grpc

namespace almanac::api {

struct Network {
  // HOST:PORT; empty for none. Port 0 takes any that is free.
  std::string listen;
  // PEM files; both or none.
  std::string tls_cert;
  std::string tls_key;
  // Plain TCP, on a loopback address only.
  bool insecure_loopback = false;
  // From the network, at once; one more is turned away.
  int connections = 1000;
  // A connection that has not said by then what it wants is closed.
  std::chrono::milliseconds handshake{10'000};
};

class Listener {
 public:
  // Serves at once. Throws CONFIG_INVALID and ADDRESS_TAKEN, each saying what to do.
  Listener(const SocketLock& socket, const Network& network, GrpcDoor& door);
  // Stops as Stop does, without grace.
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // Takes no more calls, lets those that run finish for as long as `grace`, then cancels them.
  void Stop(std::chrono::seconds grace);

  // What the health service says of the server and of every service; SERVING at the start.
  void SetServing(bool serving);

  // Reads the TLS files again, for connections that begin from now on. One that
  // is broken is told in the log and changes nothing.
  void ReloadCertificate();

  // HOST:PORT with the port that was taken; empty without TCP.
  const std::string& tcp_address() const { return tcp_address_; }

 private:
  void OpenNetwork(const Network& network, grpc::ServerBuilder* builder);

  // The server asks it at each handshake, so it goes last.
  std::unique_ptr<Certificate> certificate_;
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Doorkeeper> doorkeeper_;
  std::string tcp_address_;
};

}  // namespace almanac::api
