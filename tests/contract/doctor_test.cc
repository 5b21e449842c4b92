// What the doctor finds: each test breaks one thing by hand and sees that one
// finding, on both databases.
#include "api/doctor.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/error.h"
#include "base/ids.h"
#include "store/address.h"
#include "store/connection.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Doctor : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  Doctor() {
    auto described = Trees::Described();
    described.add_themes("environment");
    described.add_keywords("trees");
    trees.Create(described);
    trees.Change(Trees::Describe("Every public tree of the town."));
    trees.Submit();
    trees.Decide();
    trees.Publish();
    // Another one, on the public list.
    v1::CreateDatasetRequest benches;
    benches.set_dataset_id("benches");
    *benches.mutable_dataset() = described;
    benches.mutable_dataset()->set_title("Benches");
    benches.mutable_dataset()->set_access(v1::Dataset::OPEN);
    town.Call<v1::Dataset>("sam", benches);
    v1::ListDatasetPubliclyRequest list;
    list.set_name("datasets/benches");
    list.set_etag("*");
    town.Call<v1::Dataset>("dana", list);
  }

  // By hand, past every rule.
  void Break(const std::string& sql) {
    const auto address = store::AddressOf(town.address());
    store::Connection connection(address.backend, address.text, store::Connection::Purpose::kMigration);
    EXPECT_GT(connection.Execute(sql), 0) << "nothing was broken by " << sql;
  }
  // "check: resource: problem", one a finding.
  std::vector<std::string> Found() {
    std::vector<std::string> found;
    const auto count = api::ExamineRecord(town.address(), [&](const v1::Finding& finding) {
      EXPECT_FALSE(finding.remedy().empty()) << finding.problem();
      found.push_back(fmt::format("{}: {}: {}", finding.check(), finding.resource(), finding.problem()));
    });
    EXPECT_EQ(count.found, static_cast<int64_t>(found.size()));
    return found;
  }
  bool OnSqlite() const { return GetParam() == store::Backend::kSqlite; }
};
INSTANTIATE_TEST_SUITE_P(Both, Doctor, BothDatabases(), NameOfDatabase);

TEST_P(Doctor, FindsNothingInARecordThatOnlyTheServerWrote) { EXPECT_THAT(Found(), IsEmpty()); }

TEST_P(Doctor, SaysWhichMigrationIsMissing) {
  Break("DELETE FROM schema_migrations WHERE name = '0005_issued_with'");
  EXPECT_THAT(Found(), ElementsAre("schema: 0005_issued_with: has not run here"));
}
TEST_P(Doctor, SaysWhichMigrationWasEdited) {
  Break("UPDATE schema_migrations SET hash = 'x' WHERE name = '0001_people'");
  EXPECT_THAT(Found(), ElementsAre("schema: 0001_people: was edited after it ran here"));
}
TEST_P(Doctor, SaysThatTheSchemaIsOfANewerServer) {
  Break("INSERT INTO schema_migrations (name, hash, time) VALUES ('9999_later', 'x', 'x')");
  EXPECT_THAT(Found(), ElementsAre("schema: 9999_later: is not known to this almanacd"));
}
TEST_P(Doctor, SaysThatTheViewsAreOfAnotherServer) {
  Break("UPDATE schema_migrations SET hash = 'x' WHERE name = 'views'");
  EXPECT_THAT(Found(), ElementsAre("schema: views: has not run here"));
}
TEST_P(Doctor, SaysWhichColumnIsGone) {
  const auto address = store::AddressOf(town.address());
  store::Connection(address.backend, address.text, store::Connection::Purpose::kMigration)
      .Run("ALTER TABLE reports RENAME COLUMN year TO the_year");
  EXPECT_THAT(Found(), ElementsAre("schema: reports.year: is not there"));
}

TEST_P(Doctor, SaysThatNothingRenewsTheMarkOfCallers) {
  const auto address = store::AddressOf(town.address());
  store::Connection(address.backend, address.text, store::Connection::Purpose::kMigration)
      .Run(OnSqlite() ? "DROP TRIGGER renew_caller_mark_tokens_update"
                      : "ALTER TABLE tokens DISABLE TRIGGER renew_caller_mark");
  EXPECT_THAT(Found(), ElementsAre("schema: tokens: no trigger renews the mark of callers: a revoked token may go on"));
}

