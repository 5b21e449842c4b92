// The inventory as a file: what the standard wants, what the public may see,
// and the same bytes after a journey.
#include "interchange/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include "almanac/v1/records.pb.h"
#include "support/inventory.h"

namespace almanac {
namespace {

using support::ACatalogue;
using support::ARecord;
using support::Inventory;
using testing::HasSubstr;
using testing::Not;

class Export : public testing::TestWithParam<store::Backend> {
 protected:
  Inventory inventory_{GetParam()};

  // The records of an export, parsed.
  rapidjson::Document Parse(bool internal) {
    rapidjson::Document document;
    document.Parse(inventory_.Export(internal).c_str());
    EXPECT_FALSE(document.HasParseError());
    return document;
  }
  // A dataset described by hand, with all that may stand in the way of a file.
  void AddByHand(const std::string& id, const std::function<void(v1::Dataset&)>& adjust = {}) {
    inventory_.AddDataset(id, [&](v1::Dataset& dataset) {
      dataset.set_access(v1::Dataset::OPEN);
      if (adjust) adjust(dataset);
    });
  }
  void List(const std::string& id, const std::string& title, const std::string& reason) {
    inventory_.Write([&](store::Tx& tx) {
      v1::Listing listing;
      listing.set_dataset("datasets/" + id);
      listing.set_title(title);
      listing.set_department("departments/parks");
      listing.set_access("closed");
      listing.set_public_reason(reason);
      listing.mutable_list_time()->set_seconds(1'700'000'000);
      tx.Put(listing);
    });
  }
  void ExpectSameAfterAJourney(bool internal) {
    const auto text = inventory_.Export(internal);
    Inventory other(GetParam());
    other.Import(text);
    EXPECT_EQ(other.Export(internal), text);
  }
};

TEST_P(Export, WritesACatalogueWithNothingInIt) {
  EXPECT_EQ(Parse(true)["dataset"].Size(), 0u);
  EXPECT_EQ(Parse(false)["dataset"].Size(), 0u);
  ExpectSameAfterAJourney(true);
}

TEST_P(Export, HasWhatTheStandardRequires) {
  inventory_.AddDepartment("parks");
  AddByHand("bare");
  inventory_.Import(ACatalogue({ARecord("a", "Trees", R"("accessLevel": "non-public")"), ARecord("b", "Benches")}));
  const auto document = Parse(true);
  EXPECT_STREQ(document["conformsTo"].GetString(), "https://project-open-data.cio.gov/v1.1/schema");
  ASSERT_EQ(document["dataset"].Size(), 3u);
  for (const auto& record : document["dataset"].GetArray()) {
    for (const char* key : {"title", "description", "modified", "identifier", "accessLevel"}) {
      ASSERT_TRUE(record.HasMember(key)) << key;
      EXPECT_GT(record[key].GetStringLength(), 0u) << key;
    }
    EXPECT_GT(record["keyword"].Size(), 0u);
    EXPECT_GT(record["publisher"]["name"].GetStringLength(), 0u);
    EXPECT_GT(record["contactPoint"]["fn"].GetStringLength(), 0u);
    EXPECT_EQ(record.HasMember("rights"), std::string(record["accessLevel"].GetString()) != "public");
    for (const auto& member : record.GetObject()) {
      EXPECT_FALSE(member.value.IsNull() || (member.value.IsString() && member.value.GetStringLength() == 0));
    }
  }
}

TEST_P(Export, GivesEachRecordAnIdentifierOfItsOwn) {
  v1::ImportOptions options;
  options.set_create_departments(true);
  for (const char* catalogue : {"one", "two", "three"}) {
    options.set_catalogue(catalogue);
    inventory_.Import(ACatalogue({ARecord("same", "Trees")}), options);
  }
  std::set<std::string> identifiers;
  auto catalogue = Parse(true);
  for (const auto& record : catalogue["dataset"].GetArray()) identifiers.insert(record["identifier"].GetString());
  EXPECT_EQ(identifiers.size(), 3u);
  ExpectSameAfterAJourney(true);
  ExpectSameAfterAJourney(false);
}

TEST_P(Export, ShowsThePublicVersionsAndThePublicListAlone) {
  inventory_.Import(ACatalogue({ARecord("a", "Trees"), ARecord("b", "Secret benches", R"("accessLevel": "non-public")"),
                                ARecord("c", "Case files", R"("accessLevel": "non-public")")}));
  List("case-files", "Records of one kind", "They name victims.");
  const auto text = inventory_.Export(false);
  EXPECT_THAT(text, HasSubstr("Trees"));
  EXPECT_THAT(text, Not(HasSubstr("Secret benches")));
  EXPECT_THAT(text, Not(HasSubstr("Case files")));
  EXPECT_THAT(text, HasSubstr("Records of one kind"));
  EXPECT_THAT(text, HasSubstr("They name victims."));
  for (const auto format : {v1::ExportInventoryRequest::CSV, v1::ExportInventoryRequest::JSONL}) {
    const auto other = inventory_.Export(false, format);
    EXPECT_THAT(other, HasSubstr("Records of one kind"));
    EXPECT_THAT(other, Not(HasSubstr("Secret benches")));
    EXPECT_THAT(inventory_.Export(true, format), HasSubstr("Secret benches"));
  }
}

TEST_P(Export, TellsWhyAnOpenSetOnThePublicListIsNotThere) {
  inventory_.AddDepartment("parks");
  List("trees", "Trees", "A name in a notes column.");
  inventory_.Write([](store::Tx& tx) {
    auto listing = *tx.Find<v1::Listing>("datasets/trees");
    listing.set_access("open");
    tx.Put(listing);
  });
  EXPECT_STREQ(Parse(false)["dataset"][0]["accessLevel"].GetString(), "public");
  EXPECT_STREQ(Parse(false)["dataset"][0]["rights"].GetString(), "A name in a notes column.");
}

TEST_P(Export, GivesTheDayOfAListingInTheZoneOfTheBody) {
  inventory_.AddDepartment("parks");
  // 2023-11-14T22:13:20Z
  List("trees", "Trees", "They name victims.");
  for (const auto& [zone, day] : {std::pair{"America/Phoenix", "2023-11-14"}, std::pair{"Asia/Tokyo", "2023-11-15"}}) {
    inventory_.Write([zone = zone](store::Tx& tx) {
      auto program = tx.Get<v1::Program>("program");
      program.set_time_zone(zone);
      tx.Because("program.updated");
      tx.Update(program);
    });
    EXPECT_STREQ(Parse(false)["dataset"][0]["modified"].GetString(), day) << zone;
  }
}

TEST_P(Export, ShowsThePublicTheVersionAndNotTheWorkingCopy) {
  inventory_.Import(ACatalogue({ARecord("a", "Trees")}));
  inventory_.Write([](store::Tx& tx) {
    auto trees = tx.Get<v1::Dataset>("datasets/trees");
    trees.set_title("A draft");
    tx.Because("dataset.updated");
    tx.Update(trees);
  });
  EXPECT_THAT(inventory_.Export(false), Not(HasSubstr("A draft")));
  EXPECT_THAT(inventory_.Export(true), HasSubstr("A draft"));
}

TEST_P(Export, GivesTheSameBytesAfterAJourneyWhateverWasTypedByHand) {
  inventory_.AddDepartment("parks");
  AddByHand("parks-2", [](v1::Dataset& d) { d.set_title("Parks"); });
  AddByHand("parks-10", [](v1::Dataset& d) { d.set_title("Parks"); });
  AddByHand("odd", [](v1::Dataset& d) {
    d.set_title("  How to write <b>bold</b> &amp; {{more}}  ");
    d.set_description("N/A");
    d.add_keywords("a, b; c");
    d.add_keywords(" a ");
    d.add_themes("{{theme}}");
    d.set_licence("NLOD-2.0");
    d.set_frequency("R/P3.5D");
    d.set_temporal_start("2010-01-01");
    d.set_spatial("{\"type\": \"Point\"}");
    d.set_landing_page("https://x.gov/a b/é");
    d.set_contact_email("not an address");
    d.set_contact_name("Desk\nof parks");
    d.set_source_identifier("  spaced  ");
  });
  AddByHand("long", [](v1::Dataset& d) {
    std::string description;
    for (int i = 0; i < 4000; ++i) description += "é word\n";
    d.set_description(description);
    d.set_frequency("none");
    d.set_access(v1::Dataset::SHARED);
    d.set_access_reason(std::string(300, 'r') + " and more");
    auto* page = d.add_distributions();
    page->set_access_url("https://x.gov/data");
    page->set_format("text/csv");
    auto* file = d.add_distributions();
    file->set_download_url("https://x.gov/file.unknown");
    file->set_media_type("Text/CSV; charset=utf-8");
    *d.add_distributions() = *file;
    d.add_distributions()->set_title("no address");
    auto* link = d.add_signposts();
    link->set_title("Another home");
    link->set_url("https://y.gov");
    link = d.add_signposts();
    link->set_title("Data dictionary");
    link->set_url("https://y.gov/dict");
  });
  AddByHand("closed", [](v1::Dataset& d) {
    d.set_access(v1::Dataset::CLOSED);
    d.set_refreshed_date("2026-02-01");
    d.set_first_published_date("2020-01-01");
    d.set_temporal_start("2010-01-01");
    d.set_frequency("R/P1M");
  });
  ExpectSameAfterAJourney(true);
}

TEST_P(Export, StreamsPageByPageInOrderOfName) {
  std::vector<std::string> records;
  for (int i = 0; i < 1050; ++i) records.push_back(ARecord("r" + std::to_string(i), "Record " + std::to_string(i)));
  inventory_.Import(ACatalogue(records));
  for (const bool internal : {true, false}) {
    std::string last;
    const auto document = Parse(internal);
    EXPECT_EQ(document["dataset"].Size(), 1050u);
    for (const auto& record : document["dataset"].GetArray()) {
      EXPECT_LT(last, record["@id"].GetString());
      last = record["@id"].GetString();
    }
  }
}

TEST_P(Export, StopsWhenNobodyListens) {
  inventory_.Import(ACatalogue({ARecord("a", "Trees"), ARecord("b", "Benches")}));
  int heard = 0;
  interchange::ExportInventory(inventory_.work(), Caller::Console(), {}, [&](std::string_view) { return ++heard < 2; });
  EXPECT_EQ(heard, 2);
}

TEST_P(Export, WritesCsvThatNoSpreadsheetRuns) {
  inventory_.AddDepartment("parks");
  AddByHand("odd", [](v1::Dataset& d) {
    d.set_title("=HYPERLINK(\"http://evil\")");
    d.set_description("one, \"two\"\nthree");
    d.set_owner("");
  });
  const auto text = inventory_.Export(true, v1::ExportInventoryRequest::CSV);
  EXPECT_THAT(text, testing::StartsWith("name,title,"));
  EXPECT_THAT(text, HasSubstr("\"'=HYPERLINK(\"\"http://evil\"\")\""));
  EXPECT_THAT(text, HasSubstr("\"one, \"\"two\"\"\nthree\""));
  EXPECT_THAT(text, testing::EndsWith("\r\n"));
}

INSTANTIATE_TEST_SUITE_P(, Export, support::BothDatabases(), support::NameOfDatabase);

}  // namespace
}  // namespace almanac
