// The register of systems.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/systems.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

struct Systems : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  static v1::CreateSystemRequest Creating(v1::System::OpensAutomatically opens, const std::string& reason = {}) {
    v1::CreateSystemRequest request;
    request.mutable_system()->set_title("Tree Keeper");
    request.mutable_system()->set_department("departments/parks");
    request.mutable_system()->set_opens_automatically(opens);
    request.mutable_system()->set_opens_reason(reason);
    return request;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Systems, BothDatabases(), NameOfDatabase);

TEST_P(Systems, SayWhyTheyDoNotOpenTheirDataByThemselves) {
  for (const auto opens : {v1::System::PLANNED, v1::System::DOES_NOT}) {
    EXPECT_EQ(town.Refused<v1::System>("sam", Creating(opens)).reason(), Reason::REASON_REQUIRED);
  }
  EXPECT_EQ(town.Call<v1::System>("sam", Creating(v1::System::OPENS)).name(), "systems/tree-keeper");
  EXPECT_EQ(town.Call<v1::System>("sam", Creating(v1::System::PLANNED, "With version 9.")).name(),
            "systems/tree-keeper-2");
}

TEST_P(Systems, AreKeptByTheirDepartment) {
  auto request = Creating(v1::System::OPENS);
  EXPECT_EQ(town.Refused<v1::System>("alan", request).reason(), Reason::PERMISSION_DENIED);
  const auto system = town.Call<v1::System>("sam", request);
  v1::UpdateSystemRequest away;
  away.mutable_system()->set_name(system.name());
  away.mutable_system()->set_department("departments/police");
  away.set_etag(system.etag());
  EXPECT_EQ(town.Refused<v1::System>("sam", away).reason(), Reason::PERMISSION_DENIED);
}

TEST_P(Systems, StandInForTheNameOfASourceSystem) {
  town.Call<v1::System>("sam", Creating(v1::System::OPENS));
  auto dataset = Trees::Described();
  dataset.clear_source_system();
  dataset.set_system("systems/tree-keeper");
  trees.Create(dataset);
  EXPECT_EQ(trees.Submit().state(), v1::Dataset::IN_REVIEW);
  v1::ListDatasetsRequest of_system;
  of_system.set_filter("system = systems/tree-keeper");
  EXPECT_EQ(town.Call<v1::ListDatasetsResponse>("sam", of_system).datasets_size(), 1);
}

TEST_P(Systems, ThatAreUnknownAreNamed) {
  auto dataset = Trees::Described();
  dataset.set_system("systems/nowhere");
  v1::CreateDatasetRequest request;
  *request.mutable_dataset() = dataset;
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", request).reason(), Reason::REFERENCE_NOT_FOUND);
}

}  // namespace
}  // namespace almanac::support