TEST_P(Doctor, SeesAValueThatNoEnumHas) {
  Break("UPDATE datasets SET state = 'lost' WHERE name = 'datasets/benches'");
  EXPECT_THAT(Found(), ElementsAre("rows: datasets/benches: the record holds an unknown state"));
}
TEST_P(Doctor, SeesATimeThatIsNone) {
  Break("UPDATE people SET update_time = 'yesterday' WHERE name = 'people/sam'");
  EXPECT_THAT(Found(), ElementsAre("rows: people/sam: the record holds a time in update_time that is none"));
}
TEST_P(Doctor, SeesADayThatIsNone) {
  Break("UPDATE datasets SET inventoried_date = '2026-02-30' WHERE name = 'datasets/benches'");
  EXPECT_THAT(Found(), ElementsAre("rows: datasets/benches: inventoried_date is no day"));
}
TEST_P(Doctor, SeesJsonThatDoesNotRead) {
  Break("UPDATE datasets SET fields = '[{' WHERE name = 'datasets/benches'");
  const auto found = Found();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0], HasSubstr("rows: datasets/benches: the record holds a fields that does not read"));
}
TEST_P(Doctor, SeesANumberThatNoFlagHolds) {
  Break("UPDATE datasets SET fee = 7 WHERE name = 'datasets/benches'");
  EXPECT_THAT(Found(), ElementsAre("rows: datasets/benches: fee is no number that it may be"));
}
TEST_P(Doctor, SeesASecondKeyThatDoesNotFold) {
  Break("UPDATE people SET display_name_key = 'other' WHERE name = 'people/sam'");
  EXPECT_THAT(Found(), ElementsAre("rows: people/sam: display_name_key is not the folded display_name"));
}
TEST_P(Doctor, SeesAnEventThatDoesNotRead) {
  Break("UPDATE events SET body = '{' WHERE id = (SELECT MIN(id) FROM events)");
  const auto found = Found();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0], HasSubstr("body is no JSON"));
}

TEST_P(Doctor, SeesARowThatDiffersFromItsLatestRevision) {
  Break("UPDATE datasets SET retention = 'for ever' WHERE name = 'datasets/benches'");
  EXPECT_THAT(Found(), ElementsAre("history: datasets/benches: the record differs from its latest revision"));
}
TEST_P(Doctor, SeesARowWhoseEtagIsAhead) {
  Break("UPDATE datasets SET etag = '9' WHERE name = 'datasets/benches'");
  EXPECT_THAT(Found(), ElementsAre("history: datasets/benches: the record is at revision 9, its history at 2"));
}
TEST_P(Doctor, SeesARevisionThatIsNotWhatItsEventSealed) {
  Break("UPDATE revisions SET salt = 'x' WHERE resource = 'datasets/trees' AND revision = 2");
  EXPECT_THAT(Found(), ElementsAre("history: datasets/trees revision 2: is not the text that its event sealed"));
}
TEST_P(Doctor, SeesARevisionThatIsGone) {
  Break("DELETE FROM revisions WHERE resource = 'datasets/trees' AND revision = 2");
  EXPECT_THAT(Found(), ElementsAre("history: datasets/trees revision 3: follows revision 1: those between are gone"));
}
TEST_P(Doctor, SeesRevisionsThatOverlap) {
  Break(
      "UPDATE revisions SET from_time = '2020-01-01T00:00:00.000000Z' WHERE resource = 'datasets/trees' AND "
      "revision = 2");
  EXPECT_THAT(Found(), ElementsAre("history: datasets/trees revision 2: does not begin when the one before it ends"));
}
TEST_P(Doctor, SeesARevisionThatNeverEnds) {
  Break("UPDATE revisions SET to_time = NULL WHERE resource = 'datasets/trees' AND revision = 1");
  EXPECT_THAT(Found(), ElementsAre("history: datasets/trees revision 1: has no end, and another revision follows"));
}
TEST_P(Doctor, SeesALastRevisionThatEnds) {
  Break("UPDATE revisions SET to_time = from_time WHERE resource = 'datasets/benches' AND revision = 2");
  EXPECT_THAT(Found(), ElementsAre("history: datasets/benches revision 2: has an end, and no revision follows"));
}
TEST_P(Doctor, SeesARevisionWithoutItsEvent) {
  Break(
      "DELETE FROM events WHERE id = (SELECT event_id FROM revisions WHERE resource = 'datasets/trees' AND "
      "revision = 2)");
  EXPECT_THAT(Found(), ElementsAre("history: datasets/trees revision 2: its event is gone"));
}
TEST_P(Doctor, SeesAnEventThatDoesNotSealItsRevision) {
  Break(
      "UPDATE events SET body = '{\"revisions\":[]}' WHERE id = (SELECT event_id FROM revisions WHERE resource = "
      "'datasets/trees' AND revision = 2)");
  EXPECT_THAT(Found(), ElementsAre("history: datasets/trees revision 2: its event does not seal it"));
}
TEST_P(Doctor, SeesARecordThatIsGone) {
  // A person that nothing else names.
  Break("DELETE FROM role_grants WHERE parent = 'people/alan'");
  Break("DELETE FROM people WHERE name = 'people/alan'");
  EXPECT_THAT(Found(), ElementsAre("history: people/alan: has a history and no record"));
}
TEST_P(Doctor, SeesARecordThatIsGoneWithItsHistory) {
  Break("DELETE FROM role_grants WHERE parent = 'people/alan'");
  Break("DELETE FROM people WHERE name = 'people/alan'");
  Break("DELETE FROM revisions WHERE resource = 'people/alan'");
  EXPECT_THAT(Found(), ElementsAre("history: people/alan: has events, and every revision of it is gone"));
}

