// The queue of what waits, and what people say against it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/events.pb.h"
#include "almanac/v1/priority.pb.h"
#include "almanac/v1/signals.pb.h"
#include "support/town.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;

struct Priority : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};

  void AddSet(const std::string& id, const std::string& department = "parks") {
    v1::CreateDatasetRequest request;
    request.set_dataset_id(id);
    request.mutable_dataset()->set_title("The " + id);
    request.mutable_dataset()->set_department("departments/" + department);
    town.Call<v1::Dataset>("dana", request);
  }
  // More than can be done.
  void AddEleven() {
    for (int i = 0; i < 11; ++i) AddSet("set-" + std::to_string(10 + i));
  }
  // Which not everybody sees, and which is asked for most.
  void AddCovert() {
    AddSet("covert", "police");
    v1::UpdateDatasetRequest update;
    update.mutable_dataset()->set_name("datasets/covert");
    update.mutable_dataset()->set_marking(v1::Dataset::RESTRICTED);
    update.set_etag("*");
    town.Call<v1::Dataset>("dana", update);
    Say(v1::Signal::REQUESTS, "covert", 30);
  }
  void Say(v1::Signal::Kind kind, const std::string& id, int value) {
    v1::CreateSignalRequest request;
    request.mutable_signal()->set_kind(kind);
    request.mutable_signal()->set_dataset("datasets/" + id);
    request.mutable_signal()->set_value(value);
    request.mutable_signal()->set_source("The clerk's log");
    town.Call<v1::Signal>("dana", request);
  }
  v1::ListPrioritiesResponse Queue(const std::string& who = "sam", int page_size = 0) {
    v1::ListPrioritiesRequest request;
    request.set_page_size(page_size);
    return town.Call<v1::ListPrioritiesResponse>(who, request);
  }
  static v1::OverridePriorityRequest Moving(const std::string& id, int rank) {
    v1::OverridePriorityRequest request;
    request.set_name("datasets/" + id);
    request.set_rank(rank);
    request.set_reason("The board asked for it.");
    return request;
  }
  v1::PriorityLine Line(const std::string& id) {
    v1::GetPriorityRequest request;
    request.set_name("datasets/" + id);
    return town.Call<v1::PriorityLine>("sam", request);
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Priority, BothDatabases(), NameOfDatabase);

TEST_P(Priority, IsNotScoredWhileAllThatWaitsCanBeDone) {
  for (int i = 0; i < 10; ++i) AddSet("set-" + std::to_string(10 + i));
  Say(v1::Signal::REQUESTS, "set-15", 30);
  auto queue = Queue();
  EXPECT_FALSE(queue.scored());
  EXPECT_EQ(queue.standing(), "10 datasets wait, and 10 can be done: no scoring is needed.");
  EXPECT_EQ(queue.lines(0).dataset(), "datasets/set-10");
  EXPECT_EQ(queue.lines(0).rank(), 0);
  EXPECT_EQ(town.Refused<v1::PriorityOverride>("lee", Moving("set-12", 1)).reason(), Reason::WRONG_STATE);
  AddSet("set-20");
  queue = Queue();
  EXPECT_TRUE(queue.scored());
  EXPECT_EQ(queue.lines(0).dataset(), "datasets/set-15");
  EXPECT_EQ(queue.lines(0).rank(), 1);
  EXPECT_EQ(queue.lines(0).score(), 20);
}

TEST_P(Priority, TracesEveryPointToItsSignal) {
  AddEleven();
  Say(v1::Signal::REQUESTS, "set-15", 30);
  const auto line = Line("set-15");
  const auto& point = line.points(0);
  EXPECT_EQ(point.criterion(), "requests");
  EXPECT_EQ(point.points(), 20);
  ASSERT_EQ(point.traces_size(), 1);
  EXPECT_EQ(point.traces(0).source(), "The clerk's log");
  EXPECT_EQ(point.traces(0).date(), "2026-03-02");
  v1::GetSignalRequest signal;
  signal.set_name(point.traces(0).signal());
  EXPECT_EQ(town.Call<v1::Signal>("sam", signal).value(), 30);
}

