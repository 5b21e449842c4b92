// A calendar as other programs read it.
#include "interchange/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libical/ical.h>

#include <memory>

namespace almanac::interchange {
namespace {

using testing::HasSubstr;
using testing::Not;

CalendarEvent Event(v1::Release::State state) {
  CalendarEvent event;
  event.entry.set_title("Code Enforcement Cases");
  event.entry.set_department_title("Development Services");
  event.entry.set_first_day("2026-09-22");
  event.entry.set_last_day("2026-09-22");
  event.entry.set_promised_first_day("2026-05-19");
  event.entry.set_promised_last_day("2026-05-19");
  event.entry.set_state(state);
  event.entry.set_when("22 Sep 2026");
  event.entry.set_standing("promised, later by 126 days");
  event.entry.set_reason("Names; addresses, and\\or more.");
  event.uid = "code-cases@www.palobend.example";
  event.sequence = 1;
  event.changed = *ParseInstant("2026-05-04T17:00:00Z");
  return event;
}

using Component = std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)>;
Component Read(const std::string& text) { return {icalparser_parse_string(text.c_str()), &icalcomponent_free}; }
icalcomponent* FirstEvent(const Component& calendar) {
  return icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
}

TEST(Calendar, IsReadBackAsItWasMeant) {
  const auto calendar = Read(CalendarText("Town of Palo Bend open data", {Event(v1::Release::CONFIRMED)}));
  ASSERT_NE(calendar, nullptr);
  ASSERT_EQ(icalcomponent_count_errors(calendar.get()), 0);
  ASSERT_EQ(icalcomponent_count_components(calendar.get(), ICAL_VEVENT_COMPONENT), 1);
  icalcomponent* event = FirstEvent(calendar);
  EXPECT_STREQ(icalcomponent_get_uid(event), "code-cases@www.palobend.example");
  EXPECT_STREQ(icalcomponent_get_summary(event), "Promised: Code Enforcement Cases");
  EXPECT_STREQ(icalcomponent_get_description(event),
               "Development Services. 22 Sep 2026: promised, later by 126 days.\n"
               "First promised for 19 May 2026.\nWhy it moved: Names; addresses, and\\or more.");
  EXPECT_EQ(icalcomponent_get_sequence(event), 1);
  EXPECT_EQ(icalcomponent_get_status(event), ICAL_STATUS_CONFIRMED);
  EXPECT_STREQ(icaltime_as_ical_string(icalcomponent_get_dtstart(event)), "20260922");
  EXPECT_STREQ(icaltime_as_ical_string(icalcomponent_get_dtend(event)), "20260923");
  EXPECT_STREQ(icaltime_as_ical_string(icalcomponent_get_dtstamp(event)), "20260504T170000Z");
  EXPECT_THAT(icalproperty_as_ical_string(icalcomponent_get_first_property(event, ICAL_LASTMODIFIED_PROPERTY)),
              HasSubstr("20260504T170000Z"));
  EXPECT_THAT(icalproperty_as_ical_string(icalcomponent_get_first_property(calendar.get(), ICAL_X_PROPERTY)),
              HasSubstr("X-WR-CALNAME:Town of Palo Bend open data"));
}

TEST(Calendar, SaysWhatIsTentativePromisedAndGivenUp) {
  const std::pair<v1::Release::State, icalproperty_status> kStates[] = {
      {v1::Release::PROVISIONAL, ICAL_STATUS_TENTATIVE},
      {v1::Release::CONFIRMED, ICAL_STATUS_CONFIRMED},
      {v1::Release::PUBLISHED, ICAL_STATUS_CONFIRMED},
      {v1::Release::CANCELLED, ICAL_STATUS_CANCELLED}};
  for (const auto& [state, status] : kStates) {
    const auto calendar = Read(CalendarText("x", {Event(state)}));
    EXPECT_EQ(icalcomponent_get_status(FirstEvent(calendar)), status) << v1::Release::State_Name(state);
  }
}

TEST(Calendar, HasAWindowAsAllItsDays) {
  auto event = Event(v1::Release::PROVISIONAL);
  event.entry.set_first_day("2026-10-01");
  event.entry.set_last_day("2026-11-30");
  const auto calendar = Read(CalendarText("x", {event}));
  EXPECT_STREQ(icaltime_as_ical_string(icalcomponent_get_dtstart(FirstEvent(calendar))), "20261001");
  EXPECT_STREQ(icaltime_as_ical_string(icalcomponent_get_dtend(FirstEvent(calendar))), "20261201");
}

TEST(Calendar, HasWhatIsOutOnTheDayItCame) {
  auto event = Event(v1::Release::PUBLISHED);
  event.entry.set_published_date("2026-10-02");
  const auto calendar = Read(CalendarText("x", {event}));
  EXPECT_STREQ(icaltime_as_ical_string(icalcomponent_get_dtstart(FirstEvent(calendar))), "20261002");
}

TEST(Calendar, FoldsLongLinesAndCutsNoCharacter) {
  auto event = Event(v1::Release::CONFIRMED);
  std::string title;
  for (int i = 0; i < 60; ++i) title += i % 7 == 0 ? "Straße " : "é€𝄞";
  event.entry.set_title(title);
  const std::string text = CalendarText("x", {event});
  size_t start = 0;
  for (size_t end; (end = text.find("\r\n", start)) != text.npos; start = end + 2) {
    const std::string line = text.substr(start, end - start);
    EXPECT_LE(line.size(), 75u) << line;
    EXPECT_EQ(line.find('\n'), line.npos) << line;
    // The second byte of a character starts no line.
    const size_t first = line.starts_with(' ') ? 1 : 0;
    ASSERT_GT(line.size(), first);
    EXPECT_NE(static_cast<unsigned char>(line[first]) & 0xC0, 0x80) << line;
  }
  EXPECT_EQ(start, text.size());
  EXPECT_STREQ(icalcomponent_get_summary(FirstEvent(Read(text))), ("Promised: " + title).c_str());
}

TEST(Calendar, IsTheSameBytesEachTime) {
  const std::vector<CalendarEvent> events{Event(v1::Release::CONFIRMED), Event(v1::Release::CANCELLED)};
  EXPECT_EQ(CalendarText("x", events), CalendarText("x", events));
}

TEST(Calendar, OfNothingIsACalendarAllTheSame) {
  const std::string text = CalendarText("x", {});
  EXPECT_THAT(text, HasSubstr("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"));
  EXPECT_THAT(text, Not(HasSubstr("VEVENT")));
}

}  // namespace
}  // namespace almanac::interchange
