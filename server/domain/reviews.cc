#include "domain/reviews.h"

#include <fmt/format.h>

#include <algorithm>

#include "almanac/v1/records.pb.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/as_of.h"
#include "domain/assessments.h"
#include "domain/audit_findings.h"
#include "domain/checklist.h"
#include "domain/evidence.h"
#include "domain/facts.h"
#include "domain/lifecycle.h"
#include "domain/program.h"
#include "domain/risk.h"
#include "domain/series.h"
#include "domain/times.h"
#include "domain/versions.h"
#include "domain/working_days.h"
#include "sql/reviews.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

int NextNumber(store::Tx& tx, std::string_view dataset) {
  const auto there = tx.SelectOne<v1::Count>(sql::reviews::kCountOfDataset, {{"dataset", std::string(dataset)}});
  return there ? static_cast<int>(there->count()) + 1 : 1;
}

constexpr std::string_view kManagerSeat = "manager";
constexpr std::string_view kAssessed = "assessed: what remains at risk after treatment is ";

// How often it was sent back since it was last released.
int SentBackSoFar(store::Tx& tx, const std::string& dataset) {
  auto reviews = tx.Select<v1::Review>(sql::reviews::kOfDataset, {{"dataset", dataset}});
  std::sort(reviews.begin(), reviews.end(), [](const v1::Review& one, const v1::Review& other) {
    return ToInstant(one.submit_time()) < ToInstant(other.submit_time());
  });
  int times = 0;
  for (const auto& review : reviews) {
    if (review.outcome() == v1::DEFER) ++times;
    if (IsRelease(review.outcome())) times = 0;
  }
  return times;
}

void SetUrgent(store::Tx& tx, const std::string& reason, v1::Review* review) {
  if (reason.empty()) return;
  review->set_urgent_reason(reason);
  *review->mutable_urgent_until() = ToTimestamp(tx.instant() + std::chrono::hours(ProfileOf(tx).review.urgent_hours));
}

void Void(store::Tx& tx, v1::Review review, std::string_view reason) {
  review.set_state(v1::Review::VOID);
  tx.Because("review.voided", reason);
  tx.Update(review);
}

