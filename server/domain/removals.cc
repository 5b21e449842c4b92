#include "domain/removals.h"

#include <fmt/format.h>

#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/as_of.h"
#include "domain/grants.h"
#include "domain/lifecycle.h"
#include "domain/profile.h"
#include "domain/program.h"
#include "domain/requirements.h"
#include "domain/times.h"
#include "sql/removals.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

std::optional<v1::Removal> LatestOf(store::Tx& tx, const v1::Dataset& dataset) {
  return tx.SelectOne<v1::Removal>(sql::removals::kLatestOfDataset, {{"dataset", dataset.name()}});
}

v1::Removal NewEntry(store::Tx& tx, const v1::Dataset& dataset, v1::TakeDown::Cause cause, const std::string& reason) {
  const auto there = tx.SelectOne<v1::Count>(sql::removals::kCountOfDataset, {{"dataset", dataset.name()}});
  v1::Removal removal;
  removal.set_name(fmt::format("removals/{}-{}", IdOf(dataset.name()), there ? there->count() + 1 : 1));
  removal.set_dataset(dataset.name());
  removal.set_title(dataset.public_alias().empty() ? dataset.title() : dataset.public_alias());
  removal.set_department(dataset.department());
  removal.set_cause(cause);
  removal.set_reason(reason);
  removal.set_announced_by(tx.caller().principal);
  *removal.mutable_announce_time() = ToTimestamp(tx.instant());
  return removal;
}

v1::Removal GetAnnounced(store::Tx& tx, const std::string& name, const std::string& etag) {
  auto removal = tx.Get<v1::Removal>(name, etag);
  if (removal.state() == v1::Removal::ANNOUNCED) return removal;
  throw Error(Reason::WRONG_STATE,
              fmt::format("{} is over. How it ended: almanac removal show {}", IdOf(name), IdOf(name)));
}

std::string LastDayToObject(store::Tx& tx) {
  return ToText(TodayAsDay(tx) + std::chrono::days(ProfileOf(tx).review.objection_days));
}

// While it is announced, and after a withdrawal at once for as many days.
void RequireHeard(store::Tx& tx, const v1::Removal& removal) {
  const bool after = removal.state() == v1::Removal::REMOVED && Today(tx) <= removal.object_until_date();
  if (removal.state() == v1::Removal::ANNOUNCED || after) return;
  throw Error(Reason::WRONG_STATE,
              fmt::format("objections to {0} are not heard any more. How it ended: almanac removal show {0}",
                          IdOf(removal.name())));
}

// A word about it would point at what was exposed.
bool IsQuiet(v1::TakeDown::Cause cause) { return cause == v1::TakeDown::EXPOSURE || cause == v1::TakeDown::SECURITY; }

// Waiting would do harm, or is not ours to allow.
bool WaitsForNobody(v1::TakeDown::Cause cause) {
  return IsQuiet(cause) || cause == v1::TakeDown::MISTAKE || cause == v1::TakeDown::LAW;
}

}  // namespace

