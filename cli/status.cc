#include "cli/status.h"

#include <fmt/format.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace almanac::cli {
namespace {

// Codes of gRPC, named here so that this file needs no gRPC header.
enum Code { kDeadlineExceeded = 4, kUnimplemented = 12, kUnavailable = 14 };

// For servers that send no reason: proxies, and newer ones whose reason is unknown here.
Reason ReasonOfCode(int code) {
  switch (code) {
    case 1:
      return Reason::CANCELLED;
    case 3:
      return Reason::INVALID_FIELD;
    case 4:
      return Reason::DEADLINE_EXCEEDED;
    case 5:
      return Reason::NOT_FOUND;
    case 6:
      return Reason::ALREADY_EXISTS;
    case 7:
      return Reason::PERMISSION_DENIED;
    case 8:
      return Reason::OVERLOADED;
    case 9:
      return Reason::WRONG_STATE;
    case 10:
      return Reason::CONTENTION;
    case 14:
      return Reason::UNAVAILABLE;
    case 16:
      return Reason::UNAUTHENTICATED;
    default:
      return Reason::INTERNAL;
  }
}

std::unique_ptr<Error> Unreachable(const std::string& message, const std::string& address) {
  const auto says = [&](std::string_view words) { return message.find(words) != message.npos; };
  const auto error = [](std::string what, std::string remedy) {
    return std::make_unique<ErrorWithRemedy>(Reason::UNAVAILABLE, std::move(what), std::move(remedy));
  };
  if (says("certificate verify failed") || says("CERTIFICATE_VERIFY_FAILED")) {
    return error(fmt::format("{} shows a certificate that nobody we trust has signed", address),
                 "Name the authority that signed it with --ca FILE.");
  }
  if (says("handshake failed")) {
    return error(fmt::format("{} does not speak TLS", address),
                 "Check the address; on this machine a server without TLS is reached with --insecure-loopback.");
  }
  if (says("addresses; last error") && (says("Socket closed") || says("Failed parsing HTTP/2"))) {
    return error(fmt::format("{} answers, but not as an almanacd without TLS does", address),
                 "Leave --insecure-loopback out if it speaks TLS; else check the address.");
  }
  if (says("DNS resolution failed")) {
    return error(fmt::format("there is no machine of that name: {}", address), "Check --server.");
  }
  if (says("connect")) {
    return error(fmt::format("no almanacd answers at {}", address),
                 "Start it with `almanacd`, or say where it is with --socket or --server.");
  }
  return error(fmt::format("the connection to {} broke before the answer came ({})", address, message),
               "Look whether it was done; then try again, with the same --request-id if you gave one.");
}

std::unique_ptr<Error> WithoutDetails(int code, const std::string& message, const std::string& address) {
  if (code == kUnavailable) return Unreachable(message, address);
  if (code == kDeadlineExceeded) {
    return std::make_unique<Error>(Reason::DEADLINE_EXCEEDED, fmt::format("no answer from {} in time", address));
  }
  if (code == kUnimplemented) {
    return std::make_unique<ErrorWithRemedy>(
        Reason::INTERNAL, fmt::format("what answers at {} does not know this command", address),
        "Its almanacd is of another version, or something else listens there; compare "
        "`almanac --version` with `almanacd --version`.");
  }
  return std::make_unique<Error>(ReasonOfCode(code), message.empty() ? "the call failed without a word" : message);
}

void AddDetail(const google::protobuf::Any& detail, Error* error) {
  google::rpc::BadRequest fields;
  google::rpc::PreconditionFailure missing;
  if (detail.UnpackTo(&fields)) {
    for (const auto& field : fields.field_violations()) error->Field(field.field(), field.description());
  } else if (detail.UnpackTo(&missing)) {
    for (const auto& one : missing.violations()) error->Missing(one.type(), one.description(), one.subject());
  }
}

}  // namespace

std::unique_ptr<Error> DecodeStatus(int code, const std::string& message, const std::string& details,
                                    const std::string& address) {
  google::rpc::Status status;
  if (details.empty() || !status.ParseFromString(details)) return WithoutDetails(code, message, address);
  google::rpc::ErrorInfo info;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&info)) break;
  }
  const std::string text = status.message().empty() ? message : status.message();
  std::unique_ptr<Error> error;
  if (Reason reason; v1::Reason_Parse(info.reason(), &reason)) {
    error = std::make_unique<Error>(reason, text);
  } else {
    const auto remedy = info.metadata().find("remedy");
    error = std::make_unique<ErrorWithRemedy>(ReasonOfCode(code), text,
                                              remedy == info.metadata().end() ? "" : remedy->second);
  }
  for (const auto& detail : status.details()) AddDetail(detail, error.get());
  return error;
}

}  // namespace almanac::cli
