// What waits on whom, and what to do when nothing does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/inbox.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

struct Inbox : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  v1::GetInboxResponse Of(const std::string& who) {
    return town.Call<v1::GetInboxResponse>(who, v1::GetInboxRequest());
  }
  std::vector<std::string> Kinds(const std::string& who) {
    std::vector<std::string> kinds;
    const auto inbox = Of(who);
    for (const auto& item : inbox.items()) kinds.push_back(item.kind());
    return kinds;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Inbox, BothDatabases(), NameOfDatabase);

TEST_P(Inbox, KnowsTheCallerByNameAndRoleAsTheBodyCallsIt) {
  const auto inbox = Of("dana");
  EXPECT_EQ(inbox.caller(), "people/dana");
  EXPECT_EQ(inbox.caller_display_name(), "Dana Whitcomb");
  ASSERT_EQ(inbox.roles_size(), 1);
  EXPECT_EQ(inbox.roles(0).role(), "Open Data Administrator");
}

TEST_P(Inbox, AsksTheDepartmentToCompleteAndToSubmit) {
  auto dataset = Trees::Described();
  dataset.clear_owner();
  trees.Create(dataset);
  ASSERT_THAT(Kinds("sam"), ElementsAre("complete"));
  EXPECT_EQ(Of("sam").items(0).why(), "one thing is missing before it can be submitted");
  EXPECT_EQ(Of("sam").items(0).command(), "almanac dataset check trees");
  auto owner = Trees::Update("owner");
  owner.mutable_dataset()->set_owner("people/grant");
  trees.Change(owner);
  EXPECT_THAT(Kinds("sam"), ElementsAre("submit"));
  EXPECT_THAT(Kinds("alan"), IsEmpty());
}

TEST_P(Inbox, AsksThoseToDecideWhoMayAndWhoDidNotWriteIt) {
  trees.Create();
  trees.Submit();
  EXPECT_THAT(Kinds("sam"), IsEmpty());
  EXPECT_THAT(Kinds("alan"), IsEmpty());
  ASSERT_THAT(Kinds("grant"), ElementsAre("decide"));
  EXPECT_THAT(Kinds("lee"), IsEmpty());
  EXPECT_EQ(Of("grant").items(0).title(), "Public Tree Inventory");
  EXPECT_THAT(Of("grant").items(0).command(), StartsWith("almanac dataset decide trees release"));
}

TEST_P(Inbox, AsksTheAdministratorToPublish) {
  trees.Create();
  trees.Submit();
  trees.Decide();
  ASSERT_THAT(Kinds("dana"), ElementsAre("publish"));
  EXPECT_EQ(Of("dana").items(0).command(), "almanac dataset publish trees");
}

TEST_P(Inbox, FollowsAPendingEditToItsPublication) {
  trees.Published();
  trees.Change(Trees::Coarsen(5));
  EXPECT_THAT(Kinds("sam"), ElementsAre("submit"));
  trees.Submit();
  EXPECT_THAT(Kinds("sam"), IsEmpty());
  EXPECT_THAT(Kinds("grant"), ElementsAre("decide"));
  trees.Decide();
  EXPECT_THAT(Kinds("dana"), ElementsAre("publish"));
  trees.Publish();
  EXPECT_THAT(Kinds("dana"), IsEmpty());
}

TEST_P(Inbox, TellsWhoPutItForwardThatItCameBackAndWhy) {
  trees.Create();
  // An administrator describes for no department, and hears of it all the same.
  trees.Submit("dana");
  trees.Decide(v1::DEFER);
  for (const std::string who : {"dana", "sam"}) {
    ASSERT_THAT(Kinds(who), ElementsAre("returned")) << who;
    EXPECT_EQ(Of(who).items(0).why(), "grant sent it back: Nothing about people.");
    EXPECT_EQ(Of(who).items(0).command(), "almanac dataset edit trees");
  }
  EXPECT_THAT(Kinds("alan"), IsEmpty());
  v1::CheckDatasetRequest check;
  check.set_name("datasets/trees");
  const auto checked = town.Call<v1::CheckDatasetResponse>("sam", check);
  EXPECT_EQ(checked.sent_back_by(), "people/grant");
  EXPECT_EQ(checked.sent_back_because(), "Nothing about people.");
  EXPECT_THAT(checked.missing_to_publish().rbegin()->message(), HasSubstr("grant sent it back: Nothing about people."));
  town.SetToday("2026-03-03");
  trees.Change(Trees::Describe("Every public tree of the streets and parks."));
  EXPECT_EQ(Of("sam").items(0).command(), "almanac dataset submit trees");
  trees.Submit();
  EXPECT_THAT(Kinds("sam"), IsEmpty());
  EXPECT_EQ(town.Call<v1::CheckDatasetResponse>("sam", check).sent_back_by(), "");
}

TEST_P(Inbox, RemindsOfRefreshesAndPromises) {
  trees.Published();
  trees.Plan("2026-05", "sam", "the new survey");
  town.SetToday("2027-03-03");
  EXPECT_THAT(Kinds("sam"), ElementsAre("overdue", "refresh", "attest"));
  EXPECT_EQ(Of("sam").items(1).why(), "its data was due on 2 Mar 2027");
  // Nobody coordinates there, so who owns certifies.
  EXPECT_THAT(Kinds("alan"), ElementsAre("attest"));
}

TEST_P(Inbox, PointsToTheNextUsefulCommandWhenNothingWaits) {
  EXPECT_EQ(Of("alan").next_command(),
            "almanac dataset create tree-inventory --title 'Public Tree Inventory' --department parks");
  EXPECT_THAT(Of("").next_command(), HasSubstr("almanac program update"));
  v1::UpdateProgramRequest request;
  request.mutable_program()->set_title("Town of Palo Bend");
  request.set_etag("*");
  town.Call<v1::Program>("", request);
  EXPECT_EQ(Of("").next_command(), "almanac person enrol NAME");
}

TEST_P(Inbox, SaysThatThereIsMoreThanItShows) {
  for (int i = 0; i < 3; ++i) {
    v1::CreateDatasetRequest request;
    *request.mutable_dataset() = Trees::Described();
    town.Call<v1::Dataset>("sam", request);
  }
  v1::GetInboxRequest request;
  request.set_page_size(2);
  const auto inbox = town.Call<v1::GetInboxResponse>("sam", request);
  EXPECT_EQ(inbox.items_size(), 2);
  EXPECT_EQ(inbox.more(), 1);
}

}  // namespace
}  // namespace almanac::support
