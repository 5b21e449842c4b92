#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "report_record.h"
#include "reporting/figures.h"

namespace almanac::reporting {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// "promises.kept" -> "12/17": every figure of the whole body.
using Figures = std::map<std::string, std::string>;

void Collect(const google::protobuf::Message& message, const std::string& path, Figures* figures) {
  const auto* type = message.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const auto* field = type->field(i);
    if (field->is_repeated() || field->message_type() == nullptr) continue;
    // A year of which nothing is on record has no figures.
    if (!message.GetReflection()->HasField(message, field)) continue;
    const auto& child = message.GetReflection()->GetMessage(message, field);
    const std::string name = path.empty() ? field->name() : path + "." + field->name();
    if (const auto* figure = dynamic_cast<const v1::Figure*>(&child)) {
      (*figures)[name] = std::to_string(figure->numerator()) + "/" + std::to_string(figure->denominator());
      EXPECT_EQ(figure->numerator(), figure->counted_size()) << name;
      EXPECT_EQ(figure->denominator(), figure->counted_size() + figure->not_counted_size()) << name;
      EXPECT_FALSE(figure->definition().empty()) << name;
    } else {
      Collect(child, name, figures);
    }
  }
}

Figures FiguresOf(const Record& record) {
  Figures figures;
  Collect(Freeze(record), "", &figures);
  return figures;
}

// Which figures differ after a change, each as "name 12/17 -> 11/17".
std::vector<std::string> ChangedBy(const std::function<void(Record&)>& change) {
  Record record = PaloBend();
  const Figures before = FiguresOf(record);
  change(record);
  std::vector<std::string> changed;
  for (const auto& [name, value] : FiguresOf(record)) {
    if (before.at(name) != value) changed.push_back(fmt::format("{} {} -> {}", name, before.at(name), value));
  }
  return changed;
}

TEST(Figures, AreThoseOfTheSampleTown) {
  const Figures figures = FiguresOf(PaloBend());
  EXPECT_EQ(figures.at("promises.kept"), "12/17");
  EXPECT_EQ(figures.at("promises.delivered"), "14/17");
  EXPECT_EQ(figures.at("promises.late"), "2/17");
  EXPECT_EQ(figures.at("promises.moved"), "2/17");
  EXPECT_EQ(figures.at("promises.cancelled"), "1/17");
  EXPECT_EQ(figures.at("promises.owed"), "0/17");
  EXPECT_EQ(figures.at("promises.revised"), "14/15");
  EXPECT_EQ(figures.at("promises.added"), "1/15");
  EXPECT_EQ(figures.at("promises.added_delivered"), "1/1");
  EXPECT_EQ(figures.at("freshness.current"), "26/29");
  EXPECT_EQ(figures.at("stock.published"), "32/60");
  EXPECT_EQ(figures.at("stock.could_be"), "14/60");
  EXPECT_EQ(figures.at("stock.shared"), "5/60");
  EXPECT_EQ(figures.at("stock.closed"), "9/60");
  EXPECT_EQ(figures.at("stock.stand_in"), "6/9");
  EXPECT_EQ(figures.at("stock.stand_in_live"), "4/9");
  EXPECT_EQ(figures.at("quality.described"), "27/32");
  EXPECT_EQ(figures.at("quality.monthly"), "14/32");
  EXPECT_EQ(figures.at("quality.monthly_before"), "5/18");
  EXPECT_EQ(figures.at("last_year.kept"), "9/12");
  EXPECT_EQ(figures.at("last_year.revised"), "13/13");
  EXPECT_EQ(figures.at("last_year.current"), "14/15");
  EXPECT_EQ(figures.at("last_year.described"), "13/18");
  EXPECT_EQ(figures.at("growth.published_in_year"), "15/32");
  EXPECT_EQ(figures.at("plan.exact"), "4/9");
}

TEST(Figures, DoNotChangeWithWordsAlone) {
  EXPECT_THAT(ChangedBy([](Record& record) {
                DatasetIn(record, "trails").set_description("Other words.");
                DatasetIn(record, "payroll-register").set_access_reason("Other words.");
                DatasetIn(record, "dv-incidents").set_public_alias("Another alias");
                ReleaseIn(record, "purchase-cards").mutable_changes(0)->set_reason("Other words.");
              }),
              IsEmpty());
}

TEST(Figures, DoNotDependOnTheOrderOfRows) {
  Record record = PaloBend();
  const std::string before = ToJson(Freeze(record));
  std::reverse(record.departments.begin(), record.departments.end());
  std::reverse(record.datasets.begin(), record.datasets.end());
  std::reverse(record.before.begin(), record.before.end());
  std::reverse(record.releases.begin(), record.releases.end());
  std::reverse(record.releases_before.begin(), record.releases_before.end());
  EXPECT_EQ(ToJson(Freeze(record)), before);
}