TEST_P(Priority, KeepsTheComputedPlaceBesideTheOneThatSomebodyGave) {
  AddEleven();
  Say(v1::Signal::REQUESTS, "set-15", 30);
  const auto said = town.Call<v1::PriorityOverride>("lee", Moving("set-20", 1));
  EXPECT_EQ(said.computed_rank(), 11);
  EXPECT_EQ(said.role(), "leadership");
  const auto queue = Queue();
  EXPECT_EQ(queue.lines(0).dataset(), "datasets/set-20");
  EXPECT_EQ(queue.lines(0).computed_rank(), 11);
  EXPECT_EQ(queue.lines(0).override_by(), "people/lee");
  EXPECT_EQ(queue.lines(0).override_reason(), "The board asked for it.");
  EXPECT_EQ(queue.lines(1).dataset(), "datasets/set-15");
  v1::EndPriorityOverrideRequest end;
  end.set_name("datasets/set-20");
  end.set_reason("It is planned.");
  town.Call<v1::PriorityOverride>("lee", end);
  EXPECT_EQ(Queue().lines(0).dataset(), "datasets/set-15");
  EXPECT_EQ(town.Refused<v1::PriorityOverride>("lee", end).reason(), Reason::NOT_FOUND);
}

TEST_P(Priority, IsChangedByTheBoardAndLeadersAlone) {
  AddEleven();
  town.AddPerson("joan", "Joan Prewitt", v1::BOARD_MEMBER);
  for (const char* who : {"sam", "grant", "helen"}) {
    EXPECT_EQ(town.Refused<v1::PriorityOverride>(who, Moving("set-20", 1)).reason(), Reason::PERMISSION_DENIED) << who;
  }
  EXPECT_EQ(town.Refused<v1::PriorityOverride>("", Moving("set-20", 1)).reason(), Reason::PERSON_REQUIRED);
  for (const char* who : {"joan", "lee", "ruben", "dana"}) {
    EXPECT_EQ(town.Call<v1::PriorityOverride>(who, Moving("set-20", 1)).set_by(), "people/" + std::string(who));
  }
}

TEST_P(Priority, HasNoPlaceBeyondItsEndAndNoneForWhatDoesNotWait) {
  AddEleven();
  EXPECT_EQ(town.Refused<v1::PriorityOverride>("lee", Moving("set-20", 12)).reason(), Reason::INVALID_FIELD);
  AddSet("closed");
  v1::UpdateDatasetRequest update;
  update.mutable_dataset()->set_name("datasets/closed");
  update.mutable_dataset()->set_access(v1::Dataset::CLOSED);
  update.mutable_dataset()->set_access_reason("It names people.");
  update.mutable_dataset()->set_access_basis("A.R.S. 39-121");
  update.set_etag("*");
  town.Call<v1::Dataset>("dana", update);
  const auto refused = town.Refused<v1::PriorityOverride>("lee", Moving("closed", 1));
  EXPECT_EQ(refused.reason(), Reason::WRONG_STATE);
  EXPECT_THAT(refused.message(), HasSubstr("does not wait"));
}

TEST_P(Priority, SaysHowItWouldMoveUnderOtherWeightsAndWritesNothing) {
  AddEleven();
  Say(v1::Signal::REQUESTS, "set-15", 30);
  Say(v1::Signal::USE, "set-16", 5);
  v1::ListEventsRequest events;
  events.set_page_size(1000);
  const int before = town.Call<v1::ListEventsResponse>("dana", events).events_size();
  v1::PreviewPrioritiesRequest request;
  request.mutable_weights()->set_requests(0);
  const auto preview = town.Call<v1::PreviewPrioritiesResponse>("sam", request);
  EXPECT_EQ(preview.moves(0).dataset(), "datasets/set-16");
  EXPECT_EQ(preview.moves(0).rank_before(), 2);
  EXPECT_EQ(preview.moves(0).rank_after(), 1);
  EXPECT_EQ(preview.weights().requests(), 0);
  EXPECT_EQ(preview.weights_in_force().requests(), 4);
  EXPECT_EQ(preview.weights().use(), 3);
  EXPECT_EQ(Queue().lines(0).dataset(), "datasets/set-15");
  EXPECT_EQ(town.Call<v1::ListEventsResponse>("dana", events).events_size(), before);
  request.mutable_weights()->set_cost(-1);
  EXPECT_EQ(town.Refused<v1::PreviewPrioritiesResponse>("sam", request).reason(), Reason::INVALID_FIELD);
}

