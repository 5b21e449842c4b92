#include "domain/timeline.h"

#include <gtest/gtest.h>

#include "domain/times.h"

namespace almanac::domain {
namespace {

google::protobuf::Timestamp At(std::string_view text) { return ToTimestamp(*ParseInstant(text)); }

const ProgramYear kYear{*ParseDay("2025-07-01"), *ParseDay("2026-06-30")};

// A release planned in May 2025 for a day.
v1::Release Planned(const std::string& last_day, const std::string& planned = "2025-05-01T12:00:00Z") {
  v1::Release release;
  release.set_name("releases/trees");
  release.set_state(v1::Release::CONFIRMED);
  *release.mutable_create_time() = At(planned);
  release.set_first_day(last_day);
  release.set_last_day(last_day);
  release.set_promised_first_day(last_day);
  release.set_promised_last_day(last_day);
  return release;
}

v1::Release Moved(v1::Release release, std::string_view when, const std::string& day, const std::string& reason = {}) {
  auto* change = release.add_changes();
  *change->mutable_time() = At(when);
  change->set_old_first_day(release.first_day());
  change->set_old_last_day(release.last_day());
  change->set_new_first_day(day);
  change->set_new_last_day(day);
  change->set_reason(reason);
  release.set_first_day(day);
  release.set_last_day(day);
  return release;
}

v1::Release Out(v1::Release release, const std::string& day) {
  release.set_state(v1::Release::PUBLISHED);
  release.set_published_date(day);
  return release;
}

v1::TimelineEntry OnDay(const v1::Release& release, std::string_view today) {
  return EntryOf(release, *ParseDay(today), 14);
}

Promise Only(const v1::Release& release) {
  const auto promises = PromisesOfYear({release}, kYear, "America/Phoenix", 14);
  EXPECT_EQ(promises.size(), 1u);
  return promises.empty() ? Promise{} : promises.front();
}

TEST(Timeline, SaysInWhichDirectionAPromiseMoved) {
  const auto later = Moved(Planned("2026-05-19"), "2026-05-04T12:00:00Z", "2026-09-22", "Names in free text.");
  EXPECT_EQ(OnDay(later, "2026-06-01").later_by_days(), 126);
  EXPECT_EQ(OnDay(later, "2026-06-01").standing(), "promised, later by 126 days");
  EXPECT_EQ(OnDay(later, "2026-06-01").reason(), "Names in free text.");
  const auto earlier = Moved(Planned("2026-05-19"), "2026-05-04T12:00:00Z", "2026-05-18");
  EXPECT_EQ(OnDay(earlier, "2026-05-05").standing(), "promised, earlier by 1 day");
}

TEST(Timeline, CountsADayWithinTheFirstWindowAsPromised) {
  auto release = Planned("2026-12-31");
  release.set_promised_first_day("2026-10-01");
  release.set_first_day("2026-10-01");
  release = Moved(release, "2026-05-04T12:00:00Z", "2026-12-08");
  EXPECT_EQ(OnDay(release, "2026-06-01").standing(), "promised");
  EXPECT_EQ(OnDay(release, "2026-06-01").later_by_days(), -23);
}

TEST(Timeline, IsOverdueFromTheDayAfterTheLast) {
  EXPECT_FALSE(OnDay(Planned("2026-05-19"), "2026-05-19").overdue());
  EXPECT_TRUE(OnDay(Planned("2026-05-19"), "2026-05-20").overdue());
  EXPECT_EQ(OnDay(Planned("2026-05-19"), "2026-05-20").standing(), "overdue by 1 day");
  EXPECT_FALSE(OnDay(Out(Planned("2026-05-19"), "2026-06-30"), "2026-07-01").overdue());
}

TEST(Timeline, IsLateOnlyAfterTheGrace) {
  EXPECT_FALSE(OnDay(Out(Planned("2026-05-19"), "2026-06-02"), "2026-07-01").late());
  EXPECT_TRUE(OnDay(Out(Planned("2026-05-19"), "2026-06-03"), "2026-07-01").late());
  EXPECT_EQ(OnDay(Out(Planned("2026-05-19"), "2026-06-03"), "2026-07-01").standing(), "published, late by 15 days");
}

TEST(Timeline, KeepsTheFirstPromiseHoweverOftenItMoves) {
  const auto twice =
      Moved(Moved(Planned("2026-01-31"), "2026-01-10T12:00:00Z", "2026-03-31"), "2026-03-10T12:00:00Z", "2026-04-30");
  EXPECT_EQ(OnDay(twice, "2026-04-01").later_by_days(), 89);
  EXPECT_TRUE(OnDay(Out(twice, "2026-04-20"), "2026-05-01").late());
}

TEST(Timeline, TellsWhyItWasCancelled) {
  auto release = Planned("2026-04-14");
  release.set_state(v1::Release::CANCELLED);
  release.set_cancel_reason("The old system was switched off.");
  EXPECT_EQ(OnDay(release, "2026-05-01").standing(), "cancelled: The old system was switched off.");
}

TEST(WindowAt, IsWhatStoodAtTheInstant) {
  const auto release = Moved(Planned("2026-01-31"), "2025-09-10T12:00:00Z", "2026-03-31");
  EXPECT_FALSE(WindowAt(release, "2025-04-30T00:00:00.000000Z"));
  EXPECT_EQ(ToText(WindowAt(release, "2025-07-01T00:00:00.000000Z")->last), "2026-01-31");
  EXPECT_EQ(ToText(WindowAt(release, "2025-10-01T00:00:00.000000Z")->last), "2026-03-31");
}

TEST(PromisesOfYear, AreKeptUntilTheGraceIsOver) {
  EXPECT_EQ(Only(Out(Planned("2026-01-20"), "2026-02-03")).end, PromiseEnd::kKept);
  EXPECT_EQ(Only(Out(Planned("2026-01-20"), "2026-02-10")).end, PromiseEnd::kLate);
  EXPECT_EQ(Only(Out(Planned("2026-01-20"), "2026-02-10")).later_by_days, 21);
}

TEST(PromisesOfYear, AreMeasuredByTheDayThatStoodWhenTheYearBegan) {
  const auto release = Out(Moved(Planned("2025-12-09"), "2025-11-20T12:00:00Z", "2026-04-21"), "2026-04-21");
  EXPECT_EQ(Only(release).end, PromiseEnd::kLate);
  EXPECT_EQ(ToText(Only(release).window.last), "2025-12-09");
  EXPECT_EQ(Only(release).later_by_days, 133);
}

TEST(PromisesOfYear, AreMovedWhenTheyLeaveTheYear) {
  EXPECT_EQ(Only(Moved(Planned("2026-05-19"), "2026-05-04T12:00:00Z", "2026-09-22")).end, PromiseEnd::kMoved);
}

TEST(PromisesOfYear, ThatWereCancelledWereNotKept) {
  auto release = Planned("2026-04-14");
  release.set_state(v1::Release::CANCELLED);
  *release.mutable_cancel_time() = At("2026-02-03T12:00:00Z");
  EXPECT_EQ(Only(release).end, PromiseEnd::kCancelled);
}

TEST(PromisesOfYear, AreAddedWhenTheyWerePlannedInTheYear) {
  const auto added = Only(Out(Planned("2026-05-26", "2026-02-01T12:00:00Z"), "2026-05-26"));
  EXPECT_TRUE(added.added);
  EXPECT_EQ(added.end, PromiseEnd::kKept);
  EXPECT_FALSE(Only(Planned("2026-05-26")).added);
}

TEST(PromisesOfYear, LeaveOutWhatBelongsToOtherYears) {
  EXPECT_TRUE(PromisesOfYear({Planned("2026-07-01")}, kYear, "", 14).empty());
  EXPECT_TRUE(PromisesOfYear({Out(Planned("2025-06-30"), "2025-06-30")}, kYear, "", 14).empty());
  // Moved out of the year before the year began.
  EXPECT_TRUE(
      PromisesOfYear({Moved(Planned("2026-01-20"), "2025-06-01T12:00:00Z", "2026-10-20")}, kYear, "", 14).empty());
}

TEST(PromisesOfYear, BeginWithTheDayInTheZoneOfTheBody) {
  // Planned at 6 in the evening of 30 June in Phoenix: before the year, though it is 1 July in UTC.
  EXPECT_FALSE(Only(Planned("2026-05-26", "2025-07-01T01:00:00Z")).added);
}

}  // namespace
}  // namespace almanac::domain
