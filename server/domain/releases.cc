#include "domain/releases.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/ids.h"
#include "domain/as_of.h"
#include "domain/facts.h"
#include "domain/grants.h"
#include "domain/lifecycle.h"
#include "domain/listing.h"
#include "domain/program.h"
#include "domain/requirements.h"
#include "domain/times.h"
#include "sql/releases.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

Window ParseOrRefuse(const std::string& when) {
  if (const auto window = ParseWhen(when)) return *window;
  throw Error(
      Reason::INVALID_FIELD,
      fmt::format("{} is no day or stretch of days. Give 2026-09-22, 2026-09, 2026-Q3, 2026, or two of them with .. "
                  "between, the earlier first",
                  when))
      .Field("when", "such as 2026-09-22 or 2026-Q3");
}

void RefusePast(const Window& window, Day today) {
  if (window.last >= today) return;
  throw Error(Reason::INVALID_FIELD, fmt::format("{} is over; a plan is for today or later", WhenWords(window)))
      .Field("when", "lies in the past");
}

void SetWindow(const Window& window, v1::Release* release) {
  release->set_first_day(ToText(window.first));
  release->set_last_day(ToText(window.last));
  release->set_precision(PrecisionOf(window));
}

void RequireOpen(const v1::Release& release, std::string_view what) {
  if (IsOpen(release)) return;
  const bool published = release.state() == v1::Release::PUBLISHED;
  throw Error(Reason::WRONG_STATE,
              fmt::format("{} is {} and cannot be {}. Plan another: almanac release plan {} WHEN", IdOf(release.name()),
                          published ? "published" : "cancelled", what, IdOf(release.dataset())));
}

// What was taken down for good is not promised. What was decided against may
// be: in another form, once that is reviewed.
void RefuseWithdrawn(const v1::Dataset& dataset) {
  if (dataset.state() != v1::Dataset::WITHDRAWN) return;
  throw Error(Reason::WRONG_STATE, fmt::format("{} is withdrawn, so nothing of it is planned. Next: {}",
                                               IdOf(dataset.name()), CommandOf(DatasetVerb::kReopen, dataset.name())));
}

// A plan that says "to be published" of what the public has would be believed. A new edition of it has a label.
void RequireLabelIfPublic(const v1::Dataset& dataset, const v1::PlanReleaseRequest& request) {
  if (dataset.state() != v1::Dataset::PUBLISHED || !request.label().empty()) return;
  throw Error(
      Reason::INVALID_FIELD,
      fmt::format("{0} is public already. When something new of it comes, say what: almanac release plan {0} {1} "
                  "--label 'the year 2027'. That its data was refreshed is said with: almanac dataset "
                  "refreshed {0}",
                  IdOf(dataset.name()), request.when()))
      .Field("label", "says what new comes of a set that is public already");
}

void RefuseSame(const v1::Release& release, const Window& window) {
  if (!(window == WindowOf(release))) return;
  const bool promise = release.state() == v1::Release::CONFIRMED;
  throw Error(Reason::INVALID_FIELD,
              fmt::format("{} is {} for {} already, so there is nothing to move", IdOf(release.name()),
                          promise ? "promised" : "planned", WhenWords(window)))
      .Field("when", "there is nothing to move");
}

void RequireReason(const v1::Release& release, const std::string& reason) {
  if (release.state() != v1::Release::CONFIRMED || !reason.empty()) return;
  throw Error(
      Reason::REASON_REQUIRED,
      fmt::format("{} is a promise, and a promise moves only with a reason that the public can read: --reason '...'",
                  IdOf(release.name())))
      .Field("reason", "required where a promise moves");
}

void AppendChange(store::Tx& tx, const v1::MoveReleaseRequest& request, const Window& window, v1::Release* release) {
  auto* change = release->add_changes();
  *change->mutable_time() = ToTimestamp(tx.instant());
  change->set_actor(tx.caller().principal);
  change->set_old_first_day(release->first_day());
  change->set_old_last_day(release->last_day());
  change->set_new_first_day(ToText(window.first));
  change->set_new_last_day(ToText(window.last));
  change->set_code(request.code());
  change->set_reason(request.reason());
  SetWindow(window, release);
}

void RenewListing(store::Tx& tx, const v1::Dataset& dataset) {
  if (dataset.listed()) WriteListing(tx, dataset);
}

// A promise is public, so its dataset is on the public list; one whose title
// may not be read is not put there by a promise.
bool ComesOnTheList(const v1::Dataset& dataset) {
  const bool secret = dataset.marking() != v1::Dataset::MARKING_UNSPECIFIED && dataset.public_alias().empty();
  return dataset.state() != v1::Dataset::PUBLISHED && !dataset.listed() && !secret;
}

void FollowPromise(store::Tx& tx, v1::Dataset dataset) {
  const bool lists = ComesOnTheList(dataset);
  const bool schedules = dataset.state() == v1::Dataset::APPROVED;
  if (schedules) {
    Move(dataset, DatasetVerb::kSchedule);
    tx.Because("dataset.scheduled", "a release is confirmed", Facts({{"from", "approved"}, {"to", "scheduled"}}));
  }
  if (lists) {
    MarkListed(tx, &dataset);
    tx.Because("dataset.listed", "a release is confirmed");
  }
  if (schedules || lists) dataset = tx.Update(dataset);
  RenewListing(tx, dataset);
}

