#include "domain/timeline.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/departments.pb.h"
#include "almanac/v1/program.pb.h"
#include "base/clock.h"
#include "base/error.h"
#include "domain/as_of.h"
#include "domain/profile.h"
#include "domain/releases.h"
#include "domain/times.h"
#include "sql/releases.h"
#include "store/list.h"
#include "store/page.h"

namespace almanac::domain {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kLargestPage = 1000;

int DaysBetween(Day from, Day to) { return static_cast<int>((to - from).count()); }

std::string DaysWords(int days) { return days == 1 ? "1 day" : fmt::format("{} days", days); }

// In the grammar of filters, from values that the domain made or checked itself.
std::string FilterOf(const v1::ListTimelineRequest& request, const std::string& today) {
  std::vector<std::string> terms;
  // By the dates shown: what is out lies where it came out.
  if (!request.from().empty()) {
    terms.push_back(
        fmt::format("(published_date >= \"{0}\" OR (NOT published_date:* AND last_day >= \"{0}\"))", request.from()));
  }
  if (!request.to().empty()) {
    terms.push_back(
        fmt::format("(published_date <= \"{0}\" OR (NOT published_date:* AND first_day <= \"{0}\"))", request.to()));
  }
  if (!request.department().empty()) terms.push_back(fmt::format("department = \"{}\"", request.department()));
  if (request.overdue()) {
    terms.push_back(fmt::format("(state = provisional OR state = confirmed) AND last_day < \"{}\"", today));
  }
  return fmt::format("{}", fmt::join(terms, " AND "));
}

// An empty plan would say that it has none.
void RequireDepartment(store::Tx& tx, const std::string& department) {
  if (department.empty() || tx.Exists<v1::Department>(department)) return;
  throw Error(Reason::REFERENCE_NOT_FOUND, fmt::format("department names {}, which does not exist", department))
      .Field("department", fmt::format("there is no {}", department));
}

void CheckStretch(const v1::ListTimelineRequest& request) {
  if (request.from().empty() || request.to().empty() || request.from() <= request.to()) return;
  throw Error(Reason::INVALID_FIELD,
              fmt::format("the stretch would end on {}, before it starts on {}", request.to(), request.from()))
      .Field("to", "is before from");
}

// The day that the plan is looked at from: that of `as_of`, or today.
Day DayOfView(store::Tx& tx, const std::string& as_of) {
  const auto instant = ParseInstant(AsOf(tx, as_of));
  return instant ? DayIn(tx.Get<v1::Program>("program").time_zone(), *instant) : TodayAsDay(tx);
}

// What datasets and departments were called then.
std::map<std::string, v1::TimelineTitle> TitlesAsOf(store::Tx& tx, const std::string& time) {
  std::map<std::string, std::string> departments;
  for (const auto& one : tx.AllAsOf<v1::Department>(time)) departments[one.name()] = one.title();
  std::map<std::string, v1::TimelineTitle> titles;
  for (const auto& dataset : tx.AllAsOf<v1::Dataset>(time)) {
    auto& title = titles[dataset.name()];
    title.set_title(dataset.public_alias().empty() ? dataset.title() : dataset.public_alias());
    title.set_department_title(departments[dataset.department()]);
  }
  return titles;
}

// The day under which it stands: that of its publication, else its last.
const std::string& ShownDay(const v1::Release& release) {
  return release.published_date().empty() ? release.last_day() : release.published_date();
}

auto ShownOrder(const v1::Release& release) { return std::tie(ShownDay(release), release.name()); }

// Those of one page, and the token of the next. A plan is read as a whole: its order is no column's.
std::vector<v1::Release> PageOf(store::Tx& tx, const v1::ListTimelineRequest& request, std::string* next) {
  const int size = request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kLargestPage);
  auto releases = ReleasesOf(tx, request);
  const std::string question = fmt::format("timeline\n{}\n{}\n{}\n{}\n{}", request.from(), request.to(),
                                           request.department(), request.overdue(), request.as_of());
  if (!request.page_token().empty()) {
    const auto key = store::ReadPageToken(request.page_token(), question, 2);
    const auto *day = std::get_if<std::string>(&key[0]), *name = std::get_if<std::string>(&key[1]);
    if (day == nullptr || name == nullptr)
      throw Error(Reason::INVALID_PAGE_TOKEN, "the page token is not one of a timeline");
    std::erase_if(releases, [&](const v1::Release& release) { return ShownOrder(release) <= std::tie(*day, *name); });
  }
  if (releases.size() > static_cast<size_t>(size)) {
    releases.resize(static_cast<size_t>(size));
    *next = store::MakePageToken(question, {ShownDay(releases.back()), releases.back().name()});
  }
  return releases;
}

