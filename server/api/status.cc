#include "api/status.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace almanac::api {
namespace {

// Trailing metadata over 8 kB is refused by clients, and then nobody learns
// what was wrong. The status counts about twice: as text and in the details.
constexpr size_t kLongestText = 1'000;
constexpr size_t kRoomForDetails = 3'500;

std::string Cut(const std::string& text, size_t most) {
  if (text.size() <= most) return text;
  size_t end = most;
  while (end > 0 && (text[end] & 0xC0) == 0x80) --end;
  return text.substr(0, end) + " ...";
}

// Adds as many of `all` as there is room for, and says how many more there are.
template <class All, class Add>
void AddWithinRoom(const All& all, const google::protobuf::Message& into, const Add& add) {
  for (size_t i = 0; i < all.size(); ++i) {
    if (into.ByteSizeLong() > kRoomForDetails) return add(fmt::format("and {} more", all.size() - i));
    add(all[i]);
  }
}

google::rpc::BadRequest BadRequestOf(const std::vector<Error::FieldViolation>& fields) {
  google::rpc::BadRequest bad;
  struct Add {
    google::rpc::BadRequest& bad;
    void operator()(const Error::FieldViolation& wrong) const {
      auto* violation = bad.add_field_violations();
      violation->set_field(Cut(wrong.field, kLongestText));
      violation->set_description(Cut(wrong.description, kLongestText));
    }
    void operator()(const std::string& more) const { bad.add_field_violations()->set_description(more); }
  };
  AddWithinRoom(fields, bad, Add{bad});
  return bad;
}

google::rpc::PreconditionFailure PreconditionFailureOf(const std::vector<Error::Requirement>& missing) {
  google::rpc::PreconditionFailure failure;
  struct Add {
    google::rpc::PreconditionFailure& failure;
    void operator()(const Error::Requirement& requirement) const {
      auto* violation = failure.add_violations();
      violation->set_type(requirement.rule);
      violation->set_subject(Cut(requirement.command, kLongestText));
      violation->set_description(Cut(requirement.message, kLongestText));
    }
    void operator()(const std::string& more) const { failure.add_violations()->set_description(more); }
  };
  AddWithinRoom(missing, failure, Add{failure});
  return failure;
}

}  // namespace

grpc::Status ToStatus(const Outcome& outcome) {
  if (outcome.ok()) return grpc::Status::OK;
  const Error& error = *outcome.error;
  google::rpc::Status status;
  status.set_code(StatusOf(error.reason()));
  status.set_message(Cut(error.message(), kLongestText));

  google::rpc::ErrorInfo info;
  info.set_reason(std::string(ReasonName(error.reason())));
  info.set_domain("almanac");
  (*info.mutable_metadata())["remedy"] = RemedyOf(error.reason());
  status.add_details()->PackFrom(info);
  if (!error.fields().empty()) status.add_details()->PackFrom(BadRequestOf(error.fields()));
  if (!error.missing().empty()) status.add_details()->PackFrom(PreconditionFailureOf(error.missing()));
  if (!outcome.reference.empty()) {
    google::rpc::RequestInfo request;
    request.set_request_id(outcome.reference);
    status.add_details()->PackFrom(request);
  }
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), status.message(), status.SerializeAsString());
}

}  // namespace almanac::api
