// Bringing an inventory in: planned, applied as one commit, and never twice.
#include "interchange/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "domain/reorganising.h"
#include "support/inventory.h"

namespace almanac {
namespace {

using support::ACatalogue;
using support::ARecord;
using support::Inventory;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Import : public testing::TestWithParam<store::Backend> {
 protected:
  Inventory inventory_{GetParam()};

  std::string RevisionOf(const std::string& id) { return inventory_.Get(id).etag(); }
};

TEST_P(Import, CreatesAdoptsAndMakesDepartments) {
  const auto outcome = inventory_.Import(ACatalogue(
      {ARecord("a", "Trees"), ARecord("b", "Benches", R"("accessLevel": "non-public", "rights": "Vandals.")"),
       ARecord("c", "Paths", R"("distribution": [])")}));
  EXPECT_EQ(outcome.summary.created(), 3);
  EXPECT_EQ(outcome.summary.departments_created(), 1);
  EXPECT_EQ(outcome.summary.new_departments_size(), 1);
  EXPECT_TRUE(outcome.summary.applied());

  const auto trees = inventory_.Get("trees");
  EXPECT_EQ(trees.state(), v1::Dataset::PUBLISHED);
  EXPECT_TRUE(trees.has_adopted_time());
  EXPECT_EQ(trees.published_version(), 1);
  EXPECT_EQ(trees.department(), "departments/parks");
  EXPECT_EQ(trees.catalogue(), "default");
  EXPECT_EQ(trees.source_identifier(), "a");
  EXPECT_EQ(trees.licence(), "CC0-1.0");
  EXPECT_EQ(inventory_.Get("benches").state(), v1::Dataset::INVENTORIED);
  EXPECT_EQ(inventory_.Get("benches").access(), v1::Dataset::CLOSED);
  EXPECT_EQ(inventory_.Get("benches").access_reason(), "Vandals.");
  EXPECT_EQ(inventory_.Get("paths").state(), v1::Dataset::INVENTORIED);
  EXPECT_EQ(inventory_.Get("paths").access(), v1::Dataset::OPEN);
}

TEST_P(Import, ChangesNothingTheSecondTime) {
  const auto text =
      ACatalogue({ARecord("a", "Trees"), ARecord("b", "Benches"), ARecord("b", "Benches"), ARecord("c", "Other")});
  inventory_.Import(text);
  const auto before = inventory_.Export(true, v1::ExportInventoryRequest::JSONL);
  inventory_.clock().Advance(std::chrono::hours(24));
  const auto outcome = inventory_.Import(text);
  EXPECT_EQ(outcome.summary.unchanged(), 3);
  EXPECT_EQ(outcome.summary.collapsed(), 1);
  EXPECT_EQ(outcome.summary.created() + outcome.summary.updated(), 0);
  EXPECT_TRUE(outcome.summary.applied());
  EXPECT_EQ(inventory_.Export(true, v1::ExportInventoryRequest::JSONL), before);
}

TEST_P(Import, SaysWhatHappensToEachRecordInItsOrder) {
  inventory_.Import(ACatalogue({ARecord("a", "Trees"), ARecord("b", "Benches")}));
  const auto outcome = inventory_.Import(
      ACatalogue({ARecord("c", "New"), ARecord("b", "Seats"), "{}", ARecord("a", "Trees"), ARecord("a", "Trees")}));
  ASSERT_THAT(outcome.changes, SizeIs(5));
  EXPECT_EQ(outcome.changes[0].action(), v1::ImportChange::CREATED);
  EXPECT_EQ(outcome.changes[0].dataset(), "datasets/new");
  EXPECT_EQ(outcome.changes[1].action(), v1::ImportChange::UPDATED);
  EXPECT_EQ(outcome.changes[1].dataset(), "datasets/benches");
  EXPECT_THAT(outcome.changes[1].fields(), ElementsAre("title", "description"));
  EXPECT_EQ(outcome.changes[2].action(), v1::ImportChange::SKIPPED);
  EXPECT_EQ(outcome.changes[3].action(), v1::ImportChange::UNCHANGED);
  EXPECT_EQ(outcome.changes[4].action(), v1::ImportChange::COLLAPSED);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(outcome.changes[i].record(), i + 1);
}

TEST_P(Import, PlansWithoutWriting) {
  inventory_.Import(ACatalogue({ARecord("a", "Trees")}));
  const auto before = inventory_.Export(true, v1::ExportInventoryRequest::JSONL);
  v1::ImportOptions options;
  options.set_create_departments(true);
  options.set_validate_only(true);
  const auto outcome = inventory_.Import(
      ACatalogue({ARecord("a", "Town trees"), ARecord("b", "B", R"("publisher": {"name": "Fleet"})")}), options);
  EXPECT_EQ(outcome.summary.created(), 1);
  EXPECT_EQ(outcome.summary.updated(), 1);
  EXPECT_EQ(outcome.summary.departments_created(), 1);
  EXPECT_FALSE(outcome.summary.applied());
  EXPECT_THAT(outcome.changes[0].fields(), Contains("title"));
  EXPECT_EQ(inventory_.Export(true, v1::ExportInventoryRequest::JSONL), before);
}

TEST_P(Import, MergesWhatTheSourceChangedWithWhatWasEditedHere) {
  inventory_.Import(ACatalogue({ARecord("a", "Trees")}));
  inventory_.Write([](store::Tx& tx) {
    auto trees = tx.Get<v1::Dataset>("datasets/trees");
    trees.set_title("Our trees");
    trees.set_retention("ten years");
    tx.Because("dataset.updated");
    tx.Update(trees);
  });
  const auto outcome = inventory_.Import(ACatalogue({ARecord("a", "Town trees", R"("keyword": ["k", "shade"])")}));
  const auto trees = inventory_.Get("trees");
  EXPECT_EQ(trees.title(), "Our trees");
  EXPECT_EQ(trees.retention(), "ten years");
  EXPECT_EQ(trees.description(), "About Town trees.");
  EXPECT_THAT(trees.keywords(), ElementsAre("k", "shade"));
  EXPECT_THAT(outcome.rules(), Contains("edited_here"));
  // Told once: the next time the source is as it was.
  EXPECT_EQ(
      inventory_.Import(ACatalogue({ARecord("a", "Town trees", R"("keyword": ["k", "shade"])")})).summary.unchanged(),
      1);
}

TEST_P(Import, GivesAnAdoptedSetANewVersionAtOnce) {
  inventory_.Import(ACatalogue({ARecord("a", "Trees")}));
  inventory_.Import(ACatalogue({ARecord("a", "Town trees")}));
  EXPECT_EQ(inventory_.Get("trees").published_version(), 2);
  EXPECT_THAT(inventory_.Export(false), HasSubstr("Town trees"));
}

TEST_P(Import, PublishesNothingOfASourceThatIsNoLongerPublicAndSaysSoEachTime) {
  inventory_.Import(ACatalogue({ARecord("a", "Trees")}));
  const auto before = inventory_.Export(false);
  const auto hidden = ACatalogue({ARecord(
      "a", "Trees with names",
      R"("accessLevel": "non-public", "rights": "Names.", "distribution": [{"downloadURL": "https://inside.x.gov/a"}])")});
  for (int time = 0; time < 2; ++time) {
    const auto outcome = inventory_.Import(hidden);
    EXPECT_THAT(outcome.rules(), Contains("access_narrowed"));
    EXPECT_EQ(outcome.summary.unchanged(), 1);
    EXPECT_EQ(inventory_.Export(false), before);
    EXPECT_FALSE(inventory_.Get("trees").pending_edit());
  }
  // And takes up where it left when the source is public again.
  inventory_.Import(ACatalogue({ARecord("a", "Town trees")}));
  EXPECT_THAT(inventory_.Export(false), HasSubstr("Town trees"));
}

TEST_P(Import, AdoptsAPublicRecordOnceItHasAnAddress) {
  const auto bare = ACatalogue({ARecord("a", "Trees", R"("distribution": [])")});
  EXPECT_THAT(inventory_.Import(bare).rules(), Contains("public_without_address"));
  EXPECT_EQ(inventory_.Get("trees").state(), v1::Dataset::INVENTORIED);
  const auto outcome = inventory_.Import(ACatalogue({ARecord("a", "Trees")}));
  EXPECT_EQ(outcome.summary.updated(), 1);
  const auto trees = inventory_.Get("trees");
  EXPECT_EQ(trees.state(), v1::Dataset::PUBLISHED);
  EXPECT_TRUE(trees.has_adopted_time());
  EXPECT_EQ(trees.published_version(), 1);
  EXPECT_THAT(inventory_.Export(false), HasSubstr("https://x.gov/a.csv"));
}

TEST_P(Import, AdoptsNothingThatSomebodyHereHasWorkedOn) {
  inventory_.Import(ACatalogue({ARecord("a", "Trees", R"("distribution": [])")}));
  inventory_.Write([](store::Tx& tx) {
    auto trees = tx.Get<v1::Dataset>("datasets/trees");
    trees.add_authors("people/sam");
    tx.Because("dataset.updated");
    tx.Update(trees);
  });
  inventory_.Import(ACatalogue({ARecord("a", "Trees")}));
  EXPECT_EQ(inventory_.Get("trees").state(), v1::Dataset::INVENTORIED);
  EXPECT_EQ(inventory_.Get("trees").distributions_size(), 1);
}

TEST_P(Import, RecognisesARecordByItsAddressWhenItsIdentifierChanged) {
  inventory_.Import(ACatalogue({ARecord("a", "Trees"), ARecord("b", "Benches")}));
  const auto renamed = [](const std::string& identifier, const std::string& old, const std::string& title) {
    return ARecord(identifier, title, R"("distribution": [{"downloadURL": "http://x.gov/)" + old + R"(.csv/"}])");
  };
  const auto outcome =
      inventory_.Import(ACatalogue({renamed("town::trees", "a", "Trees"), renamed("town::benches", "b", "Benches")}));
  EXPECT_EQ(outcome.summary.identifiers_changed(), 2);
  EXPECT_EQ(outcome.summary.created(), 0);
  EXPECT_EQ(outcome.summary.missing(), 0);
  EXPECT_EQ(outcome.changes[0].previous_identifier(), "a");
  EXPECT_EQ(outcome.changes[0].dataset(), "datasets/trees");
  EXPECT_EQ(inventory_.Get("trees").source_identifier(), "town::trees");
  EXPECT_EQ(
      inventory_.Import(ACatalogue({renamed("town::trees", "a", "Trees"), renamed("town::benches", "b", "Benches")}))
          .summary.unchanged(),
      2);
}

TEST_P(Import, DoesNotRecogniseByAnAddressThatSeveralShare) {
  const auto page = R"("landingPage": "https://x.gov/all")";
  inventory_.Import(ACatalogue({ARecord("a", "Trees", page), ARecord("b", "Benches", page)}));
  const auto outcome = inventory_.Import(ACatalogue({ARecord("b", "Benches", page), ARecord("c", "Paths", page)}));
  EXPECT_EQ(outcome.summary.identifiers_changed(), 0);
  EXPECT_EQ(outcome.summary.created(), 1);
  EXPECT_EQ(outcome.summary.missing(), 1);
}

TEST_P(Import, LeavesAloneWhatIsNoLongerInTheFile) {
  inventory_.Import(ACatalogue({ARecord("a", "Trees"), ARecord("b", "Benches")}));
  const auto outcome = inventory_.Import(ACatalogue({ARecord("b", "Benches")}));
  EXPECT_EQ(outcome.summary.missing(), 1);
  EXPECT_EQ(inventory_.Get("trees").state(), v1::Dataset::PUBLISHED);
}

TEST_P(Import, KeepsCataloguesApart) {
  v1::ImportOptions options;
  options.set_create_departments(true);
  options.set_catalogue("one");
  inventory_.Import(ACatalogue({ARecord("a", "Trees")}), options);
  options.set_catalogue("two");
  const auto outcome = inventory_.Import(ACatalogue({ARecord("a", "Trees")}), options);
  EXPECT_EQ(outcome.summary.created(), 1);
  EXPECT_EQ(inventory_.Get("trees-2").catalogue(), "two");
}

TEST_P(Import, DoesNotCareInWhichOrderRecordsStand) {
  const std::vector<std::string> records{ARecord("x", "Trees"), ARecord("x", "Trees", R"("theme": ["b"])"),
                                         ARecord("x", "Trees", R"("theme": ["c"])"), ARecord("y", "Trees"),
                                         ARecord("z", "Trees 2")};
  inventory_.Import(ACatalogue(records));
  const auto names = inventory_.Export(true);
  auto turned = records;
  std::reverse(turned.begin(), turned.end());
  const auto again = inventory_.Import(ACatalogue(turned));
  EXPECT_EQ(again.summary.unchanged(), 5);
  Inventory other(GetParam());
  other.Import(ACatalogue(turned));
  EXPECT_EQ(other.Export(true), names);
}

TEST_P(Import, TellsApartRecordsThatShareAnIdentifier) {
  const auto first = ARecord("x", "Trees"), second = ARecord("x", "Benches");
  const auto outcome = inventory_.Import(ACatalogue({first, second}));
  EXPECT_EQ(outcome.summary.created(), 2);
  EXPECT_THAT(outcome.rules(), Contains("identifier_repeated"));
  // One of them goes: the other one stays itself.
  const auto again = inventory_.Import(ACatalogue({second}));
  EXPECT_EQ(again.summary.unchanged(), 1);
  EXPECT_EQ(again.summary.missing(), 1);
  EXPECT_EQ(again.changes[0].dataset(), "datasets/benches");
}

TEST_P(Import, RefusesPublishersThatAreNoDepartmentAndNamesTheWaysOut) {
  const auto text = ACatalogue({ARecord("a", "Trees"), ARecord("b", "Cars", R"("publisher": {"name": "Fleet"})")});
  try {
    inventory_.Import(text, {});
    FAIL() << "taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::REFERENCE_NOT_FOUND);
    EXPECT_THAT(error.message(), HasSubstr("'Parks', 'Fleet'"));
    EXPECT_THAT(error.message(), HasSubstr("--create-departments"));
    EXPECT_THAT(error.message(), HasSubstr("--department"));
  }
  EXPECT_EQ(std::count_if(inventory_.last_problems.begin(), inventory_.last_problems.end(),
                          [](const auto& problem) { return problem.rule() == "publisher_unknown"; }),
            2);
  EXPECT_THAT(inventory_.All(), IsEmpty());
}

TEST_P(Import, PutsRecordsOfUnknownPublishersUnderTheDepartmentNamed) {
  inventory_.AddDepartment("parks");
  v1::ImportOptions options;
  options.set_department("departments/parks");
  const auto outcome = inventory_.Import(ACatalogue({ARecord("b", "Cars", R"("publisher": {"name": "Fleet"})"),
                                                     ARecord("c", "Boats", R"("publisher": null)")}),
                                         options);
  EXPECT_EQ(inventory_.Get("cars").department(), "departments/parks");
  EXPECT_EQ(inventory_.Get("boats").department(), "departments/parks");
  EXPECT_THAT(outcome.rules(), Contains("publisher_unknown"));
  EXPECT_THAT(outcome.rules(), Contains("publisher_missing"));
  options.set_department("departments/nowhere");
  EXPECT_THROW(inventory_.Import(ACatalogue({ARecord("a", "A")}), options), Error);
}

TEST_P(Import, KnowsADepartmentByItsOldTitleAndByOneThatWasMergedIntoIt) {
  inventory_.Import(ACatalogue({ARecord("a", "Trees"), ARecord("b", "Loans", R"("publisher": {"name": "Library"})")}));
  inventory_.Write([](store::Tx& tx) {
    v1::MergeDepartmentRequest merge;
    merge.set_name("departments/library");
    merge.set_into("departments/parks");
    merge.set_reason("Council resolution 14.");
    domain::MergeDepartment(tx, merge);
    v1::RenameDepartmentRequest rename;
    rename.set_name("departments/parks");
    rename.set_title("Green and Read");
    rename.set_reason("Council resolution 14.");
    domain::RenameDepartment(tx, rename);
  });
  const auto outcome = inventory_.Import(
      ACatalogue({ARecord("a", "Trees"), ARecord("b", "Loans", R"("publisher": {"name": "Library"})"),
                  ARecord("c", "Paths"), ARecord("d", "Desks", R"("publisher": {"name": "Library"})")}));
  EXPECT_EQ(outcome.summary.departments_created(), 0);
  for (const std::string id : {"trees", "loans", "paths", "desks"}) {
    EXPECT_EQ(inventory_.Get(id).department(), "departments/parks") << id;
  }
}

TEST_P(Import, MakesTheTreeOfPublishers) {
  inventory_.Import(
      ACatalogue({ARecord("a", "Trees", R"("publisher": {"name": "Forestry", "subOrganizationOf": {"name": "Parks"}})"),
                  ARecord("b", "Benches"), ARecord("c", "Money", R"("publisher": null)")}));
  inventory_.Read([](store::Tx& tx) {
    EXPECT_EQ(tx.Get<v1::Department>("departments/forestry").parent(), "departments/parks");
    EXPECT_TRUE(tx.Exists<v1::Department>("departments/this-public-body"));
  });
}

TEST_P(Import, IsAllOrNothing) {
  // Given up in the middle of writing.
  std::vector<std::string> records;
  for (int i = 0; i < 1200; ++i) records.push_back(ARecord("r" + std::to_string(i), "Record " + std::to_string(i)));
  int64_t applied = 0;
  inventory_.cancelled = [&] { return ++applied > 4; };
  EXPECT_THROW(inventory_.Import(ACatalogue(records)), Error);
  inventory_.cancelled = {};
  EXPECT_THAT(inventory_.All(), IsEmpty());
  inventory_.Read([](store::Tx& tx) { EXPECT_FALSE(tx.Exists<v1::Department>("departments/parks")); });
  EXPECT_EQ(inventory_.Import(ACatalogue(records)).summary.created(), 1200);
}

TEST_P(Import, PlansAgainWhenTheRecordMovedMeanwhile) {
  inventory_.Import(ACatalogue({ARecord("a", "Trees")}));
  // Between plan and writing, somebody takes the name that the plan chose.
  bool done = false;
  v1::ImportOptions options;
  options.set_create_departments(true);
  const auto path = (std::filesystem::temp_directory_path() / ("almanac-moved-" + RandomId(8))).string();
  std::ofstream(path) << ACatalogue({ARecord("a", "Trees"), ARecord("b", "Benches")});
  const interchange::ImportJob job{inventory_.work(), Caller::Console(), options, path, Inventory::Late(), {}};
  v1::ImportSummary summary;
  interchange::ImportInventory(job, [&](const v1::ImportInventoryResponse& response) {
    if (response.has_summary()) summary = response.summary();
    // The first word of the planning phase is told before the plan's reads.
    if (done || response.progress().phase() != v1::ImportProgress::PLANNING) return;
    done = true;
    inventory_.clock().Advance(std::chrono::seconds(1));
    inventory_.AddDataset("benches");
  });
  std::filesystem::remove(path);
  EXPECT_EQ(summary.created(), 1);
  EXPECT_EQ(inventory_.Get("benches").source_identifier(), "");
  EXPECT_EQ(inventory_.Get("benches-2").source_identifier(), "b");
}

TEST_P(Import, WritesHistoryForEachDataset) {
  inventory_.Import(ACatalogue({ARecord("a", "Trees")}));
  inventory_.clock().Advance(std::chrono::hours(1));
  inventory_.Import(ACatalogue({ARecord("a", "Town trees")}));
  EXPECT_EQ(RevisionOf("trees"), "2");
  inventory_.Read([](store::Tx& tx) {
    EXPECT_EQ(tx.FindAsOf<v1::Dataset>("datasets/trees", "2026-03-02T09:45:00.000000Z")->title(), "Trees");
  });
}

TEST_P(Import, MakesNobodyAnAuthor) {
  inventory_.Import(ACatalogue({ARecord("a", "Trees")}));
  inventory_.Import(ACatalogue({ARecord("a", "Town trees", R"("spatial": "Town")")}));
  EXPECT_THAT(inventory_.Get("trees").authors(), IsEmpty());
}

TEST_P(Import, NeedsThePermission) {
  Caller nobody;
  nobody.principal = "people/nobody";
  const interchange::ImportJob job{inventory_.work(), nobody, {}, "/dev/null", Inventory::Late(), {}};
  try {
    interchange::ImportInventory(job, [](const v1::ImportInventoryResponse&) {});
    FAIL() << "taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::PERMISSION_DENIED);
  }
}

INSTANTIATE_TEST_SUITE_P(, Import, support::BothDatabases(), support::NameOfDatabase);

}  // namespace
}  // namespace almanac
