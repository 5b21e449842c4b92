// An outcome as it travels: a gRPC status whose details are a google.rpc.Status,
// which every client library knows how to read.
#pragma once

#include <grpcpp/support/status.h>

#include "api/serve.h"

namespace almanac::api {

// ErrorInfo {reason, domain "almanac", metadata: remedy}; BadRequest for wrong
// fields; PreconditionFailure for what is missing, its subject the command that
// mends it; RequestInfo with the reference of an internal error.
grpc::Status ToStatus(const Outcome& outcome);

}  // namespace almanac::api
