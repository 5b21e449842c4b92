// Publishing: what the public sees, and what goes there at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/records.pb.h"
#include "base/ids.h"
#include "domain/versions.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct PublishDataset : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  v1::DatasetVersion Version(int number) {
    v1::DatasetVersion version;
    town.Read([&](store::Tx& tx) {
      version =
          tx.Find<v1::DatasetVersion>(domain::VersionName("datasets/trees", number)).value_or(v1::DatasetVersion());
    });
    return version;
  }
  Error Refusal(const std::string& who = "dana") { return town.Refused<v1::Dataset>(who, Trees::Publishing()); }
};
INSTANTIATE_TEST_SUITE_P(Both, PublishDataset, BothDatabases(), NameOfDatabase);

TEST_P(PublishDataset, MakesAVersionAndSetsTheDates) {
  const auto dataset = trees.Published();
  EXPECT_EQ(dataset.state(), v1::Dataset::PUBLISHED);
  EXPECT_EQ(dataset.published_version(), 1);
  EXPECT_EQ(dataset.first_published_date(), "2026-03-02");
  EXPECT_EQ(dataset.last_published_date(), "2026-03-02");
  EXPECT_EQ(dataset.refreshed_date(), "2026-03-02");
  EXPECT_EQ(dataset.next_due_date(), "2027-03-02");
  EXPECT_EQ(dataset.openness(), v1::Dataset::OPEN_DATA);
  EXPECT_FALSE(dataset.pending_edit());
}

TEST_P(PublishDataset, KeepsTheWholeRecordAndItsHash) {
  trees.Published();
  const auto version = Version(1);
  EXPECT_TRUE(version.current());
  EXPECT_EQ(version.content_hash(), Sha256Hex(version.message()));
  EXPECT_THAT(version.message(), HasSubstr("TreeKeeper"));
}

TEST_P(PublishDataset, ShowsThePublicWhatIsAllowedAloneWithCitationAndContact) {
  trees.Published();
  const auto body = Version(1).public_body();
  EXPECT_THAT(body, HasSubstr("\"contact_email\":\"parks@example.gov\""));
  EXPECT_THAT(body, HasSubstr("\"citation\":\"Parks and Recreation (2026): Public Tree Inventory. Version 1."));
  EXPECT_THAT(body, Not(HasSubstr("TreeKeeper")));
  EXPECT_THAT(body, Not(HasSubstr("people/")));
}

TEST_P(PublishDataset, NamesEverythingThatIsMissingAtOnce) {
  auto dataset = Trees::Described();
  dataset.clear_distributions();
  dataset.mutable_fields(0)->clear_definition();
  trees.Create(dataset);
  trees.Submit();
  trees.Decide();
  // The rules of the body change meanwhile.
  v1::UpdateProgramRequest program;
  program.mutable_program()->set_profile("uk-statistics");
  program.mutable_update_mask()->add_paths("profile");
  program.set_etag("*");
  town.Call<v1::Program>("dana", program);
  v1::UpdateDepartmentRequest department;
  department.mutable_department()->set_name("departments/parks");
  department.mutable_update_mask()->add_paths("contact_email");
  department.set_etag("*");
  town.Call<v1::Department>("dana", department);
  const auto error = Refusal();
  EXPECT_EQ(error.reason(), Reason::MISSING_REQUIREMENTS);
  EXPECT_THAT(MissingRules(error), ElementsAre("licence_allowed", "contact", "fields_defined", "distribution"));
  for (const auto& one : error.missing()) {
    EXPECT_THAT(one.command, HasSubstr("almanac d")) << one.rule;
    // Mending either of these undoes the decision; nobody should learn that only afterwards.
    const bool binds = one.rule == "licence_allowed" || one.rule == "distribution";
    EXPECT_EQ(one.message.find("decided on again") != std::string::npos, binds) << one.message;
  }
}

