#include "api/admission.h"

#include <fmt/format.h>
#include <strings.h>

#include <optional>
#include <string_view>

#include "base/error.h"
#include "base/ids.h"
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

// Tokens that are remembered; beyond these all are forgotten, and looked up again.
constexpr size_t kMostRemembered = 10000;

}  // namespace

Caller Admission::Find(const CallInfo& call, const Handler& handler) {
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
  return FindByToken(call, *token);
}

Caller Admission::FindByToken(const CallInfo& call, std::string_view token) {
  const std::string hash = Sha256Hex(token);
  std::vector<v1::CallerRow> known;
  std::optional<Caller> caller;
  work_.Run(store::Mode::kOneStatement, Caller::System(), call.deadline, [&](store::Tx& tx) {
    known = domain::KnownOfToken(tx, hash);
    caller = domain::CallerOf(known, tx.instant());
  });
  std::unique_lock lock(mutex_);
  if (!caller) {
    // Else each further call would read first, and learn afterwards that it may not.
    remembered_.erase(hash);
    throw Unauthenticated();
  }
  if (remembered_.size() >= kMostRemembered) remembered_.clear();
  remembered_[hash] = std::make_shared<const std::vector<v1::CallerRow>>(std::move(known));
  return *std::move(caller);
}

std::optional<Caller> Admission::FindRemembered(const CallInfo& call, const Handler& handler) const {
  if (call.caller || handler.policy.permission() == v1::ANYONE) return std::nullopt;
  const auto token = TokenOf(call.authorization);
  if (!token) return std::nullopt;
  const std::string hash = Sha256Hex(*token);
  Known known;
  {
    std::shared_lock lock(mutex_);
    const auto found = remembered_.find(hash);
    if (found == remembered_.end()) return std::nullopt;
    known = found->second;
  }
  auto caller = domain::CallerOf(*known, work_.clock().Now());
  if (caller) caller->mark = known->front().mark();
  if (!caller || caller->mark.empty()) return std::nullopt;
  return caller;
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