// Of what came out as promised or earlier nothing is to be explained any more, however it moved before.
std::string LastReason(const v1::Release& release, bool late) {
  if (release.state() == v1::Release::CANCELLED) return release.cancel_reason();
  if (release.state() == v1::Release::PUBLISHED && !late) return {};
  return release.changes().empty() ? std::string() : release.changes().rbegin()->reason();
}

// How far the promise moved, and in which direction; within its first window it kept its word.
std::string MovedWords(const v1::TimelineEntry& entry) {
  const bool within = entry.first_day() >= entry.promised_first_day() && entry.last_day() <= entry.promised_last_day();
  if (entry.later_by_days() == 0 || within) return {};
  return fmt::format("{} by {}", entry.later_by_days() > 0 ? "later" : "earlier",
                     DaysWords(std::abs(entry.later_by_days())));
}

std::string StandingOf(const v1::TimelineEntry& entry, Day today) {
  const std::string moved = MovedWords(entry);
  if (entry.state() == v1::Release::CANCELLED) {
    return entry.reason().empty() ? "cancelled" : fmt::format("cancelled: {}", entry.reason());
  }
  if (entry.state() == v1::Release::PUBLISHED) {
    const auto promised = ParseDay(entry.promised_last_day()), out = ParseDay(entry.published_date());
    if (!entry.late() || !promised || !out) return "published";
    return fmt::format("published, late by {}", DaysWords(DaysBetween(*promised, *out)));
  }
  if (entry.overdue()) {
    const int days = DaysBetween(ParseDay(entry.last_day()).value_or(today), today);
    return fmt::format("overdue by {}{}{}", DaysWords(days), moved.empty() ? "" : ", ", moved);
  }
  const std::string state = entry.state() == v1::Release::CONFIRMED ? "promised" : "planned";
  return moved.empty() ? state : fmt::format("{}, {}", state, moved);
}

PromiseEnd EndOf(const v1::Release& release, const Promise& promise, const ProgramYear& year, int grace_days) {
  if (release.state() == v1::Release::CANCELLED) return PromiseEnd::kCancelled;
  const auto out = ParseDay(release.published_date());
  if (release.state() == v1::Release::PUBLISHED && out && *out <= year.last) {
    return *out <= promise.window.last + std::chrono::days(grace_days) ? PromiseEnd::kKept : PromiseEnd::kLate;
  }
  return WindowOf(release).last > year.last ? PromiseEnd::kMoved : PromiseEnd::kOpen;
}

bool EndedBefore(const v1::Release& release, const std::string& time, Day day) {
  if (release.has_cancel_time() && ToText(ToInstant(release.cancel_time())) < time) return true;
  const auto out = ParseDay(release.published_date());
  return release.state() == v1::Release::PUBLISHED && out && *out < day;
}

bool Within(Day day, const ProgramYear& year) { return year.first <= day && day <= year.last; }

// No promise when the year began, and yet due or published in it.
bool AddedIn(const v1::Release& release, const ProgramYear& year, bool planned_before) {
  const auto out = ParseDay(release.published_date());
  if ((out && Within(*out, year)) || Within(WindowOf(release).last, year)) return true;
  const auto promised = ParseDay(release.promised_last_day());
  return !planned_before && promised && Within(*promised, year);
}

}  // namespace

std::map<std::string, v1::TimelineTitle> TitlesFor(store::Tx& tx, const std::vector<v1::Release>& releases) {
  std::map<std::string, v1::TimelineTitle> titles;
  if (releases.empty()) return titles;
  const auto [first, last] = std::minmax_element(
      releases.begin(), releases.end(), [](const auto& a, const auto& b) { return a.last_day() < b.last_day(); });
  const store::Binds binds{{"first", first->last_day()}, {"last", last->last_day()}};
  for (auto& title : tx.Select<v1::TimelineTitle>(sql::releases::kTitlesBetween, binds)) {
    titles[title.dataset()] = std::move(title);
  }
  return titles;
}