std::optional<v1::Review> UnusedDecision(store::Tx& tx, std::string_view dataset, std::string_view public_hash) {
  auto decision = DecisionOf(tx, dataset);
  const bool unused = decision && IsRelease(decision->outcome()) && decision->material_hash() != public_hash;
  return unused ? std::move(decision) : std::nullopt;
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
                    dataset.state() == v1::Dataset::CLASSIFIED || dataset.state() == v1::Dataset::PUBLISHED;
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

void TakeAssessment(const v1::Assessment& assessment, v1::Review* review) {
  review->set_residual(assessment.residual());
  // An earlier assessment is no evidence any more.
  auto& lines = *review->mutable_evidence();
  lines.erase(
      std::remove_if(lines.begin(), lines.end(), [](const std::string& line) { return line.starts_with(kAssessed); }),
      lines.end());
  if (assessment.residual() < v1::Risk::HIGH) return;
  review->set_evidence_tier(kVulnerable);
  review->add_evidence(std::string(kAssessed) + LevelWords(assessment.residual()));
}

void SeatReview(store::Tx& tx, const Profile& rules, const v1::Dataset& dataset, v1::Review* review) {
  review->clear_seats();
  for (auto& seat : SeatsOf(rules.review, review->tier())) *review->add_seats() = std::move(seat);
  const bool managed = std::any_of(review->seats().begin(), review->seats().end(),
                                   [](const v1::Seat& seat) { return seat.key() == kManagerSeat; });
  if (review->residual() == v1::Risk::HIGH && !managed) *review->add_seats() = SeatOf(rules.review, kManagerSeat);
  AskChecklist(rules.review, EvidenceOf(dataset, rules).categories, review);
  const Day from = review->has_submit_time() ? DayHere(tx, ToInstant(review->submit_time())) : TodayAsDay(tx);
  review->set_due_date(ToText(AddWorkingDays(rules, from, rules.review.Of(review->tier()).working_days)));
}

v1::Review ReviewOf(store::Tx& tx, const v1::Dataset& dataset) {
  const Profile& rules = ProfileOf(tx);
  v1::Review review;
  review.set_dataset(dataset.name());
  *review.mutable_authors() = dataset.authors();
  auto evidence = EvidenceOf(dataset, rules);
  AddFindings(OpenFindingsAbout(tx, dataset), rules, &evidence);
  review.set_evidence_tier(evidence.tier);
  for (auto& line : evidence.lines) review.add_evidence(std::move(line));
  if (const auto assessment = AssessmentOf(tx, dataset)) TakeAssessment(*assessment, &review);
  review.set_tier(review.evidence_tier());
  review.set_rules_version(rules.hash);
  SeatReview(tx, rules, dataset, &review);
  return review;
}

std::string LapseDateOf(store::Tx& tx, const v1::Review& decision, const v1::Dataset& dataset) {
  if (decision.dataset() != dataset.name() || !decision.has_decide_time() || !IsRelease(decision.outcome())) return {};
  return ToText(AddMonths(DayHere(tx, ToInstant(decision.decide_time())), ProfileOf(tx).review.approval_months));
}

std::string ReviewAgainDate(store::Tx& tx, const v1::Review& review) {
  const int months = ProfileOfVersion(tx, review.rules_version()).review.Of(review.tier()).review_again_months;
  return months == 0 ? std::string() : ToText(AddMonths(TodayAsDay(tx), months));
}

bool IsToBeLookedAtAgain(store::Tx& tx, const v1::Dataset& dataset) {
  return !dataset.review_again_date().empty() && dataset.review_again_date() <= Today(tx);
}

v1::Review OpenReview(store::Tx& tx, const v1::Dataset& dataset, const v1::SubmitDatasetRequest& request) {
  v1::Review review = ReviewOf(tx, dataset);
  KeepProfileVersion(tx, ProfileOf(tx));
  review.set_name(fmt::format("reviews/{}-{}", IdOf(dataset.name()), NextNumber(tx, dataset.name())));
  review.set_department(dataset.department());
  review.set_state(v1::Review::OPEN);
  review.set_submitter(tx.caller().principal);
  *review.mutable_submit_time() = ToTimestamp(tx.instant());
  review.set_submit_note(request.note());
  review.set_material_hash(MaterialHash(dataset));
  review.set_rework(SentBackSoFar(tx, dataset.name()));
  SetUrgent(tx, request.urgent(), &review);
  ConfirmChecks(tx, kAuthorAsked, request.confirm(), &review);
  RequireChecks(review, kAuthorAsked, CommandOf(DatasetVerb::kSubmit, dataset.name()));
  tx.Because("review.opened", request.note(), Facts({{"urgent", request.urgent()}}));
  return tx.Create(review);
}

void AddAuthorsOf(const v1::Review& review, v1::Dataset* dataset) {
  for (const auto& author : review.authors()) {
    const auto& authors = dataset->authors();
    if (std::find(authors.begin(), authors.end(), author) == authors.end()) dataset->add_authors(author);
  }
}

void KeepAuthorsOfUnused(store::Tx& tx, std::string_view public_hash, v1::Dataset* dataset) {
  if (const auto decision = UnusedDecision(tx, dataset->name(), public_hash)) AddAuthorsOf(*decision, dataset);
}

void VoidReviews(store::Tx& tx, std::string_view dataset, std::string_view public_hash, std::string_view reason) {
  if (auto open = OpenReviewOf(tx, dataset)) Void(tx, *std::move(open), reason);
  if (auto decision = UnusedDecision(tx, dataset, public_hash)) Void(tx, *std::move(decision), reason);
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