TEST(Figures, ARefreshMakesOneMoreSetCurrent) {
  EXPECT_THAT(ChangedBy([](Record& record) { DatasetIn(record, "trails").set_stale_after_date("2027-05-30"); }),
              ElementsAre("freshness.current 26/29 -> 27/29"));
}

TEST(Figures, ASetIsCurrentOnTheLastDayOfItsGrace) {
  EXPECT_THAT(ChangedBy([](Record& record) { DatasetIn(record, "trails").set_stale_after_date("2026-06-30"); }),
              ElementsAre("freshness.current 26/29 -> 27/29"));
  EXPECT_THAT(ChangedBy([](Record& record) { DatasetIn(record, "trails").set_stale_after_date("2026-06-29"); }),
              IsEmpty());
}

TEST(Figures, ASetWithoutRefreshOnRecordIsNotCurrent) {
  EXPECT_THAT(ChangedBy([](Record& record) { DatasetIn(record, "checkbook").clear_stale_after_date(); }),
              ElementsAre("freshness.current 26/29 -> 25/29"));
}

TEST(Figures, AHistoricalSetNeedsNoRefresh) {
  EXPECT_THAT(ChangedBy([](Record& record) { DatasetIn(record, "trails").set_historical(true); }),
              ElementsAre("freshness.current 26/29 -> 26/28", "freshness.not_due 3/32 -> 4/32"));
}

// Neither fresh nor in no need of it: nobody knows.
TEST(Figures, ASetWithoutAFrequencyIsCountedByItself) {
  EXPECT_THAT(ChangedBy([](Record& record) { DatasetIn(record, "checkbook").clear_frequency(); }),
              UnorderedElementsAre("freshness.current 26/29 -> 25/28", "freshness.no_frequency 0/32 -> 1/32",
                                   "quality.monthly 14/32 -> 13/32"));
  Record record = PaloBend();
  DatasetIn(record, "checkbook").clear_frequency();
  const auto freshness = Freeze(record).freshness();
  EXPECT_THAT(freshness.no_frequency().counted_why(), ElementsAre("no frequency is recorded"));
  // A closed series says how often without saying it.
  DatasetIn(record, "checkbook").set_historical(true);
  EXPECT_EQ(Freeze(record).freshness().no_frequency().numerator(), 0);
}

TEST(Figures, AnUndefinedFieldMakesOneDictionaryIncomplete) {
  EXPECT_THAT(ChangedBy([](Record& record) { DatasetIn(record, "checkbook").add_fields()->set_name("memo"); }),
              ElementsAre("quality.described 27/32 -> 26/32"));
  // What is not in the extract needs no definition.
  EXPECT_THAT(ChangedBy([](Record& record) {
                auto* field = DatasetIn(record, "checkbook").add_fields();
                field->set_name("memo");
                field->set_release(v1::Field::DROPPED);
              }),
              IsEmpty());
}

TEST(Figures, AFrequencyOfFiveWeeksIsNotMonthly) {
  EXPECT_THAT(ChangedBy([](Record& record) { DatasetIn(record, "checkbook").set_frequency("R/P5W"); }),
              ElementsAre("quality.monthly 14/32 -> 13/32"));
  EXPECT_THAT(ChangedBy([](Record& record) { DatasetIn(record, "checkbook").set_frequency("R/PT1S"); }), IsEmpty());
}

TEST(Figures, ADayWithinGraceKeepsThePromise) {
  EXPECT_THAT(ChangedBy([](Record& record) { ReleaseIn(record, "contracts").set_published_date("2026-01-27"); }),
              IsEmpty());
  EXPECT_THAT(
      ChangedBy([](Record& record) { ReleaseIn(record, "contracts").set_published_date("2026-01-28"); }),
      ElementsAre("promises.kept 12/17 -> 11/17", "promises.late 2/17 -> 3/17", "promises.revised 14/15 -> 13/15"));
}

TEST(Figures, MovingAPromiseDoesNotKeepIt) {
  EXPECT_THAT(ChangedBy([](Record& record) {
                auto& release = ReleaseIn(record, "contracts");
                auto* change = release.add_changes();
                change->mutable_time()->set_seconds(1764547200);
                change->set_old_first_day("2026-01-13");
                change->set_old_last_day("2026-01-13");
                change->set_new_first_day("2026-03-10");
                change->set_new_last_day("2026-03-10");
                release.set_first_day("2026-03-10");
                release.set_last_day("2026-03-10");
                release.set_published_date("2026-03-10");
              }),
              ElementsAre("promises.kept 12/17 -> 11/17", "promises.late 2/17 -> 3/17"));
}

