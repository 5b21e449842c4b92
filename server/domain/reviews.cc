#include "domain/reviews.h"

#include <fmt/format.h>

#include <algorithm>

#include "almanac/v1/program.pb.h"
#include "almanac/v1/records.pb.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/as_of.h"
#include "domain/evidence.h"
#include "domain/series.h"
#include "domain/times.h"
#include "domain/versions.h"
#include "sql/reviews.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

int NextNumber(store::Tx& tx, std::string_view dataset) {
  const auto there = tx.SelectOne<v1::Count>(sql::reviews::kCountOfDataset, {{"dataset", std::string(dataset)}});
  return there ? static_cast<int>(there->count()) + 1 : 1;
}

void Void(store::Tx& tx, v1::Review review, std::string_view reason) {
  review.set_state(v1::Review::VOID);
  tx.Because("review.voided", reason);
  tx.Update(review);
}

}  // namespace

v1::ListReviewsResponse ListReviews(store::Tx& tx, const v1::ListReviewsRequest& request) {
  v1::ListReviewsResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::Review GetReview(store::Tx& tx, const v1::GetReviewRequest& request) {
  return GetAsOf<v1::Review>(tx, request.name(), request.as_of());
}

std::optional<v1::Review> OpenReviewOf(store::Tx& tx, std::string_view dataset) {
  return tx.SelectOne<v1::Review>(sql::reviews::kOpenOfDataset, {{"dataset", std::string(dataset)}});
}

std::optional<v1::Review> DecisionOf(store::Tx& tx, std::string_view dataset) {
  return tx.SelectOne<v1::Review>(sql::reviews::kDecisionOfDataset, {{"dataset", std::string(dataset)}});
}

std::optional<v1::Review> SentBackBy(store::Tx& tx, const v1::Dataset& dataset) {
  const bool open = dataset.state() == v1::Dataset::IDENTIFIED || dataset.state() == v1::Dataset::INVENTORIED ||
                    dataset.state() == v1::Dataset::CLASSIFIED || dataset.pending_edit();
  if (!open || OpenReviewOf(tx, dataset.name())) return std::nullopt;
  auto decision = DecisionOf(tx, dataset.name());
  return decision && decision->outcome() == v1::DEFER ? std::move(decision) : std::nullopt;
}

bool IsRelease(v1::Outcome outcome) { return outcome == v1::RELEASE || outcome == v1::RELEASE_WITH_CONTROLS; }

bool BindsTo(const v1::Review& decision, const v1::Dataset& dataset) {
  if (decision.state() != v1::Review::DECIDED) return false;
  // That of another slice of the same series.
  if (decision.dataset() != dataset.name()) return decision.series_hash() == SeriesHash(dataset);
  return decision.material_hash() == MaterialHash(dataset);
}

void SeatReview(const Profile& rules, v1::Review* review) {
  review->clear_seats();
  for (auto& seat : SeatsOf(rules.review, review->tier())) *review->add_seats() = std::move(seat);
}

v1::Review ReviewOf(store::Tx& tx, const v1::Dataset& dataset) {
  const Profile& rules = ProfileOf(tx);
  v1::Review review;
  review.set_dataset(dataset.name());
  *review.mutable_authors() = dataset.authors();
  auto evidence = EvidenceOf(dataset, rules);
  review.set_tier(evidence.tier);
  review.set_evidence_tier(evidence.tier);
  for (auto& line : evidence.lines) review.add_evidence(std::move(line));
  review.set_rules_version(rules.hash);
  SeatReview(rules, &review);
  return review;
}

std::string LapseDateOf(store::Tx& tx, const v1::Review& decision, const v1::Dataset& dataset) {
  if (decision.dataset() != dataset.name() || !decision.has_decide_time() || !IsRelease(decision.outcome())) return {};
  const auto program = tx.Find<v1::Program>("program").value_or(v1::Program());
  const Day decided = DayIn(program.time_zone(), ToInstant(decision.decide_time()));
  return ToText(AddMonths(decided, ProfileOf(tx).review.approval_months));
}

v1::Review OpenReview(store::Tx& tx, const v1::Dataset& dataset, const std::string& note) {
  v1::Review review = ReviewOf(tx, dataset);
  KeepProfileVersion(tx, ProfileOf(tx));
  review.set_name(fmt::format("reviews/{}-{}", IdOf(dataset.name()), NextNumber(tx, dataset.name())));
  review.set_department(dataset.department());
  review.set_state(v1::Review::OPEN);
  review.set_submitter(tx.caller().principal);
  *review.mutable_submit_time() = ToTimestamp(tx.instant());
  review.set_submit_note(note);
  review.set_material_hash(MaterialHash(dataset));
  tx.Because("review.opened", note);
  return tx.Create(review);
}

void VoidReviews(store::Tx& tx, std::string_view dataset, std::string_view public_hash, std::string_view reason) {
  if (auto open = OpenReviewOf(tx, dataset)) Void(tx, *std::move(open), reason);
  auto decision = DecisionOf(tx, dataset);
  if (decision && IsRelease(decision->outcome()) && decision->material_hash() != public_hash) {
    Void(tx, *std::move(decision), reason);
  }
}

void VoidDecisionOn(store::Tx& tx, const v1::Dataset& dataset, std::string_view reason) {
  auto decision = DecisionOf(tx, dataset.name());
  if (decision && BindsTo(*decision, dataset)) Void(tx, *std::move(decision), reason);
}

std::string ReviewStateWords(v1::Review::State state) {
  const auto* value = v1::Review::State_descriptor()->FindValueByNumber(state);
  return value == nullptr ? std::string() : EnumText(*value);
}

std::string OutcomeWords(v1::Outcome outcome) {
  const auto* value = v1::Outcome_descriptor()->FindValueByNumber(outcome);
  std::string words = value == nullptr ? std::string() : EnumText(*value);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

}  // namespace almanac::domain
