// Editions of code lists, and who is told of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/code_lists.pb.h"
#include "domain/versions.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;
using testing::Not;

struct CodeLists : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  void SetUp() override {
    v1::CreateCodeListRequest create;
    create.mutable_code_list()->set_title("Botanical families");
    create.set_code_list_id("families");
    town.Call<v1::CodeList>("dana", create);
  }
  static v1::AddCodeListEditionRequest Adding(const std::string& label, const std::string& day, bool breaks = false) {
    v1::AddCodeListEditionRequest request;
    request.set_name("code_lists/families");
    request.set_etag("*");
    request.set_label(label);
    request.set_effective_date(day);
    request.set_note("Maples moved.");
    request.set_breaks_series(breaks);
    auto* code = request.add_codes();
    code->set_code("SAP");
    code->set_label("Sapindaceae");
    return request;
  }
  v1::CodeList Add(const std::string& label, const std::string& day, bool breaks = false) {
    return town.Call<v1::CodeList>("dana", Adding(label, day, breaks));
  }
  static v1::Dataset Using() {
    auto dataset = Trees::Described();
    dataset.mutable_fields(0)->set_code_list("code_lists/families");
    return dataset;
  }
  std::string PublicBody() {
    std::string body;
    town.Read([&](store::Tx& tx) { body = domain::CurrentVersion(tx, "datasets/trees")->public_body(); });
    return body;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, CodeLists, BothDatabases(), NameOfDatabase);

TEST_P(CodeLists, GrowByEditionsEachLaterThanTheOneBefore) {
  EXPECT_EQ(Add("2025", "2025-04-01").edition(), "2025");
  EXPECT_EQ(Add("2026", "2026-04-01").editions_size(), 2);
  const auto refused = [&](const v1::AddCodeListEditionRequest& request) {
    return town.Refused<v1::CodeList>("dana", request).reason();
  };
  EXPECT_EQ(refused(Adding("2026", "2027-04-01")), Reason::INVALID_FIELD);
  EXPECT_EQ(refused(Adding("2027", "2026-04-01")), Reason::INVALID_FIELD);
  auto twice = Adding("2027", "2027-04-01");
  *twice.add_codes() = twice.codes(0);
  EXPECT_EQ(refused(twice), Reason::INVALID_FIELD);
}

TEST_P(CodeLists, TellEveryDatasetThatUsesThemOfANewEditionInPublic) {
  trees.Create(Using());
  trees.Submit();
  trees.Decide();
  trees.Publish();
  Add("2026", "2026-04-01", true);
  const auto dataset = trees.Get();
  ASSERT_EQ(dataset.notices_size(), 1);
  EXPECT_EQ(dataset.notices(0).code_list(), "code_lists/families");
  EXPECT_EQ(dataset.notices(0).not_comparable_before(), "2026-04-01");
  EXPECT_THAT(dataset.notices(0).text(), HasSubstr("Maples moved."));
  EXPECT_THAT(dataset.notices(0).text(), HasSubstr("before 1 Apr 2026 cannot be compared"));
  EXPECT_EQ(dataset.published_version(), 2);
  EXPECT_FALSE(dataset.pending_edit());
  EXPECT_THAT(PublicBody(), HasSubstr("not_comparable_before"));
}

TEST_P(CodeLists, TellNobodyElse) {
  trees.Create();
  Add("2026", "2026-04-01", true);
  EXPECT_EQ(trees.Get().notices_size(), 0);
}

TEST_P(CodeLists, VoidNoDecisionByWhatTheyTell) {
  trees.Create(Using());
  trees.Submit();
  trees.Decide();
  Add("2026", "2026-04-01");
  EXPECT_EQ(trees.Get().state(), v1::Dataset::APPROVED);
  EXPECT_EQ(trees.Get().notices(0).not_comparable_before(), "");
  EXPECT_THAT(trees.Get().authors(), Not(testing::Contains("people/dana")));
}

TEST_P(CodeLists, AreFoundFromTheDatasetsThatUseThem) {
  trees.Create(Using());
  v1::ListDatasetsRequest request;
  request.set_filter("code_lists:code_lists/families");
  EXPECT_EQ(town.Call<v1::ListDatasetsResponse>("sam", request).datasets_size(), 1);
}

TEST_P(CodeLists, HaveTheEditionThatAFieldNames) {
  Add("2026", "2026-04-01");
  trees.Create(Using());
  auto request = Trees::Update("fields");
  *request.mutable_dataset()->add_fields() = Using().fields(0);
  request.mutable_dataset()->mutable_fields(0)->set_code_list_edition("2025");
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", request).reason(), Reason::INVALID_FIELD);
  request.mutable_dataset()->mutable_fields(0)->set_code_list_edition("2026");
  EXPECT_EQ(trees.Change(request).fields(0).code_list_edition(), "2026");
}

TEST_P(CodeLists, AreKeptByAdministrators) {
  EXPECT_EQ(town.Refused<v1::CodeList>("sam", Adding("2026", "2026-04-01")).reason(), Reason::PERMISSION_DENIED);
}

}  // namespace
}  // namespace almanac::support
