#include "domain/publishing_ahead.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/ids.h"
#include "domain/assessments.h"
#include "domain/evidence.h"
#include "domain/grants.h"
#include "domain/lifecycle.h"
#include "domain/profile.h"
#include "domain/program.h"
#include "domain/publishing.h"
#include "domain/requirements.h"
#include "domain/reviews.h"
#include "domain/taking_down.h"
#include "domain/times.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

[[noreturn]] void Refuse(const std::string& why) { throw Error(Reason::WRONG_STATE, why); }

void RequireAllowed(const v1::Review& review, const ReviewRules& rules, int evidence_tier) {
  if (review.state() != v1::Review::OPEN) {
    Refuse(fmt::format("{} is {}, not open", IdOf(review.name()), ReviewStateWords(review.state())));
  }
  if (!review.ahead_by().empty()) Refuse(fmt::format("{} published it ahead already", IdOf(review.ahead_by())));
  if (rules.ahead_hours == 0) {
    Refuse(
        "by the rules of this body nothing is published ahead of its review. What cannot wait is asked for within "
        "hours: "
        "almanac dataset submit NAME --urgent '...'");
  }
  // A title says what it says at once, and a tier that was lowered is no ground to ask nobody at all.
  const int at_stake = std::max({review.tier(), review.evidence_tier(), evidence_tier});
  if (at_stake > kTotals) {
    Refuse(fmt::format("{} is of tier {}, and nothing about people is published ahead of its review",
                       IdOf(review.name()), at_stake));
  }
}

// All that publishing asks for but the answer itself.
void RequireTheRest(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review, const ReviewRules& rules) {
  Requirements missing;
  for (auto& gap : WhatKeepsFromPublishing(tx, dataset)) {
    if (!gap.rule.starts_with("decision")) missing.push_back(std::move(gap));
  }
  if (auto gap = MissingOfAssessment(tx, dataset, rules, review.tier())) missing.push_back(*std::move(gap));
  RequireNothing(missing, fmt::format("{} cannot be published yet", IdOf(dataset.name())));
}

}  // namespace

v1::Review PublishAhead(store::Tx& tx, const v1::PublishAheadRequest& request) {
  auto review = tx.Get<v1::Review>(request.name(), request.etag());
  const auto dataset = tx.Get<v1::Dataset>(review.dataset());
  RequirePermission(tx.caller(), v1::Permission::PUBLISH, dataset.department());
  const ReviewRules& rules = ProfileOfVersion(tx, review.rules_version()).review;
  RequireAllowed(review, rules, EvidenceOf(dataset, ProfileOf(tx)).tier);
  RequireTheRest(tx, dataset, review, rules);
  const Instant until = tx.instant() + std::chrono::hours(rules.ahead_hours);
  review.set_ahead_by(tx.caller().principal);
  review.set_ahead_reason(request.reason());
  *review.mutable_ahead_until() = ToTimestamp(until);
  MakePublic(tx, dataset, DatasetVerb::kPublishAhead,
             fmt::format("Published in an emergency, before anybody else had agreed: {} Others answer by {}.",
                         request.reason(), TimeHere(tx, until)));
  tx.Because("review.published_ahead", request.reason());
  return tx.Update(review);
}

std::vector<std::string> UnansweredReviews(store::Tx& tx) {
  v1::ListReviewsRequest request;
  v1::ListReviewsResponse response;
  store::List(tx, request, &response, {fmt::format("state = open AND ahead_until < \"{}\"", ToText(tx.instant()))});
  std::vector<std::string> names;
  for (const auto& review : response.reviews()) names.push_back(review.name());
  return names;
}

bool SuspendUnanswered(store::Tx& tx, const std::string& review) {
  const auto open = tx.Get<v1::Review>(review);
  auto dataset = tx.Get<v1::Dataset>(open.dataset());
  if (open.state() != v1::Review::OPEN || dataset.state() != v1::Dataset::PUBLISHED) return false;
  Suspend(tx, std::move(dataset),
          {v1::TakeDown::OTHER, "It was published in an emergency, and nobody else agreed in time.", {}});
  return true;
}

}  // namespace almanac::domain
