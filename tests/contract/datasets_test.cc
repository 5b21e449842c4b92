// Describing datasets: defaults, departments, masks, authors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Datasets : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  v1::CreateDatasetRequest Creating(const std::string& title, const std::string& department = "departments/parks") {
    v1::CreateDatasetRequest request;
    request.mutable_dataset()->set_title(title);
    request.mutable_dataset()->set_department(department);
    return request;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Datasets, BothDatabases(), NameOfDatabase);

TEST_P(Datasets, AreOpenAndUnassessedUnlessSaidOtherwise) {
  const auto dataset = town.Call<v1::Dataset>("sam", Creating("Public Tree Inventory"));
  EXPECT_EQ(dataset.name(), "datasets/public-tree-inventory");
  EXPECT_EQ(dataset.state(), v1::Dataset::IDENTIFIED);
  EXPECT_EQ(dataset.access(), v1::Dataset::OPEN);
  EXPECT_EQ(dataset.classification(), v1::Dataset::UNASSESSED);
  EXPECT_EQ(dataset.openness(), v1::Dataset::NOT_PUBLIC);
  EXPECT_THAT(dataset.authors(), ElementsAre("people/sam"));
}

TEST_P(Datasets, TellASlowerWriterWhatChangedWhoAndWhenInTheBodysZone) {
  const auto read = trees.Create();
  auto change = Trees::Describe("Every public tree.");
  change.mutable_update_mask()->add_paths("frequency");
  change.mutable_dataset()->set_frequency("R/P1M");
  trees.Change(change);
  trees.Change(Trees::Describe("Every public tree, once more."), "grant");
  auto late = Trees::Describe("Mine.");
  late.set_etag(read.etag());
  const auto refused = town.Refused<v1::Dataset>("sam", late);
  EXPECT_EQ(refused.reason(), Reason::ETAG_MISMATCH);
  EXPECT_EQ(refused.message(),
            "trees has changed since you read it: description, frequency, last by grant at 2026-03-02 10:00 MST");
}

TEST_P(Datasets, GetANumberWhenTheTitleIsTaken) {
  town.Call<v1::Dataset>("sam", Creating("Trees"));
  EXPECT_EQ(town.Call<v1::Dataset>("sam", Creating("Trees!")).name(), "datasets/trees-2");
}

TEST_P(Datasets, KeepANameThatWasAskedForOrRefuse) {
  trees.Create();
  auto request = Creating("Other trees");
  request.set_dataset_id("trees");
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", request).reason(), Reason::ALREADY_EXISTS);
}

TEST_P(Datasets, BelongToADepartmentThatIsThere) {
  EXPECT_EQ(town.Refused<v1::Dataset>("dana", Creating("Trees", "departments/forests")).reason(),
            Reason::REFERENCE_NOT_FOUND);
}

TEST_P(Datasets, AreDescribedByTheirOwnDepartmentAlone) {
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", Creating("Arrests", "departments/police")).reason(),
            Reason::PERMISSION_DENIED);
  trees.Create();
  EXPECT_EQ(town.Refused<v1::Dataset>("alan", Trees::Describe("Ours.")).reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(town.Refused<v1::Dataset>("lee", Trees::Describe("Ours.")).reason(), Reason::PERMISSION_DENIED);
}

TEST_P(Datasets, AreNotGivenAwayToADepartmentThatTheCallerDoesNotWorkFor) {
  trees.Create();
  auto request = Trees::Update("department");
  request.mutable_dataset()->set_department("departments/police");
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", request).reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(town.Call<v1::Dataset>("dana", request).department(), "departments/police");
}

TEST_P(Datasets, ChangeInTheMaskAlone) {
  trees.Create();
  auto request = Trees::Update("retention");
  request.mutable_dataset()->set_retention("ten years");
  request.mutable_dataset()->set_title("Not in the mask");
  const auto dataset = trees.Change(request);
  EXPECT_EQ(dataset.retention(), "ten years");
  EXPECT_EQ(dataset.title(), "Public Tree Inventory");
}

TEST_P(Datasets, ClearWhatTheMaskNamesAndTheRequestLacks) {
  trees.Create();
  EXPECT_EQ(trees.Change(Trees::Update("description")).description(), "");
}

TEST_P(Datasets, TakeAMaskOneLevelIntoAMessage) {
  trees.Create();
  auto yes = Trees::Update("determinations.open_data_asset");
  yes.mutable_dataset()->mutable_determinations()->set_open_data_asset(v1::YES);
  trees.Change(yes);
  auto not_yet = Trees::Update("determinations.open_licence");
  not_yet.mutable_dataset()->mutable_determinations()->set_open_licence(v1::NOT_YET);
  const auto dataset = trees.Change(not_yet);
  EXPECT_EQ(dataset.determinations().open_data_asset(), v1::YES);
  EXPECT_EQ(dataset.determinations().open_licence(), v1::NOT_YET);
}

TEST_P(Datasets, RefuseAMaskThatIsNoField) {
  trees.Create();
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", Trees::Update("colour")).reason(), Reason::INVALID_MASK);
}

