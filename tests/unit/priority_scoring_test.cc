// The order of what waits, from what is on record.
#include "domain/priority_scoring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace almanac::domain {
namespace {

using testing::ElementsAre;

v1::Dataset Set(const std::string& id) {
  v1::Dataset dataset;
  dataset.set_name("datasets/" + id);
  dataset.set_title(id);
  dataset.set_access(v1::Dataset::OPEN);
  dataset.set_state(v1::Dataset::INVENTORIED);
  dataset.set_classification(v1::Dataset::PUBLISHABLE);
  return dataset;
}

v1::Signal Said(v1::Signal::Kind kind, const std::string& dataset, int value) {
  v1::Signal signal;
  signal.set_name("signals/" + dataset + std::to_string(kind));
  signal.set_kind(kind);
  signal.set_dataset("datasets/" + dataset);
  signal.set_value(value);
  signal.set_first_day("2025-07-01");
  signal.set_last_day("2026-06-30");
  signal.set_source("The clerk");
  return signal;
}

PriorityInput Input(const std::vector<std::string>& ids) {
  PriorityInput input;
  for (const auto& id : ids) input.datasets.push_back(Set(id));
  input.today = *ParseDay("2026-06-30");
  return input;
}

std::vector<std::string> Order(const PriorityInput& input) {
  std::vector<std::string> order;
  for (const auto& line : Prioritise(input)) order.push_back(line.dataset().substr(9));
  return order;
}

v1::PriorityOverride Moved(const std::string& id, int rank, int64_t when = 1) {
  v1::PriorityOverride said;
  said.set_dataset("datasets/" + id);
  said.set_rank(rank);
  said.mutable_set_time()->set_seconds(when);
  return said;
}

TEST(Queue, PutsFirstWhatIsAskedForMost) {
  auto input = Input({"a", "b", "c"});
  input.signals = {Said(v1::Signal::REQUESTS, "b", 3), Said(v1::Signal::REQUESTS, "c", 30)};
  EXPECT_THAT(Order(input), ElementsAre("c", "b", "a"));
  const auto lines = Prioritise(input);
  EXPECT_EQ(lines[0].score(), 20);
  EXPECT_EQ(lines[1].score(), 8);
  EXPECT_EQ(lines[2].score(), 0);
}

TEST(Queue, TakesOffWhatItCosts) {
  auto input = Input({"a", "b"});
  input.signals = {Said(v1::Signal::USE, "a", 4), Said(v1::Signal::USE, "b", 4), Said(v1::Signal::COST, "a", 5)};
  EXPECT_THAT(Order(input), ElementsAre("b", "a"));
  EXPECT_EQ(Prioritise(input)[1].score(), 12 - 10);
}

TEST(Queue, CountsAThemeForAllThatAreAboutIt) {
  auto input = Input({"a", "b"});
  input.datasets[1].add_keywords("Permits");
  auto signal = Said(v1::Signal::REQUESTS, "a", 44);
  signal.clear_dataset();
  signal.set_theme("permits");
  input.signals = {signal};
  EXPECT_THAT(Order(input), ElementsAre("b", "a"));
  EXPECT_THAT(ThemesWithoutDataset(input.signals, {"permits"}, input.today), ElementsAre());
  EXPECT_THAT(ThemesWithoutDataset(input.signals, {"trees"}, input.today), ElementsAre("permits (44)"));
}

TEST(Queue, KnowsTheSourceAndTheDateOfEveryPoint) {
  auto input = Input({"a"});
  input.datasets[0].set_temporal_start("2010-01-01");
  input.datasets[0].mutable_update_time()->set_seconds(1'780'000'000);
  auto* goal = input.program.add_goals();
  goal->set_code("S1");
  goal->set_kind(v1::Goal::STRATEGIC);
  goal->add_datasets("datasets/a");
  input.program.mutable_update_time()->set_seconds(1'770'000'000);
  for (const auto kind : {v1::Signal::REQUESTS, v1::Signal::SUGGESTIONS, v1::Signal::USE, v1::Signal::MANDATE,
                          v1::Signal::COST, v1::Signal::GEOGRAPHY}) {
    input.signals.push_back(Said(kind, "a", 5));
  }
  const auto line = Prioritise(input).front();
  int traced = 0;
  for (const auto* points : {&line.points(), &line.chhs_points()}) {
    for (const auto& point : *points) {
      if (point.points() == 0) continue;
      ++traced;
      ASSERT_FALSE(point.traces().empty()) << point.criterion();
      for (const auto& trace : point.traces()) {
        EXPECT_FALSE(trace.source().empty()) << point.criterion();
        EXPECT_FALSE(trace.date().empty()) << point.criterion();
      }
    }
  }
  EXPECT_EQ(traced, 6 + 5);
}

TEST(Counts, AreThoseOfTwelveMonthsByTheShareOfDaysThatLieWithin) {
  auto signal = Said(v1::Signal::REQUESTS, "a", 20);
  EXPECT_EQ(YearlyCount(signal, *ParseDay("2026-06-30")), 20);
  EXPECT_EQ(YearlyCount(signal, *ParseDay("2026-12-31")), 10);
  EXPECT_EQ(YearlyCount(signal, *ParseDay("2027-06-20")), 1);
  EXPECT_EQ(YearlyCount(signal, *ParseDay("2027-06-29")), 0);
  EXPECT_EQ(YearlyCount(signal, *ParseDay("2027-06-30")), 0);
  EXPECT_EQ(YearlyCount(signal, *ParseDay("2025-06-30")), 0);
  signal.set_first_day("2024-07-01");
  EXPECT_EQ(YearlyCount(signal, *ParseDay("2026-06-30")), 10);
}

TEST(Counts, OfAPeriodThatRunsAreCountedSoFar) {
  const auto signal = Said(v1::Signal::REQUESTS, "a", 20);
  EXPECT_EQ(YearlyCount(signal, *ParseDay("2025-12-31")), 20);
  EXPECT_EQ(YearlyCount(signal, *ParseDay("2025-07-01")), 20);
}

// Twelve months are never counted as more: of two years side by side the shares add up to one.
TEST(Counts, OfYearsSideBySideAddUpToOneYear) {
  auto former = Said(v1::Signal::REQUESTS, "a", 365), latter = former;
  latter.set_first_day("2026-07-01");
  latter.set_last_day("2027-06-30");
  for (Day today = *ParseDay("2026-07-01"); today <= *ParseDay("2027-06-30"); today += std::chrono::days(1)) {
    // One a day; what runs is scaled to the days that are over.
    latter.set_value((today - *ParseDay("2026-07-01")).count() + 1);
    EXPECT_EQ(YearlyCount(former, today) + YearlyCount(latter, today), 365) << ToText(today);
  }
}

// Public P2 P2 P1, sensitive P3 P2 P2, protected P4 P3 P2; by low, medium and high demand.
TEST(Grid, IsThatOfDataSf) {
  const std::vector<std::pair<v1::Dataset::Classification, std::vector<std::string>>> grid{
      {v1::Dataset::PUBLISHABLE, {"P2", "P2", "P1"}},
      {v1::Dataset::POTENTIALLY_SENSITIVE, {"P3", "P2", "P2"}},
      {v1::Dataset::SENSITIVE, {"P3", "P2", "P2"}},
      {v1::Dataset::PROTECTED, {"P4", "P3", "P2"}},
      {v1::Dataset::UNASSESSED, {"", "", ""}}};
  const std::vector<int> demand{2, 3, 12};
  for (const auto& [classification, row] : grid) {
    for (size_t i = 0; i < demand.size(); ++i) {
      auto input = Input({"a"});
      input.datasets[0].set_classification(classification);
      input.signals = {Said(v1::Signal::REQUESTS, "a", demand[i])};
      EXPECT_EQ(Prioritise(input).front().grid(), row[i]) << classification << " " << demand[i];
    }
  }
}

TEST(ChhsScore, GoesTo31AndLeavesReadinessOut) {
  auto input = Input({"a"});
  auto& dataset = input.datasets[0];
  dataset.set_temporal_start("2010-01-01");
  dataset.set_frequency("R/P1M");
  for (const char* name : {"x", "y", "z"}) dataset.add_fields()->set_name(name);
  input.signals = {Said(v1::Signal::REQUESTS, "a", 100), Said(v1::Signal::MANDATE, "a", 5),
                   Said(v1::Signal::GEOGRAPHY, "a", 5), Said(v1::Signal::READINESS, "a", 4)};
  const auto line = Prioritise(input).front();
  EXPECT_EQ(line.chhs(), 31);
  EXPECT_EQ(line.readiness(), 4);
  int highest = 0;
  for (const auto& point : line.chhs_points()) highest += point.highest();
  EXPECT_EQ(highest, 31);
}

TEST(ChhsScore, HasTheBandsOfTheTemplate) {
  const auto points = [](const std::string& criterion, const auto& adjust) {
    auto input = Input({"a"});
    adjust(input.datasets[0]);
    const auto line = Prioritise(input).front();
    for (const auto& point : line.chhs_points()) {
      if (point.criterion() == criterion) return point.points();
    }
    return -1;
  };
  for (const auto& [start, expected] : std::vector<std::pair<std::string, int>>{
           {"2016-07-01", 3}, {"2016-07-10", 2}, {"2021-06-30", 2}, {"2024-06-30", 1}, {"2025-06-30", 0}, {"", 0}}) {
    EXPECT_EQ(points("chhs_years", [&](auto& d) { d.set_temporal_start(start); }), expected) << start;
  }
  for (const auto& [frequency, expected] : std::vector<std::pair<std::string, int>>{
           {"R/P1M", 4}, {"R/P1D", 4}, {"R/P1Y", 3}, {"R/P2Y", 2}, {"R/P3Y", 1}, {"irregular", 0}, {"", 0}}) {
    EXPECT_EQ(points("chhs_frequency", [&](auto& d) { d.set_frequency(frequency); }), expected) << frequency;
  }
  for (const auto& [end, expected] : std::vector<std::pair<std::string, int>>{
           {"2026-01-31", 4}, {"2025-06-01", 3}, {"2024-06-01", 2}, {"2023-06-01", 1}, {"2020-01-01", 0}}) {
    EXPECT_EQ(points("chhs_timeliness", [&](auto& d) { d.set_temporal_end(end); }), expected) << end;
  }
}

TEST(Override, TakesItsPlaceAmongTheOthersWhichKeepTheirOrder) {
  auto input = Input({"a", "b", "c", "d", "e"});
  input.overrides = {Moved("e", 2)};
  EXPECT_THAT(Order(input), ElementsAre("a", "e", "b", "c", "d"));
  const auto line = Prioritise(input)[1];
  EXPECT_EQ(line.rank(), 2);
  EXPECT_EQ(line.computed_rank(), 5);
  input.overrides = {Moved("e", 1), Moved("d", 3)};
  EXPECT_THAT(Order(input), ElementsAre("e", "a", "d", "b", "c"));
  // One that was moved further down than the queue goes stands at its end.
  input.overrides = {Moved("a", 9)};
  EXPECT_THAT(Order(input), ElementsAre("b", "c", "d", "e", "a"));
}

TEST(Override, OfOnePlaceTwiceTheLaterStandsFirst) {
  auto input = Input({"a", "b", "c"});
  input.overrides = {Moved("b", 1, 10), Moved("c", 1, 20)};
  EXPECT_THAT(Order(input), ElementsAre("c", "b", "a"));
}

TEST(Waiting, IsWhatIsOpenAndNobodyHasPutForward) {
  EXPECT_TRUE(Waits(Set("a")));
  auto dataset = Set("a");
  dataset.set_access(v1::Dataset::CLOSED);
  EXPECT_FALSE(Waits(dataset));
  dataset = Set("a");
  dataset.set_state(v1::Dataset::IN_REVIEW);
  EXPECT_FALSE(Waits(dataset));
}

TEST(Weights, GoFrom0To100) {
  v1::PriorityWeights changes;
  changes.set_cost(0);
  const auto changed = ChangedWeights(DefaultPriorityRules().weights, changes);
  EXPECT_EQ(changed.cost(), 0);
  EXPECT_EQ(changed.requests(), 4);
  changes.set_cost(101);
  EXPECT_THROW(ChangedWeights(DefaultPriorityRules().weights, changes), Error);
}

}  // namespace
}  // namespace almanac::domain
