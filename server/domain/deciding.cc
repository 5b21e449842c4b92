#include "domain/deciding.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/error.h"
#include "base/ids.h"
#include "domain/approving.h"
#include "domain/assessments.h"
#include "domain/checklist.h"
#include "domain/derive.h"
#include "domain/editing.h"
#include "domain/evidence.h"
#include "domain/facts.h"
#include "domain/grants.h"
#include "domain/independence.h"
#include "domain/lifecycle.h"
#include "domain/listing.h"
#include "domain/mosaic.h"
#include "domain/profile.h"
#include "domain/program.h"
#include "domain/releases.h"
#include "domain/requirements.h"
#include "domain/reviews.h"
#include "domain/sampling.h"
#include "domain/seating.h"
#include "domain/series.h"
#include "domain/taking_down.h"
#include "domain/times.h"
#include "domain/versions.h"
#include "domain/working_days.h"

namespace almanac::domain {
namespace {

v1::Review RequireOpenReview(store::Tx& tx, const v1::Dataset& dataset) {
  auto review = OpenReviewOf(tx, dataset.name());
  if (review) return *std::move(review);
  throw Error(Reason::WRONG_STATE,
              fmt::format("{} is {}, and nothing about it waits for a decision. Next: {}", IdOf(dataset.name()),
                          StateWords(dataset.state()), NextCommand(dataset)));
}

void RequireChangesOfReturn(const v1::DecideDatasetRequest& request) {
  if (request.changes().empty() || request.outcome() == v1::DEFER) return;
  throw Error(Reason::INVALID_FIELD,
              "what has to change is said of what is sent back: decide defer, or leave --changes")
      .Field("changes", "with defer alone");
}

DatasetVerb VerbOf(v1::Outcome outcome) {
  if (IsRelease(outcome)) return DatasetVerb::kApprove;
  return outcome == v1::DEFER ? DatasetVerb::kDefer : DatasetVerb::kConclude;
}

// "Classified protected, decision: release" would contradict itself in public (domain A.1 no. 5).
void RefuseContradiction(const v1::Dataset& dataset, v1::Outcome outcome) {
  const auto its_class = dataset.classification();
  if (!IsRelease(outcome) || (its_class != v1::Dataset::SENSITIVE && its_class != v1::Dataset::PROTECTED)) return;
  throw Error(
      Reason::INVALID_FIELD,
      fmt::format("{0} is classified {1}, so it cannot be released. Decide otherwise, or classify what would be "
                  "released anew: almanac dataset update {0} --classification publishable",
                  IdOf(dataset.name()), its_class == v1::Dataset::SENSITIVE ? "sensitive" : "protected"))
      .Field("outcome", "contradicts the classification");
}

// Who could have it follows from the answer; of a published set only once the answer is made public.
// People in what is released are named on purpose or not at all (domain A.1 no. 6, ob:P10).
void RequireRationaleForNames(const v1::Dataset& dataset, const v1::DecideDatasetRequest& request) {
  if (!IsRelease(request.outcome()) || !request.rationale().empty()) return;
  std::vector<std::string> naming;
  for (const auto& field : dataset.fields()) {
    const bool as_is = field.release() == v1::Field::AS_IS;
    if (as_is && (field.direct_identifier() || field.sensitive())) naming.push_back(field.name());
  }
  if (naming.empty()) return;
  throw Error(Reason::REASON_REQUIRED,
              fmt::format("{} would be released as it is, and is marked as naming people or sensitive. Have it dropped "
                          "or treated first, or say why it may be public: --rationale '...'",
                          fmt::join(naming, ", ")))
      .Field("rationale", "required where people are named");
}

// A decision binds to the licence, so one that cannot be published is no use deciding on.
void RequireLicenceAllowed(const v1::Dataset& dataset, const Profile& profile, v1::Outcome outcome) {
  if (!IsRelease(outcome) || dataset.licence().empty() || profile.AllowsLicence(dataset.licence(), dataset.kind()))
    return;
  throw Error(
      Reason::INVALID_FIELD,
      fmt::format("the profile {0} does not allow {1} to be published, so it cannot be released under it. Decide "
                  "otherwise, or change it first, which takes a new submission: almanac dataset update {2} "
                  "--licence {3}",
                  profile.name, dataset.licence(), IdOf(dataset.name()), profile.FirstLicence(dataset.kind())))
      .Field("outcome", "contradicts the licence");
}

void SetAccess(v1::Outcome outcome, const std::string& reason, v1::Dataset* dataset) {
  auto access = dataset->access();
  if (IsRelease(outcome) && access == v1::Dataset::CLOSED) access = v1::Dataset::OPEN;
  if (outcome == v1::LIMITED_ACCESS) access = v1::Dataset::SHARED;
  if (outcome == v1::AGGREGATE_ONLY || outcome == v1::WITHHOLD) access = v1::Dataset::CLOSED;
  dataset->set_access(access);
  if (access != v1::Dataset::OPEN && dataset->access_reason().empty()) dataset->set_access_reason(reason);
}

void CloseReview(store::Tx& tx, const v1::DecideDatasetRequest& request, const v1::Dataset& dataset,
                 v1::Review review) {
  review.set_state(v1::Review::DECIDED);
  review.set_outcome(request.outcome());
  review.set_decider(tx.caller().principal);
  *review.mutable_decide_time() = ToTimestamp(tx.instant());
  review.set_public_reason(request.reason());
  review.set_rationale(request.rationale());
  review.set_review_again_date(dataset.review_again_date());
  review.set_stand_in(request.stand_in());
  *review.mutable_changes() = request.changes();
  const Day submitted = DayHere(tx, ToInstant(review.submit_time()));
  review.set_working_days_taken(WorkingDaysBetween(ProfileOf(tx), submitted, TodayAsDay(tx)));
  if (IsRelease(request.outcome())) review.set_sampled(IsDrawn(tx, review));
  review.set_material_hash(MaterialHash(dataset));
  review.set_series_hash(SeriesHash(dataset));
  if (tx.caller().enrolled_by == Caller::Console().principal) {
    review.set_decider_enrolled_by(tx.caller().enrolled_by);
  }
  tx.Because("review.decided", request.reason(), Facts({{"outcome", OutcomeWords(request.outcome())}}));
  tx.Update(review);
}

bool HasConfirmedRelease(store::Tx& tx, const v1::Dataset& dataset) {
  const auto releases = OpenReleasesOf(tx, dataset.name());
  return std::any_of(releases.begin(), releases.end(),
                     [](const v1::Release& release) { return release.state() == v1::Release::CONFIRMED; });
}

// The day asked for; what is released is looked at again as often as its tier asks, and what is sent back still has to
// be.
std::string LookAgain(store::Tx& tx, const v1::DecideDatasetRequest& request, const v1::Dataset& before,
                      const v1::Review& review) {
  if (!request.review_again_date().empty()) return request.review_again_date();
  if (request.outcome() == v1::DEFER) return before.review_again_date();
  return IsRelease(request.outcome()) ? ReviewAgainDate(tx, review) : std::string();
}

void RecordAnswer(const v1::DecideDatasetRequest& request, const std::string& look_again, v1::Dataset* dataset) {
  if (dataset->state() != v1::Dataset::PUBLISHED) SetAccess(request.outcome(), request.reason(), dataset);
  if (!request.stand_in().empty()) dataset->set_stand_in(request.stand_in());
  dataset->set_review_again_date(look_again);
  // What nobody independent has agreed to keeps its authors: one of them may not agree later.
  if (IsRelease(request.outcome())) {
    dataset->clear_authors();
    // Neither protected nor sensitive, and prepared: that is what was decided (ob:G2.12, domain A.1 no. 5).
    dataset->set_classification(v1::Dataset::PUBLISHABLE);
  }
  // What is sent back has not been looked at to its end.
  if (request.outcome() != v1::DEFER) dataset->clear_adopted_time();
  Derive(dataset);
}

// An adopted set stops saying that nobody here has looked at it: no approval binds to that.
void ShowAnswer(store::Tx& tx, const v1::Dataset& before, v1::Dataset* dataset) {
  if (dataset->state() != v1::Dataset::PUBLISHED || dataset->has_adopted_time()) return;
  const auto current = CurrentVersion(tx, dataset->name());
  if (!current) return;
  v1::Dataset shown = DatasetOf(*current);
  DeriveOpenness(shown, dataset);
  if (!ApplyImmaterial(before, *dataset, &shown)) return;
  shown.set_published_version(NextVersionNumber(tx, dataset->name()));
  dataset->set_published_version(shown.published_version());
  ShowVersion(tx, shown, "Reviewed here.");
}

// Everybody else has to have agreed before the last person can say yes.
void RequireOthersAgreed(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review, const Place& place) {
  if (MissingApprovals(review) == 1) return;
  Error error(Reason::APPROVALS_MISSING,
              fmt::format("{} is not released before others have agreed too", IdOf(dataset.name())));
  for (const auto& standing : StandingOf(tx, dataset, review)) {
    const int missing = standing.people() - standing.filled_by_size() - (standing.seat() == place.seat ? 1 : 0);
    if (missing > 0) error.Missing(standing.seat(), WaitsForWords(standing), ApproveCommand(review));
  }
  // The caller's own agreement can be given meanwhile.
  error.Missing(place.seat, fmt::format("Yours, as {}, can be given already.", SeatTitle(place.seat)),
                ApproveCommand(review));
  throw error;
}

// What could happen to people is judged before it is released, and stands on the decision.
void RequireAssessed(store::Tx& tx, const v1::Dataset& dataset, v1::Review* review) {
  const Profile& rules = ProfileOfVersion(tx, review->rules_version());
  if (auto gap = MissingOfAssessment(tx, dataset, rules.review, review->tier())) {
    RequireNothing({*std::move(gap)}, fmt::format("{} cannot be released yet", IdOf(dataset.name())));
  }
  if (const auto assessment = AssessmentOf(tx, dataset)) review->set_residual(assessment->residual());
}

// A title or a keyword is no material edit, and yet it may tell what those who agreed did not know.
void RequireNothingMoreKnown(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review) {
  const auto evidence = EvidenceOf(dataset, ProfileOf(tx));
  if (evidence.tier <= std::max(review.tier(), review.evidence_tier())) return;
  throw Error(
      Reason::WRONG_STATE,
      fmt::format("more is known of {0} than when {1} was opened, and asks for tier {2}: {3}. Ask for as many people: "
                  "almanac review raise {1} {2} --reason '...'",
                  IdOf(dataset.name()), IdOf(review.name()), evidence.tier,
                  evidence.lines.empty() ? "" : evidence.lines.front()));
}

// A yes is an agreement in the last open seat; a no takes a seat, and says so in public.
void Seat(store::Tx& tx, const v1::Dataset& dataset, const v1::DecideDatasetRequest& request, v1::Review* review) {
  if (request.outcome() == v1::DEFER) return RequireSeat(tx, dataset, *review);
  if (!IsRelease(request.outcome())) return RequireSayAgainst(tx, dataset, *review);
  RequireNothingMoreKnown(tx, dataset, *review);
  const Place place = RequirePlace(tx, dataset, *review, {});
  RequireOthersAgreed(tx, dataset, *review, place);
  ConfirmChecks(tx, place.seat, request.confirm(), review);
  RequireChecks(*review, place.seat, CommandOf(DatasetVerb::kApprove, dataset.name()));
  RequireAssessed(tx, dataset, review);
  RequireMosaicCleared(tx, dataset, review->tier());
  AddApproval(tx, place, {}, review);
}

void RequireDecidable(store::Tx& tx, const v1::Dataset& dataset, const v1::DecideDatasetRequest& request) {
  RefuseContradiction(dataset, request.outcome());
  RequireLicenceAllowed(dataset, ProfileOf(tx), request.outcome());
}

}  // namespace

void RequireReleasable(store::Tx& tx, const v1::Dataset& dataset, const v1::DecideDatasetRequest& request) {
  RequireDecidable(tx, dataset, request);
  RequireRationaleForNames(dataset, request);
}

v1::Dataset DecideDataset(store::Tx& tx, const v1::DecideDatasetRequest& request) {
  const auto before = tx.Get<v1::Dataset>(request.name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::DECIDE, before.department());
  v1::Dataset dataset = before;
  Move(dataset, VerbOf(request.outcome()));
  auto review = RequireOpenReview(tx, before);
  RequireIndependent(tx, before, review);
  RequireChangesOfReturn(request);
  RequireDecidable(tx, before, request);
  Seat(tx, before, request, &review);
  RequireRationaleForNames(before, request);
  RecordAnswer(request, LookAgain(tx, request, before, review), &dataset);
  ShowAnswer(tx, before, &dataset);
  tx.Because("dataset.decided", request.reason(),
             Facts({{"outcome", OutcomeWords(request.outcome())},
                    {"from", StateText(before.state())},
                    {"to", StateText(dataset.state())},
                    {"review", review.name()}}));
  if (dataset.state() == v1::Dataset::APPROVED && HasConfirmedRelease(tx, dataset)) {
    Move(dataset, DatasetVerb::kSchedule);
    tx.Because("dataset.scheduled", "a release is confirmed");
  }
  dataset = tx.Update(dataset);
  CloseReview(tx, request, dataset, review);
  if (dataset.listed()) WriteListing(tx, dataset);
  // What was published ahead of this answer does not outlive a no. Nor does what was looked at again as it is public,
  // unless it was only sent back.
  const bool as_it_is = before.state() == v1::Dataset::PUBLISHED && !before.pending_edit();
  const bool ends = !review.ahead_by().empty() || (as_it_is && request.outcome() != v1::DEFER);
  if (IsRelease(request.outcome()) || !ends) return dataset;
  return Suspend(tx, std::move(dataset), {v1::TakeDown::OTHER, request.reason(), {}});
}

}  // namespace almanac::domain
