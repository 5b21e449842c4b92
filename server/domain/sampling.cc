#include "domain/sampling.h"

#include <fmt/format.h>

#include "almanac/v1/program.pb.h"
#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/facts.h"
#include "domain/grants.h"
#include "domain/independence.h"
#include "domain/lifecycle.h"
#include "domain/profile.h"
#include "domain/program.h"
#include "domain/reviews.h"
#include "domain/series.h"
#include "domain/taking_down.h"
#include "domain/times.h"
#include "domain/versions.h"
#include "sql/datasets.h"
#include "sql/reviews.h"

namespace almanac::domain {
namespace {

Day FirstOfQuarter(Day day) {
  const std::chrono::year_month_day date(day);
  const unsigned month = (static_cast<unsigned>(date.month()) - 1) / 3 * 3 + 1;
  return std::chrono::sys_days(date.year() / std::chrono::month(month) / 1);
}

bool IsDrawnThisQuarter(store::Tx& tx) {
  const auto program = tx.Find<v1::Program>("program").value_or(v1::Program());
  const Instant since = StartOfDay(program.time_zone(), FirstOfQuarter(TodayAsDay(tx)));
  const auto drawn =
      tx.SelectOne<v1::Count>(sql::reviews::kDrawnSince, {{"since", ToText(since)}, {"until", ToText(tx.instant())}});
  return drawn && drawn->count() > 0;
}

// By lot: whoever submits cannot tell which.
bool IsDrawnByLot(int one_in) {
  const std::string bytes = RandomBytes(4);
  uint32_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
  return number % static_cast<uint32_t>(one_in) == 0;
}

void RequireDrawn(const v1::Review& review) {
  if (!review.sampled()) {
    throw Error(
        Reason::WRONG_STATE,
        fmt::format("{} was not drawn to be read again. Those that were: almanac review list --filter 'sampled = "
                    "true'",
                    IdOf(review.name())));
  }
  if (!review.reread_by().empty() || !review.pulled_back_by().empty()) {
    throw Error(Reason::WRONG_STATE, fmt::format("{} was {} already", IdOf(review.name()),
                                                 review.reread_by().empty() ? "pulled back" : "read again"));
  }
}

// It is the decision by which something is released still.
void RequireStanding(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review) {
  const auto decision = DecisionOf(tx, dataset.name());
  if (!decision || decision->name() != review.name() || !IsRelease(review.outcome())) {
    throw Error(Reason::WRONG_STATE, fmt::format("nothing is released by {} any more", IdOf(review.name())));
  }
  if (review.tier() > kTotals) {
    throw Error(Reason::WRONG_STATE,
                fmt::format("{0} is of tier {1}, and what many agreed to is not taken back by one. What is public and "
                            "should not be: almanac dataset suspend {2} --cause exposure --reason '...'",
                            IdOf(review.name()), review.tier(), IdOf(dataset.name())));
  }
  const bool stands = dataset.state() == v1::Dataset::PUBLISHED || dataset.state() == v1::Dataset::APPROVED ||
                      dataset.state() == v1::Dataset::SCHEDULED;
  if (!stands) {
    throw Error(Reason::WRONG_STATE,
                fmt::format("{} is {} already", IdOf(dataset.name()), StateWords(dataset.state())));
  }
}

// What was only approved is described anew.
void TakeBackApproval(store::Tx& tx, v1::Dataset dataset, const std::string& reason) {
  const std::string from = StateText(dataset.state());
  Move(dataset, DatasetVerb::kVoid);
  tx.Because("dataset.pulled_back", reason, Facts({{"from", from}, {"to", StateText(dataset.state())}}));
  tx.Update(dataset);
}

// Slices of its series that are public by the same decision.
void SuspendCovered(store::Tx& tx, const v1::Dataset& lead, const v1::Review& review, const std::string& reason) {
  if (lead.series().empty()) return;
  for (auto& slice : tx.Select<v1::Dataset>(sql::datasets::kPublicOfSeries, {{"series", lead.series()}})) {
    if (slice.name() == lead.name()) continue;
    const auto decision = DecisionFor(tx, slice);
    if (decision && decision->name() == review.name()) Suspend(tx, std::move(slice), {v1::TakeDown::OTHER, reason, {}});
  }
}

}  // namespace

bool IsDrawn(store::Tx& tx, const v1::Review& review) {
  const int one_in = ProfileOfVersion(tx, review.rules_version()).review.sample_one_in;
  if (review.tier() != kNobody || one_in == 0) return false;
  return IsDrawnByLot(one_in) || !IsDrawnThisQuarter(tx);
}

v1::Review RereadReview(store::Tx& tx, const v1::RereadReviewRequest& request) {
  auto review = tx.Get<v1::Review>(request.name(), request.etag());
  const auto dataset = tx.Get<v1::Dataset>(review.dataset());
  if (!HoldsRole(tx.caller(), v1::PRIVACY_OFFICER, dataset.department())) {
    throw Error(Reason::SEAT_REQUIRED,
                fmt::format("{} is no privacy officer, and it is theirs to read routine decisions "
                            "again",
                            tx.caller().display_name));
  }
  RequireIndependent(tx, dataset, review);
  RequireDrawn(review);
  review.set_reread_by(tx.caller().principal);
  *review.mutable_reread_time() = ToTimestamp(tx.instant());
  review.set_reread_note(request.note());
  tx.Because("review.reread", request.note());
  return tx.Update(review);
}

v1::Review PullBackReview(store::Tx& tx, const v1::PullBackReviewRequest& request) {
  auto review = tx.Get<v1::Review>(request.name(), request.etag());
  auto dataset = tx.Get<v1::Dataset>(review.dataset());
  RequirePermission(tx.caller(), v1::Permission::DECIDE, dataset.department());
  RequireStanding(tx, dataset, review);
  SuspendCovered(tx, dataset, review, request.reason());
  review.set_pulled_back_by(tx.caller().principal);
  *review.mutable_pull_back_time() = ToTimestamp(tx.instant());
  review.set_pull_back_reason(request.reason());
  review.set_state(v1::Review::VOID);
  tx.Because("review.pulled_back", request.reason());
  review = tx.Update(review);
  AddAuthorsOf(review, &dataset);
  if (dataset.state() == v1::Dataset::PUBLISHED) {
    Suspend(tx, std::move(dataset), {v1::TakeDown::OTHER, request.reason(), {}});
  } else {
    TakeBackApproval(tx, std::move(dataset), request.reason());
  }
  return review;
}

}  // namespace almanac::domain
