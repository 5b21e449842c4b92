// The one way in: what every call goes through, whichever door it came by.
// Deadline, caller, permission, request checks, replay, one unit of work,
// metrics, one line in the log. The rules are in domain; here are none.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "api/handlers.h"
#include "api/stream.h"
#include "base/caller.h"
#include "base/error.h"
#include "base/metrics.h"
#include "store/work.h"

namespace almanac::api {

// Where a call came in. Over the socket of this machine a call without a token
// is the console's; over the network it is nobody's.
enum class Door { kSocket, kNetwork };

struct CallInfo {
  const google::protobuf::MethodDescriptor* method = nullptr;
  store::Deadline deadline;
  Door door = Door::kNetwork;
  // The metadata `authorization`, as sent.
  std::string authorization;
  // Set in process only: who calls, taken at its word.
  std::optional<Caller> caller;
};

// How a call ended.
struct Outcome {
  // None: it worked.
  std::optional<Error> error;
  // By which the log knows it; set when the log has more than the caller is told.
  std::string reference;

  bool ok() const { return !error.has_value(); }
};

class Admission;

class Serve {
 public:
  Serve(store::Work& work, const Handlers& handlers, Metrics& metrics);
  ~Serve();

  // Never throws. The request is cleaned on the way: what the server alone writes is cleared from it.
  Outcome Call(const CallInfo& call, google::protobuf::Message* request, google::protobuf::Message* response);
  Outcome Run(const CallInfo& call, Stream& stream);
  // A call that ends before it begins: bytes that do not parse, a full queue. Counted and logged like any.
  Outcome Refuse(const CallInfo& call, Error error);

  const Handlers& handlers() const { return handlers_; }
  store::Work& work() { return work_; }

 private:
  // What is known of a call when it ends, for its line in the log.
  struct Trace;
  Outcome Guarded(const CallInfo& call, const std::function<void(const Handler&, Trace*)>& body);
  Caller Admit(const CallInfo& call, const Handler& handler, Trace* trace);
  // One question and the place for its answer.
  struct Unary {
    const CallInfo& call;
    google::protobuf::Message* request;
    google::protobuf::Message* response;
  };
  // For one who called before: without looking the caller up, as long as what is remembered still holds. False when
  // it does not, or was never known; then nothing was told.
  bool AnswerRemembered(const Handler& handler, const Unary& unary, Trace* trace);
  bool ReadFor(const Caller& remembered, const Handler& handler, const Unary& unary);
  bool WriteFor(const Caller& remembered, const Handler& handler, const Unary& unary);
  void RunUnary(const Handler& handler, const Caller& caller, const Unary& unary);
  void Finish(const CallInfo& call, const Trace& trace, Outcome* outcome);

  store::Work& work_;
  const Handlers& handlers_;
  Metrics& metrics_;
  std::unique_ptr<Admission> admission_;
};

}  // namespace almanac::api
