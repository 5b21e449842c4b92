#include "domain/refreshing.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/ids.h"
#include "domain/editing.h"
#include "domain/grants.h"
#include "domain/lifecycle.h"
#include "domain/program.h"
#include "domain/publishing.h"
#include "domain/when.h"

namespace almanac::domain {
namespace {

void CheckDay(const v1::Dataset& dataset, const std::string& as_of, const std::string& today) {
  if (as_of > today) {
    throw Error(Reason::INVALID_FIELD,
                fmt::format("{} is still to come; give the day as of which the data is refreshed", as_of))
        .Field("as_of", "is after today");
  }
  if (as_of < dataset.refreshed_date()) {
    throw Error(Reason::INVALID_FIELD, fmt::format("{} was refreshed as of {} already; freshness does not go back",
                                                   IdOf(dataset.name()), DayWords(dataset.refreshed_date())))
        .Field("as_of", fmt::format("is before {}", dataset.refreshed_date()));
  }
}

// A feed is agreed to once; at each refresh it is looked at whether that still is what was agreed to (ob:MC4).
void RequireDecisionHolds(store::Tx& tx, const v1::Dataset& dataset) {
  const auto gap = WhatOutgrewItsDecision(tx, dataset);
  if (!gap) return;
  throw Error(Reason::DECISION_VOID,
              fmt::format("{} Submit it again: {}. What should not be public meanwhile: almanac dataset suspend {} "
                          "--reason '...'",
                          gap->message, gap->command, IdOf(dataset.name())));
}

}  // namespace

v1::Dataset MarkDatasetRefreshed(store::Tx& tx, const v1::MarkDatasetRefreshedRequest& request) {
  const auto before = tx.Get<v1::Dataset>(request.name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::EDIT, before.department());
  v1::Dataset after = before;
  Move(after, DatasetVerb::kRefresh);
  const std::string today = Today(tx);
  const std::string as_of = request.as_of().empty() ? today : request.as_of();
  CheckDay(before, as_of, today);
  after.set_refreshed_date(as_of);
  after.clear_refresh_expected_date();
  after.clear_delay_reason();
  RequireDecisionHolds(tx, before);
  std::string note = fmt::format("Refreshed as of {}.", DayWords(as_of));
  if (!request.note().empty()) note += " " + request.note();
  return WriteEdit(tx, before, std::move(after), {"dataset.refreshed", note, note});
}

v1::Dataset DelayDatasetRefresh(store::Tx& tx, const v1::DelayDatasetRefreshRequest& request) {
  const auto before = tx.Get<v1::Dataset>(request.name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::EDIT, before.department());
  v1::Dataset after = before;
  Move(after, DatasetVerb::kRefresh);
  if (request.until() <= Today(tx)) {
    throw Error(Reason::INVALID_FIELD, fmt::format("{} is no day to come; give the day by which the refresh comes now",
                                                   DayWords(request.until())))
        .Field("until", "must be after today");
  }
  // Before it nothing is late, so there is nothing to tell.
  if (!before.next_due_date().empty() && request.until() <= before.next_due_date()) {
    throw Error(Reason::INVALID_FIELD,
                fmt::format("{} is no delay: the refresh of {} is due on {}. Give a day after it",
                            DayWords(request.until()), IdOf(before.name()), DayWords(before.next_due_date())))
        .Field("until", fmt::format("must be after {}", before.next_due_date()));
  }
  after.set_refresh_expected_date(request.until());
  after.set_delay_reason(request.reason());
  const std::string note = fmt::format("The next refresh comes by {}: {}", DayWords(request.until()), request.reason());
  return WriteEdit(tx, before, std::move(after), {"dataset.refresh_delayed", request.reason(), note});
}

}  // namespace almanac::domain
