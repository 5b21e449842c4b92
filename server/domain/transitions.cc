#include "domain/transitions.h"

#include <fmt/format.h>

#include <array>
#include <functional>

#include "base/error.h"
#include "base/ids.h"
#include "domain/grants.h"
#include "domain/independence.h"
#include "domain/lifecycle.h"
#include "domain/publishing.h"
#include "domain/requirements.h"
#include "domain/reviews.h"
#include "domain/seating.h"

namespace almanac::domain {
namespace {

struct Step {
  std::string_view name;
  DatasetVerb verb;
  v1::Permission permission;
};

constexpr std::array kSteps{
    Step{"submit", DatasetVerb::kSubmit, v1::Permission::SUBMIT},
    Step{"decide", DatasetVerb::kApprove, v1::Permission::DECIDE},
    Step{"publish", DatasetVerb::kPublish, v1::Permission::PUBLISH},
    Step{"discard-edit", DatasetVerb::kDiscard, v1::Permission::EDIT},
    Step{"refreshed", DatasetVerb::kRefresh, v1::Permission::EDIT},
    Step{"suspend", DatasetVerb::kSuspend, v1::Permission::PUBLISH},
    Step{"withdraw", DatasetVerb::kWithdraw, v1::Permission::PUBLISH},
    Step{"reopen", DatasetVerb::kReopen, v1::Permission::SUBMIT},
};

[[noreturn]] void Closed(const std::string& why) { throw Error(Reason::WRONG_STATE, why); }

void RequirePerson(const Caller& caller) {
  if (!caller.IsPerson()) throw Error(Reason::PERSON_REQUIRED, "it takes a person, with an account of their own");
}

// What is published moves on only where an edit of it waits.
void RequireEdit(const v1::Dataset& dataset) {
  if (dataset.state() != v1::Dataset::PUBLISHED || dataset.pending_edit()) return;
  Closed("the public sees it as it stands, and no edit waits");
}

void RequireNothingMissing(const Requirements& missing) {
  if (missing.empty()) return;
  Closed(missing.size() == 1 ? missing.front().message
                             : fmt::format("{} things are missing: {}", missing.size(), missing.front().message));
}

void CheckDecision(store::Tx& tx, const v1::Dataset& dataset) {
  const auto review = OpenReviewOf(tx, dataset.name());
  if (!review) Closed("nothing about it waits for a decision");
  RequireIndependent(tx, dataset, *review);
  const Place place = RequirePlace(tx, dataset, *review, {});
  if (MissingApprovals(*review) > 1) {
    Closed(fmt::format("others agree too, and whoever agrees last decides; yours, as {}: {}", SeatTitle(place.seat),
                       ApproveCommand(*review)));
  }
}

void CheckStep(store::Tx& tx, const v1::Dataset& dataset, DatasetVerb verb, const Requirements& to_publish) {
  switch (verb) {
    case DatasetVerb::kSubmit:
      // Nobody here has looked at it yet, or the time has come to look again.
      if (!dataset.has_adopted_time() && !IsToBeLookedAtAgain(tx, dataset) && !WhatOutgrewItsDecision(tx, dataset)) {
        RequireEdit(dataset);
      }
      if (const auto open = OpenReviewOf(tx, dataset.name())) {
        Closed(fmt::format("it waits for a decision already: almanac review show {}", IdOf(open->name())));
      }
      return RequireNothingMissing(MissingToSubmit(dataset));
    case DatasetVerb::kApprove:
      return CheckDecision(tx, dataset);
    case DatasetVerb::kPublish:
      RequireEdit(dataset);
      return RequireNothingMissing(to_publish);
    case DatasetVerb::kDiscard:
      return RequireEdit(dataset);
    default:
      return;
  }
}

}  // namespace

std::vector<v1::Transition> TransitionsOf(store::Tx& tx, const v1::Dataset& dataset, const Requirements& to_publish) {
  std::vector<v1::Transition> transitions;
  for (const auto& step : kSteps) {
    auto& transition = transitions.emplace_back();
    transition.set_verb(std::string(step.name));
    transition.set_command(CommandOf(step.verb, dataset.name()));
    try {
      RequireMove(dataset, step.verb);
      RequirePermission(tx.caller(), step.permission, dataset.department());
      if (step.permission != v1::Permission::EDIT) RequirePerson(tx.caller());
      CheckStep(tx, dataset, step.verb, to_publish);
      transition.set_open(true);
    } catch (const Error& error) {
      transition.set_why_not(error.message());
    }
  }
  return transitions;
}

}  // namespace almanac::domain
