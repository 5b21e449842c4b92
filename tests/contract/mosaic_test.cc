// What can be put together is looked at once, and before anybody agrees.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/events.pb.h"
#include "almanac/v1/inbox.pb.h"
#include "almanac/v1/mosaic.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct Mosaic : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};

  static void Mark(v1::Dataset* dataset, const std::string& name, const std::string& type) {
    auto* field = dataset->add_fields();
    field->set_name(name);
    field->set_type(type);
    field->set_definition("As it says.");
    field->set_quasi_identifier(true);
    field->set_release(v1::Field::AS_IS);
  }
  void Create(const std::string& id, const std::vector<std::pair<std::string, std::string>>& fields,
              v1::Dataset::Marking marking = v1::Dataset::MARKING_UNSPECIFIED) {
    v1::CreateDatasetRequest request;
    request.set_dataset_id(id);
    auto* dataset = request.mutable_dataset();
    *dataset = Trees::Described();
    dataset->set_title("Set " + id);
    dataset->set_marking(marking);
    for (const auto& [name, type] : fields) Mark(dataset, name, type);
    town.Call<v1::Dataset>("sam", request);
  }
  template <class Request>
  Request Named(const std::string& id) {
    Request request;
    request.set_name("datasets/" + id);
    request.set_etag("*");
    return request;
  }
  void Submit(const std::string& id) {
    auto assess = Trees::Assessing(v1::Risk::LOW, v1::Risk::LOW);
    assess.mutable_assessment()->set_name("assessments/" + id);
    town.Call<v1::Assessment>("sam", assess);
    town.Call<v1::Dataset>("sam", Trees::Confirming(Named<v1::SubmitDatasetRequest>(id)));
  }
  // One tells addresses and is not for everybody to see, the other blocks.
  void SubmitCovertBesidePermits() {
    Create("covert", {{"address", "text"}}, v1::Dataset::RESTRICTED);
    Create("permits", {{"block", "text"}});
    for (const char* id : {"covert", "permits"}) Submit(id);
  }
  static v1::ApproveReviewRequest Agreeing(const std::string& id) {
    v1::ApproveReviewRequest request;
    request.set_name("reviews/" + id + "-1");
    request.set_etag("*");
    return Trees::Confirming(request);
  }
  void Agree(const std::string& id) {
    for (const char* who : {"grant", "helen"}) town.Call<v1::Review>(who, Agreeing(id));
    auto decide = Trees::Confirming(Named<v1::DecideDatasetRequest>(id));
    decide.set_outcome(v1::RELEASE);
    decide.set_reason("Looked at.");
    town.Call<v1::Dataset>("lee", decide);
  }
  void Publish(const std::string& id) {
    Submit(id);
    Agree(id);
    town.Call<v1::Dataset>("dana", Named<v1::PublishDatasetRequest>(id));
  }
  static v1::ClearMosaicClusterRequest Clearing(const std::string& id) {
    v1::ClearMosaicClusterRequest request;
    request.set_name("mosaic_clusters/" + id);
    request.set_reason("A block has eight addresses or more.");
    request.set_etag("*");
    return request;
  }
  v1::MosaicCluster Clear(const std::string& id) { return town.Call<v1::MosaicCluster>("helen", Clearing(id)); }
  v1::MosaicCluster Get(const std::string& id, const std::string& who = "dana") {
    v1::GetMosaicClusterRequest request;
    request.set_name("mosaic_clusters/" + id);
    return town.Call<v1::MosaicCluster>(who, request);
  }
  std::vector<std::string> MissingToPublish(const std::string& id) {
    v1::CheckDatasetRequest request;
    request.set_name("datasets/" + id);
    const auto check = town.Call<v1::CheckDatasetResponse>("sam", request);
    std::vector<std::string> rules;
    for (const auto& missing : check.missing_to_publish()) rules.push_back(missing.rule());
    return rules;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Mosaic, BothDatabases(), NameOfDatabase);

TEST_P(Mosaic, AsksNothingOfASetThatCanBeJoinedWithNoOther) {
  Create("permits", {{"block", "text"}});
  Publish("permits");
  EXPECT_EQ(Get("place").state(), v1::MosaicCluster::ALONE);
}

TEST_P(Mosaic, AsksNothingWherePlacesAndTimesAreCoarse) {
  Create("permits", {{"block", "text"}});
  Publish("permits");
  Create("survey", {{"district", "text"}, {"month", "text"}, {"age", "integer"}});
  Publish("survey");
}

