#include <algorithm>
#include <unordered_set>

#include "base/clock.h"
#include "domain/times.h"
#include "reporting/figures.h"
#include "reporting/words.h"

namespace almanac::reporting {
namespace {

// An adopted set was public before; taking it over is no publication.
bool IsNew(const v1::Dataset& dataset, const Record& record) {
  const std::string& day = dataset.first_published_date();
  return !dataset.has_adopted_time() && day >= ToText(record.days.first) && day <= record.as_of_day;
}

bool IsTakenOver(const v1::Dataset& dataset, const Record& record) {
  if (!dataset.has_adopted_time()) return false;
  const std::string day = ToText(DayIn(record.program.time_zone(), domain::ToInstant(dataset.adopted_time())));
  return day >= ToText(record.days.first) && day <= record.as_of_day;
}

// Releases of the year that were not promised when it began.
bool IsAdded(const v1::PromiseFigures& promises, const Directory& directory, const v1::Dataset& dataset) {
  const auto& releases = directory.record().releases;
  return std::none_of(releases.begin(), releases.end(), [&](const v1::Release& release) {
    return release.dataset() == dataset.name() &&
           std::any_of(promises.lines().begin(), promises.lines().end(),
                       [&](const auto& line) { return line.name() == directory.NameOf(release); });
  });
}

v1::YearLine YearEnd(int year, Day last, int64_t published) {
  v1::YearLine line;
  line.set_year(year);
  line.set_last_day(ToText(last));
  line.set_published(published);
  return line;
}

}  // namespace

v1::GrowthFigures GrowthFiguresOf(const Directory& directory, const v1::PromiseFigures& promises) {
  const Record& record = directory.record();
  v1::GrowthFigures figures;
  std::unordered_set<std::string_view> before;
  for (const auto& dataset : record.before) {
    if (IsPublished(dataset)) before.insert(dataset.name());
  }
  Counting fresh(figures.mutable_published_in_year(), "Sets published for the first time in the year",
                 "First published in the year, of these and all that are public now. Sets that were public in an older "
                 "home before the program took them over are not counted as published by it.");
  int64_t now = 0;
  for (const auto& dataset : record.datasets) {
    const bool is_new = IsNew(dataset, record), is_published = IsPublished(dataset);
    now += is_published ? 1 : 0;
    if (IsTakenOver(dataset, record)) figures.set_adopted(figures.adopted() + 1);
    if (is_new || is_published) {
      fresh.Add(Directory::Name(dataset), is_new,
                dataset.has_adopted_time() ? "public in its old home since " + DayWords(dataset.first_published_date())
                                           : "first published " + DayWords(dataset.first_published_date()));
    }
    if (is_new) {
      *figures.add_new_sets() = directory.Line(dataset);
      figures.mutable_new_sets()->rbegin()->set_added_in_year(IsAdded(promises, directory, dataset));
    }
    if (!is_published && (is_new || before.count(dataset.name()) > 0)) {
      *figures.add_taken_down() = directory.Line(dataset);
    }
  }
  fresh.Finish();
  figures.set_before(static_cast<int64_t>(before.size()));
  figures.set_now(now);
  SortLines(figures.mutable_new_sets());
  std::stable_sort(figures.mutable_new_sets()->begin(), figures.mutable_new_sets()->end(),
                   [](const auto& a, const auto& b) { return a.first_published_date() < b.first_published_date(); });
  SortLines(figures.mutable_taken_down());
  for (const auto& year : record.earlier) *figures.add_years() = year;
  if (!record.before.empty()) {
    *figures.add_years() = YearEnd(record.year - 1, record.days.first - std::chrono::days(1), figures.before());
  }
  *figures.add_years() = YearEnd(record.year, record.days.last, now);
  return figures;
}

}  // namespace almanac::reporting
