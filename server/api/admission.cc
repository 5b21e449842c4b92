#include "api/admission.h"

#include <fmt/format.h>
#include <strings.h>

#include <optional>
#include <string_view>

#include "base/error.h"
#include "domain/callers.h"
#include "domain/grants.h"

namespace almanac::api {
namespace {

// One and the same for no, an unknown, an expired and a revoked token: nobody learns which it was.
Error Unauthenticated() {
  return Error(
      Reason::UNAUTHENTICATED,
      "this server needs a valid token; ask an administrator for an enrolment code, then `almanac login --code CODE`");
}

// The token of "Bearer TOKEN"; none for anything else.
std::optional<std::string_view> TokenOf(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() <= kScheme.size()) return std::nullopt;
  if (strncasecmp(authorization.data(), kScheme.data(), kScheme.size()) != 0) return std::nullopt;
  return authorization.substr(kScheme.size());
}

Caller CallerOfToken(store::Work& work, std::string_view token, store::Deadline deadline) {
  std::optional<Caller> caller;
  work.Run(store::Mode::kOneStatement, Caller::System(), deadline,
           [&](store::Tx& tx) { caller = domain::FindCaller(tx, token); });
  if (!caller) throw Unauthenticated();
  return *std::move(caller);
}

}  // namespace

Caller FindCaller(store::Work& work, const CallInfo& call, const Handler& handler) {
  if (call.caller) return *call.caller;
  if (handler.policy.permission() == v1::ANYONE) {
    return call.door == Door::kSocket ? Caller::Console() : Caller::Public();
  }
  if (call.authorization.empty()) {
    if (call.door == Door::kSocket) return Caller::Console();
    throw Unauthenticated();
  }
  const auto token = TokenOf(call.authorization);
  if (!token) throw Unauthenticated();
  return CallerOfToken(work, *token, call.deadline);
}

void RequireAllowed(const Caller& caller, const Handler& handler) {
  const v1::Policy& policy = handler.policy;
  if (policy.permission() == v1::ANYONE) return;
  if (policy.person() && !caller.IsPerson()) {
    const auto& command = handler.method->options().GetExtension(v1::cli);
    throw Error(Reason::PERSON_REQUIRED,
                fmt::format("{} {} takes a person: the console may set up, and never submits, decides or publishes. "
                            "Enrol somebody (almanac person enrol NAME) and call with their account",
                            command.noun(), command.verb()));
  }
  domain::RequirePermission(caller, policy.permission());
}

}  // namespace almanac::api
