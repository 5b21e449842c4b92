#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/clock.h"
#include "domain/releases.h"
#include "domain/timeline.h"
#include "domain/times.h"
#include "reporting/figures.h"
#include "reporting/words.h"

namespace almanac::reporting {
namespace {

using Line = v1::PromiseLine;

constexpr const char* kPromise =
    "A promise of the year is a release whose last day, as the record stood when the year began, lies in the year. ";

int64_t DaysBetween(const std::string& from, const std::string& to) {
  const auto a = ParseDay(from), b = ParseDay(to);
  return a && b ? (*b - *a).count() : 0;
}

std::string ReasonKind(v1::DateChangeReason code) {
  switch (code) {
    case v1::DATA_QUALITY:
      return "quality of the data";
    case v1::SOURCE_SYSTEM:
      return "source system";
    case v1::LEGAL_PRIVACY:
      return "law or privacy";
    case v1::RESOURCE:
      return "people or money";
    case v1::DEPENDENCY:
      return "waits for something else";
    case v1::EXTERNAL_EVENT:
      return "outside event";
    case v1::METHODOLOGY:
      return "method";
    case v1::USER_NEED:
      return "users' need";
    case v1::ACCIDENTAL_RELEASE:
      return "released by accident";
    case v1::OTHER:
      return "other";
    default:
      return {};
  }
}

Line::Outcome OutcomeOf(const domain::Promise& promise, const Record& record) {
  switch (promise.end) {
    case domain::PromiseEnd::kKept:
      return Line::KEPT;
    case domain::PromiseEnd::kLate:
      return Line::LATE;
    case domain::PromiseEnd::kMoved:
      return Line::MOVED;
    case domain::PromiseEnd::kCancelled:
      return Line::CANCELLED;
    case domain::PromiseEnd::kOpen:
      break;
  }
  const bool over = record.as_of_day >= ToText(record.days.last);
  return !over && promise.release.last_day() >= record.as_of_day ? Line::NOT_YET_DUE : Line::OWED;
}

// Of the last move or the cancellation. Of a set that nobody put on the public list, none.
void SetReason(const v1::Release& release, bool silent, Line* line) {
  if (silent) return;
  if (!release.changes().empty()) {
    const v1::DateChange& last = *release.changes().rbegin();
    line->set_reason(last.reason());
    line->set_reason_kind(ReasonKind(last.code()));
  }
  if (release.state() == v1::Release::CANCELLED) {
    line->set_reason(release.cancel_reason());
    line->clear_reason_kind();
  }
}

Line LineOf(const Directory& directory, const domain::Promise& promise) {
  const v1::Release& release = promise.release;
  const v1::Dataset* dataset = directory.Dataset(release.dataset());
  const bool hidden = dataset == nullptr || Directory::Hidden(*dataset);
  Line line;
  line.set_name(directory.NameOf(release));
  line.set_title(directory.TitleOf(release));
  if (!hidden) line.set_label(release.label());
  line.set_department(release.department());
  line.set_department_title(directory.DepartmentTitle(release.department()));
  line.set_outcome(OutcomeOf(promise, directory.record()));
  line.set_promised_first_day(ToText(promise.window.first));
  line.set_promised_last_day(ToText(promise.window.last));
  line.set_first_day(release.first_day());
  line.set_last_day(release.last_day());
  line.set_published_date(release.published_date());
  line.set_later_by_days(promise.later_by_days);
  line.set_moves(release.changes_size());
  if (line.outcome() == Line::LATE)
    line.set_days_after_last_day(DaysBetween(release.last_day(), release.published_date()));
  if (line.outcome() == Line::OWED) {
    line.set_days_after_last_day(DaysBetween(release.last_day(), directory.record().as_of_day));
  }
  if (release.has_cancel_time()) {
    const std::string& zone = directory.record().program.time_zone();
    line.set_cancelled_date(ToText(DayIn(zone, domain::ToInstant(release.cancel_time()))));
  }
  SetReason(release, hidden && (dataset == nullptr || dataset->public_alias().empty()), &line);
  return line;
}

std::string LaterWords(int64_t days) {
  return fmt::format("{} by {} {}", days < 0 ? "earlier" : "later", NumberWords(std::abs(days)),
                     std::abs(days) == 1 ? "day" : "days");
}

struct Question {
  const char* title;
  std::string definition;
  std::initializer_list<Line::Outcome> outcomes;
};

void CountOutcome(const v1::PromiseFigures& figures, const Question& question, v1::Figure* figure) {
  Counting counting(figure, question.title, question.definition);
  const auto& wanted = question.outcomes;
  for (const Line& line : figures.lines()) {
    if (line.outcome() == Line::NOT_YET_DUE) continue;
    counting.Add(line.name(), std::find(wanted.begin(), wanted.end(), line.outcome()) != wanted.end(),
                 OutcomeWords(line));
  }
  counting.Finish();
}

std::string WithGrace(const std::string& words, int64_t days) {
  return words + (days == 0 ? "." : ", or within " + std::to_string(days) + " days after it.");
}

void CountOutcomes(int grace_days, v1::PromiseFigures* figures) {
  const auto count = [&](const char* title, const std::string& words, std::initializer_list<Line::Outcome> outcomes,
                         v1::Figure* figure) {
    CountOutcome(*figures, {title, words, outcomes}, figure);
  };
  count("Promises kept on the first date",
        std::string(kPromise) + WithGrace("Kept: published by the last day first promised for the year", grace_days),
        {Line::KEPT}, figures->mutable_kept());
  count("Promises delivered in the year", "Of the promises of the year, those published in it, on time or late.",
        {Line::KEPT, Line::LATE}, figures->mutable_delivered());
  count("Promises delivered late",
        "Of the promises of the year, those published after the day first promised and the days of grace.",
        {Line::LATE}, figures->mutable_late());
  count("Promises moved past the year",
        "Of the promises of the year, those not published and now promised for a day after it.", {Line::MOVED},
        figures->mutable_moved());
  count("Promises cancelled",
        "Of the promises of the year, those given up with a public reason. A cancelled promise is not kept.",
        {Line::CANCELLED}, figures->mutable_cancelled());
  count("Promises still owed",
        "Of the promises of the year, those neither published, moved nor cancelled whose last day is over.",
        {Line::OWED}, figures->mutable_owed());
}

// What counting without memory would say: every release by the last date announced for it.
void CountRevised(const Directory& directory, v1::Figure* figure) {
  const Record& record = directory.record();
  const std::string first = ToText(record.days.first), last = std::min(ToText(record.days.last), record.as_of_day);
  Counting counting(figure, "Published by the last date announced",
                    WithGrace("Of releases whose last announced day fell in the year, cancelled ones left out: "
                              "published by that day",
                              record.promise_grace_days));
  for (const v1::Release& release : record.releases) {
    if (release.state() == v1::Release::CANCELLED || release.last_day() < first || release.last_day() > last) continue;
    if (!release.published_date().empty() && release.published_date() < first) continue;
    const bool on_time = !release.published_date().empty() &&
                         DaysBetween(release.last_day(), release.published_date()) <= record.promise_grace_days;
    counting.Add(directory.NameOf(release), on_time,
                 fmt::format("last announced for {}, {}", SpanWords(release.first_day(), release.last_day()),
                             release.published_date().empty() ? "not published"
                                                              : "published " + DayWords(release.published_date())));
  }
  counting.Finish();
}

}  // namespace

std::string OutcomeWords(const Line& line) {
  const std::string promised = SpanWords(line.promised_first_day(), line.promised_last_day());
  switch (line.outcome()) {
    case Line::KEPT:
      return fmt::format("promised for {}, published {}", promised, DayWords(line.published_date()));
    case Line::LATE:
      return fmt::format("promised for {}, published {}, {}", promised, DayWords(line.published_date()),
                         LaterWords(line.later_by_days()));
    case Line::MOVED:
      return fmt::format("promised for {}, moved to {}, {}", promised, SpanWords(line.first_day(), line.last_day()),
                         LaterWords(line.later_by_days()));
    case Line::CANCELLED:
      return fmt::format("promised for {}, cancelled {}", promised, DayWords(line.cancelled_date()));
    default:
      return fmt::format("promised for {}, neither published nor moved since", promised);
  }
}

namespace {

// What was promised within the year is in no figure of the plan with which it began, and yet answered for by name.
void CountAdded(v1::PromiseFigures* figures) {
  Counting delivered(figures->mutable_added_delivered(), "Releases added during the year and published in it",
                     "Of releases planned in the course of the year for a day in it, those published in it. They were "
                     "no promise when the year began, and are counted beside the promises, never among them.");
  int64_t cancelled = 0;
  for (const Line& line : figures->added_lines()) {
    if (line.outcome() == Line::CANCELLED) ++cancelled;
    if (line.outcome() == Line::NOT_YET_DUE) continue;
    delivered.Add(line.name(), line.outcome() == Line::KEPT || line.outcome() == Line::LATE, OutcomeWords(line));
  }
  delivered.Finish();
  figures->set_added_cancelled(cancelled);
}

}  // namespace

v1::PromiseFigures PromiseFiguresOf(const Directory& directory) {
  const Record& record = directory.record();
  v1::PromiseFigures figures;
  figures.set_grace_days(record.promise_grace_days);
  Counting added(figures.mutable_added(), "Published without having been promised when the year began",
                 "Of releases published in the year, those that were planned in the course of it.");
  for (const auto& promise :
       domain::PromisesOfYear(record.releases, record.days, record.program.time_zone(), record.promise_grace_days)) {
    if (promise.release.state() == v1::Release::PUBLISHED) {
      added.Add(directory.NameOf(promise.release), promise.added,
                fmt::format("published {}, {}", DayWords(promise.release.published_date()),
                            promise.added ? "planned in the course of the year" : "promised when the year began"));
    }
    *(promise.added ? figures.add_added_lines() : figures.add_lines()) = LineOf(directory, promise);
  }
  added.Finish();
  for (const Line& line : figures.lines()) {
    if (line.outcome() == Line::NOT_YET_DUE) {
      figures.set_not_yet_due(figures.not_yet_due() + 1);
    } else if (line.outcome() != Line::KEPT || line.moves() > 0) {
      *figures.add_changed() = line;
    }
  }
  CountOutcomes(record.promise_grace_days, &figures);
  CountAdded(&figures);
  CountRevised(directory, figures.mutable_revised());
  return figures;
}

}  // namespace almanac::reporting
