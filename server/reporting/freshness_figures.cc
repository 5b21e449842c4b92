#include <fmt/format.h>

#include "base/clock.h"
#include "domain/frequency.h"
#include "reporting/figures.h"
#include "reporting/words.h"

namespace almanac::reporting {
namespace {

constexpr const char* kNoFrequency = "no frequency is recorded";

}  // namespace

bool NeedsRefresh(const v1::Dataset& dataset) {
  const auto frequency = domain::ParseFrequency(dataset.frequency());
  return !dataset.historical() && frequency && frequency->repeats;
}

bool HasFrequency(const v1::Dataset& dataset) {
  return dataset.historical() || domain::ParseFrequency(dataset.frequency()).has_value();
}

bool IsUpToDate(const v1::Dataset& dataset, const std::string& today) {
  return !dataset.stale_after_date().empty() && dataset.stale_after_date() >= today;
}

std::string RefreshWords(const v1::Dataset& dataset) {
  if (dataset.refreshed_date().empty()) return "no refresh is on record";
  const std::string refreshed = "refreshed " + DayWords(dataset.refreshed_date());
  return dataset.next_due_date().empty() ? refreshed
                                         : fmt::format("{}, next due {}", refreshed, DayWords(dataset.next_due_date()));
}

v1::FreshnessFigures FreshnessFiguresOf(const Directory& directory) {
  const std::string& today = directory.record().as_of_day;
  v1::FreshnessFigures figures;
  Counting current(figures.mutable_current(), "Published sets that are up to date",
                   "Of published sets that are refreshed again and again: those not past the day their next refresh is "
                   "due and the days of grace for their frequency. Freshness counts from the day the data itself was "
                   "last refreshed; a set whose refreshes nobody recorded is not up to date.");
  Counting not_due(
      figures.mutable_not_due(), "Published sets for which no refresh falls due",
      "Sets whose record says so: closed series, historical sets and those refreshed at irregular times, of "
      "all published sets.");
  Counting no_frequency(figures.mutable_no_frequency(), "Published sets with no frequency recorded",
                        "Nobody has recorded how often they are refreshed, so nobody can tell whether they are up to "
                        "date: they count neither as up to date nor as needing no refresh. Of all published sets.");
  for (const auto& dataset : directory.record().datasets) {
    if (!IsPublished(dataset)) continue;
    const bool regular = NeedsRefresh(dataset), up_to_date = IsUpToDate(dataset, today);
    const std::string how_often = domain::FrequencyWords(dataset.frequency());
    const bool recorded = HasFrequency(dataset);
    const std::string why = dataset.historical() ? "a closed series" : recorded ? how_often : kNoFrequency;
    not_due.Add(Directory::Name(dataset), recorded && !regular, why);
    no_frequency.Add(Directory::Name(dataset), !recorded, why);
    if (!regular) continue;
    current.Add(Directory::Name(dataset), up_to_date, RefreshWords(dataset));
    if (up_to_date) continue;
    v1::DatasetLine line = directory.Line(dataset);
    const auto due = ParseDay(dataset.next_due_date()), now = ParseDay(today);
    if (due && now) line.set_days_overdue((*now - *due).count());
    *figures.add_late() = std::move(line);
  }
  current.Finish();
  not_due.Finish();
  no_frequency.Finish();
  SortLines(figures.mutable_late());
  return figures;
}

}  // namespace almanac::reporting
