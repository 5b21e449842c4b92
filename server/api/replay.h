// Requests that carry an id are done once: asked again, they get the answer
// that was given, for 24 hours, without its secrets.
#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>

#include "almanac/v1/records.pb.h"
#include "base/caller.h"
#include "store/tx.h"
#include "store/work.h"

namespace almanac::api {

class Replay {
 public:
  // None when the request has no id, or only asks what would happen.
  static std::optional<Replay> Of(const Caller& caller, const google::protobuf::Message& request);

  // Takes the id, first thing in a unit of work. False when the id was taken
  // before: the unit must be dropped, and Answer asked.
  bool Take(store::Tx& tx);
  // Keeps the answer, last thing in the same unit of work.
  void Keep(store::Tx& tx, const google::protobuf::Message& response);
  // Fills the answer given before. False when there is none any more, so that
  // the request is to be done after all. Throws REQUEST_ID_REUSED for another request.
  bool Answer(store::Work& work, store::Deadline deadline, google::protobuf::Message* response);

 private:
  explicit Replay(v1::ReplayRow row) : row_(std::move(row)) {}

  v1::ReplayRow row_;
  // The row that is there has expired and may be replaced.
  bool expired_ = false;
};

// The request's `request_id` and `validate_only`; empty and false where it has none.
std::string RequestIdOf(const google::protobuf::Message& request);
bool IsValidateOnly(const google::protobuf::Message& request);

// Takes out of an answer what is shown once: it is not kept, nor shown by a rehearsal.
void StripSecrets(google::protobuf::Message* message);

// Drops answers that nobody can ask for any more; returns how many.
int DropExpired(store::Work& work);

}  // namespace almanac::api
