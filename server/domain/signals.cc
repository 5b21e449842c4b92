#include "domain/signals.h"

#include <fmt/format.h>

#include <algorithm>

#include "almanac/v1/datasets.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/as_of.h"
#include "domain/grants.h"
#include "domain/masks.h"
#include "domain/naming.h"
#include "domain/priority_scoring.h"
#include "domain/program.h"
#include "domain/times.h"
#include "domain/when.h"
#include "sql/signals.h"
#include "store/list.h"
#include "store/search_text.h"

namespace almanac::domain {
namespace {

// What the kind's scale goes from and to.
std::pair<int, int> ScaleOf(v1::Signal::Kind kind) {
  switch (kind) {
    case v1::Signal::GEOGRAPHY:
    case v1::Signal::READINESS:
      return {0, 5};
    case v1::Signal::TIMELINESS:
      return {0, 4};
    default:
      return {1, 5};
  }
}

std::string KindText(v1::Signal::Kind kind) {
  return EnumText(*v1::Signal::Kind_descriptor()->FindValueByNumber(kind));
}

SignalFlaw FlawOfValue(const v1::Signal& signal) {
  if (IsCounted(signal.kind())) {
    if (signal.value() > 0 && signal.value() <= kMostCounted) return {};
    return {"value", "value_range", fmt::format("{} is no number of {}", signal.value(), KindText(signal.kind()))};
  }
  const auto [low, high] = ScaleOf(signal.kind());
  if (signal.value() >= low && signal.value() <= high) return {};
  return {"value", "value_range",
          fmt::format("{} is not on the scale of {}, which goes from {} to {}", signal.value(), KindText(signal.kind()),
                      low, high)};
}

SignalFlaw FlawOfPeriod(const v1::Signal& signal, const std::string& today) {
  const std::string& first = signal.first_day();
  const std::string& last = signal.last_day();
  if (last < first) return {"last_day", "period_ends_before", fmt::format("it ends on {}, before it begins", last)};
  if (first > today) return {"first_day", "period_to_come", fmt::format("{} is still to come", DayWords(first))};
  // A month or a year that runs is counted so far.
  return {};
}

std::string SubjectOf(const v1::Signal& signal) {
  return fmt::format("{}\n{}\n{}\n{}", static_cast<int>(signal.kind()), signal.dataset(), store::Fold(signal.theme()),
                     store::Fold(signal.source()));
}

SignalFlaw FlawOfOverlap(const v1::Signal& signal, const StandingCounts& standing) {
  const auto* other = standing.Overlapping(signal);
  if (other == nullptr) return {};
  const auto window = Window{*ParseDay(other->first_day()), *ParseDay(other->last_day())};
  return {"first_day", "overlaps",
          fmt::format("{} counts {} of the same source already; what lies in both would be counted twice",
                      IdOf(other->name()), WhenWords(window))};
}

// What is theirs to say: of a dataset who may say so there, of a theme who may anywhere.
void RequireMayRecord(store::Tx& tx, const v1::Signal& signal) {
  if (signal.dataset().empty()) return RequirePermission(tx.caller(), v1::Permission::SIGNAL);
  const auto dataset = tx.Find<v1::Dataset>(signal.dataset());
  if (!dataset) {
    throw Error(Reason::REFERENCE_NOT_FOUND, fmt::format("there is no dataset {}", IdOf(signal.dataset())))
        .Field("signal.dataset", "not found");
  }
  RequirePermission(tx.caller(), v1::Permission::SIGNAL, dataset->department());
}

void FillPeriod(store::Tx& tx, v1::Signal* signal) {
  if (signal->first_day().empty()) signal->set_first_day(signal->last_day().empty() ? Today(tx) : signal->last_day());
  if (signal->last_day().empty()) signal->set_last_day(signal->first_day());
}

void RequireSound(store::Tx& tx, const v1::Signal& signal) {
  StandingCounts standing;
  v1::Signal other;
  tx.SelectEach(sql::signals::kStanding, {}, &other, [&] {
    if (other.kind() == signal.kind() && other.dataset() == signal.dataset()) standing.Add(other);
  });
  const auto flaw = FlawOf(signal, standing, Today(tx));
  if (flaw.message.empty()) return;
  throw Error(Reason::INVALID_FIELD, flaw.message).Field("signal." + flaw.field, flaw.message);
}

void RequireStanding(const v1::Signal& signal) {
  if (!signal.has_retract_time()) return;
  throw Error(Reason::WRONG_STATE, fmt::format("{} was retracted, and counts no more: {}. Record a new one",
                                               IdOf(signal.name()), signal.retract_reason()));
}

}  // namespace

void StandingCounts::Add(const v1::Signal& signal) {
  by_subject_[SubjectOf(signal)].emplace(signal.first_day(), signal);
}

const v1::Signal* StandingCounts::Same(const v1::Signal& signal) const {
  const auto found = by_subject_.find(SubjectOf(signal));
  if (found == by_subject_.end()) return nullptr;
  const auto [first, end] = found->second.equal_range(signal.first_day());
  const auto same =
      std::find_if(first, end, [&](const auto& one) { return one.second.last_day() == signal.last_day(); });
  return same == end ? nullptr : &same->second;
}

const v1::Signal* StandingCounts::Overlapping(const v1::Signal& signal) const {
  const auto found = by_subject_.find(SubjectOf(signal));
  if (found == by_subject_.end()) return nullptr;
  // Of those that begin no later than it ends the last one ends last, since they share no day.
  const auto& days = found->second;
  for (auto at = days.upper_bound(signal.last_day()); at != days.begin();) {
    const auto& other = (--at)->second;
    if (other.name() == signal.name()) continue;
    return other.last_day() < signal.first_day() ? nullptr : &other;
  }
  return nullptr;
}

SignalFlaw FlawOf(const v1::Signal& signal, const StandingCounts& standing, const std::string& today) {
  if (store::Fold(signal.theme()).empty() && signal.dataset().empty()) {
    return {"theme", "about_nothing", "it says neither which theme nor which dataset it is about"};
  }
  if (auto flaw = FlawOfValue(signal); !flaw.message.empty()) return flaw;
  if (auto flaw = FlawOfPeriod(signal, today); !flaw.message.empty()) return flaw;
  return IsCounted(signal.kind()) ? FlawOfOverlap(signal, standing) : SignalFlaw{};
}

std::string SignalTitle(const v1::Signal& signal) {
  const std::string about = signal.dataset().empty() ? signal.theme() : std::string(IdOf(signal.dataset()));
  const auto first = ParseDay(signal.first_day());
  const auto last = ParseDay(signal.last_day());
  // Counts of one theme follow one another.
  const bool dated = IsCounted(signal.kind()) && first && last;
  return fmt::format("{} {} {}", KindText(signal.kind()), about, dated ? WhenWords({*first, *last}) : "");
}

v1::ListSignalsResponse ListSignals(store::Tx& tx, const v1::ListSignalsRequest& request) {
  v1::ListSignalsResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::Signal GetSignal(store::Tx& tx, const v1::GetSignalRequest& request) {
  return GetAsOf<v1::Signal>(tx, request.name(), request.as_of());
}

v1::Signal CreateSignal(store::Tx& tx, const v1::CreateSignalRequest& request) {
  v1::Signal signal = request.signal();
  RequireMayRecord(tx, signal);
  FillPeriod(tx, &signal);
  signal.clear_name();
  RequireSound(tx, signal);
  signal.set_name(NewName<v1::Signal>(tx, "signals", request.signal_id(), SignalTitle(signal)));
  signal.set_recorded_by(tx.caller().principal);
  tx.Because("signal.created");
  return tx.Create(signal);
}

v1::Signal UpdateSignal(store::Tx& tx, const v1::UpdateSignalRequest& request) {
  const auto before = tx.Get<v1::Signal>(request.signal().name(), request.etag());
  RequireStanding(before);
  v1::Signal signal = before;
  ApplyMask(request.signal(), request.update_mask(), &signal);
  RequireMayRecord(tx, before);
  RequireMayRecord(tx, signal);
  FillPeriod(tx, &signal);
  RequireSound(tx, signal);
  tx.Because("signal.updated");
  return tx.Update(signal);
}

v1::Signal RetractSignal(store::Tx& tx, const v1::RetractSignalRequest& request) {
  auto signal = tx.Get<v1::Signal>(request.name(), request.etag());
  RequireStanding(signal);
  RequireMayRecord(tx, signal);
  *signal.mutable_retract_time() = ToTimestamp(tx.instant());
  signal.set_retract_reason(request.reason());
  tx.Because("signal.retracted", request.reason());
  return tx.Update(signal);
}

}  // namespace almanac::domain