TEST_P(Datasets, RefuseAFrequencyThatIsNone) {
  trees.Create();
  auto request = Trees::Update("frequency");
  request.mutable_dataset()->set_frequency("monthly");
  const auto error = town.Refused<v1::Dataset>("sam", request);
  EXPECT_EQ(error.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(error.message(), HasSubstr("R/P1M"));
}

TEST_P(Datasets, RefuseAFieldThatIsListedTwice) {
  auto dataset = Trees::Described();
  *dataset.add_fields() = dataset.fields(0);
  v1::CreateDatasetRequest request;
  *request.mutable_dataset() = dataset;
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", request).reason(), Reason::INVALID_FIELD);
}

TEST_P(Datasets, CountAsAuthorsThoseAloneWhoChangeWhatApprovalsBindTo) {
  trees.Create();
  trees.Change(Trees::Describe("A typo mended."), "grant");
  EXPECT_THAT(trees.Get().authors(), ElementsAre("people/sam"));
  trees.Change(Trees::Coarsen(5), "grant");
  EXPECT_THAT(trees.Get().authors(), ElementsAre("people/sam", "people/grant"));
}

TEST_P(Datasets, NameTheConsoleAmongTheAuthors) {
  trees.Create(Trees::Described(), "");
  EXPECT_THAT(trees.Get().authors(), ElementsAre("local/administrator"));
}

TEST_P(Datasets, TakeTheirReleasesAndReviewsAlongToAnotherDepartment) {
  trees.Create();
  trees.Plan("2026-06");
  trees.Submit();
  auto request = Trees::Update("department");
  request.mutable_dataset()->set_department("departments/police");
  trees.Change(request, "dana");
  EXPECT_EQ(trees.GetRelease().department(), "departments/police");
  EXPECT_EQ(trees.GetReview().department(), "departments/police");
}

TEST_P(Datasets, AreCheckedWithTheCommandsThatMendThem) {
  v1::CreateDatasetRequest request = Creating("Trees");
  town.Call<v1::Dataset>("sam", request);
  v1::CheckDatasetRequest check;
  check.set_name("datasets/trees");
  const auto found = town.Call<v1::CheckDatasetResponse>("sam", check);
  EXPECT_EQ(found.missing_to_submit_size(), 6);
  EXPECT_EQ(found.missing_to_submit(0).rule(), "owner");
  EXPECT_EQ(found.missing_to_submit(0).command(), "almanac dataset update trees --owner PERSON");
  // What would be refused is no next command.
  EXPECT_THAT(found.next_commands(), ElementsAre("almanac dataset edit trees"));
  EXPECT_EQ(found.standing(), "It is identified; 6 things are missing before it can be submitted.");
  auto described = Trees::Described();
  described.set_title("Benches");
  v1::CreateDatasetRequest complete;
  *complete.mutable_dataset() = described;
  check.set_name(town.Call<v1::Dataset>("sam", complete).name());
  const auto ready = town.Call<v1::CheckDatasetResponse>("sam", check);
  EXPECT_EQ(ready.standing(), "It is identified; nothing is missing, and it can be submitted.");
  EXPECT_THAT(ready.next_commands(), ElementsAre("almanac dataset submit benches"));
}

TEST_P(Datasets, AreOpenUnlessAReasonAndABasisAreGiven) {
  auto dataset = Trees::Described();
  dataset.set_access(v1::Dataset::CLOSED);
  v1::CreateDatasetRequest create;
  *create.mutable_dataset() = dataset;
  const auto error = town.Refused<v1::Dataset>("sam", create);
  EXPECT_EQ(error.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(error.message(), HasSubstr("--access-reason"));
  trees.Create();
  auto update = Trees::Update("access");
  update.mutable_dataset()->set_access(v1::Dataset::SHARED);
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", update).reason(), Reason::INVALID_FIELD);
  for (const std::string path : {"access_reason", "access_basis"}) update.mutable_update_mask()->add_paths(path);
  update.mutable_dataset()->set_access_reason("The county shares it under agreement.");
  update.mutable_dataset()->set_access_basis("A.R.S. 39-121.01");
  EXPECT_EQ(trees.Change(update).access(), v1::Dataset::SHARED);
}

TEST_P(Datasets, AreCheckedForWhatWouldKeepThemFromBeingOpenData) {
  auto dataset = Trees::Described();
  dataset.mutable_distributions(0)->set_format("XLS");
  dataset.set_fee(true);
  dataset.set_licence("CC0-1.0");
  trees.Create(dataset);
  v1::CheckDatasetRequest check;
  check.set_name("datasets/trees");
  const auto found = town.Call<v1::CheckDatasetResponse>("sam", check);
  EXPECT_THAT(found.not_open_because(),
              testing::ElementsAre("Getting it costs money.", HasSubstr("open, machine-readable format")));
}

TEST_P(Datasets, ThatAreRestrictedAreNotThereForOthers) {
  auto dataset = Trees::Described();
  dataset.set_marking(v1::Dataset::RESTRICTED);
  trees.Create(dataset);
  v1::GetDatasetRequest request;
  request.set_name("datasets/trees");
  EXPECT_EQ(town.Refused<v1::Dataset>("alan", request).reason(), Reason::NOT_FOUND);
  EXPECT_THAT(town.Call<v1::ListDatasetsResponse>("alan", v1::ListDatasetsRequest()).datasets(), IsEmpty());
  EXPECT_EQ(town.Call<v1::Dataset>("sam", request).name(), "datasets/trees");
}

}  // namespace
}  // namespace almanac::support