v1::TimelineEntry EntryOf(const v1::Release& release, Day today, int grace_days) {
  v1::TimelineEntry entry;
  entry.set_release(release.name());
  entry.set_dataset(release.dataset());
  entry.set_department(release.department());
  entry.set_label(release.label());
  entry.set_first_day(release.first_day());
  entry.set_last_day(release.last_day());
  entry.set_precision(release.precision());
  entry.set_state(release.state());
  entry.set_promised_first_day(release.promised_first_day());
  entry.set_promised_last_day(release.promised_last_day());
  entry.set_published_date(release.published_date());
  const Window window = WindowOf(release);
  const Day promised = ParseDay(release.promised_last_day()).value_or(window.last);
  const auto out = ParseDay(release.published_date());
  entry.set_later_by_days(DaysBetween(promised, window.last));
  entry.set_overdue(IsOpen(release) && window.last < today);
  entry.set_late(out && *out > promised + std::chrono::days(grace_days));
  entry.set_reason(LastReason(release, entry.late()));
  entry.set_when(out ? DayWords(*out) : WhenWords(window));
  entry.set_standing(StandingOf(entry, today));
  return entry;
}

std::vector<v1::Release> ReleasesOf(store::Tx& tx, const v1::ListTimelineRequest& request) {
  CheckStretch(request);
  RequireDepartment(tx, request.department());
  v1::ListReleasesRequest list;
  list.set_page_size(kLargestPage);
  list.set_view(v1::FULL);
  list.set_as_of(request.as_of());
  const store::Scope scope{FilterOf(request, ToText(DayOfView(tx, request.as_of()))), AsOf(tx, request.as_of())};
  std::vector<v1::Release> releases;
  do {
    v1::ListReleasesResponse page;
    store::List(tx, list, &page, scope);
    releases.insert(releases.end(), page.releases().begin(), page.releases().end());
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  std::sort(releases.begin(), releases.end(),
            [](const auto& a, const auto& b) { return ShownOrder(a) < ShownOrder(b); });
  return releases;
}

v1::ListTimelineResponse ListTimeline(store::Tx& tx, const v1::ListTimelineRequest& request) {
  const Day today = DayOfView(tx, request.as_of());
  if (request.page_size() < 0) {
    throw Error(Reason::INVALID_FIELD, "page_size is below zero").Field("page_size", "0 means the default, 50");
  }
  std::string next;
  const auto releases = PageOf(tx, request, &next);
  const auto titles = request.as_of().empty() ? TitlesFor(tx, releases) : TitlesAsOf(tx, AsOf(tx, request.as_of()));
  const int grace = ProfileOf(tx).grace.promise;
  v1::ListTimelineResponse response;
  response.set_next_page_token(next);
  for (const auto& release : releases) {
    auto* entry = response.add_entries();
    *entry = EntryOf(release, today, grace);
    const auto title = titles.find(release.dataset());
    if (title == titles.end()) continue;
    entry->set_title(title->second.title());
    entry->set_department_title(title->second.department_title());
  }
  return response;
}

std::optional<Window> WindowAt(const v1::Release& release, const std::string& time) {
  if (ToText(ToInstant(release.create_time())) > time) return std::nullopt;
  // The first change after the instant says what stood before it.
  for (const auto& change : release.changes()) {
    if (ToText(ToInstant(change.time())) <= time) continue;
    const auto first = ParseDay(change.old_first_day()), last = ParseDay(change.old_last_day());
    if (first && last) return Window{*first, *last};
  }
  return WindowOf(release);
}

std::vector<Promise> PromisesOfYear(const std::vector<v1::Release>& releases, const ProgramYear& year,
                                    const std::string& zone, int grace_days) {
  const std::string start = ToText(StartOfDay(zone, year.first));
  std::vector<Promise> promises;
  for (const auto& release : releases) {
    if (EndedBefore(release, start, year.first)) continue;
    Promise promise{release, WindowOf(release)};
    const auto at_start = WindowAt(release, start);
    if (at_start && Within(at_start->last, year)) {
      promise.window = *at_start;
    } else if (AddedIn(release, year, at_start.has_value())) {
      promise.added = true;
      const auto first = ParseDay(release.promised_first_day()), last = ParseDay(release.promised_last_day());
      if (first && last) promise.window = {*first, *last};
    } else {
      continue;
    }
    const auto out = ParseDay(release.published_date());
    promise.later_by_days = DaysBetween(promise.window.last, out ? *out : WindowOf(release).last);
    promise.end = EndOf(release, promise, year, grace_days);
    promises.push_back(std::move(promise));
  }
  std::sort(promises.begin(), promises.end(), [](const Promise& a, const Promise& b) {
    return std::pair(a.window.last, a.release.name()) < std::pair(b.window.last, b.release.name());
  });
  return promises;
}

}  // namespace almanac::domain
