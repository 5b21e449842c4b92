#include "api/serve.h"

#include <fmt/format.h>

#include <chrono>

#include "api/admission.h"
#include "api/checks.h"
#include "api/replay.h"
#include "base/ids.h"
#include "base/log.h"
#include "domain/program.h"

namespace almanac::api {
namespace {

using google::protobuf::Message;
using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::steady_clock;

store::Mode ModeOf(const v1::Policy& policy) {
  if (policy.writes()) return store::Mode::kWrite;
  return policy.one_statement() ? store::Mode::kOneStatement : store::Mode::kRead;
}

log::Level LevelOf(const Outcome& outcome) {
  if (outcome.ok()) return log::Level::kInfo;
  switch (outcome.error->reason()) {
    case Reason::INTERNAL:
      return log::Level::kError;
    case Reason::OVERLOADED:
    case Reason::UNAVAILABLE:
    case Reason::OUTCOME_UNKNOWN:
    case Reason::CONTENTION:
      return log::Level::kWarn;
    default:
      return log::Level::kInfo;
  }
}

}  // namespace

struct Serve::Trace {
  steady_clock::time_point start = steady_clock::now();
  std::string principal = "-";
};

Serve::Serve(store::Work& work, const Handlers& handlers, Metrics& metrics)
    : work_(work), handlers_(handlers), metrics_(metrics), admission_(std::make_unique<Admission>(work)) {}

Serve::~Serve() = default;

Outcome Serve::Call(const CallInfo& call, Message* request, Message* response) {
  return Guarded(call, [&](const Handler& handler, Trace* trace) {
    const Unary unary{call, request, response};
    if (AnswerRemembered(handler, unary, trace)) return;
    const Caller caller = Admit(call, handler, trace);
    CheckRequest(request);
    RunUnary(handler, caller, unary);
  });
}

Outcome Serve::Run(const CallInfo& call, Stream& stream) {
  return Guarded(call, [&](const Handler& handler, Trace* trace) {
    const Caller caller = Admit(call, handler, trace);
    StreamCall running{work_, caller, call.deadline, stream};
    handler.stream(running);
  });
}

Outcome Serve::Refuse(const CallInfo& call, Error error) {
  Outcome outcome{std::move(error), {}};
  Finish(call, Trace{}, &outcome);
  return outcome;
}

// The one place where what went wrong in a call stops.
Outcome Serve::Guarded(const CallInfo& call, const std::function<void(const Handler&, Trace*)>& body) {
  Trace trace;
  Outcome outcome;
  try {
    if (trace.start >= call.deadline) {
      throw Error(Reason::DEADLINE_EXCEEDED, "the time for this request was over before it began");
    }
    const Handler* handler = handlers_.Find(call.method);
    if (handler == nullptr) throw Error(Reason::INTERNAL, "no function answers this rpc");
    body(*handler, &trace);
  } catch (const Error& error) {
    outcome.error = error;
  } catch (const std::exception& error) {
    outcome.error = Error(Reason::INTERNAL, error.what());
  } catch (...) {
    outcome.error = Error(Reason::INTERNAL, "something that is no exception was thrown");
  }
  Finish(call, trace, &outcome);
  return outcome;
}

Caller Serve::Admit(const CallInfo& call, const Handler& handler, Trace* trace) {
  Caller caller = admission_->Find(call, handler);
  trace->principal = caller.principal;
  RequireAllowed(caller, handler);
  return caller;
}

bool Serve::AnswerRemembered(const Handler& handler, const Unary& unary, Trace* trace) {
  const auto caller = admission_->FindRemembered(unary.call, handler);
  if (!caller) return false;
  trace->principal = caller->principal;
  if (handler.policy.writes() ? WriteFor(*caller, handler, unary) : ReadFor(*caller, handler, unary)) return true;
  trace->principal = Trace().principal;
  unary.response->Clear();
  return false;
}

bool Serve::ReadFor(const Caller& remembered, const Handler& handler, const Unary& unary) {
  bool holds = false;
  std::optional<Error> refusal;
  try {
    RequireAllowed(remembered, handler);
    CheckRequest(unary.request);
    work_.Run(ModeOf(handler.policy), remembered, unary.call.deadline, [&](store::Tx& tx) {
      tx.TellTimes(&domain::TimeHere);
      refusal.reset();
      try {
        handler.unary(tx, *unary.request, unary.response);
      } catch (const Error& error) {
        refusal = error;
      }
      holds = tx.CallerHolds();
    });
  } catch (const Error&) {
    return false;
  }
  if (holds && refusal) throw *std::move(refusal);
  return holds;
}

// A refusal may be due to what is remembered, and the unit of work that could tell has been given up: the next one,
// for who calls now, says it again.
bool Serve::WriteFor(const Caller& remembered, const Handler& handler, const Unary& unary) {
  try {
    RequireAllowed(remembered, handler);
    CheckRequest(unary.request);
    RunUnary(handler, remembered, unary);
    return true;
  } catch (const CallerChanged&) {
    return false;
  } catch (const store::OutcomeUnknown&) {
    throw;
  } catch (const Error& error) {
    if (IsOfDatabase(error.reason())) throw;
    return false;
  }
}

void Serve::RunUnary(const Handler& handler, const Caller& caller, const Unary& unary) {
  const auto& [call, request, response] = unary;
  const store::Unit unit = [&, id = RequestIdOf(*unary.request)](store::Tx& tx) {
    tx.ForRequest(id);
    tx.TellTimes(&domain::TimeHere);
    handler.unary(tx, *unary.request, unary.response);
    if (!tx.CallerHolds()) throw CallerChanged{};
  };
  const store::Mode mode = ModeOf(handler.policy);
  if (!handler.policy.writes()) return work_.Run(mode, caller, call.deadline, unit);
  if (IsValidateOnly(*request)) {
    work_.Rehearse(mode, caller, call.deadline, unit);
    // A code that was never stored would look like one that works.
    return StripSecrets(response);
  }
  std::optional<Replay> replay = Replay::Of(caller, *request);
  if (!replay) return work_.Run(mode, caller, call.deadline, unit);
  replay->DoOnce({work_, caller, call.deadline, unit, response});
}

void Serve::Finish(const CallInfo& call, const Trace& trace, Outcome* outcome) {
  const auto took = duration_cast<microseconds>(steady_clock::now() - trace.start);
  const std::string& rpc = call.method->name();
  const std::string reason(outcome->ok() ? "" : ReasonName(outcome->error->reason()));
  metrics_.Count(rpc, reason, took);
  if (!outcome->ok() && outcome->error->reason() == Reason::INTERNAL) {
    outcome->reference = RandomId(10);
    log::Write(log::Level::kError, "internal",
               {{"reference", outcome->reference}, {"what", outcome->error->message()}});
    outcome->error = Error(Reason::INTERNAL, fmt::format("internal error, reference {}", outcome->reference));
  }
  log::Write(LevelOf(*outcome), "call",
             {{"rpc", rpc},
              {"caller", trace.principal},
              {"end", reason.empty() ? "OK" : reason},
              {"ms", fmt::format("{:.1f}", static_cast<double>(took.count()) / 1000)}});
}

}  // namespace almanac::api