void FollowCancellation(store::Tx& tx, v1::Dataset dataset) {
  const auto open = OpenReleasesOf(tx, dataset.name());
  const bool promised =
      std::any_of(open.begin(), open.end(), [](const v1::Release& r) { return r.state() == v1::Release::CONFIRMED; });
  if (dataset.state() == v1::Dataset::SCHEDULED && !promised) {
    Move(dataset, DatasetVerb::kUnschedule);
    tx.Because("dataset.unscheduled", "its release is cancelled", Facts({{"from", "scheduled"}, {"to", "approved"}}));
    dataset = tx.Update(dataset);
  }
  RenewListing(tx, dataset);
}

bool IsMet(const v1::Release& release, size_t open, const std::string& today) {
  return open == 1 || release.first_day() <= today;
}

}  // namespace

v1::ListReleasesResponse ListReleases(store::Tx& tx, const v1::ListReleasesRequest& request) {
  v1::ListReleasesResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::Release GetRelease(store::Tx& tx, const v1::GetReleaseRequest& request) {
  return GetAsOf<v1::Release>(tx, request.name(), request.as_of());
}

v1::Release PlanRelease(store::Tx& tx, const v1::PlanReleaseRequest& request) {
  const auto dataset = tx.Get<v1::Dataset>(request.dataset());
  RequirePermission(tx.caller(), v1::Permission::EDIT, dataset.department());
  const Window window = ParseOrRefuse(request.when());
  RefusePast(window, TodayAsDay(tx));
  RefuseWithdrawn(dataset);
  RequireLabelIfPublic(dataset, request);
  v1::Release release;
  release.set_name(tx.FreeName<v1::Release>("releases", IdOf(dataset.name())));
  release.set_dataset(dataset.name());
  release.set_department(dataset.department());
  release.set_label(request.label());
  release.set_note(request.note());
  release.set_state(v1::Release::PROVISIONAL);
  SetWindow(window, &release);
  release.set_promised_first_day(release.first_day());
  release.set_promised_last_day(release.last_day());
  tx.Because("release.planned", request.note());
  return tx.Create(release);
}

v1::Release MoveRelease(store::Tx& tx, const v1::MoveReleaseRequest& request) {
  auto release = tx.Get<v1::Release>(request.name(), request.etag());
  const bool promise = release.state() == v1::Release::CONFIRMED;
  RequirePermission(tx.caller(), promise ? v1::Permission::PUBLISH : v1::Permission::EDIT, release.department());
  RequireOpen(release, "moved");
  const Window window = ParseOrRefuse(request.when());
  RefusePast(window, TodayAsDay(tx));
  RefuseSame(release, window);
  RequireReason(release, request.reason());
  AppendChange(tx, request, window, &release);
  tx.Because("release.moved", request.reason(),
             Facts({{"from", release.changes().rbegin()->old_last_day()}, {"to", release.last_day()}}));
  release = tx.Update(release);
  if (promise) RenewListing(tx, tx.Get<v1::Dataset>(release.dataset()));
  return release;
}

v1::Release ConfirmRelease(store::Tx& tx, const v1::ConfirmReleaseRequest& request) {
  auto release = tx.Get<v1::Release>(request.name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::PUBLISH, release.department());
  RequireOpen(release, "confirmed");
  if (release.state() == v1::Release::CONFIRMED) {
    throw Error(Reason::WRONG_STATE,
                fmt::format("{0} is confirmed already. A promise is moved with: almanac release move {0} "
                            "WHEN --reason '...'",
                            IdOf(release.name())));
  }
  RefusePast(WindowOf(release), TodayAsDay(tx));
  auto dataset = tx.Get<v1::Dataset>(release.dataset());
  RefuseWithdrawn(dataset);
  if (ComesOnTheList(dataset)) {
    RequireNothing(MissingToList(dataset), fmt::format("{} cannot be promised yet", IdOf(release.name())));
  }
  release.set_state(v1::Release::CONFIRMED);
  *release.mutable_confirm_time() = ToTimestamp(tx.instant());
  tx.Because("release.confirmed");
  release = tx.Update(release);
  FollowPromise(tx, std::move(dataset));
  return release;
}

v1::Release CancelRelease(store::Tx& tx, const v1::CancelReleaseRequest& request) {
  auto release = tx.Get<v1::Release>(request.name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::PUBLISH, release.department());
  RequireOpen(release, "cancelled");
  release.set_state(v1::Release::CANCELLED);
  *release.mutable_cancel_time() = ToTimestamp(tx.instant());
  release.set_cancel_reason(request.reason());
  tx.Because("release.cancelled", request.reason());
  release = tx.Update(release);
  FollowCancellation(tx, tx.Get<v1::Dataset>(release.dataset()));
  return release;
}

std::vector<v1::Release> OpenReleasesOf(store::Tx& tx, std::string_view dataset) {
  return tx.Select<v1::Release>(sql::releases::kOpenOfDataset, {{"dataset", std::string(dataset)}});
}

bool IsOpen(const v1::Release& release) {
  return release.state() == v1::Release::PROVISIONAL || release.state() == v1::Release::CONFIRMED;
}

void MarkReleasesPublished(store::Tx& tx, std::string_view dataset, const std::string& today) {
  auto open = OpenReleasesOf(tx, dataset);
  auto met = std::stable_partition(open.begin(), open.end(),
                                   [&](const v1::Release& release) { return IsMet(release, open.size(), today); });
  // None has begun: the first of them came early.
  if (met == open.begin() && !open.empty()) ++met;
  for (auto release = open.begin(); release != met; ++release) {
    release->set_state(v1::Release::PUBLISHED);
    release->set_published_date(today);
    tx.Because("release.published");
    tx.Update(*release);
  }
}

Window WindowOf(const v1::Release& release) {
  return {ParseDay(release.first_day()).value_or(Day()), ParseDay(release.last_day()).value_or(Day())};
}

}  // namespace almanac::domain