v1::ListRemovalsResponse ListRemovals(store::Tx& tx, const v1::ListRemovalsRequest& request) {
  v1::ListRemovalsResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::Removal GetRemoval(store::Tx& tx, const v1::GetRemovalRequest& request) {
  return GetAsOf<v1::Removal>(tx, request.name(), request.as_of());
}

v1::Removal AnnounceRemoval(store::Tx& tx, const v1::AnnounceRemovalRequest& request) {
  const auto dataset = tx.Get<v1::Dataset>(request.dataset());
  RequirePermission(tx.caller(), v1::Permission::PUBLISH, dataset.department());
  if (dataset.state() != v1::Dataset::PUBLISHED && dataset.state() != v1::Dataset::SUSPENDED) {
    throw Error(Reason::WRONG_STATE, fmt::format("{} is {}; only what is published or suspended can be announced to go",
                                                 IdOf(dataset.name()), StateWords(dataset.state())));
  }
  if (const auto latest = LatestOf(tx, dataset); latest && latest->state() == v1::Removal::ANNOUNCED) {
    throw Error(Reason::WRONG_STATE,
                fmt::format("it is announced already: almanac removal show {}", IdOf(latest->name())));
  }
  auto removal = NewEntry(tx, dataset, request.cause(), request.reason());
  removal.set_state(v1::Removal::ANNOUNCED);
  removal.set_object_until_date(LastDayToObject(tx));
  tx.Because("removal.announced", request.reason());
  return tx.Create(removal);
}

v1::Removal ObjectToRemoval(store::Tx& tx, const v1::ObjectToRemovalRequest& request) {
  auto removal = tx.Get<v1::Removal>(request.name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::EDIT, removal.department());
  RequireHeard(tx, removal);
  auto* objection = removal.add_objections();
  *objection->mutable_time() = ToTimestamp(tx.instant());
  objection->set_text(request.text());
  objection->set_recorded_by(tx.caller().principal);
  tx.Because("removal.objected");
  return tx.Update(removal);
}

v1::Removal AbandonRemoval(store::Tx& tx, const v1::AbandonRemovalRequest& request) {
  auto removal = GetAnnounced(tx, request.name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::PUBLISH, removal.department());
  removal.set_state(v1::Removal::ABANDONED);
  removal.set_answer(request.reason());
  tx.Because("removal.abandoned", request.reason());
  return tx.Update(removal);
}

void RequireTimeToObject(store::Tx& tx, const v1::Dataset& dataset, v1::TakeDown::Cause cause) {
  const ReviewRules& rules = ProfileOf(tx).review;
  if (!rules.announce_removals || WaitsForNobody(cause)) return;
  const auto latest = LatestOf(tx, dataset);
  const bool announced = latest && latest->state() == v1::Removal::ANNOUNCED;
  if (announced && Today(tx) > latest->object_until_date()) return;
  const std::string id(IdOf(dataset.name()));
  const Error::Requirement gap =
      announced
          ? Error::Requirement{"objections", fmt::format("Anybody may object until {}.", latest->object_until_date()),
                               fmt::format("almanac removal show {}", IdOf(latest->name()))}
          : Error::Requirement{
                "announced",
                fmt::format("People have {} days to object first; nobody has told them.", rules.objection_days),
                fmt::format("almanac removal announce {} --cause ... --reason '...'", id)};
  RequireNothing({gap}, fmt::format("{} is not withdrawn yet, unless it is for an exposure, a mistake, the law or "
                                    "security (--cause)",
                                    id));
}

void RegisterRemoval(store::Tx& tx, const v1::Dataset& dataset, v1::TakeDown::Cause cause, const std::string& reason) {
  auto latest = LatestOf(tx, dataset);
  const bool announced = latest && latest->state() == v1::Removal::ANNOUNCED;
  auto removal = announced ? *std::move(latest) : NewEntry(tx, dataset, cause, reason);
  removal.set_state(v1::Removal::REMOVED);
  if (announced) removal.set_answer(reason);
  // It went at once, and may come back.
  if (!announced && !IsQuiet(cause) && ProfileOf(tx).review.objection_days > 0) {
    removal.set_object_until_date(LastDayToObject(tx));
  }
  if (cause != v1::TakeDown::CAUSE_UNSPECIFIED) removal.set_cause(cause);
  removal.set_removed_by(tx.caller().principal);
  *removal.mutable_remove_time() = ToTimestamp(tx.instant());
  tx.Because("removal.entered", reason);
  announced ? tx.Update(removal) : tx.Create(removal);
}

void RestoreRemoved(store::Tx& tx, const v1::Dataset& dataset, const std::string& reason) {
  auto latest = LatestOf(tx, dataset);
  if (!latest || latest->state() != v1::Removal::REMOVED) return;
  latest->set_state(v1::Removal::RESTORED);
  latest->set_answer(reason);
  tx.Because("removal.restored", reason);
  tx.Update(*latest);
}

}  // namespace almanac::domain
