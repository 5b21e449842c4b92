// Definitions that many fields share.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/definitions.pb.h"
#include "domain/versions.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;

struct Definitions : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  void SetUp() override {
    v1::CreateDefinitionRequest create;
    create.set_definition_id("species");
    create.mutable_definition()->set_title("Species");
    create.mutable_definition()->set_text("The botanical name, genus first.");
    create.mutable_definition()->set_department("departments/parks");
    town.Call<v1::Definition>("sam", create);
    auto dataset = Trees::Described();
    dataset.mutable_fields(0)->clear_definition();
    dataset.mutable_fields(0)->set_shared_definition("definitions/species");
    trees.Create(dataset);
  }
  std::string PublicBody() {
    std::string body;
    town.Read([&](store::Tx& tx) { body = domain::CurrentVersion(tx, "datasets/trees")->public_body(); });
    return body;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Definitions, BothDatabases(), NameOfDatabase);

TEST_P(Definitions, DefineTheFieldsThatShareThemAndAreWrittenOutForThePublic) {
  trees.Submit();
  trees.Decide();
  EXPECT_EQ(trees.Publish().state(), v1::Dataset::PUBLISHED);
  EXPECT_THAT(PublicBody(), HasSubstr("The botanical name, genus first."));
  EXPECT_EQ(trees.Get().fields(0).definition(), "");
}

TEST_P(Definitions, ThatAFieldTurnsToReachThePublicAtOnce) {
  trees.Submit();
  trees.Decide();
  trees.Publish();
  v1::CreateDefinitionRequest other;
  other.set_definition_id("taxon");
  other.mutable_definition()->set_title("Taxon");
  other.mutable_definition()->set_text("The accepted name, by the world list.");
  other.mutable_definition()->set_department("departments/parks");
  town.Call<v1::Definition>("sam", other);
  auto request = Trees::Update("fields");
  auto* field = request.mutable_dataset()->add_fields();
  *field = Trees::Described().fields(0);
  field->clear_definition();
  field->set_shared_definition("definitions/taxon");
  EXPECT_FALSE(trees.Change(request).pending_edit());
  EXPECT_THAT(PublicBody(), HasSubstr("by the world list"));
}

TEST_P(Definitions, AreNeededWhereAFieldNamesThem) {
  auto request = Trees::Update("fields");
  *request.mutable_dataset()->add_fields() = Trees::Described().fields(0);
  request.mutable_dataset()->mutable_fields(0)->set_shared_definition("definitions/nothing");
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", request).reason(), Reason::REFERENCE_NOT_FOUND);
}

TEST_P(Definitions, AreKeptByTheirDepartmentOrByThoseOfTheProgram) {
  v1::UpdateDefinitionRequest request;
  request.mutable_definition()->set_name("definitions/species");
  request.mutable_definition()->set_text("Otherwise.");
  request.set_etag("*");
  EXPECT_EQ(town.Refused<v1::Definition>("alan", request).reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(town.Call<v1::Definition>("dana", request).text(), "Otherwise.");
}

}  // namespace
}  // namespace almanac::support