TEST_P(Doctor, SeesAVersionThatWasChanged) {
  Break("UPDATE dataset_versions SET content_hash = 'x' WHERE dataset = 'datasets/trees'");
  EXPECT_THAT(Found(), ElementsAre("versions: datasets/trees/versions/1: is not what its content_hash says"));
}
TEST_P(Doctor, SeesAPublicPartThatDoesNotRead) {
  Break("UPDATE dataset_versions SET public_body = '{' WHERE dataset = 'datasets/trees'");
  const auto found = Found();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0], HasSubstr("versions: datasets/trees/versions/1: its public part does not read"));
}
TEST_P(Doctor, SeesAPublishedSetThatThePublicDoesNot) {
  Break("UPDATE dataset_versions SET current = 0");
  // What nobody sees, nobody should find.
  EXPECT_THAT(Found(), ElementsAre("versions: datasets/trees: is published as version 1, and the public sees none",
                                   "search: datasets/trees: search_public speaks of what is not there"));
}
TEST_P(Doctor, SeesTwoCurrentVersions) {
  Break(
      "INSERT INTO dataset_versions (name, dataset, number, content_hash, message, public_body, current) "
      "SELECT 'datasets/trees/versions/0', dataset, 0, content_hash, message, public_body, 1 FROM dataset_versions");
  EXPECT_THAT(Found(), ElementsAre("versions: datasets/trees: has 2 versions that are current; one is the most"));
}
TEST_P(Doctor, SeesACurrentVersionOfAnotherNumber) {
  Break("UPDATE dataset_versions SET number = 4 WHERE dataset = 'datasets/trees'");
  EXPECT_THAT(Found(),
              ElementsAre("versions: datasets/trees: is published as version 1, and the public sees version 4"));
}
TEST_P(Doctor, SeesThatThePublicReadsWhatIsNotPublished) {
  Break(
      "UPDATE dataset_versions SET dataset = 'datasets/benches', "
      "message = REPLACE(message, 'datasets/trees', 'datasets/benches')");
  const auto found = Found();
  EXPECT_THAT(found, testing::Contains("versions: datasets/benches: is not published, and the public sees version 1"));
}

