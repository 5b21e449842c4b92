// Somebody is away for some days, and what waits for them goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/dataset_check.pb.h"
#include "almanac/v1/handovers.pb.h"
#include "almanac/v1/leadership.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Absence : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  static v1::AwayPersonRequest Away(const std::string& person, const std::string& end, const std::string& start = {}) {
    v1::AwayPersonRequest request;
    request.set_name("people/" + person);
    request.set_end_date(end);
    request.set_start_date(start);
    return request;
  }
  static v1::BackPersonRequest Back(const std::string& person) {
    v1::BackPersonRequest request;
    request.set_name("people/" + person);
    return request;
  }
  void Deputise(const std::string& person, v1::Role role, const std::string& department = {}) {
    v1::GrantRoleRequest grant;
    grant.set_name("people/" + person);
    grant.set_role(role);
    grant.set_department(department);
    grant.set_deputy(true);
    town.Call<v1::Person>("dana", grant);
  }
  // The privacy officer's seat in the review of the trees.
  v1::SeatStanding PrivacySeat() {
    v1::CheckDatasetRequest check;
    check.set_name("datasets/trees");
    return town.Call<v1::CheckDatasetResponse>("lee", check).seats(1);
  }
  void CreateAboutPeople() {
    auto dataset = Trees::Described();
    dataset.mutable_fields(0)->set_quasi_identifier(true);
    trees.Create(dataset);
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Absence, BothDatabases(), NameOfDatabase);

TEST_P(Absence, ProposesWhoStandsInAndStillNamesWhoIsAway) {
  CreateAboutPeople();
  Deputise("alan", v1::PRIVACY_OFFICER);
  EXPECT_THAT(PrivacySeat().could_be_filled_by(), ElementsAre("people/helen", "people/alan"));
  town.Call<v1::AwayPersonResponse>("helen", Away("helen", "2026-03-13"));
  EXPECT_THAT(PrivacySeat().could_be_filled_by(), ElementsAre("people/alan", "people/helen"));
  EXPECT_THAT(PrivacySeat().away(), ElementsAre("people/helen"));
}

TEST_P(Absence, IsOverOnTheDayAfterItsLast) {
  CreateAboutPeople();
  Deputise("alan", v1::PRIVACY_OFFICER);
  town.Call<v1::AwayPersonResponse>("helen", Away("helen", "2026-03-13", "2026-03-09"));
  EXPECT_THAT(PrivacySeat().could_be_filled_by(), ElementsAre("people/helen", "people/alan"));
  town.SetToday("2026-03-13");
  EXPECT_THAT(PrivacySeat().could_be_filled_by(), ElementsAre("people/alan", "people/helen"));
  town.SetToday("2026-03-14");
  EXPECT_THAT(PrivacySeat().could_be_filled_by(), ElementsAre("people/helen", "people/alan"));
}

TEST_P(Absence, EndsEarlyByPersonBack) {
  town.Call<v1::AwayPersonResponse>("sam", Away("sam", "2026-03-13"));
  EXPECT_EQ(town.Call<v1::Person>("sam", Back("sam")).away_end_date(), "");
  EXPECT_EQ(town.Refused<v1::Person>("sam", Back("sam")).reason(), Reason::WRONG_STATE);
}

TEST_P(Absence, NamesEachRoleAndWhoStandsInAndWhatToDoWhereNobodyDoes) {
  Deputise("alan", v1::COORDINATOR, "departments/parks");
  const auto covered = town.Call<v1::AwayPersonResponse>("sam", Away("sam", "2026-03-13"));
  ASSERT_EQ(covered.covers_size(), 1);
  EXPECT_THAT(covered.covers(0).stand_ins(), ElementsAre("people/alan"));
  const auto bare = town.Call<v1::AwayPersonResponse>("dana", Away("grant", "2026-03-13"));
  ASSERT_EQ(bare.covers_size(), 1);
  EXPECT_EQ(bare.covers(0).gap(), "nobody stands in: almanac person grant PERSON owner --department parks --deputy");
}