TEST_P(Mosaic, StopsWhoAgreesAndWhoDecidesUntilItIsCleared) {
  Create("permits", {{"block", "text"}});
  Publish("permits");
  Create("calls", {{"block", "text"}, {"hour", "integer"}});
  EXPECT_THAT(MissingToPublish("calls"), testing::Contains("mosaic_cleared"));
  Submit("calls");
  const auto refused = town.Refused<v1::Review>("grant", Agreeing("calls"));
  EXPECT_EQ(refused.reason(), Reason::MISSING_REQUIREMENTS);
  EXPECT_THAT(MissingRules(refused), ElementsAre("mosaic_cleared"));
  EXPECT_THAT(refused.missing().front().message, HasSubstr("a block or street and a time of day"));
  EXPECT_EQ(refused.missing().front().command, "almanac mosaic clear place+time --reason '...'");
  const auto cluster = Get("place+time");
  EXPECT_EQ(cluster.state(), v1::MosaicCluster::OPEN);
  EXPECT_THAT(cluster.waiting(), ElementsAre("datasets/calls"));
  EXPECT_THAT(cluster.joins_with(), ElementsAre("datasets/permits"));
  EXPECT_EQ(Clear("place+time").state(), v1::MosaicCluster::CLEARED);
  Agree("calls");
  EXPECT_THAT(MissingToPublish("calls"), ElementsAre());
}

TEST_P(Mosaic, MayStillBeRefusedOrSentBackWhileItWaits) {
  Create("permits", {{"block", "text"}});
  Publish("permits");
  Create("calls", {{"block", "text"}});
  Submit("calls");
  auto decide = Named<v1::DecideDatasetRequest>("calls");
  decide.set_outcome(v1::DEFER);
  decide.set_reason("Which block?");
  town.Call<v1::Dataset>("helen", decide);
}

TEST_P(Mosaic, IsClearedOnceForAllThatIsAsFineAndReopenedBySomethingFiner) {
  Create("permits", {{"block", "text"}});
  Publish("permits");
  Create("calls", {{"block", "text"}});
  Submit("calls");
  Clear("place");
  Agree("calls");
  Create("cases", {{"street", "text"}});
  Publish("cases");
  Create("licences", {{"address", "text"}});
  Submit("licences");
  EXPECT_EQ(Get("place").state(), v1::MosaicCluster::REOPENED);
  EXPECT_THAT(Get("place").waiting(), ElementsAre("datasets/licences"));
  EXPECT_EQ(town.Refused<v1::Review>("grant", Agreeing("licences")).reason(), Reason::MISSING_REQUIREMENTS);
  Clear("place");
  Agree("licences");
  EXPECT_EQ(Get("place").state(), v1::MosaicCluster::CLEARED);
  // What tells less is covered, whatever its cluster is called.
  Create("fires", {{"block", "text"}, {"hour", "integer"}});
  Submit("fires");
  EXPECT_EQ(Get("place+time").state(), v1::MosaicCluster::OPEN);
  Clear("place+time");
  Create("crashes", {{"hour", "integer"}});
  Submit("crashes");
  Agree("crashes");
}

TEST_P(Mosaic, IsClearedByAPrivacyOfficerWhoDidNotWriteIt) {
  Create("permits", {{"block", "text"}});
  Publish("permits");
  Create("calls", {{"block", "text"}});
  Submit("calls");
  for (const char* who : {"grant", "lee", "dana"}) {
    EXPECT_EQ(town.Refused<v1::MosaicCluster>(who, Clearing("place")).reason(), Reason::SEAT_REQUIRED) << who;
  }
  EXPECT_EQ(town.Refused<v1::MosaicCluster>("", Clearing("place")).reason(), Reason::PERSON_REQUIRED);
  v1::GrantRoleRequest grant;
  grant.set_name("people/sam");
  grant.set_role(v1::PRIVACY_OFFICER);
  town.Call<v1::Person>("", grant);
  EXPECT_EQ(town.Refused<v1::MosaicCluster>("sam", Clearing("place")).reason(), Reason::APPROVER_NOT_INDEPENDENT);
  Clear("place");
  EXPECT_EQ(town.Refused<v1::MosaicCluster>("helen", Clearing("place")).reason(), Reason::WRONG_STATE);
  EXPECT_EQ(town.Refused<v1::MosaicCluster>("helen", Clearing("nothing")).reason(), Reason::NOT_FOUND);
}

