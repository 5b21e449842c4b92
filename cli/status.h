// What came back instead of an answer, as the one exception of the program.
#pragma once

#include <memory>
#include <string>

#include "cli/failure.h"

namespace almanac::cli {

// Of a gRPC status: its code, message, and the google.rpc.Status of
// `grpc-status-details-bin`. `address` is where we called. The result is an
// Error, an ErrorWithRemedy when no server spoke or a newer one did.
std::unique_ptr<Error> DecodeStatus(int code, const std::string& message, const std::string& details,
                                    const std::string& address);

}  // namespace almanac::cli
