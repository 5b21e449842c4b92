// A request with an id is done once, whoever asks how often.
#include "api/replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "almanac/v1/events.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

struct Replays : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};

  static v1::CreateDatasetRequest Creating(const std::string& title, const std::string& id) {
    v1::CreateDatasetRequest request;
    request.mutable_dataset()->set_title(title);
    request.mutable_dataset()->set_department("departments/parks");
    request.set_request_id(id);
    return request;
  }
  v1::Dataset Create(const v1::CreateDatasetRequest& request, const std::string& who = "sam") {
    return town.Call<v1::Dataset>(who, request);
  }
  int Datasets() { return town.Call<v1::ListDatasetsResponse>("dana", v1::ListDatasetsRequest()).datasets_size(); }
};
INSTANTIATE_TEST_SUITE_P(Both, Replays, BothDatabases(), NameOfDatabase);

TEST_P(Replays, AnswerARepeatedRequestAsBeforeAndDoNothing) {
  const auto first = Create(Creating("Trees", "a"));
  town.clock().Advance(std::chrono::hours(23));
  const auto again = Create(Creating("Trees", "a"));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(Datasets(), 1);
}

TEST_P(Replays, DoWithoutAnIdWhatIsAskedEachTime) {
  Create(Creating("Trees", ""));
  Create(Creating("Trees", ""));
  EXPECT_EQ(Datasets(), 2);
}

TEST_P(Replays, BelongToOneCallerAndOneRpc) {
  Create(Creating("Trees", "a"), "sam");
  Create(Creating("Trees", "a"), "grant");
  EXPECT_EQ(Datasets(), 2);
  v1::UpdateDatasetRequest update = Trees::Update("description");
  update.mutable_dataset()->set_name("datasets/trees");
  update.mutable_dataset()->set_description("Every tree.");
  update.set_request_id("a");
  EXPECT_EQ(town.Call<v1::Dataset>("sam", update).description(), "Every tree.");
}

TEST_P(Replays, RefuseTheIdOfAnotherRequest) {
  Create(Creating("Trees", "a"));
  const auto error = town.Refused<v1::Dataset>("sam", Creating("Benches", "a"));
  EXPECT_EQ(error.reason(), Reason::REQUEST_ID_REUSED);
  EXPECT_EQ(Datasets(), 1);
}

// Whoever lost an answer reads the record again, and finds the etag that their own request left.
TEST_P(Replays, AnswerARepeatedRequestThatComesWithTheNewerEtag) {
  Create(Creating("Trees", ""));
  v1::UpdateDatasetRequest update = Trees::Update("description");
  update.mutable_dataset()->set_name("datasets/trees");
  update.mutable_dataset()->set_description("Every tree.");
  update.set_request_id("a");
  update.set_etag("1");
  const auto first = town.Call<v1::Dataset>("sam", update);
  update.set_etag(first.etag());
  const auto again = town.Call<v1::Dataset>("sam", update);
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(again.etag(), "2");
}

TEST_P(Replays, ForgetWhatFailed) {
  auto request = Creating("Trees", "a");
  request.mutable_dataset()->set_owner("people/nobody");
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", request).reason(), Reason::REFERENCE_NOT_FOUND);
  Create(Creating("Trees", "a"));
  EXPECT_EQ(Datasets(), 1);
}

TEST_P(Replays, ForgetAfterADay) {
  Create(Creating("Trees", "a"));
  town.clock().Advance(std::chrono::hours(24));
  EXPECT_EQ(Create(Creating("Benches", "a")).name(), "datasets/benches");
  // And keep the new answer from then on.
  EXPECT_EQ(Create(Creating("Benches", "a")).name(), "datasets/benches");
  EXPECT_EQ(Datasets(), 2);
}

TEST_P(Replays, AreNotKeptOfWhatWasOnlyTried) {
  auto request = Creating("Trees", "a");
  request.set_validate_only(true);
  EXPECT_EQ(Create(request).title(), "Trees");
  EXPECT_EQ(Datasets(), 0);
  Create(Creating("Trees", "a"));
  EXPECT_EQ(Datasets(), 1);
}

TEST_P(Replays, AreDoneOnceByManyAtOnce) {
  std::vector<std::string> names(8);
  std::vector<std::thread> callers;
  for (auto& name : names) {
    callers.emplace_back([this, &name] { name = Create(Creating("Trees", "a")).name(); });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_THAT(names, testing::Each("datasets/trees"));
  EXPECT_EQ(Datasets(), 1);
}

TEST_P(Replays, LeaveTheIdWithTheEvent) {
  Create(Creating("Trees", "abc-1"));
  v1::ListEventsRequest request;
  request.set_filter("verb = dataset.created");
  request.set_view(v1::FULL);
  const auto events = town.Call<v1::ListEventsResponse>("dana", request);
  ASSERT_EQ(events.events_size(), 1);
  EXPECT_EQ(events.events(0).request_id(), "abc-1");
}

TEST_P(Replays, GoWhenNobodyCanAskForThemAnyMore) {
  for (int i = 0; i < 450; ++i) {
    town.Write([&](store::Tx& tx) {
      v1::ReplayRow row;
      row.set_name(std::to_string(i));
      row.mutable_expire_time()->set_seconds(i < 440 ? 1'000'000'000 : 4'000'000'000);
      tx.Insert(row);
    });
  }
  EXPECT_EQ(api::DropExpired(town.work()), 440);
  EXPECT_EQ(api::DropExpired(town.work()), 0);
  town.Read([](store::Tx& tx) { EXPECT_TRUE(tx.Exists<v1::ReplayRow>("449")); });
}

}  // namespace
}  // namespace almanac::support
