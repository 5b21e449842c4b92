// Findings of the security audit: confidential, and a bar to publishing while they are open.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/audit.pb.h"
#include "almanac/v1/inventory.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "almanac/v1/systems.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct AuditFindings : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  struct Row {
    std::string finding, dataset, system;
    std::string severity = "High";
    std::string closed = {};
  };
  static v1::ImportAuditFindingsRequest Table(const std::vector<Row>& rows) {
    v1::ImportAuditFindingsRequest request;
    int number = 1;
    for (const auto& one : rows) {
      auto* row = request.add_rows();
      row->set_row(++number);
      row->set_finding(one.finding);
      row->set_dataset(one.dataset);
      row->set_system(one.system);
      row->set_severity(one.severity);
      row->set_found("1/15/2026");
      row->set_text("An account without a password.");
      row->set_closed(one.closed);
    }
    return request;
  }
  v1::ImportAuditFindingsResponse Import(const v1::ImportAuditFindingsRequest& request, const std::string& who = "") {
    return town.Call<v1::ImportAuditFindingsResponse>(who, request);
  }
  static std::vector<std::string> Rules(const v1::ImportAuditFindingsResponse& response) {
    std::vector<std::string> rules;
    for (const auto& problem : response.problems()) {
      rules.push_back(std::to_string(problem.row()) + " " + problem.rule());
    }
    return rules;
  }
  static std::vector<std::string> Changes(const v1::ImportAuditFindingsResponse& response) {
    std::vector<std::string> changes;
    for (const auto& change : response.changes()) changes.push_back(change.change() + ": " + change.words());
    return changes;
  }
  v1::AuditFinding Get(const std::string& id, const std::string& who = "dana") {
    v1::GetAuditFindingRequest request;
    request.set_name("audit_findings/" + id);
    return town.Call<v1::AuditFinding>(who, request);
  }
  static v1::CloseAuditFindingRequest Closing(const std::string& id, bool accept) {
    v1::CloseAuditFindingRequest request;
    request.set_name("audit_findings/" + id);
    request.set_reason("The account is gone.");
    request.set_accept(accept);
    request.set_etag("*");
    return request;
  }
  v1::CheckDatasetResponse Check() {
    v1::CheckDatasetRequest request;
    request.set_name("datasets/trees");
    return town.Call<v1::CheckDatasetResponse>("sam", request);
  }
  std::vector<std::string> MissingToPublish() {
    std::vector<std::string> rules;
    const auto check = Check();
    for (const auto& missing : check.missing_to_publish()) rules.push_back(missing.rule());
    return rules;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, AuditFindings, BothDatabases(), NameOfDatabase);

TEST_P(AuditFindings, RaiseTheTierAndKeepFromPublishingUntilTheyAreClosed) {
  trees.Create();
  EXPECT_EQ(Check().evidence_tier(), 0);
  Import(Table({{"SEC-1", "trees", "", "Low"}}));
  EXPECT_EQ(Check().evidence_tier(), 1);
  EXPECT_THAT(Check().evidence(), ElementsAre("an open finding of the security audit (low)"));
  trees.Submit();
  EXPECT_EQ(trees.GetReview().tier(), 1);
  trees.Agree("grant");
  trees.Decide(v1::RELEASE, "helen");
  const auto refused = town.Refused<v1::Dataset>("dana", Trees::Publishing());
  EXPECT_EQ(refused.reason(), Reason::MISSING_REQUIREMENTS);
  EXPECT_THAT(MissingRules(refused), ElementsAre("audit_findings"));
  const auto closed = town.Call<v1::AuditFinding>("dana", Closing("sec-1", false));
  EXPECT_EQ(closed.state(), v1::AuditFinding::CLOSED);
  EXPECT_EQ(closed.closed_by(), "people/dana");
  EXPECT_EQ(closed.closed_date(), "2026-03-02");
  EXPECT_EQ(trees.Publish().state(), v1::Dataset::PUBLISHED);
}

