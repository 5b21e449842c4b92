#include "reporting/read_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/error.h"
#include "domain/profile.h"
#include "domain/versions.h"
#include "reporting/words.h"
#include "sql/datasets.h"

namespace almanac::reporting {
namespace {

// How far back the chart of the public list looks.
constexpr int kEarlierYears = 3;

Error InvalidYear(const std::string& why) { return Error(Reason::INVALID_FIELD, "year: " + why).Field("year", why); }

Instant LastInstant(const std::string& zone, Day day) {
  return StartOfDay(zone, day + std::chrono::days(1)) - std::chrono::microseconds(1);
}

int64_t CountPublished(const std::vector<v1::Dataset>& datasets) {
  return std::count_if(datasets.begin(), datasets.end(), IsPublished);
}

// The public list at the ends of years before the last, as far back as the record goes.
std::vector<v1::YearLine> EarlierYears(store::Tx& tx, const v1::Program& program, int year) {
  std::vector<v1::YearLine> lines;
  for (int earlier = year - 2; earlier >= year - 1 - kEarlierYears; --earlier) {
    const Day last = domain::YearOf(program, earlier).last;
    const auto datasets = tx.WholeAsOf<v1::Dataset>(ToText(LastInstant(program.time_zone(), last)));
    if (datasets.empty()) break;
    v1::YearLine line;
    line.set_year(earlier);
    line.set_last_day(ToText(last));
    line.set_published(CountPublished(datasets));
    lines.insert(lines.begin(), line);
  }
  return lines;
}

// As the public saw them: an edit that waits is no figure yet. What is marked today was not less delicate then.
std::vector<v1::Dataset> DatasetsAsOf(store::Tx& tx, const std::string& time) {
  std::map<std::string, v1::Dataset::Marking> marked;
  for (const auto& dataset : tx.Select<v1::Dataset>(sql::datasets::kMarked, {})) {
    marked.emplace(dataset.name(), dataset.marking());
  }
  auto datasets = tx.WholeAsOf<v1::Dataset>(time);
  for (auto& dataset : datasets) {
    if (dataset.pending_edit()) dataset = domain::AsShown(tx, dataset);
    if (const auto now = marked.find(dataset.name()); now != marked.end()) dataset.set_marking(now->second);
  }
  return datasets;
}

}  // namespace

Record ReadRecord(store::Tx& tx, const v1::Program& program, int year, Day last) {
  const std::string& zone = program.time_zone();
  Record record;
  record.program = program;
  record.promise_grace_days = domain::ProfileOf(tx).grace.promise;
  record.priority = domain::ProfileOf(tx).priority;
  record.year = year;
  record.days = domain::YearOf(program, year);
  record.next = domain::YearOf(program, year + 1);
  if (record.days.first > DayIn(zone, tx.instant())) {
    throw InvalidYear(
        fmt::format("{} begins on {}; nothing can be said of it yet", year, DayWords(ToText(record.days.first))));
  }
  record.as_of = std::min(LastInstant(zone, last), tx.instant());
  record.as_of_day = ToText(DayIn(zone, record.as_of));
  record.frozen = tx.instant();
  const std::string as_of = ToText(record.as_of);
  // The body's name and address are those of today; its goals are those that it had.
  const auto then = tx.FindAsOf<v1::Program>(program.name(), as_of);
  if (then && then->goals_size() > 0) *record.program.mutable_goals() = then->goals();
  record.departments = tx.WholeAsOf<v1::Department>(as_of);
  record.datasets = DatasetsAsOf(tx, as_of);
  if (record.datasets.empty() && record.departments.empty()) {
    throw InvalidYear(fmt::format("nothing was recorded here by {}", DayWords(record.as_of_day)));
  }
  record.releases = tx.WholeAsOf<v1::Release>(as_of);
  record.reviews = tx.WholeAsOf<v1::Review>(as_of);
  record.signals = tx.WholeAsOf<v1::Signal>(as_of);
  record.overrides = tx.WholeAsOf<v1::PriorityOverride>(as_of);
  const std::string last_year = ToText(LastInstant(zone, record.days.first - std::chrono::days(1)));
  record.before = DatasetsAsOf(tx, last_year);
  record.releases_before = tx.WholeAsOf<v1::Release>(last_year);
  record.departments_before = tx.WholeAsOf<v1::Department>(last_year);
  if (!record.before.empty()) record.earlier = EarlierYears(tx, program, year);
  return record;
}

}  // namespace almanac::reporting
