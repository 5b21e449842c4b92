#include "domain/routine.h"

#include <fmt/format.h>

#include <iterator>
#include <set>
#include <vector>

#include "base/error.h"
#include "base/ids.h"
#include "domain/approving.h"
#include "domain/assessments.h"
#include "domain/checklist.h"
#include "domain/deciding.h"
#include "domain/grants.h"
#include "domain/independence.h"
#include "domain/profile.h"
#include "domain/publishing.h"
#include "domain/requirements.h"
#include "domain/seating.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

constexpr int kMostAtOnce = 1000;

std::vector<v1::Review> Asked(store::Tx& tx, const v1::ApproveRoutineReviewsRequest& request) {
  if (!request.names().empty()) {
    std::vector<v1::Review> reviews;
    const std::set<std::string> names(request.names().begin(), request.names().end());
    for (const auto& name : names) reviews.push_back(tx.Get<v1::Review>(name));
    return reviews;
  }
  v1::ListReviewsRequest list;
  list.set_page_size(kMostAtOnce);
  list.set_view(v1::FULL);
  list.set_order_by("submit_time");
  std::vector<v1::Review> reviews;
  do {
    v1::ListReviewsResponse page;
    store::List(tx, list, &page, {fmt::format("state = open AND tier <= {}", static_cast<int>(kTotals))});
    std::move(page.mutable_reviews()->begin(), page.mutable_reviews()->end(), std::back_inserter(reviews));
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  return reviews;
}

v1::DecideDatasetRequest Decision(const v1::Dataset& dataset, const std::string& reason) {
  v1::DecideDatasetRequest request;
  request.set_name(dataset.name());
  request.set_etag(dataset.etag());
  request.set_outcome(v1::RELEASE);
  request.set_reason(reason);
  return request;
}

// The review itself is what publishing still waits for.
std::string MissingWords(store::Tx& tx, const v1::Dataset& dataset) {
  for (const auto& gap : WhatKeepsFromPublishing(tx, dataset)) {
    if (!gap.rule.starts_with("decision")) return gap.message;
  }
  return {};
}

// Empty where nothing speaks against it.
std::string WhyLeft(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review, const std::string& seat) {
  if (review.state() != v1::Review::OPEN) return "it is not open";
  if (review.tier() > kTotals) return fmt::format("it is of tier {}", review.tier());
  if (HasOpenChecks(review, seat)) return "it asks something of you: " + ApproveCommand(review) + " --confirm all";
  if (auto missing = MissingWords(tx, dataset); !missing.empty()) return missing;
  const Profile& rules = ProfileOfVersion(tx, review.rules_version());
  if (const auto gap = MissingOfAssessment(tx, dataset, rules.review, review.tier())) return gap->message;
  try {
    RequireIndependent(tx, dataset, review);
    RequireReleasable(tx, dataset, Decision(dataset, "routine"));
  } catch (const Error& error) {
    return error.message();
  }
  return {};
}

void Agree(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review, const std::string& reason,
           v1::ApproveRoutineReviewsResponse* response) {
  if (MissingApprovals(review) == 1) {
    DecideDataset(tx, Decision(dataset, reason));
    response->add_released(dataset.name());
    return;
  }
  v1::ApproveReviewRequest request;
  request.set_name(review.name());
  request.set_etag(review.etag());
  request.set_note(reason);
  ApproveReview(tx, request);
  response->add_agreed(review.name());
}

}  // namespace

v1::ApproveRoutineReviewsResponse ApproveRoutineReviews(store::Tx& tx,
                                                        const v1::ApproveRoutineReviewsRequest& request) {
  RequirePermission(tx.caller(), v1::Permission::DECIDE);
  v1::ApproveRoutineReviewsResponse response;
  for (const auto& review : Asked(tx, request)) {
    const auto dataset = tx.Get<v1::Dataset>(review.dataset());
    const bool may = Allows(tx.caller(), v1::Permission::DECIDE, dataset.department());
    const auto places = may ? OpenPlaces(tx, dataset, review) : std::vector<Place>();
    // Of what is not theirs nobody asks why it was left.
    if (places.empty() && request.names().empty()) continue;
    const std::string why =
        places.empty() ? "no seat that is open is yours" : WhyLeft(tx, dataset, review, places.front().seat);
    if (why.empty()) {
      Agree(tx, dataset, review, request.reason(), &response);
      continue;
    }
    auto* left = response.add_left();
    left->set_review(review.name());
    left->set_why(why);
  }
  return response;
}

}  // namespace almanac::domain
