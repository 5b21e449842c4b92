// Incidents and removals: what was public and is so no longer, why, and what was learned.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "almanac/v1/incidents.pb.h"
#include "almanac/v1/removals.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct Incident : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  void Exposed() {
    trees.Published();
    auto suspend = Trees::For<v1::SuspendDatasetRequest>("We are checking a column of it.");
    suspend.set_cause(v1::TakeDown::EXPOSURE);
    suspend.set_details("Row 17 names a keeper.");
    town.Call<v1::Dataset>("dana", suspend);
  }
  v1::Incident Get(const std::string& who = "dana") {
    v1::GetIncidentRequest request;
    request.set_name("incidents/trees-1");
    return town.Call<v1::Incident>(who, request);
  }
  static v1::CloseIncidentRequest Closing() {
    v1::CloseIncidentRequest request;
    request.set_name("incidents/trees-1");
    request.set_etag("*");
    request.set_findings("A notes column came with the export.");
    request.set_lesson("Columns are allow-listed.");
    return request;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Incident, BothDatabases(), NameOfDatabase);

TEST_P(Incident, OpensWithTheSuspensionAndKnowsTheVersion) {
  Exposed();
  const auto incident = Get();
  EXPECT_EQ(incident.state(), v1::Incident::OPEN);
  EXPECT_EQ(incident.version(), 1);
  EXPECT_EQ(incident.opened_by(), "people/dana");
  EXPECT_EQ(incident.details(), "Row 17 names a keeper.");
}

TEST_P(Incident, DoesNotOpenWhereNothingWentWrong) {
  trees.Published();
  town.Call<v1::Dataset>("dana", Trees::For<v1::SuspendDatasetRequest>("The server moves."));
  EXPECT_EQ(town.Call<v1::ListIncidentsResponse>("dana", v1::ListIncidentsRequest()).incidents_size(), 0);
}

TEST_P(Incident, IsSeenByItsDepartmentAndThoseWhoseRolesReachAll) {
  Exposed();
  v1::GetIncidentRequest request;
  request.set_name("incidents/trees-1");
  EXPECT_EQ(town.Refused<v1::Incident>("alan", request).reason(), Reason::NOT_FOUND);
  EXPECT_EQ(Get("sam").name(), "incidents/trees-1");
  EXPECT_EQ(town.Call<v1::ListIncidentsResponse>("alan", v1::ListIncidentsRequest()).incidents_size(), 0);
}

TEST_P(Incident, TellsThePublicNothingOfItsDetails) {
  Exposed();
  const auto dataset = trees.Get();
  EXPECT_EQ(dataset.state_reason(), "We are checking a column of it.");
  EXPECT_THAT(dataset.DebugString(), Not(HasSubstr("Row 17")));
}

TEST_P(Incident, KeepsTheSetDownUntilItIsClosed) {
  Exposed();
  const auto reopen = Trees::For<v1::ReopenDatasetRequest>("The column is dropped.");
  EXPECT_THAT(town.Refused<v1::Dataset>("sam", reopen).message(), HasSubstr("almanac incident close trees-1"));
  town.Call<v1::Incident>("helen", Closing());
  EXPECT_EQ(town.Call<v1::Dataset>("sam", reopen).state(), v1::Dataset::CLASSIFIED);
}

TEST_P(Incident, IsClosedOnlyWithWhatWasFoundAndLearned) {
  Exposed();
  auto request = Closing();
  request.clear_lesson();
  EXPECT_THAT(MissingRules(town.Refused<v1::Incident>("helen", request)), ElementsAre("lesson"));
}

TEST_P(Incident, IsNotClosedByWhoWroteTheSet) {
  Exposed();
  town.Write([](store::Tx& tx) {
    auto dataset = tx.Get<v1::Dataset>("datasets/trees");
    dataset.add_authors("people/grant");
    tx.Because("test");
    tx.Update(dataset);
  });
  EXPECT_EQ(town.Refused<v1::Incident>("grant", Closing()).reason(), Reason::APPROVER_NOT_INDEPENDENT);
}

TEST_P(Incident, IsNotChangedOnceItIsClosed) {
  Exposed();
  town.Call<v1::Incident>("helen", Closing());
  v1::UpdateIncidentRequest request;
  request.mutable_incident()->set_name("incidents/trees-1");
  request.mutable_incident()->set_people_affected(3);
  request.set_etag("*");
  EXPECT_EQ(town.Refused<v1::Incident>("sam", request).reason(), Reason::WRONG_STATE);
}

// Zero is known, and another thing than nothing.
TEST_P(Incident, IsFoundByAnUnknownNumberOfPeople) {
  Exposed();
  const auto found = [&](const std::string& filter) {
    v1::ListIncidentsRequest request;
    request.set_filter(filter);
    return town.Call<v1::ListIncidentsResponse>("dana", request).incidents_size();
  };
  EXPECT_EQ(found("NOT people_affected:*"), 1);
  v1::UpdateIncidentRequest update;
  update.mutable_incident()->set_name("incidents/trees-1");
  update.mutable_incident()->set_people_affected(0);
  update.mutable_update_mask()->add_paths("people_affected");
  update.set_etag("*");
  EXPECT_TRUE(town.Call<v1::Incident>("sam", update).has_people_affected());
  EXPECT_EQ(found("people_affected:*"), 1);
  EXPECT_EQ(found("people_affected = 0"), 1);
}

