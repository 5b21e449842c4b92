// Whether the people there are suffice, and what anybody may do, told before somebody is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/governance.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Governance : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};

  std::vector<v1::TierStaffing> Check(const std::string& department = {}) {
    v1::CheckGovernanceRequest request;
    if (!department.empty()) request.set_department("departments/" + department);
    const auto tiers = town.Call<v1::CheckGovernanceResponse>("sam", request).tiers();
    return {tiers.begin(), tiers.end()};
  }
  void Give(const std::string& person, v1::Role role, const std::string& department = {}) {
    v1::GrantRoleRequest request;
    request.set_name("people/" + person);
    request.set_role(role);
    if (!department.empty()) request.set_department("departments/" + department);
    town.Call<v1::Person>("dana", request);
  }
  void Take(const std::string& person, v1::Role role, const std::string& department = {}) {
    v1::EndRoleRequest request;
    request.set_name("people/" + person);
    request.set_role(role);
    request.set_end_date("2026-03-02");
    if (!department.empty()) request.set_department("departments/" + department);
    town.Call<v1::Person>("dana", request);
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Governance, BothDatabases(), NameOfDatabase);

TEST_P(Governance, TellsWhoWouldSitWhere) {
  const auto tiers = Check("parks");
  ASSERT_EQ(tiers.size(), 4u);
  for (const auto& tier : tiers) EXPECT_EQ(tier.staffed(), "yes") << tier.ShortDebugString();
  EXPECT_EQ(tiers[2].why(),
            "sam writes, grant as the owner of the data, helen as the privacy officer, lee as the leadership team");
}

TEST_P(Governance, NamesTheGapAndTheGrantThatClosesIt) {
  Take("helen", v1::PRIVACY_OFFICER);
  town.SetToday("2026-03-03");
  const auto tiers = Check("parks");
  EXPECT_EQ(tiers[0].staffed(), "yes");
  ASSERT_EQ(tiers[1].staffed(), "no");
  EXPECT_THAT(tiers[1].why(), HasSubstr("the privacy officer: nobody but the author holds the role"));
  EXPECT_EQ(tiers[1].command(), "almanac person grant PERSON privacy_officer");
  Give("ruben", v1::PRIVACY_OFFICER);
  EXPECT_EQ(Check("parks")[1].staffed(), "yes");
}

TEST_P(Governance, CountsAPersonOnce) {
  Take("helen", v1::PRIVACY_OFFICER);
  town.SetToday("2026-03-03");
  Give("lee", v1::PRIVACY_OFFICER);
  const auto tiers = Check("parks");
  EXPECT_EQ(tiers[1].staffed(), "yes");
  ASSERT_EQ(tiers[2].staffed(), "no");
  EXPECT_THAT(tiers[2].why(), HasSubstr("whoever could is needed in another seat"));
}

TEST_P(Governance, TellsDepartmentsApartWhereTheyDiffer) {
  Take("grant", v1::OWNER, "parks");
  town.SetToday("2026-03-03");
  std::vector<std::string> told;
  for (const auto& tier : Check()) {
    if (tier.tier() != "2") continue;
    told.push_back(tier.department() + " " + tier.staffed() + ", " + tier.why());
  }
  // In parks the leadership team or the administrator would sit for the owner; police has an owner, and dana writes.
  EXPECT_THAT(told, ElementsAre(" yes, in each of 2 departments"));
  Take("lee", v1::LEADERSHIP);
  Take("dana", v1::ADMINISTRATOR);
  town.SetToday("2026-03-04");
  told.clear();
  for (const auto& tier : Check()) {
    if (tier.tier() == "0") told.push_back(tier.department() + " " + tier.staffed() + ", " + tier.command());
  }
  EXPECT_THAT(told, ElementsAre("departments/parks no, almanac person grant PERSON owner --department parks",
                                "departments/police no, almanac person grant PERSON owner --department police"));
}

