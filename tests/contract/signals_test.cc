// Signals and their import.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/events.pb.h"
#include "almanac/v1/signals.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Signals : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  static v1::CreateSignalRequest Creating(v1::Signal::Kind kind, int64_t value) {
    v1::CreateSignalRequest request;
    request.mutable_signal()->set_kind(kind);
    request.mutable_signal()->set_theme("trees");
    request.mutable_signal()->set_value(value);
    request.mutable_signal()->set_source("The clerk's log");
    return request;
  }
  static v1::ImportSignalsRequest Table(const std::vector<std::array<std::string, 3>>& rows) {
    v1::ImportSignalsRequest request;
    request.set_source("The clerk's log");
    int number = 1;
    for (const auto& [theme, count, when] : rows) {
      auto* row = request.add_rows();
      row->set_row(++number);
      row->set_theme(theme);
      row->set_count(count);
      row->set_when(when);
    }
    return request;
  }
  v1::ImportSignalsResponse Import(const v1::ImportSignalsRequest& request) {
    return town.Call<v1::ImportSignalsResponse>("dana", request);
  }
  static std::vector<std::string> Rules(const v1::ImportSignalsResponse& response) {
    std::vector<std::string> rules;
    for (const auto& problem : response.problems()) {
      rules.push_back(std::to_string(problem.row()) + " " + problem.rule());
    }
    return rules;
  }
  std::vector<v1::Signal> All() {
    v1::ListSignalsRequest request;
    request.set_view(v1::FULL);
    const auto all = town.Call<v1::ListSignalsResponse>("sam", request);
    return {all.signals().begin(), all.signals().end()};
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Signals, BothDatabases(), NameOfDatabase);

TEST_P(Signals, AreOfTodayUnlessDaysAreGiven) {
  const auto signal = town.Call<v1::Signal>("sam", Creating(v1::Signal::USE, 3));
  EXPECT_EQ(signal.first_day(), "2026-03-02");
  EXPECT_EQ(signal.last_day(), "2026-03-02");
  EXPECT_EQ(signal.recorded_by(), "people/sam");
  EXPECT_EQ(signal.name(), "signals/use-trees");
}

TEST_P(Signals, KeepToTheScaleOfTheirKind) {
  for (const auto& [kind, value] : std::vector<std::pair<v1::Signal::Kind, int>>{
           {v1::Signal::USE, 6}, {v1::Signal::USE, 0}, {v1::Signal::TIMELINESS, 5}, {v1::Signal::REQUESTS, 0}}) {
    EXPECT_EQ(town.Refused<v1::Signal>("sam", Creating(kind, value)).reason(), Reason::INVALID_FIELD);
  }
  EXPECT_EQ(town.Call<v1::Signal>("sam", Creating(v1::Signal::READINESS, 0)).value(), 0);
}

TEST_P(Signals, SayWhatTheyAreAbout) {
  auto request = Creating(v1::Signal::USE, 3);
  request.mutable_signal()->clear_theme();
  EXPECT_THAT(town.Refused<v1::Signal>("sam", request).message(), HasSubstr("neither which theme nor which dataset"));
}