struct Removal : Incident {
  v1::Removal GetRemoval() {
    v1::GetRemovalRequest request;
    request.set_name("removals/trees-1");
    return town.Call<v1::Removal>("alan", request);
  }
  static v1::WithdrawDatasetRequest Withdrawing(v1::TakeDown::Cause cause) {
    auto request = Trees::For<v1::WithdrawDatasetRequest>("The county publishes them.");
    request.set_cause(cause);
    return request;
  }
  static v1::ObjectToRemovalRequest Objecting() {
    v1::ObjectToRemovalRequest request;
    request.set_name("removals/trees-1");
    request.set_etag("*");
    request.set_text("My app reads it.");
    return request;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Removal, BothDatabases(), NameOfDatabase);

TEST_P(Removal, IsEnteredWithEveryWithdrawal) {
  trees.Published();
  town.Call<v1::Dataset>("dana", Withdrawing(v1::TakeDown::SUPERSEDED));
  const auto removal = GetRemoval();
  EXPECT_EQ(removal.state(), v1::Removal::REMOVED);
  EXPECT_EQ(removal.title(), "Public Tree Inventory");
  EXPECT_EQ(removal.removed_by(), "people/dana");
  EXPECT_EQ(removal.object_until_date(), "2026-06-01");
}

TEST_P(Removal, HearsObjectionsForThreeMonths) {
  trees.Published();
  town.Call<v1::Dataset>("dana", Withdrawing(v1::TakeDown::SUPERSEDED));
  EXPECT_EQ(town.Call<v1::Removal>("sam", Objecting()).objections_size(), 1);
  town.SetToday("2026-06-02");
  EXPECT_EQ(town.Refused<v1::Removal>("sam", Objecting()).reason(), Reason::WRONG_STATE);
}

TEST_P(Removal, OfWhatWasExposedAsksNobody) {
  trees.Published();
  town.Call<v1::Dataset>("dana", Withdrawing(v1::TakeDown::EXPOSURE));
  EXPECT_EQ(GetRemoval().object_until_date(), "");
  EXPECT_EQ(town.Refused<v1::Removal>("sam", Objecting()).reason(), Reason::WRONG_STATE);
}

TEST_P(Removal, IsUndoneWhenItComesBack) {
  trees.Published();
  town.Call<v1::Dataset>("dana", Withdrawing(v1::TakeDown::SUPERSEDED));
  town.Call<v1::Dataset>("sam", Trees::For<v1::ReopenDatasetRequest>("It is used more than we knew."));
  EXPECT_EQ(GetRemoval().state(), v1::Removal::RESTORED);
}

TEST_P(Removal, CanBeAnnouncedAndAbandoned) {
  trees.Published();
  v1::AnnounceRemovalRequest announce;
  announce.set_dataset("datasets/trees");
  announce.set_cause(v1::TakeDown::SUPERSEDED);
  announce.set_reason("The county publishes them.");
  EXPECT_EQ(town.Call<v1::Removal>("dana", announce).state(), v1::Removal::ANNOUNCED);
  EXPECT_EQ(town.Refused<v1::Removal>("dana", announce).reason(), Reason::WRONG_STATE);
  town.Call<v1::Removal>("sam", Objecting());
  v1::AbandonRemovalRequest abandon;
  abandon.set_name("removals/trees-1");
  abandon.set_etag("*");
  abandon.set_reason("It is used.");
  EXPECT_EQ(town.Call<v1::Removal>("dana", abandon).answer(), "It is used.");
  EXPECT_EQ(trees.Get().state(), v1::Dataset::PUBLISHED);
}

// Where the rules of the body want people to be heard first.
TEST_P(Removal, WaitsForObjectionsWhereTheProfileSaysSo) {
  const auto path = std::filesystem::temp_directory_path() / fmt::format("careful-{}.toml", getpid());
  std::ofstream(path)
      << "name = \"careful\"\ndefault_licence = \"CC0-1.0\"\n[review]\nannounce_removals = true\nobjection_days = 30\n";
  Town careful(GetParam(), path.string());
  std::filesystem::remove(path);
  Trees its(careful);
  its.Published();
  const auto withdrawing = Withdrawing(v1::TakeDown::SUPERSEDED);
  EXPECT_THAT(MissingRules(careful.Refused<v1::Dataset>("dana", withdrawing)), ElementsAre("announced"));
  v1::AnnounceRemovalRequest announce;
  announce.set_dataset("datasets/trees");
  announce.set_cause(v1::TakeDown::SUPERSEDED);
  announce.set_reason("The county publishes them.");
  careful.Call<v1::Removal>("dana", announce);
  EXPECT_THAT(MissingRules(careful.Refused<v1::Dataset>("dana", withdrawing)), ElementsAre("objections"));
  careful.SetToday("2026-04-02");
  EXPECT_EQ(careful.Call<v1::Dataset>("dana", withdrawing).state(), v1::Dataset::WITHDRAWN);
}

TEST_P(Removal, WaitsForNobodyWhereWaitingWouldDoHarm) {
  trees.Published();
  EXPECT_EQ(town.Call<v1::Dataset>("dana", Withdrawing(v1::TakeDown::LAW)).state(), v1::Dataset::WITHDRAWN);
}

}  // namespace
}  // namespace almanac::support