TEST_P(PublishDataset, IsForAdministratorsAlone) {
  trees.Create();
  trees.Submit();
  trees.Decide();
  EXPECT_EQ(Refusal("grant").reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(Refusal("").reason(), Reason::PERSON_REQUIRED);
}

TEST_P(PublishDataset, NeedsADecision) {
  trees.Create();
  trees.Submit();
  EXPECT_EQ(Refusal().reason(), Reason::WRONG_STATE);
}

TEST_P(PublishDataset, MarksTheReleasePublished) {
  trees.Create();
  trees.Plan("2026-Q2");
  trees.Submit();
  trees.Decide();
  trees.Publish();
  EXPECT_EQ(trees.GetRelease().state(), v1::Release::PUBLISHED);
  EXPECT_EQ(trees.GetRelease().published_date(), "2026-03-02");
}

TEST_P(PublishDataset, MeetsOfSeveralReleasesTheOneThatHasBegun) {
  trees.Create();
  trees.Plan("2026-Q1");
  trees.Plan("2026-Q3");
  trees.Submit();
  trees.Decide();
  trees.Publish();
  EXPECT_EQ(trees.GetRelease().state(), v1::Release::PUBLISHED);
  EXPECT_EQ(trees.GetRelease("releases/trees-2").state(), v1::Release::PROVISIONAL);
}

TEST_P(PublishDataset, SendsAnImmaterialEditToThePublicAtOnce) {
  trees.Published();
  const auto dataset = trees.Change(Trees::Describe("Every public tree."));
  EXPECT_EQ(dataset.published_version(), 2);
  EXPECT_FALSE(dataset.pending_edit());
  EXPECT_FALSE(Version(1).current());
  EXPECT_TRUE(Version(2).current());
  EXPECT_THAT(Version(2).public_body(), HasSubstr("Every public tree.\""));
}

TEST_P(PublishDataset, MakesNoVersionOfWhatThePublicCannotSee) {
  trees.Published();
  auto request = Trees::Update("source_system");
  request.mutable_dataset()->set_source_system("TreeKeeper 9");
  EXPECT_EQ(trees.Change(request).published_version(), 1);
}

TEST_P(PublishDataset, KeepsAMaterialEditFromThePublicUntilItIsDecided) {
  trees.Published();
  const auto dataset = trees.Change(Trees::Coarsen(5));
  EXPECT_EQ(dataset.state(), v1::Dataset::PUBLISHED);
  EXPECT_TRUE(dataset.pending_edit());
  EXPECT_EQ(dataset.published_version(), 1);
  EXPECT_EQ(Refusal().reason(), Reason::DECISION_VOID);
  trees.Submit();
  trees.Decide();
  const auto published = trees.Publish();
  EXPECT_EQ(published.published_version(), 2);
  EXPECT_FALSE(published.pending_edit());
  EXPECT_THAT(Version(2).public_body(), HasSubstr("\"aggregation_threshold\":5"));
}

TEST_P(PublishDataset, SendsAnImmaterialEditPastAPendingOne) {
  trees.Published();
  trees.Change(Trees::Coarsen(5));
  const auto dataset = trees.Change(Trees::Describe("Every public tree."));
  EXPECT_TRUE(dataset.pending_edit());
  EXPECT_EQ(dataset.published_version(), 2);
  EXPECT_THAT(Version(2).public_body(), HasSubstr("Every public tree.\""));
  EXPECT_THAT(Version(2).public_body(), Not(HasSubstr("aggregation_threshold")));
}

TEST_P(PublishDataset, SendsADefinitionToThePublicAndNoNewField) {
  trees.Published();
  auto request = Trees::Update("fields");
  auto* species = request.mutable_dataset()->add_fields();
  *species = Trees::Described().fields(0);
  species->set_definition("Botanical name, by the city's own list.");
  auto* height = request.mutable_dataset()->add_fields();
  height->set_name("height");
  height->set_definition("In feet.");
  trees.Change(request);
  EXPECT_THAT(Version(2).public_body(), HasSubstr("city's own list"));
  EXPECT_THAT(Version(2).public_body(), Not(HasSubstr("In feet")));
}

TEST_P(PublishDataset, NoticesThatTheDataWouldComeFromSomewhereElse) {
  trees.Published();
  auto archive = Trees::Update("archive_url");
  archive.mutable_dataset()->set_archive_url("https://data.example.gov/archive");
  trees.Change(archive);
  auto request = Trees::Update("distributions");
  *request.mutable_dataset()->add_distributions() = Trees::Described().distributions(0);
  request.mutable_dataset()->mutable_distributions(0)->set_download_url("https://data.example.gov/trees-2026.csv");
  const auto moved = trees.Change(request);
  EXPECT_FALSE(moved.pending_edit());
  EXPECT_THAT(Version(moved.published_version()).public_body(), HasSubstr("trees-2026.csv"));
  request.mutable_dataset()->mutable_distributions(0)->set_download_url("https://elsewhere.example/trees.csv");
  const auto dataset = trees.Change(request);
  EXPECT_TRUE(dataset.pending_edit());
  EXPECT_EQ(dataset.published_version(), moved.published_version())
      << "nobody is sent elsewhere before that is decided on";
}

TEST_P(PublishDataset, UndoesAPendingEditByEditingBack) {
  trees.Published();
  EXPECT_TRUE(trees.Change(Trees::Coarsen(5)).pending_edit());
  EXPECT_FALSE(trees.Change(Trees::Coarsen(0)).pending_edit());
}

TEST_P(PublishDataset, LeavesThePublicVersionWhenItsEditIsRefused) {
  trees.Published();
  trees.Change(Trees::Coarsen(5));
  trees.Submit();
  const auto dataset = trees.Decide(v1::WITHHOLD);
  EXPECT_EQ(dataset.state(), v1::Dataset::PUBLISHED);
  EXPECT_EQ(dataset.access(), v1::Dataset::OPEN);
  EXPECT_EQ(dataset.published_version(), 1);
  EXPECT_EQ(Refusal().reason(), Reason::MISSING_REQUIREMENTS);
}

TEST_P(PublishDataset, RefusesAnEditThatCameAfterTheDecision) {
  trees.Published();
  trees.Change(Trees::Coarsen(5));
  trees.Submit();
  trees.Decide();
  trees.Change(Trees::Coarsen(6));
  EXPECT_EQ(Refusal().reason(), Reason::DECISION_VOID);
  EXPECT_EQ(trees.GetReview("reviews/trees-2").state(), v1::Review::VOID);
}

TEST_P(PublishDataset, HasNothingToDoTwice) {
  trees.Published();
  EXPECT_EQ(Refusal().reason(), Reason::WRONG_STATE);
}

TEST_P(PublishDataset, OfSoftwareAsksForAnOpenSourceLicenceAndNoDictionary) {
  auto code = Trees::Described();
  code.set_kind(v1::Dataset::SOFTWARE);
  code.clear_fields();
  code.clear_source_system();
  code.set_licence("Apache-2.0");
  code.mutable_distributions(0)->set_format("git");
  trees.Create(code);
  trees.Submit();
  trees.Decide();
  const auto published = trees.Publish();
  EXPECT_EQ(published.openness(), v1::Dataset::OPEN_DATA);
  EXPECT_TRUE(published.openness_notes().empty());
}

TEST_P(PublishDataset, AsksWhereFilesThatGoAreKeptWhereTheRulesDo) {
  trees.Published();
  auto replace = Trees::Update("distributions");
  auto* file = replace.mutable_dataset()->add_distributions();
  *file = Trees::Described().distributions(0);
  file->set_download_url("https://data.example.gov/trees-2026.csv");
  EXPECT_THAT(MissingRules(town.Refused<v1::Dataset>("sam", replace)), ElementsAre("archive"));
  replace.mutable_update_mask()->add_paths("archive_url");
  replace.mutable_dataset()->set_archive_url("https://data.example.gov/archive");
  EXPECT_EQ(trees.Change(replace).published_version(), 2);
}

}  // namespace
}  // namespace almanac::support