TEST_P(Signals, OfADatasetAreRecordedByItsDepartment) {
  trees.Create();
  auto request = Creating(v1::Signal::USE, 3);
  request.mutable_signal()->set_dataset("datasets/trees");
  EXPECT_EQ(town.Refused<v1::Signal>("alan", request).reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(town.Call<v1::Signal>("sam", request).dataset(), "datasets/trees");
}

TEST_P(Signals, AreRecordedByTheRecordsOfficerWhoCountsTheRequests) {
  town.AddPerson("rita", "Rita Osei", v1::RECORDS_OFFICER);
  const auto table = Table({{"trees", "44", "2025"}});
  EXPECT_EQ(town.Call<v1::ImportSignalsResponse>("rita", table).created(), 1);
  EXPECT_EQ(town.Refused<v1::Dataset>("rita", Trees::Describe("Hers?")).reason(), Reason::PERMISSION_DENIED);
}

TEST_P(Signals, OfARestrictedDatasetAreSeenWithIt) {
  auto dataset = Trees::Described();
  dataset.set_marking(v1::Dataset::RESTRICTED);
  trees.Create(dataset);
  auto request = Creating(v1::Signal::USE, 3);
  request.mutable_signal()->set_dataset("datasets/trees");
  town.Call<v1::Signal>("sam", request);
  EXPECT_EQ(town.Call<v1::ListSignalsResponse>("alan", v1::ListSignalsRequest()).signals_size(), 0);
  EXPECT_EQ(town.Call<v1::ListSignalsResponse>("sam", v1::ListSignalsRequest()).signals_size(), 1);
}

TEST_P(Signals, ThatAreRetractedCountNoMoreAndStayOnRecord) {
  const auto signal = town.Call<v1::Signal>("sam", Creating(v1::Signal::REQUESTS, 4));
  v1::RetractSignalRequest request;
  request.set_name(signal.name());
  request.set_reason("Counted twice.");
  request.set_etag("*");
  EXPECT_TRUE(town.Call<v1::Signal>("sam", request).has_retract_time());
  EXPECT_EQ(town.Refused<v1::Signal>("sam", request).reason(), Reason::WRONG_STATE);
  EXPECT_EQ(All().size(), 1u);
  // What it counted may be counted again.
  EXPECT_EQ(town.Call<v1::Signal>("sam", Creating(v1::Signal::REQUESTS, 3)).value(), 3);
}

TEST_P(Signals, OfOneSourceAndThemeCountNoDayTwice) {
  auto request = Creating(v1::Signal::REQUESTS, 4);
  request.mutable_signal()->set_first_day("2025-07-01");
  request.mutable_signal()->set_last_day("2025-12-31");
  town.Call<v1::Signal>("sam", request);
  request.mutable_signal()->set_first_day("2025-12-31");
  request.mutable_signal()->set_last_day("2026-01-31");
  EXPECT_THAT(town.Refused<v1::Signal>("sam", request).message(), HasSubstr("counted twice"));
  request.mutable_signal()->set_source("The police desk");
  town.Call<v1::Signal>("sam", request);
}

TEST_P(Signals, ComeInFromATableAndTheSameTableChangesNothing) {
  const auto table =
      Table({{"trees", "44", "2025-07..2025-12"}, {"permits", "1,204", "2025"}, {"code", "3", "2026-Q1"}});
  const auto first = Import(table);
  EXPECT_THAT(Rules(first), ElementsAre());
  EXPECT_EQ(first.created(), 3);
  EXPECT_EQ(first.counted(), 44 + 1204 + 3);
  const auto again = Import(table);
  EXPECT_EQ(again.created(), 0);
  EXPECT_EQ(again.unchanged(), 3);
  auto other = table;
  other.mutable_rows(0)->set_count("45");
  EXPECT_EQ(Import(other).updated(), 1);
  EXPECT_EQ(All().size(), 3u);
  // What stayed as it was left no trace, there or elsewhere.
  v1::GetHistoryRequest history;
  for (const auto& signal : All()) {
    history.set_name(signal.name());
    EXPECT_EQ(town.Call<v1::GetHistoryResponse>("dana", history).entries_size(), signal.theme() == "trees" ? 2 : 1);
  }
}

TEST_P(Signals, OfATableThatIsNotRightAreNotRecordedAndEveryRowIsNamed) {
  auto table = Table({{"trees", "44", "2025"},
                      {"permits", "many", "2025"},
                      {"code", "3.5", "2025"},
                      {"", "3", "2025"},
                      {"Total", "90", "2025"},
                      {"contracts", "3", "soon"},
                      {"contracts", "0", "2025"},
                      {"contracts", "3", ""},
                      {"Trees", "40", "2025"},
                      {"roads", "3", "2031"}});
  table.add_rows()->set_row(99);
  table.mutable_rows(10)->set_dataset("nowhere");
  table.mutable_rows(10)->set_count("3");
  table.mutable_rows(10)->set_when("2025");
  EXPECT_THAT(Rules(Import(table)), ElementsAre("3 count_unreadable", "4 count_unreadable", "5 theme_missing",
                                                "6 total_row", "7 when_unreadable", "8 count_zero", "9 when_missing",
                                                "10 row_twice", "99 dataset_unknown", "11 period_to_come"));
  EXPECT_TRUE(All().empty());
}

TEST_P(Signals, ThatNoNumberHoldsAreRefusedByRowAndColumn) {
  auto table = Table({{"trees", "9223372036854775807", "2025"},
                      {"permits", "9,223,372,036,854,775,807", "2025"},
                      {"code", "99999999999999999999999", "2025"},
                      {"roads", "-99999999999999999999999", "2025"},
                      {"parks", "10,000,001", "2025"},
                      {"signs", "10,000,000", "2025"}});
  const auto imported = Import(table);
  EXPECT_THAT(Rules(imported), ElementsAre("2 count_too_large", "3 count_too_large", "4 count_too_large",
                                           "5 count_unreadable", "6 count_too_large"));
  EXPECT_EQ(imported.problems(0).column(), "count");
  EXPECT_EQ(imported.counted(), 10'000'000);
  EXPECT_TRUE(All().empty());
}

// Twenty thousand rows, all of which would be called the same and half of which speak of the same theme: within the 30
// seconds that a call has here, and twice, since the second time all of them are compared with what stands. Row by row
// against all others it would take hours.
TEST_P(Signals, OfALargeTableDoNotHoldUpOthersForLong) {
  const std::string same_name(70, 'a');
  std::vector<std::array<std::string, 3>> rows;
  Day day = *ParseDay("1990-01-01");
  for (int i = 0; i < 10'000; ++i, day += std::chrono::days(1)) {
    rows.push_back({same_name + std::to_string(i), "3", "2025"});
    rows.push_back({same_name, "2", ToText(day)});
  }
  auto table = Table(rows);
  EXPECT_EQ(Import(table).created(), 20'000);
  EXPECT_EQ(Import(table).unchanged(), 20'000);
  for (int i = 18'000; i < 20'000; ++i) table.mutable_rows(i)->set_count("4");
  EXPECT_EQ(Import(table).updated(), 2'000);
  // The names are those that one by one would have had.
  v1::GetSignalRequest get;
  get.set_name("signals/requests-" + std::string(63 - 9 - 6, 'a') + "-20000");
  EXPECT_EQ(town.Call<v1::Signal>("dana", get).value(), 4);
}

TEST_P(Signals, OfALogAreCountedMonthByMonth) {
  auto log = Table({{"trees", "", "01/15/2026"},
                    {"Trees", "", "2026-01-20"},
                    {"trees", "", "February 3, 2026"},
                    {"permits", "", "2/28/2026 0:00"}});
  log.set_log(true);
  const auto imported = Import(log);
  EXPECT_THAT(Rules(imported), ElementsAre());
  EXPECT_EQ(imported.created(), 3);
  EXPECT_EQ(imported.counted(), 4);
  EXPECT_THAT(imported.themes_without_dataset(), ElementsAre("trees", "permits"));
  std::vector<std::string> counted;
  for (const auto& signal : All()) counted.push_back(signal.first_day() + " " + std::to_string(signal.value()));
  EXPECT_THAT(counted, testing::UnorderedElementsAre("2026-01-01 2", "2026-02-01 1", "2026-02-01 1"));
}

TEST_P(Signals, OfALogMayBeginWithTheDay) {
  auto log = Table({{"trees", "", "03/02/2026"}});
  log.set_log(true);
  log.set_day_first(true);
  Import(log);
  EXPECT_EQ(All().front().first_day(), "2026-02-01");
}

TEST_P(Signals, OfARehearsedImportAreNotRecorded) {
  auto table = Table({{"trees", "44", "2025"}});
  table.set_validate_only(true);
  EXPECT_EQ(Import(table).created(), 1);
  EXPECT_TRUE(All().empty());
}

}  // namespace
}  // namespace almanac::support