TEST_P(Mosaic, IsClearedAsItWasLookedAt) {
  Create("permits", {{"block", "text"}});
  Publish("permits");
  Create("calls", {{"block", "text"}});
  Submit("calls");
  auto clearing = Clearing("place");
  clearing.clear_etag();
  EXPECT_EQ(town.Refused<v1::MosaicCluster>("helen", clearing).reason(), Reason::ETAG_REQUIRED);
  clearing.set_etag(Get("place").etag());
  // Another that waits, and no finer.
  Create("cases", {{"street", "text"}});
  Submit("cases");
  const auto refused = town.Refused<v1::MosaicCluster>("helen", clearing);
  EXPECT_EQ(refused.reason(), Reason::ETAG_MISMATCH);
  EXPECT_THAT(refused.message(), HasSubstr("almanac mosaic show place"));
  clearing.set_etag(Get("place").etag());
  EXPECT_NE(town.Call<v1::MosaicCluster>("helen", clearing).etag(), clearing.etag());
}

TEST_P(Mosaic, HasAnEtagThatAlsoStandsForWhatTheReaderMayNotSee) {
  Create("permits", {{"block", "text"}});
  Publish("permits");
  Create("calls", {{"block", "text"}});
  Submit("calls");
  const auto before = Get("place", "alan").etag();
  EXPECT_EQ(before, Get("place", "helen").etag());
  Create("covert", {{"block", "text"}}, v1::Dataset::RESTRICTED);
  Submit("covert");
  EXPECT_NE(Get("place", "alan").etag(), before);
  EXPECT_EQ(Get("place", "alan").etag(), Get("place", "helen").etag());
}

TEST_P(Mosaic, IsNotThereForWhoSeesNoneOfItsSets) {
  Create("covert", {{"block", "text"}, {"informant_handler", "text"}}, v1::Dataset::RESTRICTED);
  Create("permits", {{"block", "text"}});
  Submit("covert");
  Submit("permits");
  v1::GetMosaicClusterRequest request;
  request.set_name("mosaic_clusters/informant-handler+place");
  EXPECT_EQ(town.Refused<v1::MosaicCluster>("alan", request).reason(), Reason::NOT_FOUND);
  EXPECT_EQ(town.Call<v1::MosaicCluster>("helen", request).datasets_size(), 1);
  const auto listed = town.Call<v1::ListMosaicClustersResponse>("alan", v1::ListMosaicClustersRequest());
  EXPECT_THAT(listed.DebugString(), Not(HasSubstr("informant")));
}

TEST_P(Mosaic, TellsNothingThatOnlyUnseenSetsTell) {
  SubmitCovertBesidePermits();
  Clear("place");
  EXPECT_EQ(Get("place", "helen").traits(0).words(), "an address");
  EXPECT_EQ(Get("place", "helen").reason(), "A block has eight addresses or more.");
  EXPECT_EQ(Get("place", "alan").traits(0).words(), "a block or street");
  EXPECT_EQ(Get("place", "alan").reason(), "");
  EXPECT_EQ(Get("place", "alan").unseen(), 1);
}

TEST_P(Mosaic, LeavesNoTraceOfItsClearingForWhoDoesNotSeeItsSets) {
  Create("covert", {{"block", "text"}, {"informant_handler", "text"}}, v1::Dataset::RESTRICTED);
  Create("permits", {{"block", "text"}});
  Create("calls", {{"hour", "integer"}});
  Create("crashes", {{"hour", "integer"}});
  for (const char* id : {"covert", "permits", "calls", "crashes"}) Submit(id);
  Clear("informant-handler+place");
  Clear("time");
  const auto traces = [&](const std::string& who) {
    v1::ListEventsRequest request;
    request.set_filter("verb = \"mosaic.cleared\"");
    return town.Call<v1::ListEventsResponse>(who, request).events_size();
  };
  EXPECT_EQ(traces("helen"), 2);
  EXPECT_EQ(traces("sam"), 2);
  EXPECT_EQ(traces("alan"), 1);
  v1::GetHistoryRequest history;
  history.set_name("mosaic_clearings/informant-handler+place");
  EXPECT_EQ(town.Refused<v1::GetHistoryResponse>("alan", history).reason(), Reason::NOT_FOUND);
}

TEST_P(Mosaic, KeepsItsReasonFromWhoDidNotSeeASetThatTellsNothingMore) {
  SubmitCovertBesidePermits();
  Clear("place");
  v1::UpdateDatasetRequest plain;
  plain.set_etag("*");
  plain.mutable_dataset()->set_name("datasets/covert");
  plain.mutable_update_mask()->add_paths("fields");
  town.Call<v1::Dataset>("sam", plain);
  EXPECT_EQ(Get("place", "alan").unseen(), 0);
  EXPECT_EQ(Get("place", "alan").reason(), "");
  EXPECT_EQ(Get("place", "helen").reason(), "A block has eight addresses or more.");
}

