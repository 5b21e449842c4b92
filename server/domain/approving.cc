#include "domain/approving.h"

#include <fmt/format.h>

#include <algorithm>

#include "almanac/v1/datasets.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/checklist.h"
#include "domain/facts.h"
#include "domain/grants.h"
#include "domain/independence.h"
#include "domain/lifecycle.h"
#include "domain/mosaic.h"
#include "domain/profile.h"
#include "domain/reviews.h"
#include "domain/taking_down.h"
#include "domain/times.h"

namespace almanac::domain {
namespace {

v1::Review GetOpen(store::Tx& tx, const std::string& name, const std::string& etag) {
  auto review = tx.Get<v1::Review>(name, etag);
  if (review.state() == v1::Review::OPEN) return review;
  throw Error(Reason::WRONG_STATE,
              fmt::format("{} is {}, not open. How it ended: almanac review show {}", IdOf(review.name()),
                          ReviewStateWords(review.state()), IdOf(review.name())));
}

// The last agreement is the answer, with its reason in public words.
void RequireNotLast(const v1::Review& review, const Place& place) {
  if (MissingApprovals(review) > 1) return;
  throw Error(Reason::WRONG_STATE,
              fmt::format("everybody else has agreed, and {} is the last: decide it. almanac dataset decide {} release "
                          "--reason '...'",
                          SeatTitle(place.seat), IdOf(review.dataset())));
}

void RequireTier(int tier, int lowest, int highest) {
  if (tier >= lowest && tier <= highest) return;
  throw Error(Reason::INVALID_FIELD, fmt::format("a tier is {} to {} here, not {}", lowest, highest, tier))
      .Field("tier", fmt::format("{} to {}", lowest, highest));
}

void RequirePrivacyOfficer(const Caller& caller, const v1::Dataset& dataset) {
  if (HoldsRole(caller, v1::PRIVACY_OFFICER, dataset.department())) return;
  throw Error(Reason::SEAT_REQUIRED,
              fmt::format("{} is no privacy officer, and only they ask for fewer people than the evidence does",
                          caller.display_name));
}

// Whoever agreed before there was more to look into looks into it, and agrees anew.
void DropUnasked(v1::Review* review) {
  auto& approvals = *review->mutable_approvals();
  approvals.erase(std::remove_if(approvals.begin(), approvals.end(),
                                 [&](const v1::Approval& one) { return HasOpenChecks(*review, one.seat()); }),
                  approvals.end());
}

struct TierChange {
  int tier;
  std::string reason;
};

// Who stands behind that fewer agree than the evidence asks for, as long as that is so.
void SetLowerer(store::Tx& tx, bool lowers, v1::Review* review) {
  if (lowers) {
    review->set_lowered_by(tx.caller().principal);
    review->clear_lowered_by_code_shown_to();
    for (auto& issuer : CodeShownTo(tx)) review->add_lowered_by_code_shown_to(std::move(issuer));
    // They agreed with more people beside them.
    review->clear_approvals();
  } else if (review->tier() >= review->evidence_tier()) {
    review->clear_lowered_by();
    review->clear_lowered_by_code_shown_to();
  }
}

v1::Review SetTier(store::Tx& tx, const v1::Dataset& dataset, v1::Review review, const TierChange& change) {
  const auto& [tier, reason] = change;
  const int before = review.tier();
  review.set_tier(tier);
  review.set_tier_set_by(tx.caller().principal);
  review.set_tier_reason(reason);
  SeatReview(tx, ProfileOfVersion(tx, review.rules_version()), dataset, &review);
  SetLowerer(tx, tier < before, &review);
  DropUnasked(&review);
  tx.Because(tier > before ? "review.raised" : "review.lowered", reason,
             Facts({{"from", std::to_string(before)}, {"to", std::to_string(tier)}}));
  return tx.Update(review);
}

// Nothing about people is public ahead of its review. Taking it down ends the review.
v1::Review TakeDownWhatIsAhead(store::Tx& tx, v1::Review review, const std::string& reason) {
  if (review.ahead_by().empty() || review.tier() <= kTotals) return review;
  Suspend(tx, tx.Get<v1::Dataset>(review.dataset()), {v1::TakeDown::OTHER, reason, {}});
  return tx.Get<v1::Review>(review.name());
}

}  // namespace

void AddApproval(store::Tx& tx, const Place& place, const std::string& note, v1::Review* review) {
  auto* approval = review->add_approvals();
  approval->set_seat(place.seat);
  approval->set_person(tx.caller().principal);
  approval->set_role(place.role);
  *approval->mutable_time() = ToTimestamp(tx.instant());
  approval->set_note(note);
  if (tx.caller().enrolled_by == Caller::Console().principal) approval->set_enrolled_by(tx.caller().enrolled_by);
  for (auto& issuer : CodeShownTo(tx)) approval->add_code_shown_to(std::move(issuer));
}

v1::Review ApproveReview(store::Tx& tx, const v1::ApproveReviewRequest& request) {
  auto review = GetOpen(tx, request.name(), request.etag());
  const auto dataset = tx.Get<v1::Dataset>(review.dataset());
  RequirePermission(tx.caller(), v1::Permission::DECIDE, dataset.department());
  RequireIndependent(tx, dataset, review);
  const Place place = RequirePlace(tx, dataset, review, request.seat());
  RequireNotLast(review, place);
  ConfirmChecks(tx, place.seat, request.confirm(), &review);
  RequireChecks(review, place.seat, ApproveCommand(review));
  RequireMosaicCleared(tx, dataset, review.tier());
  AddApproval(tx, place, request.note(), &review);
  tx.Because("review.approved", request.note(), Facts({{"seat", place.seat}, {"role", place.role}}));
  return tx.Update(review);
}

v1::Review RaiseReviewTier(store::Tx& tx, const v1::RaiseReviewTierRequest& request) {
  RequireTier(request.tier(), kNobody + 1, kHighestTier);
  auto review = GetOpen(tx, request.name(), request.etag());
  if (request.tier() <= review.tier()) {
    throw Error(Reason::WRONG_STATE, fmt::format("{} is of tier {} already; the privacy officer alone lowers it",
                                                 IdOf(review.name()), review.tier()));
  }
  const auto dataset = tx.Get<v1::Dataset>(review.dataset());
  review = SetTier(tx, dataset, std::move(review), {request.tier(), request.reason()});
  return TakeDownWhatIsAhead(tx, std::move(review), request.reason());
}

v1::Review LowerReviewTier(store::Tx& tx, const v1::LowerReviewTierRequest& request) {
  RequireTier(request.tier(), kNobody, kHighestTier - 1);
  auto review = GetOpen(tx, request.name(), request.etag());
  const auto dataset = tx.Get<v1::Dataset>(review.dataset());
  RequirePrivacyOfficer(tx.caller(), dataset);
  RequireNoPart(tx, dataset, review);
  if (request.tier() >= review.tier()) {
    throw Error(Reason::WRONG_STATE, fmt::format("{} is of tier {} already; to ask for more people: almanac review "
                                                 "raise {} TIER --reason '...'",
                                                 IdOf(review.name()), review.tier(), IdOf(review.name())));
  }
  return SetTier(tx, dataset, std::move(review), {request.tier(), request.reason()});
}

void ReassessReview(store::Tx& tx, const v1::Dataset& dataset, const v1::Assessment& assessment) {
  auto open = OpenReviewOf(tx, dataset.name());
  if (!open) return;
  TakeAssessment(assessment, &*open);
  open->set_tier(std::max<int>(open->tier(), assessment.residual() < v1::Risk::HIGH ? kNobody : kVulnerable));
  open->clear_approvals();
  SeatReview(tx, ProfileOfVersion(tx, open->rules_version()), dataset, &*open);
  tx.Because("review.reassessed");
  TakeDownWhatIsAhead(tx, tx.Update(*open), "What remains at risk is being looked at.");
}

v1::Review WithdrawReview(store::Tx& tx, const v1::WithdrawReviewRequest& request) {
  auto review = GetOpen(tx, request.name(), request.etag());
  auto dataset = tx.Get<v1::Dataset>(review.dataset());
  RequirePermission(tx.caller(), v1::Permission::SUBMIT, dataset.department());
  if (!review.ahead_by().empty()) {
    throw Error(
        Reason::WRONG_STATE,
        fmt::format("it is public ahead of this review, which is answered. To take it down: almanac dataset suspend {} "
                    "--reason '...'",
                    IdOf(dataset.name())));
  }
  review.set_state(v1::Review::WITHDRAWN);
  tx.Because("review.withdrawn", request.reason());
  review = tx.Update(review);
  if (dataset.state() != v1::Dataset::PUBLISHED) {
    const std::string from = StateText(dataset.state());
    Move(dataset, DatasetVerb::kTakeBack);
    tx.Because("dataset.taken_back", request.reason(), Facts({{"from", from}, {"to", StateText(dataset.state())}}));
    tx.Update(dataset);
  }
  return review;
}

}  // namespace almanac::domain