TEST_P(Absence, IsNotCoveredByWhoIsAwayOnOneOfItsDays) {
  Deputise("alan", v1::COORDINATOR, "departments/parks");
  town.Call<v1::AwayPersonResponse>("alan", Away("alan", "2026-03-20", "2026-03-12"));
  EXPECT_THAT(town.Call<v1::AwayPersonResponse>("sam", Away("sam", "2026-03-11")).covers(0).stand_ins(),
              ElementsAre("people/alan"));
  EXPECT_THAT(town.Call<v1::AwayPersonResponse>("sam", Away("sam", "2026-03-12")).covers(0).stand_ins(), ElementsAre());
}

TEST_P(Absence, IsNotCoveredByWhoLeavesBeforeItsEnd) {
  Deputise("alan", v1::COORDINATOR, "departments/parks");
  v1::LeavePersonRequest leave;
  leave.set_name("people/alan");
  leave.set_last_day("2026-03-12");
  town.Call<v1::LeavePersonResponse>("dana", leave);
  EXPECT_THAT(town.Call<v1::AwayPersonResponse>("sam", Away("sam", "2026-03-12")).covers(0).stand_ins(),
              ElementsAre("people/alan"));
  EXPECT_THAT(town.Call<v1::AwayPersonResponse>("sam", Away("sam", "2026-03-13")).covers(0).stand_ins(), ElementsAre());
}

TEST_P(Absence, IsAlsoForWhoLeavesLater) {
  v1::LeavePersonRequest leave;
  leave.set_name("people/sam");
  leave.set_last_day("2026-03-31");
  town.Call<v1::LeavePersonResponse>("dana", leave);
  EXPECT_EQ(town.Call<v1::AwayPersonResponse>("sam", Away("sam", "2026-03-13")).end_date(), "2026-03-13");
  town.SetToday("2026-04-02");
  EXPECT_EQ(town.Refused<v1::AwayPersonResponse>("dana", Away("sam", "2026-04-13")).reason(), Reason::WRONG_STATE);
}

TEST_P(Absence, IsSaidByThemselvesOrAnAdministrator) {
  EXPECT_EQ(town.Refused<v1::AwayPersonResponse>("alan", Away("sam", "2026-03-13")).reason(),
            Reason::PERMISSION_DENIED);
  EXPECT_EQ(town.Call<v1::AwayPersonResponse>("dana", Away("sam", "2026-03-13")).end_date(), "2026-03-13");
  EXPECT_EQ(town.Refused<v1::Person>("alan", Back("sam")).reason(), Reason::PERMISSION_DENIED);
}

TEST_P(Absence, EndsNeitherInThePastNorBeforeItStarts) {
  EXPECT_THAT(town.Refused<v1::AwayPersonResponse>("sam", Away("sam", "2026-03-01", "2026-02-20")).message(),
              HasSubstr("would be over"));
  EXPECT_THAT(town.Refused<v1::AwayPersonResponse>("sam", Away("sam", "2026-03-10", "2026-03-11")).message(),
              HasSubstr("before it starts"));
}

TEST_P(Absence, LeavesTheirRolesToThem) {
  town.Call<v1::AwayPersonResponse>("sam", Away("sam", "2026-03-13"));
  trees.Create();
  EXPECT_EQ(trees.Submit("sam").state(), v1::Dataset::IN_REVIEW);
}

TEST_P(Absence, ShowsInLeadershipAndTheDirectory) {
  v1::GrantRoleRequest grant;
  grant.set_name("people/grant");
  grant.set_role(v1::LEADERSHIP);
  grant.set_department("departments/parks");
  town.Call<v1::Person>("dana", grant);
  town.Call<v1::AwayPersonResponse>("grant", Away("grant", "2026-03-13"));
  Deputise("alan", v1::COORDINATOR, "departments/parks");
  town.Call<v1::AwayPersonResponse>("sam", Away("sam", "2026-03-13"));
  const auto leadership = town.Call<v1::ListLeadershipResponse>("dana", v1::ListLeadershipRequest());
  for (const auto& seat : leadership.seats()) {
    if (seat.department() == "departments/parks") {
      EXPECT_EQ(seat.gap(), "away until 13 Mar 2026; nobody stands in");
      EXPECT_EQ(seat.command(), "almanac person grant PERSON leadership --department parks --deputy");
    }
  }
  v1::GetDirectoryRequest request;
  request.set_format(v1::GetDirectoryRequest::VCARD);
  EXPECT_THAT(town.Call<v1::GetDirectoryResponse>("dana", request).content(), HasSubstr("A deputy stands in."));
}

}  // namespace
}  // namespace almanac::support