TEST_P(AuditFindings, OfASystemAreAboutAllThatComesFromIt) {
  v1::CreateSystemRequest system;
  system.mutable_system()->set_title("Tree Keeper");
  system.mutable_system()->set_department("departments/parks");
  system.mutable_system()->set_opens_automatically(v1::System::OPENS);
  town.Call<v1::System>("sam", system);
  auto dataset = Trees::Described();
  dataset.set_system("systems/tree-keeper");
  trees.Create(dataset);
  Import(Table({{"SEC-1", "", "tree keeper", "critical"}}));
  EXPECT_EQ(Check().evidence_tier(), 3);
  EXPECT_THAT(MissingToPublish(), Contains("audit_findings"));
  EXPECT_EQ(Get("sec-1").department(), "departments/parks");
}

TEST_P(AuditFindings, AreAcceptedWithAReasonByWhoWroteNothingOfIt) {
  trees.Create(Trees::Described(), "dana");
  Import(Table({{"SEC-1", "trees", ""}}));
  EXPECT_EQ(town.Refused<v1::AuditFinding>("dana", Closing("sec-1", true)).reason(), Reason::APPROVER_NOT_INDEPENDENT);
  town.AddPerson("priya", "Priya Natarajan", v1::ADMINISTRATOR);
  EXPECT_EQ(town.Refused<v1::AuditFinding>("sam", Closing("sec-1", true)).reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(town.Call<v1::AuditFinding>("priya", Closing("sec-1", true)).state(), v1::AuditFinding::ACCEPTED);
  EXPECT_EQ(town.Refused<v1::AuditFinding>("priya", Closing("sec-1", false)).reason(), Reason::WRONG_STATE);
  EXPECT_THAT(MissingToPublish(), Not(Contains("audit_findings")));
}

TEST_P(AuditFindings, AreSeenByTheirDepartmentAndThoseOverAll) {
  trees.Create();
  Import(Table({{"SEC-1", "trees", ""}}));
  const auto seen_by = [&](const std::string& who) {
    return town.Call<v1::ListAuditFindingsResponse>(who, v1::ListAuditFindingsRequest()).audit_findings_size();
  };
  EXPECT_EQ(seen_by("sam"), 1);
  EXPECT_EQ(seen_by("dana"), 1);
  EXPECT_EQ(seen_by("alan"), 0);
  v1::GetAuditFindingRequest get;
  get.set_name("audit_findings/sec-1");
  EXPECT_EQ(town.Refused<v1::AuditFinding>("alan", get).reason(), Reason::NOT_FOUND);
  // Whoever sees the dataset learns that there is one, and not what it says.
  v1::CheckDatasetRequest check;
  check.set_name("datasets/trees");
  const auto told = town.Call<v1::CheckDatasetResponse>("alan", check).ShortDebugString();
  EXPECT_THAT(told, HasSubstr("finding of the security audit"));
  EXPECT_THAT(told, Not(HasSubstr("password")));
  EXPECT_THAT(told, Not(HasSubstr("SEC-1")));
}

TEST_P(AuditFindings, ComeInAllOrNoneAndEveryRowThatIsNotRightIsNamed) {
  trees.Create();
  auto table = Table({{"SEC-1", "trees", ""},
                      {"", "trees", ""},
                      {"sec 1", "trees", ""},
                      {"SEC-3", "nowhere", ""},
                      {"SEC-4", "", "nowhere"},
                      {"SEC-5", "", ""},
                      {"SEC-6", "trees", "", "terrible"},
                      {"SEC-7", "trees", "", "low", "perhaps"},
                      {"SEC-8", "trees", "", "low", "2031-01-01"}});
  table.add_rows()->CopyFrom(table.rows(0));
  table.mutable_rows(9)->set_row(11);
  table.mutable_rows(9)->set_finding("SEC-9");
  table.mutable_rows(9)->set_found("soon");
  table.mutable_rows(9)->clear_text();
  EXPECT_THAT(Rules(Import(table)),
              ElementsAre("3 finding_missing", "4 finding_twice", "5 dataset_unknown", "6 system_unknown",
                          "7 subject_missing", "8 severity_unknown", "9 closed_unreadable", "10 closed_unreadable",
                          "11 found_unreadable", "11 text_missing"));
  EXPECT_EQ(town.Call<v1::ListAuditFindingsResponse>("dana", v1::ListAuditFindingsRequest()).audit_findings_size(), 0);
}

TEST_P(AuditFindings, OfTheNextAuditChangeThoseThereAreAndOpenNoneThatEndedHere) {
  trees.Create();
  const auto first = Import(Table({{"SEC-1", "trees", ""}, {"SEC-2", "trees", "", "High", "2/1/2026"}}));
  EXPECT_EQ(first.created(), 2);
  EXPECT_EQ(first.open(), 1);
  EXPECT_EQ(Get("sec-2").state(), v1::AuditFinding::CLOSED);
  EXPECT_EQ(Get("sec-2").closed_date(), "2026-02-01");
  town.Call<v1::AuditFinding>("dana", Closing("sec-1", false));
  const auto again = Import(Table({{"SEC-1", "trees", "", "Medium"}, {"SEC-2", "trees", "", "High", "2/1/2026"}}));
  EXPECT_EQ(again.updated(), 1);
  EXPECT_EQ(again.unchanged(), 1);
  EXPECT_EQ(again.open(), 0);
  EXPECT_EQ(Get("sec-1").state(), v1::AuditFinding::CLOSED);
  EXPECT_EQ(Get("sec-1").severity(), v1::AuditFinding::MEDIUM);
}

TEST_P(AuditFindings, ThatATableClosedAreOpenAgainWhereTheNextHasThemOpen) {
  trees.Create();
  Import(Table({{"SEC-1", "trees", ""}}));
  const auto slip = Import(Table({{"SEC-1", "trees", "", "High", "yes"}}), "dana");
  EXPECT_THAT(Changes(slip), ElementsAre("closed: sec-1 was open, and closed on 2026-03-02"));
  EXPECT_EQ(Get("sec-1").closed_by(), "");
  EXPECT_THAT(MissingToPublish(), Not(Contains("audit_findings")));
  // Closed already: once is enough.
  EXPECT_EQ(Import(Table({{"SEC-1", "trees", "", "High", "yes"}}), "dana").unchanged(), 1);
  const auto mended = Import(Table({{"SEC-1", "trees", ""}}));
  EXPECT_THAT(Changes(mended), ElementsAre("reopened: sec-1 was closed on 2026-03-02, and is open again"));
  EXPECT_EQ(mended.open(), 1);
  EXPECT_EQ(Get("sec-1").state(), v1::AuditFinding::OPEN);
  EXPECT_EQ(Get("sec-1").closed_date() + Get("sec-1").close_reason(), "");
  EXPECT_THAT(MissingToPublish(), Contains("audit_findings"));
}

TEST_P(AuditFindings, AreClosedByATableOfWhoMayCloseThemByHand) {
  trees.Create();
  Import(Table({{"SEC-1", "trees", ""}}));
  const auto closing = Table({{"SEC-1", "trees", "", "High", "yes"}});
  EXPECT_EQ(town.Refused<v1::ImportAuditFindingsResponse>("", closing).reason(), Reason::PERSON_REQUIRED);
  EXPECT_EQ(Get("sec-1").state(), v1::AuditFinding::OPEN);
  Import(closing, "dana");
  EXPECT_EQ(Get("sec-1").state(), v1::AuditFinding::CLOSED);
}

TEST_P(AuditFindings, ThatATableMovesOrLowersAreNamed) {
  trees.Create();
  v1::CreateDatasetRequest other;
  other.set_dataset_id("permits");
  *other.mutable_dataset() = Trees::Described();
  other.mutable_dataset()->set_title("Permits");
  town.Call<v1::Dataset>("sam", other);
  Import(Table({{"SEC-1", "trees", ""}, {"SEC-2", "trees", "", "low"}, {"SEC-3", "trees", ""}}));
  const auto changed = Import(Table({{"SEC-1", "permits", "", "low"}, {"SEC-2", "trees", "", "high"}}));
  EXPECT_THAT(Changes(changed), ElementsAre("moved: sec-1 was about datasets/trees, and is about datasets/permits",
                                            "lowered: sec-1 was high, and is low"));
}

TEST_P(AuditFindings, AboutWhatIsPublicAlreadyNameIt) {
  trees.Published();
  EXPECT_THAT(Import(Table({{"SEC-1", "trees", ""}})).public_datasets(), ElementsAre("datasets/trees"));
}

}  // namespace
}  // namespace almanac::support