TEST_P(Doctor, SeesAListingThatNobodyMade) {
  Break("INSERT INTO listings (dataset) VALUES ('datasets/trees')");
  EXPECT_THAT(Found(), ElementsAre("listings: datasets/trees: is published, and still on the list of what is not"));
}
TEST_P(Doctor, SeesAListingThatIsGone) {
  Break("DELETE FROM listings");
  EXPECT_THAT(Found(), ElementsAre("listings: datasets/benches: is marked as on the public list, and is not there"));
}
TEST_P(Doctor, SeesAListingOfASetThatIsNotMarked) {
  v1::CreateDatasetRequest create;
  create.set_dataset_id("ponds");
  create.mutable_dataset()->set_title("Ponds");
  create.mutable_dataset()->set_department("departments/parks");
  town.Call<v1::Dataset>("sam", create);
  Break("INSERT INTO listings (dataset) VALUES ('datasets/ponds')");
  EXPECT_THAT(Found(), ElementsAre("listings: datasets/ponds: is on the public list, and nobody put it there"));
}

TEST_P(Doctor, SeesAWordMirrorThatIsShort) {
  Break("DELETE FROM datasets_themes WHERE name = 'datasets/trees'");
  EXPECT_THAT(Found(), ElementsAre("mirrors: datasets/trees: datasets_themes does not say what the record says"));
}
TEST_P(Doctor, SeesAWordMirrorOfWhatIsNotThere) {
  Break("INSERT INTO datasets_keywords (name, value) VALUES ('datasets/zebras', 'z')");
  EXPECT_THAT(Found(), ElementsAre("mirrors: datasets/zebras: datasets_keywords speaks of what is not there"));
}
TEST_P(Doctor, SeesARoleThatThePersonDoesNotHold) {
  Break("UPDATE role_grants SET role = 'administrator' WHERE parent = 'people/sam'");
  EXPECT_THAT(Found(), ElementsAre("mirrors: people/sam: role_grants does not say what the record says"));
}

TEST_P(Doctor, SeesWordsThatSearchDoesNotFind) {
  Break(OnSqlite() ? "UPDATE search_internal SET words = 'other' WHERE rowid = (SELECT id FROM search_internal_rows "
                     "WHERE name = 'datasets/trees')"
                   : "UPDATE search_internal SET words = 'other' WHERE name = 'datasets/trees'");
  EXPECT_THAT(Found(), ElementsAre("search: datasets/trees: search_internal does not say what the record says"));
}
TEST_P(Doctor, SeesWordsThatThePublicShouldNotFind) {
  Break(OnSqlite() ? "INSERT INTO search_public_rows (name) VALUES ('datasets/benches')"
                   : "INSERT INTO search_public (name, words) VALUES ('datasets/benches', 'benches')");
  EXPECT_THAT(Found(), ElementsAre("search: datasets/benches: search_public speaks of what is not there"));
}
TEST_P(Doctor, SeesWordsThatThePublicDoesNotFind) {
  Break(OnSqlite() ? "DELETE FROM search_public_rows" : "DELETE FROM search_public");
  EXPECT_THAT(Found(), ElementsAre("search: datasets/trees: search_public does not say what the record says"));
}

TEST_P(Doctor, SeesANameThatNobodyBears) {
  Break("INSERT INTO imported_records (name, dataset) VALUES ('default x', 'datasets/gone')");
  EXPECT_THAT(Found(), ElementsAre("references: default x: dataset names datasets/gone, which is not there"));
}

TEST_P(Doctor, SeesTwoOpenReviews) {
  // Two that the record tells of itself, each with its history.
  for (const char* name : {"reviews/benches-1", "reviews/benches-2"}) {
    town.Write([&](store::Tx& tx) {
      v1::Review review;
      review.set_name(name);
      review.set_dataset("datasets/benches");
      review.set_state(v1::Review::OPEN);
      tx.Because("dataset.submitted");
      tx.Create(review);
    });
  }
  EXPECT_THAT(Found(), ElementsAre("reviews: datasets/benches: has 2 open reviews; one is the most"));
}

TEST_P(Doctor, ChangesNothingAndNeedsADatabase) {
  EXPECT_THROW(api::ExamineRecord("/nowhere/almanac.db", [](const v1::Finding&) {}), Error);
  EXPECT_FALSE(std::filesystem::exists("/nowhere/almanac.db"));
  const auto address = store::AddressOf(town.address());
  store::Connection reader(address.backend, address.text, store::Connection::Purpose::kInspection);
  EXPECT_THROW(reader.Run("DELETE FROM datasets"), store::DatabaseError);
}

}  // namespace
}  // namespace almanac::support