struct May : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  v1::CanIResponse Ask(const std::string& who, const std::string& verb, const std::string& resource = "trees",
                       const std::string& as = {}) {
    v1::CanIRequest request;
    request.set_verb(verb);
    request.set_resource(resource);
    if (!as.empty()) request.set_as("people/" + as);
    return town.Call<v1::CanIResponse>(who, request);
  }
};
INSTANTIATE_TEST_SUITE_P(Both, May, BothDatabases(), NameOfDatabase);

TEST_P(May, SaysWhichRoleAllowsIt) {
  trees.Create();
  const auto answer = Ask("sam", "submit");
  EXPECT_EQ(answer.answer(), "yes");
  EXPECT_EQ(answer.command(), "almanac dataset submit");
  EXPECT_THAT(answer.because(), ElementsAre("coordinator of parks"));
}

TEST_P(May, SaysWhichRoleIsMissing) {
  trees.Create();
  const auto answer = Ask("dana", "submit", "trees", "alan");
  EXPECT_EQ(answer.answer(), "no");
  EXPECT_THAT(answer.because(), Contains(HasSubstr("almanac person grant alan coordinator --department parks")));
}

TEST_P(May, SaysThatTheStateIsNotTheOne) {
  trees.Create();
  EXPECT_THAT(Ask("dana", "suspend").because(), ElementsAre(HasSubstr("only what is published can be suspended")));
}

TEST_P(May, SaysWhatTheRecordLacks) {
  auto dataset = Trees::Described();
  dataset.clear_frequency();
  trees.Create(dataset);
  const auto answer = Ask("sam", "submit");
  EXPECT_EQ(answer.answer(), "no");
  EXPECT_EQ(answer.next(), "almanac dataset check trees");
}

TEST_P(May, SaysWhoHasASeatAndWhoHasNone) {
  trees.Create();
  EXPECT_THAT(Ask("grant", "decide").because(), ElementsAre(HasSubstr("only what is in review or published")));
  trees.Submit();
  EXPECT_EQ(Ask("grant", "decide").answer(), "yes");
  EXPECT_THAT(Ask("grant", "decide").because(), Contains("a seat is open to them: the owner of the data"));
  EXPECT_EQ(Ask("sam", "dataset decide", "trees", "lee").answer(), "no");
  EXPECT_THAT(Ask("dana", "decide", "trees", "sam").because(),
              Contains("nobody decides on what they wrote or submitted"));
  EXPECT_EQ(Ask("sam", "approve", "reviews/trees-1", "grant").answer(), "yes");
}

TEST_P(May, CountsTheCodeBehindTheAccountOfWhoAsks) {
  trees.Create();
  trees.Submit();
  town.EnrolledBy("grant", "people/sam");
  EXPECT_THAT(Ask("grant", "decide").because(), Contains(HasSubstr("was shown to sam")));
}

TEST_P(May, TellsTheConsoleThatItNeedsAPerson) {
  trees.Create();
  EXPECT_EQ(Ask("", "submit").answer(), "no");
  EXPECT_EQ(Ask("", "person create", "").answer(), "yes");
}

TEST_P(May, NamesTheVerbsThereAre) {
  trees.Create();
  v1::CanIRequest request;
  request.set_verb("destroy");
  request.set_resource("trees");
  const auto refused = town.Refused<v1::CanIResponse>("sam", request);
  EXPECT_EQ(refused.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(refused.message(), HasSubstr("suspend"));
}

TEST_P(May, TellsNothingOfWhatTheCallerMayNotSee) {
  auto dataset = Trees::Described();
  dataset.set_marking(v1::Dataset::RESTRICTED);
  trees.Create(dataset);
  v1::CanIRequest request;
  request.set_verb("submit");
  request.set_resource("trees");
  EXPECT_EQ(town.Refused<v1::CanIResponse>("alan", request).reason(), Reason::NOT_FOUND);
  EXPECT_THAT(Ask("sam", "submit", "trees", "alan").because(), Contains(HasSubstr("not seen by them")));
}

}  // namespace
}  // namespace almanac::support
