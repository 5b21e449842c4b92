// The gRPC door: every service of the contract, answered from descriptors.
// Calls wait in one bounded line for workers as many as there are database
// connections; streams have a few threads of their own, since they last.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <chrono>
#include <memory>
#include <vector>

#include "api/serve.h"
#include "api/workers.h"

namespace almanac::api {

class GrpcDoor {
 public:
  struct Limits {
    int workers = 8;
    // Calls running or in line; one more is OVERLOADED.
    int calls = 256;
    int streams = 8;
    // How long a caller may keep a stream waiting for what it sends or reads:
    // used up by waiting, and earned again by a second for every 8 KiB that move.
    std::chrono::milliseconds patience{30'000};
  };

  GrpcDoor(Serve& serve, const Limits& limits);

  // To be registered with a server, which must be shut down before the door goes.
  const std::vector<std::unique_ptr<grpc::Service>>& services() const { return services_; }

  Serve& serve() { return serve_; }
  Workers& calls() { return calls_; }
  Workers& streams() { return streams_; }
  std::chrono::milliseconds patience() const { return patience_; }

 private:
  Serve& serve_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  const std::chrono::milliseconds patience_;
  Workers calls_;
  Workers streams_;
};

}  // namespace almanac::api
