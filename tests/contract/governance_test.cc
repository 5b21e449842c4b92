// Whether the people there are suffice, and what anybody may do, told before somebody is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/audit.pb.h"
#include "almanac/v1/governance.pb.h"
#include "almanac/v1/handovers.pb.h"
#include "almanac/v1/mosaic.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

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

TEST_P(May, LooksIntoThePlaceInTheQueue) {
  trees.Create();
  EXPECT_THAT(Ask("sam", "priority override").because(), ElementsAre(HasSubstr("another place in the queue")));
  // What one can do anyway has no queue.
  EXPECT_THAT(Ask("lee", "priority override").because(), ElementsAre(HasSubstr("there is no queue")));
  EXPECT_THAT(Ask("lee", "priority end-override").because(), ElementsAre(HasSubstr("nobody has moved trees")));
  EXPECT_THAT(Ask("lee", "priority override", "").because(), ElementsAre(HasSubstr("it takes the role of leadership")));
  for (int i = 0; i < 10; ++i) {
    v1::CreateDatasetRequest request;
    *request.mutable_dataset() = Trees::Described();
    request.set_dataset_id("set-" + std::to_string(i));
    town.Call<v1::Dataset>("sam", request);
  }
  EXPECT_EQ(Ask("lee", "priority override").answer(), "yes");
  EXPECT_THAT(Ask("dana", "priority override", "trees", "lee").because(), ElementsAre("as leadership member"));
}

TEST_P(May, LooksIntoWhatIsHandedOver) {
  trees.Create();
  v1::LeavePersonRequest leave;
  leave.set_name("people/grant");
  leave.set_successor("people/sam");
  town.AddPerson("pat", "Pat", v1::ADMINISTRATOR, "departments/parks");
  EXPECT_EQ(Ask("dana", "person leave", "people/grant").answer(), "yes");
  EXPECT_EQ(Ask("pat", "person leave", "people/grant").answer(), "no");
  EXPECT_THAT(Ask("sam", "person leave", "people/grant").because(), SizeIs(1));
  town.Call<v1::LeavePersonResponse>("dana", leave);
  EXPECT_THAT(Ask("dana", "person leave", "people/grant").because(),
              ElementsAre(HasSubstr("almanac person return grant")));
  EXPECT_THAT(Ask("sam", "handover accept", "handovers/trees-owner").because(), ElementsAre("it is offered to them"));
  EXPECT_THAT(Ask("alan", "handover decline", "handovers/trees-owner").because(),
              ElementsAre(HasSubstr("nothing called trees-owner is offered")));
  v1::AcceptHandoverRequest accept;
  accept.set_from("people/grant");
  town.Call<v1::AcceptHandoverResponse>("sam", accept);
  EXPECT_THAT(Ask("sam", "handover accept", "handovers/trees-owner").because(),
              ElementsAre("trees-owner is accepted already; nothing waits for an answer"));
}

TEST_P(May, LooksIntoAFindingOfTheAudit) {
  trees.Create(Trees::Described(), "dana");
  v1::ImportAuditFindingsRequest table;
  auto* row = table.add_rows();
  row->set_row(2);
  row->set_finding("SEC-1");
  row->set_dataset("trees");
  row->set_severity("high");
  row->set_found("1/15/2026");
  row->set_text("An account without a password.");
  town.Call<v1::ImportAuditFindingsResponse>("", table);
  EXPECT_THAT(
      Ask("dana", "close", "sec-1").because(),
      ElementsAre("administrator of all departments", HasSubstr("not with --accept: Dana Whitcomb wrote trees")));
  EXPECT_EQ(Ask("sam", "close", "sec-1").answer(), "no");
  v1::CloseAuditFindingRequest close;
  close.set_name("audit_findings/sec-1");
  close.set_reason("Gone.");
  close.set_etag("*");
  town.Call<v1::AuditFinding>("dana", close);
  EXPECT_THAT(Ask("dana", "close", "sec-1").because(), ElementsAre("sec-1 has ended on 2026-03-02: Gone."));
}

TEST_P(May, LooksIntoWhoAssesses) {
  trees.Create();
  EXPECT_EQ(Ask("sam", "assessment set").answer(), "yes");
  EXPECT_THAT(Ask("sam", "assessment set").because(), ElementsAre(HasSubstr("below the scale")));
  EXPECT_EQ(Ask("alan", "assessment set").answer(), "no");
  EXPECT_THAT(Ask("", "assessment set").because(), ElementsAre(HasSubstr("it takes a person")));
}

TEST_P(May, LooksIntoWhoClearsWhatCanBePutTogether) {
  for (const char* id : {"calls", "cases"}) {
    auto dataset = Trees::Described();
    dataset.set_title(id);
    auto* field = dataset.add_fields();
    field->set_name("block");
    field->set_type("text");
    field->set_definition("As it says.");
    field->set_quasi_identifier(true);
    field->set_release(v1::Field::AS_IS);
    v1::CreateDatasetRequest request;
    request.set_dataset_id(id);
    *request.mutable_dataset() = dataset;
    town.Call<v1::Dataset>("sam", request);
    auto assess = Trees::Assessing(v1::Risk::LOW, v1::Risk::LOW);
    assess.mutable_assessment()->set_name(std::string("assessments/") + id);
    town.Call<v1::Assessment>("sam", assess);
    auto submit = Trees::Submitting();
    submit.set_name(std::string("datasets/") + id);
    town.Call<v1::Dataset>("sam", submit);
  }
  EXPECT_THAT(Ask("helen", "mosaic clear", "place").because(), ElementsAre("privacy officer of all departments"));
  EXPECT_THAT(Ask("helen", "clear", "mosaic_clusters/place", "grant").because(),
              ElementsAre(HasSubstr("is no privacy officer")));
  v1::ClearMosaicClusterRequest clear;
  clear.set_name("mosaic_clusters/place");
  clear.set_reason("A block has eight addresses.");
  clear.set_etag("*");
  town.Call<v1::MosaicCluster>("helen", clear);
  EXPECT_THAT(Ask("helen", "mosaic clear", "place").because(), ElementsAre("nothing of place waits to be cleared"));
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
