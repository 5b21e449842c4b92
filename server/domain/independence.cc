#include "domain/independence.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/ids.h"
#include "domain/grants.h"
#include "domain/profile.h"
#include "domain/tokens.h"

namespace almanac::domain {
namespace {

template <class People>
bool Among(const People& people, std::string_view one) {
  return std::find(people.begin(), people.end(), one) != people.end();
}

[[noreturn]] void Refuse(std::string message) { throw Error(Reason::APPROVER_NOT_INDEPENDENT, std::move(message)); }

void RequireNoAuthor(const Caller& caller, const v1::Dataset& dataset, const v1::Review& review) {
  if (!IsAuthor(dataset, review, caller.principal)) return;
  Refuse(fmt::format("{} wrote or submitted {}, so somebody else decides. Who could: almanac dataset check {}",
                     caller.display_name, IdOf(dataset.name()), IdOf(dataset.name())));
}

void RequireFirstSay(const Caller& caller, const v1::Review& review) {
  for (const auto& approval : review.approvals()) {
    if (approval.person() != caller.principal) continue;
    Refuse(fmt::format("{} has agreed to {} already, as {}; every seat takes another person", caller.display_name,
                       IdOf(review.name()), SeatTitle(approval.seat())));
  }
}

// The console is named on the decision: with two people in all, refusing it would be a dead end, unless the rules
// of the body say otherwise.
void RequireConsoleCodes(const Caller& caller, const v1::Dataset& dataset, bool allowed) {
  if (allowed || caller.enrolled_by != Caller::Console().principal) return;
  Refuse(
      fmt::format("the enrolment code of {} was made at the console, and the rules of this body refuse decisions "
                  "by such codes. Ask an administrator who had no part in {} for a new one: almanac person enrol "
                  "{}",
                  caller.display_name, IdOf(dataset.name()), IdOf(caller.principal)));
}

// Who asks for fewer people is not one of them, unless it is their own seat that is left to fill.
void RequireNotLowerer(const Caller& caller, const v1::Review& review) {
  const bool theirs = std::any_of(review.seats().begin(), review.seats().end(),
                                  [](const v1::Seat& seat) { return seat.key() == "privacy"; });
  if (theirs || review.lowered_by() != caller.principal || review.tier() >= review.evidence_tier()) return;
  Refuse(fmt::format("{} lowered the tier of {}, so somebody else agrees to it", caller.display_name,
                     IdOf(review.name())));
}

bool IsWhoLowered(const v1::Review& review, const std::string& person) {
  return !person.empty() && review.lowered_by() == person;
}

// Whoever was shown a code, of this account or of one that it came of, might be deciding here.
void RequireIndependentCode(const Caller& caller, const v1::Dataset& dataset, const v1::Review& review,
                            const std::vector<std::string>& shown_to) {
  for (const auto& issuer : shown_to) {
    const bool agreed = HasAgreed(review, issuer), lowered = IsWhoLowered(review, issuer);
    if (!agreed && !lowered && !IsAuthor(dataset, review, issuer)) continue;
    Refuse(
        fmt::format("the enrolment code of {}{} was shown to {}, who {} {}. Enrol again with a code made by "
                    "somebody else, or ask another person to decide",
                    caller.display_name,
                    issuer == caller.enrolled_by ? "" : ", or of an account from which it was enrolled,", IdOf(issuer),
                    agreed    ? "has agreed to"
                    : lowered ? "lowered the tier of"
                              : "wrote or submitted",
                    IdOf(dataset.name())));
  }
}

// The other way round: the caller might have been who agreed.
void RequireNoCodeOfOthers(const Caller& caller, const v1::Review& review) {
  if (Among(review.lowered_by_code_shown_to(), caller.principal)) {
    Refuse(
        fmt::format("{} was shown the enrolment code of {}, who lowered the tier of {}. Ask another person to decide",
                    caller.display_name, IdOf(review.lowered_by()), IdOf(review.name())));
  }
  for (const auto& approval : review.approvals()) {
    if (!Among(approval.code_shown_to(), caller.principal)) continue;
    Refuse(fmt::format("{} was shown the enrolment code of {}, who has agreed to {}. Ask another person to decide",
                       caller.display_name, IdOf(approval.person()), IdOf(review.name())));
  }
}

}  // namespace

bool IsAuthor(const v1::Dataset& dataset, const v1::Review& review, std::string_view principal) {
  return principal == review.submitter() || Among(dataset.authors(), principal) || Among(review.authors(), principal);
}

std::vector<std::string> CodeShownTo(store::Tx& tx) {
  auto issuers = IssuersOf(tx, tx.caller());
  issuers.erase(std::remove(issuers.begin(), issuers.end(), Caller::Console().principal), issuers.end());
  return issuers;
}

bool HasAgreed(const v1::Review& review, std::string_view person) {
  return std::any_of(review.approvals().begin(), review.approvals().end(),
                     [&](const v1::Approval& approval) { return approval.person() == person; });
}

void RequireIndependent(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review) {
  RequireNoPart(tx, dataset, review);
  RequireFirstSay(tx.caller(), review);
  RequireNotLowerer(tx.caller(), review);
}

void RequireNoPart(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review) {
  RequireNoAuthor(tx.caller(), dataset, review);
  RequireConsoleCodes(tx.caller(), dataset, ProfileOf(tx).console_codes);
  RequireIndependentCode(tx.caller(), dataset, review, CodeShownTo(tx));
  RequireNoCodeOfOthers(tx.caller(), review);
}

}  // namespace almanac::domain