TEST(Figures, APromiseNeitherKeptNorMovedIsOwed) {
  EXPECT_THAT(ChangedBy([](Record& record) {
                auto& release = ReleaseIn(record, "contracts");
                release.set_state(v1::Release::CONFIRMED);
                release.clear_published_date();
              }),
              UnorderedElementsAre("promises.kept 12/17 -> 11/17", "promises.delivered 14/17 -> 13/17",
                                   "promises.owed 0/17 -> 1/17", "promises.revised 14/15 -> 13/15",
                                   "promises.added 1/15 -> 1/14", "plan.exact 4/9 -> 5/10"));
}

TEST(Figures, ACancelledPromiseIsNotKept) {
  EXPECT_THAT(
      ChangedBy([](Record& record) {
        auto& release = ReleaseIn(record, "purchase-cards");
        release.set_state(v1::Release::CANCELLED);
        release.set_cancel_reason("Given up.");
      }),
      UnorderedElementsAre("promises.moved 2/17 -> 1/17", "promises.cancelled 1/17 -> 2/17", "plan.exact 4/9 -> 3/8"));
}

TEST(Figures, WithdrawingASetTakesItFromWhatIsPublic) {
  const auto changed = ChangedBy([](Record& record) { DatasetIn(record, "trails").set_state(v1::Dataset::WITHDRAWN); });
  EXPECT_THAT(changed, UnorderedElementsAre("freshness.current 26/29 -> 26/28", "freshness.not_due 3/32 -> 3/31",
                                            "freshness.no_frequency 0/32 -> 0/31", "stock.published 32/60 -> 31/60",
                                            "stock.could_be 14/60 -> 15/60", "quality.open_data 27/32 -> 26/31",
                                            "quality.described 27/32 -> 26/31", "quality.monthly 14/32 -> 14/31",
                                            "growth.published_in_year 15/32 -> 15/31"));
}

TEST(Figures, AnAdoptedSetIsNotPublishedByUs) {
  EXPECT_THAT(
      ChangedBy([](Record& record) { DatasetIn(record, "contracts").mutable_adopted_time()->set_seconds(1768000000); }),
      ElementsAre("growth.published_in_year 15/32 -> 14/32"));
}

TEST(Figures, CountOnlyWhatFellDueWhileTheYearRuns) {
  Record record = PaloBend();
  record.as_of = *ParseInstant("2025-09-01T00:00:00Z");
  record.as_of_day = "2025-08-31";
  for (auto& release : record.releases) {
    if (release.published_date() <= record.as_of_day && release.state() == v1::Release::PUBLISHED) continue;
    release.set_state(v1::Release::CONFIRMED);
    release.clear_published_date();
    release.clear_cancel_time();
    if (release.changes_size() == 0) continue;
    release.set_first_day(release.changes(0).old_first_day());
    release.set_last_day(release.changes(0).old_last_day());
    release.clear_changes();
  }
  const auto snapshot = Freeze(record);
  EXPECT_TRUE(snapshot.unfinished());
  EXPECT_EQ(snapshot.promises().kept().numerator(), 1);
  EXPECT_EQ(snapshot.promises().kept().denominator(), 1);
  EXPECT_EQ(snapshot.promises().not_yet_due(), 16);
}

TEST(Figures, OfNothingHaveNoDenominator) {
  Record record = PaloBend();
  record.datasets.clear();
  record.before.clear();
  record.releases.clear();
  record.departments.clear();
  for (const auto& [name, value] : FiguresOf(record)) EXPECT_EQ(value, "0/0") << name;
}

TEST(Directory, KeepsUnlistedSetsOutOfSight) {
  Record record = PaloBend();
  DatasetIn(record, "payroll-register").clear_listed();
  DatasetIn(record, "tree-inventory").set_marking(v1::Dataset::RESTRICTED);
  const std::string json = ToJson(Freeze(record));
  for (const char* secret : {"payroll-register", "Payroll Register", "Names pay, deductions", "tree-inventory"}) {
    EXPECT_EQ(json.find(secret), std::string::npos) << secret;
  }
  EXPECT_NE(json.find("A set not on the public list"), std::string::npos);
}

TEST(Directory, MarksASecondLookThatIsOverdue) {
  Record record = PaloBend();
  auto& dataset = DatasetIn(record, "tree-inventory");
  for (const auto& [day, overdue] : {std::pair("", false), {"2026-06-30", false}, {"2026-06-29", true}}) {
    dataset.set_review_again_date(day);
    const Directory directory(record);
    EXPECT_EQ(directory.Line(dataset).review_overdue(), overdue) << day;
  }
}

TEST(Directory, TellsNoStandInOfAHiddenSet) {
  Record record = PaloBend();
  const Directory directory(record);
  const auto line = directory.Line(*directory.Dataset("datasets/dv-incidents"));
  EXPECT_EQ(line.title(), "Sensitive Incident Reports A");
  EXPECT_EQ(line.stand_in_title(), "");
  EXPECT_EQ(line.stand_in_standing(), v1::DatasetLine::LIVE);
  EXPECT_EQ(line.description(), "");
}

}  // namespace
}  // namespace almanac::reporting
