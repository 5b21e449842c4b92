// The gRPC door: every service of the contract, answered from descriptors.
// Calls wait in one bounded line for workers as many as there are database
// connections; streams have a few threads of their own, since they last.
#pragma once

#include <grpcpp/impl/service_type.h>

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
  };

  GrpcDoor(Serve& serve, const Limits& limits);

  // To be registered with a server, which must be shut down before the door goes.
  const std::vector<std::unique_ptr<grpc::Service>>& services() const { return services_; }

  Serve& serve() { return serve_; }
  Workers& calls() { return calls_; }
  Workers& streams() { return streams_; }

 private:
  Serve& serve_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  Workers calls_;
  Workers streams_;
};

}  // namespace almanac::api
