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

// What became of one set beside being new: still there, taken over, taken down.
void CountSet(const v1::Dataset& dataset, bool was_public, const Directory& directory, v1::GrowthFigures* figures) {
  const Record& record = directory.record();
  const bool is_published = IsPublished(dataset);
  if (is_published) figures->set_now(figures->now() + 1);
  if (IsTakenOver(dataset, record)) figures->set_adopted(figures->adopted() + 1);
  if (!is_published && (IsNew(dataset, record) || was_public)) *figures->add_taken_down() = directory.Line(dataset);
}

void CountFresh(const Record& record, v1::Figure* figure) {
  Counting fresh(figure, "Sets published for the first time in the year",
                 "First published in the year, of these and all that are public now. Sets that were public in an older "
                 "home before the program took them over are not counted as published by it.");
  for (const auto& dataset : record.datasets) {
    const bool is_new = IsNew(dataset, record);
    if (!is_new && !IsPublished(dataset)) continue;
    const std::string day = DayWords(dataset.first_published_date());
    fresh.Add(Directory::Name(dataset), is_new,
              (dataset.has_adopted_time() ? "public in its old home since " : "first published ") + day);
  }
  fresh.Finish();
}

}  // namespace

v1::GrowthFigures GrowthFiguresOf(const Directory& directory, const v1::PromiseFigures& promises) {
  const Record& record = directory.record();
  v1::GrowthFigures figures;
  std::unordered_set<std::string_view> before;
  for (const auto& dataset : record.before) {
    if (IsPublished(dataset)) before.insert(dataset.name());
  }
  CountFresh(record, figures.mutable_published_in_year());
  for (const auto& dataset : record.datasets) {
    CountSet(dataset, before.count(dataset.name()) > 0, directory, &figures);
    if (!IsNew(dataset, record)) continue;
    auto* line = figures.add_new_sets();
    *line = directory.Line(dataset);
    line->set_added_in_year(IsAdded(promises, directory, dataset));
  }
  figures.set_before(static_cast<int64_t>(before.size()));
  SortLines(figures.mutable_new_sets());
  std::stable_sort(figures.mutable_new_sets()->begin(), figures.mutable_new_sets()->end(),
                   [](const auto& a, const auto& b) { return a.first_published_date() < b.first_published_date(); });
  SortLines(figures.mutable_taken_down());
  for (const auto& year : record.earlier) *figures.add_years() = year;
  if (!record.before.empty()) {
    *figures.add_years() = YearEnd(record.year - 1, record.days.first - std::chrono::days(1), figures.before());
  }
  // Of a year that was not over, the day of the account: nobody knows its last one yet.
  const Day now = std::min(record.days.last, ParseDay(record.as_of_day).value_or(record.days.last));
  *figures.add_years() = YearEnd(record.year, now, figures.now());
  return figures;
}

}  // namespace almanac::reporting
