// Requests that carry an id are done once: asked again, they get the answer
// that was given, for 24 hours, without its secrets.
#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>

#include "almanac/v1/records.pb.h"
#include "base/caller.h"
#include "base/error.h"
#include "store/tx.h"
#include "store/work.h"

namespace almanac::api {

// Thrown inside a unit of work: what was remembered of its caller does not hold any more, so nothing of it may stand.
struct CallerChanged {};

// Whether a try that ended so tells nothing about what was asked.
bool IsOfDatabase(Reason reason);

class Replay {
 public:
  // None when the request has no id, or only asks what would happen.
  static std::optional<Replay> Of(const Caller& caller, const google::protobuf::Message& request);

  // One request on its way.
  struct Doing {
    store::Work& work;
    const Caller& caller;
    store::Deadline deadline;
    // Fills `response`.
    const store::Unit& unit;
    google::protobuf::Message* response;
  };
  // Runs the unit once, whoever asks how often; later the answer of that one
  // time is filled in. When the database is lost while it commits, the id tells
  // whether it was done. Throws REQUEST_ID_REUSED for another request,
  // OUTCOME_UNKNOWN when the database does not come back in time, CallerChanged, and what Work::Run throws.
  void DoOnce(const Doing& doing);

 private:
  explicit Replay(v1::ReplayRow row) : row_(std::move(row)) {}

  // False when the id is taken and no answer is there.
  bool TryOnce(const Doing& doing);
  // Takes the id, first thing in a unit of work. Where it was taken before, the
  // next read or the commit drops the unit, and Answer is asked.
  void Take(store::Tx& tx);
  // Keeps the answer, last thing in the same unit of work.
  void Keep(store::Tx& tx, const google::protobuf::Message& response);
  // Fills the answer given before. False when there is none any more, so that
  // the request is to be done after all.
  bool Answer(const Doing& doing);

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