TEST_P(Priority, ComesInPages) {
  AddEleven();
  v1::ListPrioritiesRequest request;
  request.set_page_size(4);
  std::vector<int> ranks;
  do {
    const auto page = town.Call<v1::ListPrioritiesResponse>("sam", request);
    for (const auto& line : page.lines()) ranks.push_back(line.rank());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(ranks, (std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
  request.set_page_token("nonsense");
  EXPECT_EQ(town.Refused<v1::ListPrioritiesResponse>("sam", request).reason(), Reason::INVALID_PAGE_TOKEN);
}

TEST_P(Priority, ShowsNobodyWhatTheyMayNotSee) {
  AddEleven();
  AddCovert();
  EXPECT_EQ(Queue("alan").lines(0).dataset(), "datasets/covert");
  const auto seen = Queue("sam");
  EXPECT_EQ(seen.lines_size(), 11);
  EXPECT_EQ(seen.unseen(), 1);
  EXPECT_THAT(seen.ShortDebugString(), testing::Not(HasSubstr("covert")));
  v1::PreviewPrioritiesRequest preview;
  preview.mutable_weights()->set_requests(0);
  const auto tried = town.Call<v1::PreviewPrioritiesResponse>("sam", preview);
  EXPECT_THAT(tried.ShortDebugString(), testing::Not(HasSubstr("covert")));
}

TEST_P(Priority, GivesASetTheSamePlaceWhoeverAsks) {
  // With the one that not everybody sees there is more than can be done.
  for (int i = 0; i < 10; ++i) AddSet("set-" + std::to_string(10 + i));
  AddCovert();
  Say(v1::Signal::REQUESTS, "set-15", 10);
  for (const char* who : {"sam", "alan", "dana"}) {
    const auto queue = Queue(who);
    EXPECT_TRUE(queue.scored()) << who;
    EXPECT_EQ(queue.waiting(), 11) << who;
    for (const auto& line : queue.lines()) {
      if (line.dataset() != "datasets/set-15") continue;
      EXPECT_EQ(line.rank(), 2) << who;
    }
  }
  EXPECT_EQ(Queue("sam").lines(0).rank(), 2);
  EXPECT_EQ(Line("set-15").rank(), 2);
  // The last of eleven, though ten are seen.
  EXPECT_EQ(town.Call<v1::PriorityOverride>("lee", Moving("set-15", 11)).computed_rank(), 2);
  EXPECT_EQ(Line("set-15").rank(), 11);
}

TEST_P(Priority, NamesThemesThatNoDatasetIsAbout) {
  v1::CreateSignalRequest request;
  request.mutable_signal()->set_kind(v1::Signal::REQUESTS);
  request.mutable_signal()->set_theme("council e-mail");
  request.mutable_signal()->set_value(40);
  request.mutable_signal()->set_source("The clerk's log");
  town.Call<v1::Signal>("dana", request);
  EXPECT_THAT(Queue().themes_without_dataset(), testing::ElementsAre("council e-mail (40)"));
  AddSet("mail");
  v1::UpdateDatasetRequest update;
  update.mutable_dataset()->set_name("datasets/mail");
  update.mutable_dataset()->add_themes("Council E-Mail");
  update.set_etag("*");
  town.Call<v1::Dataset>("dana", update);
  EXPECT_TRUE(Queue().themes_without_dataset().empty());
}

}  // namespace
}  // namespace almanac::support
