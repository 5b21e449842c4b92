// What an import does to the record: adopted sets and their versions.
#include "domain/importing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/records.pb.h"
#include "domain/versions.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Imported : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  static v1::Dataset Source() {
    auto dataset = Trees::Described();
    dataset.set_name("datasets/trees");
    dataset.clear_fields();
    dataset.set_refreshed_date("2026-02-01");
    return dataset;
  }
  void Import(const std::function<void(store::Tx&, const domain::ImportContext&)>& work) {
    town.Write([&](store::Tx& tx) { work(tx, domain::PrepareImport(tx, "old-site", "data.json")); }, Caller::Console());
  }
  v1::Dataset Adopt() {
    Import([](store::Tx& tx, const domain::ImportContext& context) {
      tx.BeginBulk();
      domain::AdoptDataset(tx, context, Source());
      tx.EndBulk();
    });
    return trees.Get();
  }
  v1::Dataset Update(const std::function<void(v1::Dataset&)>& change) {
    Import([&](store::Tx& tx, const domain::ImportContext& context) {
      const auto before = tx.Get<v1::Dataset>("datasets/trees");
      auto after = before;
      change(after);
      domain::UpdateImported(tx, context, before, after);
    });
    return trees.Get();
  }
  std::string PublicBody() {
    std::string body;
    town.Read([&](store::Tx& tx) { body = domain::CurrentVersion(tx, "datasets/trees")->public_body(); });
    return body;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Imported, BothDatabases(), NameOfDatabase);

TEST_P(Imported, SetsThatWerePublicAreAdoptedAndSaySo) {
  const auto dataset = Adopt();
  EXPECT_EQ(dataset.state(), v1::Dataset::PUBLISHED);
  EXPECT_TRUE(dataset.has_adopted_time());
  EXPECT_EQ(dataset.adopted_from(), "old-site");
  EXPECT_EQ(dataset.published_version(), 1);
  EXPECT_EQ(dataset.first_published_date(), "");
  EXPECT_EQ(dataset.next_due_date(), "2027-02-01");
  EXPECT_EQ(dataset.openness(), v1::Dataset::PUBLIC_NOT_OPEN);
  EXPECT_THAT(dataset.authors(), IsEmpty());
  EXPECT_THAT(PublicBody(), HasSubstr("adopted_time"));
  EXPECT_THAT(PublicBody(), HasSubstr("parks@example.gov"));
}

TEST_P(Imported, SetsThatWereNotPublicAreInventoried) {
  Import([](store::Tx& tx, const domain::ImportContext& context) {
    auto dataset = Source();
    dataset.set_access(v1::Dataset::CLOSED);
    domain::CreateImported(tx, context, dataset);
  });
  EXPECT_EQ(trees.Get().state(), v1::Dataset::INVENTORIED);
  EXPECT_EQ(trees.Get().inventoried_date(), "2026-03-02");
  EXPECT_EQ(trees.Get().catalogue(), "old-site");
}

TEST_P(Imported, ChangesOfAnAdoptedSetGoToThePublicAtOnce) {
  Adopt();
  const auto dataset = Update([](v1::Dataset& after) { after.set_aggregation_threshold(11); });
  EXPECT_EQ(dataset.published_version(), 2);
  EXPECT_FALSE(dataset.pending_edit());
  EXPECT_THAT(PublicBody(), HasSubstr("\"aggregation_threshold\":11"));
}

TEST_P(Imported, ChangesOfAnAdoptedSetTakeNoEditOfOursAlong) {
  Adopt();
  trees.Change(Trees::Coarsen(5));
  const auto dataset = Update([](v1::Dataset& after) { after.set_licence("CC0-1.0"); });
  EXPECT_TRUE(dataset.pending_edit());
  EXPECT_THAT(PublicBody(), HasSubstr("CC0-1.0"));
  EXPECT_THAT(PublicBody(), Not(HasSubstr("aggregation_threshold")));
}

TEST_P(Imported, SetsAreAsOpenAsWhatThePublicSeesWhateverEditWaits) {
  Adopt();
  auto request = Trees::Update("licence");
  request.mutable_update_mask()->add_paths("fields");
  *request.mutable_dataset()->mutable_fields() = Trees::Described().fields();
  request.mutable_dataset()->set_licence("CC0-1.0");
  const auto edited = trees.Change(request, "");
  EXPECT_TRUE(edited.pending_edit());
  EXPECT_EQ(edited.licence(), "CC0-1.0");
  EXPECT_EQ(edited.openness(), v1::Dataset::PUBLIC_NOT_OPEN);
  EXPECT_EQ(edited.openness_notes_size(), 1);
  town.Read([&](store::Tx& tx) {
    const auto shown = domain::AsShown(tx, edited);
    EXPECT_EQ(shown.licence(), "");
    EXPECT_EQ(shown.title(), edited.title());
    EXPECT_EQ(shown.openness(), v1::Dataset::PUBLIC_NOT_OPEN);
  });
  // Decided on, it still waits to be published.
  trees.Submit();
  EXPECT_EQ(trees.Decide().openness(), v1::Dataset::PUBLIC_NOT_OPEN);
  EXPECT_EQ(trees.Publish().openness(), v1::Dataset::OPEN_DATA);
}

TEST_P(Imported, ChangesOfAPublishedSetWaitForADecision) {
  trees.Published();
  const auto dataset = Update([](v1::Dataset& after) { after.set_aggregation_threshold(11); });
  EXPECT_TRUE(dataset.pending_edit());
  EXPECT_EQ(dataset.published_version(), 1);
  EXPECT_THAT(dataset.authors(), IsEmpty());
}

TEST_P(Imported, SetsMayBeReviewedHereAndThenSaySoNoMore) {
  Adopt();
  trees.Submit();
  const auto dataset = trees.Decide();
  EXPECT_FALSE(dataset.has_adopted_time());
  EXPECT_EQ(dataset.state(), v1::Dataset::PUBLISHED);
  EXPECT_EQ(dataset.published_version(), 2);
  EXPECT_THAT(PublicBody(), Not(HasSubstr("adopted_time")));
  EXPECT_TRUE(trees.Get().pending_edit());
}

}  // namespace
}  // namespace almanac::support
