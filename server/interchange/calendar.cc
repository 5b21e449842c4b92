#include "interchange/calendar.h"

#include <fmt/format.h>
#include <libical/ical.h>

#include <memory>

#include "almanac/v1/departments.pb.h"
#include "almanac/v1/program.pb.h"
#include "base/ids.h"
#include "domain/derive.h"
#include "domain/profile.h"
#include "domain/releases.h"
#include "domain/timeline.h"
#include "domain/times.h"
#include "domain/when.h"

namespace almanac::interchange {
namespace {

using Component = std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)>;
using Entry = v1::TimelineEntry;

icaltimetype DayOf(Day day) {
  const std::chrono::year_month_day ymd(day);
  icaltimetype time = icaltime_null_date();
  time.year = int{ymd.year()};
  time.month = static_cast<int>(unsigned{ymd.month()});
  time.day = static_cast<int>(unsigned{ymd.day()});
  time.is_date = 1;
  return time;
}

icaltimetype InstantOf(Instant instant) {
  return icaltime_from_timet_with_zone(
      std::chrono::duration_cast<std::chrono::seconds>(instant.time_since_epoch()).count(), 0,
      icaltimezone_get_utc_timezone());
}

icalproperty_status StatusOf(const Entry& entry) {
  if (entry.state() == v1::Release::CANCELLED) return ICAL_STATUS_CANCELLED;
  return entry.state() == v1::Release::PROVISIONAL ? ICAL_STATUS_TENTATIVE : ICAL_STATUS_CONFIRMED;
}

const char* StateWords(const Entry& entry) {
  switch (entry.state()) {
    case v1::Release::PUBLISHED:
      return "Published";
    case v1::Release::CANCELLED:
      return "Cancelled";
    case v1::Release::CONFIRMED:
      return "Promised";
    default:
      return "Planned";
  }
}

std::string SummaryOf(const Entry& entry) {
  const std::string label = entry.label().empty() ? "" : fmt::format(" ({})", entry.label());
  return fmt::format("{}: {}{}", StateWords(entry), entry.title(), label);
}

std::string Sentence(std::string words) {
  if (!words.empty() && std::string_view(".!?").find(words.back()) == std::string_view::npos) words += '.';
  return words;
}

std::string DescriptionOf(const Entry& entry) {
  std::string words = fmt::format("{}. {}: {}", entry.department_title(), entry.when(), Sentence(entry.standing()));
  const auto first = ParseDay(entry.promised_first_day()), last = ParseDay(entry.promised_last_day());
  if (first && last &&
      (entry.first_day() != entry.promised_first_day() || entry.last_day() != entry.promised_last_day())) {
    words += fmt::format("\nFirst promised for {}.", domain::WhenWords({*first, *last}));
  }
  if (!entry.reason().empty() && entry.state() != v1::Release::CANCELLED)
    words += "\nWhy it moved: " + Sentence(entry.reason());
  return words;
}

// The day it was published, or else the window; the end is the day after.
domain::Window DaysOf(const Entry& entry) {
  const Day last = ParseDay(entry.last_day()).value_or(Day{});
  if (const auto out = ParseDay(entry.published_date())) return {*out, *out};
  return {ParseDay(entry.first_day()).value_or(last), last};
}

icalcomponent* EventOf(const CalendarEvent& event) {
  const domain::Window days = DaysOf(event.entry);
  const icaltimetype changed = InstantOf(event.changed);
  icalcomponent* component = icalcomponent_new(ICAL_VEVENT_COMPONENT);
  const auto add = [&](icalproperty* property) { icalcomponent_add_property(component, property); };
  add(icalproperty_new_uid(event.uid.c_str()));
  add(icalproperty_new_dtstamp(changed));
  add(icalproperty_new_lastmodified(changed));
  add(icalproperty_new_sequence(event.sequence));
  add(icalproperty_new_dtstart(DayOf(days.first)));
  add(icalproperty_new_dtend(DayOf(days.last + std::chrono::days(1))));
  add(icalproperty_new_status(StatusOf(event.entry)));
  // It takes nobody's day.
  add(icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
  add(icalproperty_new_summary(SummaryOf(event.entry).c_str()));
  add(icalproperty_new_description(DescriptionOf(event.entry).c_str()));
  return component;
}

// The host of the body's website tells its releases from everybody else's.
std::string BodyOf(const v1::Program& program) {
  const std::string host = domain::HostOf(program.website());
  return host.empty() ? "almanac.invalid" : host;
}

// Where a name would tell what an alias hides, nobody can work it out.
std::string UidOf(const v1::Release& release, bool aliased, const std::string& body) {
  const std::string id(IdOf(release.name()));
  if (!aliased) return fmt::format("{}@{}", id, body);
  const std::string created = ToText(domain::ToInstant(release.create_time()));
  return fmt::format("release-{}@{}", Sha256Hex(id + created).substr(0, 16), body);
}

CalendarEvent EventFor(const v1::Release& release, const v1::TimelineTitle& title, const std::string& body,
                       Entry entry) {
  CalendarEvent event;
  entry.set_title(title.title());
  entry.set_department_title(title.department_title());
  if (title.aliased()) entry.clear_label();
  event.entry = std::move(entry);
  event.uid = UidOf(release, title.aliased(), body);
  event.sequence = release.changes_size() + (domain::IsOpen(release) ? 0 : 1);
  event.changed = domain::ToInstant(release.update_time());
  return event;
}

v1::ListTimelineRequest StretchOf(const v1::ExportCalendarRequest& request) {
  v1::ListTimelineRequest stretch;
  stretch.set_from(request.first_day());
  stretch.set_to(request.last_day());
  stretch.set_department(request.department());
  return stretch;
}

std::string CalendarName(store::Tx& tx, const v1::Program& program, const std::string& department) {
  std::string name = program.title() + " open data";
  if (department.empty()) return name;
  return fmt::format("{}: {}", name, tx.Get<v1::Department>(department).title());
}

}  // namespace

std::string CalendarText(const std::string& name, const std::vector<CalendarEvent>& events) {
  const Component calendar(icalcomponent_new(ICAL_VCALENDAR_COMPONENT), &icalcomponent_free);
  const auto add = [&](icalproperty* property) { icalcomponent_add_property(calendar.get(), property); };
  add(icalproperty_new_version("2.0"));
  add(icalproperty_new_prodid("-//Almanac//almanacd//EN"));
  add(icalproperty_new_calscale("GREGORIAN"));
  add(icalproperty_new_method(ICAL_METHOD_PUBLISH));
  icalproperty* calendar_name = icalproperty_new_x(name.c_str());
  icalproperty_set_x_name(calendar_name, "X-WR-CALNAME");
  add(calendar_name);
  for (const CalendarEvent& event : events) icalcomponent_add_component(calendar.get(), EventOf(event));
  const std::unique_ptr<char, decltype(&icalmemory_free_buffer)> text(icalcomponent_as_ical_string_r(calendar.get()),
                                                                      &icalmemory_free_buffer);
  return text.get();
}

v1::ExportCalendarResponse ExportCalendar(store::Tx& tx, const v1::ExportCalendarRequest& request) {
  const auto program = tx.Get<v1::Program>("program");
  const std::string body = BodyOf(program);
  const int grace = domain::ProfileOf(tx).grace.promise;
  std::vector<CalendarEvent> events;
  const auto releases = domain::ReleasesOf(tx, StretchOf(request));
  const auto titles = domain::TitlesFor(tx, releases);
  for (const auto& release : releases) {
    const auto title = titles.find(release.dataset());
    if (title == titles.end() || !title->second.listed()) continue;
    // Seen from its own last day: what the calendar says does not change with the day it is asked on.
    auto entry = domain::EntryOf(release, domain::WindowOf(release).last, grace);
    events.push_back(EventFor(release, title->second, body, std::move(entry)));
  }
  v1::ExportCalendarResponse response;
  response.set_content(CalendarText(CalendarName(tx, program, request.department()), events));
  response.set_media_type("text/calendar; charset=utf-8");
  response.set_events(static_cast<int>(events.size()));
  return response;
}

}  // namespace almanac::interchange