TEST_P(Mosaic, IsNotClearedByWhoDoesNotSeeAllOfItsSets) {
  town.AddPerson("kit", "Kit Moreau", v1::PRIVACY_OFFICER, "departments/parks");
  SubmitCovertBesidePermits();
  v1::UpdateDatasetRequest away;
  away.set_etag("*");
  away.mutable_dataset()->set_name("datasets/covert");
  away.mutable_dataset()->set_marking(v1::Dataset::NAMED);
  for (const char* reader : {"grant", "sam"}) away.mutable_dataset()->add_readers(std::string("people/") + reader);
  for (const char* path : {"marking", "readers"}) away.mutable_update_mask()->add_paths(path);
  town.Call<v1::Dataset>("sam", away);
  const auto refused = town.Refused<v1::MosaicCluster>("kit", Clearing("place"));
  EXPECT_EQ(refused.reason(), Reason::SEAT_REQUIRED);
  EXPECT_THAT(refused.message(), HasSubstr("does not see all that it is about"));
  Clear("place");
}

TEST_P(Mosaic, ClearsNothingThatNoSetTold) {
  Create("permits", {{"address", "text"}, {"month", "text"}});
  Publish("permits");
  Create("calls", {{"block", "text"}, {"hour", "integer"}});
  Submit("calls");
  Clear("place+time");
  Agree("calls");
  EXPECT_EQ(Get("place+time").state(), v1::MosaicCluster::CLEARED);
  // Addresses by the month and blocks by the hour were looked at, and no addresses by the hour.
  Create("fires", {{"address", "text"}, {"hour", "integer"}});
  Submit("fires");
  EXPECT_EQ(Get("place+time").state(), v1::MosaicCluster::REOPENED);
  EXPECT_THAT(Get("place+time").waiting(), ElementsAre("datasets/fires"));
  EXPECT_EQ(town.Refused<v1::Review>("grant", Agreeing("fires")).reason(), Reason::MISSING_REQUIREMENTS);
  Clear("place+time");
  Agree("fires");
  Create("crashes", {{"street", "text"}, {"day", "date"}});
  Submit("crashes");
  Agree("crashes");
}

// Before sets were kept apart, a clearing was the finest of all together; it still holds.
TEST_P(Mosaic, KeepsWhatWasClearedBefore) {
  town.Write([](store::Tx& tx) {
    v1::MosaicClearing old;
    old.set_name("mosaic_clearings/place+time");
    for (const auto& [kind, fineness] : {std::pair{"place", 4}, std::pair{"time", 3}}) {
      auto* trait = old.add_traits();
      trait->set_kind(kind);
      trait->set_fineness(fineness);
    }
    tx.Because("mosaic.cleared");
    tx.Create(old);
  });
  Create("permits", {{"block", "text"}});
  Publish("permits");
  Create("fires", {{"address", "text"}, {"hour", "integer"}});
  Submit("fires");
  Agree("fires");
}

TEST_P(Mosaic, StandsInTheInboxOfThePrivacyOfficer) {
  Create("permits", {{"block", "text"}});
  Publish("permits");
  Create("calls", {{"block", "text"}});
  Submit("calls");
  const auto kinds = [&](const std::string& who) {
    std::vector<std::string> kinds;
    const auto inbox = town.Call<v1::GetInboxResponse>(who, v1::GetInboxRequest());
    for (const auto& item : inbox.items()) kinds.push_back(item.kind());
    return kinds;
  };
  EXPECT_THAT(kinds("helen"), testing::Contains("mosaic"));
  EXPECT_THAT(kinds("grant"), Not(testing::Contains("mosaic")));
  Clear("place");
  EXPECT_THAT(kinds("helen"), Not(testing::Contains("mosaic")));
}

TEST_P(Mosaic, NamesNoSetThatTheCallerMayNotSee) {
  Create("permits", {{"block", "text"}});
  Publish("permits");
  Create("covert", {{"block", "text"}}, v1::Dataset::RESTRICTED);
  Submit("covert");
  const auto seen = Get("place", "alan");
  EXPECT_THAT(seen.datasets(), ElementsAre("datasets/permits"));
  EXPECT_EQ(seen.unseen(), 1);
  EXPECT_THAT(seen.ShortDebugString(), Not(HasSubstr("covert")));
  EXPECT_EQ(Get("place", "sam").datasets_size(), 2);
  EXPECT_EQ(town.Call<v1::ListMosaicClustersResponse>("alan", v1::ListMosaicClustersRequest()).clusters_size(), 1);
}

}  // namespace
}  // namespace almanac::support
