#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "domain/frequency.h"
#include "domain/releases.h"
#include "domain/timeline.h"
#include "reporting/figures.h"
#include "reporting/words.h"

namespace almanac::reporting {
namespace {

v1::PlanLine LineOf(const Directory& directory, const v1::Release& release) {
  const Record& record = directory.record();
  const v1::Dataset* dataset = directory.Dataset(release.dataset());
  v1::PlanLine line;
  line.set_name(directory.NameOf(release));
  line.set_title(directory.TitleOf(release));
  line.set_department(release.department());
  line.set_department_title(directory.DepartmentTitle(release.department()));
  line.set_first_day(release.first_day());
  line.set_last_day(release.last_day());
  line.set_confirmed(release.state() == v1::Release::CONFIRMED);
  line.set_overdue(release.last_day() < record.as_of_day);
  if (const auto today = ParseDay(record.as_of_day)) {
    line.set_later_by_days(domain::EntryOf(release, *today, record.promise_grace_days).later_by_days());
  }
  if (dataset != nullptr) line.set_refreshed_how_often(domain::FrequencyWords(dataset->frequency()));
  line.set_already_public(dataset != nullptr && IsPublished(*dataset));
  if (dataset != nullptr && !Directory::Hidden(*dataset)) {
    line.set_label(release.label());
    line.set_description(dataset->description());
    line.set_note(release.note());
  }
  return line;
}

std::string StandingWords(const v1::DatasetLine& line) {
  switch (line.standing()) {
    case v1::DatasetLine::LIVE:
      return "public since " + DayWords(line.first_published_date());
    case v1::DatasetLine::PLANNED:
      return "planned for " + SpanWords(line.planned_first_day(), line.planned_last_day());
    case v1::DatasetLine::SUSPENDED:
      return "taken down for the moment";
    case v1::DatasetLine::WITHDRAWN:
      return "withdrawn";
    default:
      return "not planned yet";
  }
}

}  // namespace

v1::PlanFigures PlanFiguresOf(const Directory& directory) {
  const Record& record = directory.record();
  const std::string last = ToText(record.next.last);
  v1::PlanFigures figures;
  figures.set_last_day(last);
  Counting exact(figures.mutable_exact(), "Releases to come with one day",
                 "A single day and no window, of all open releases that begin by the end of the next year.");
  for (const v1::Release& release : record.releases) {
    if (!domain::IsOpen(release)) continue;
    if (release.first_day() > last) {
      figures.set_later(figures.later() + 1);
      continue;
    }
    *figures.add_lines() = LineOf(directory, release);
    exact.Add(directory.NameOf(release), release.first_day() == release.last_day(),
              SpanWords(release.first_day(), release.last_day()));
  }
  exact.Finish();
  std::sort(figures.mutable_lines()->begin(), figures.mutable_lines()->end(), [](const auto& a, const auto& b) {
    return std::tie(a.last_day(), a.first_day(), a.title(), a.name()) <
           std::tie(b.last_day(), b.first_day(), b.title(), b.name());
  });
  return figures;
}

google::protobuf::RepeatedPtrField<v1::GoalLine> GoalsOf(const Directory& directory, v1::Goal::Kind kind) {
  google::protobuf::RepeatedPtrField<v1::GoalLine> goals;
  for (const v1::Goal& goal : directory.record().program.goals()) {
    if (goal.kind() != kind) continue;
    v1::GoalLine* line = goals.Add();
    line->set_code(goal.code());
    line->set_text(goal.text());
    Counting published(line->mutable_published(), fmt::format("Sets that serve goal {} and are public", goal.code()),
                       "Published, of the sets that the goal names.");
    for (const auto& name : goal.datasets()) {
      const v1::Dataset* dataset = directory.Dataset(name);
      if (dataset == nullptr) continue;
      const v1::DatasetLine& set = *line->add_datasets() = directory.Line(*dataset);
      published.Add(Directory::Name(*dataset), IsPublished(*dataset), StandingWords(set));
    }
    published.Finish();
    SortLines(line->mutable_datasets());
  }
  return goals;
}

}  // namespace almanac::reporting
