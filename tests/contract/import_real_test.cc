// Every real catalogue, into one record: taken, taken again without a change,
// exported, and the same after a journey; where there is a folder of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "interchange/import.h"
#include "support/inventory.h"

namespace almanac {
namespace {

namespace fs = std::filesystem;
using support::Inventory;

std::vector<std::string> FilesIn(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(std::string(ALMANAC_REAL_DATA) + "/" + folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

class RealImport : public testing::TestWithParam<store::Backend> {
 protected:
  void SetUp() override {
    if (std::string(ALMANAC_REAL_DATA).empty()) GTEST_SKIP() << "no folder of real catalogues";
  }

  // Its own catalogue for each file.
  static v1::ImportOptions OptionsFor(const std::string& file) {
    v1::ImportOptions options;
    options.set_create_departments(true);
    options.set_catalogue(Slug(fs::path(file).stem().string()));
    options.set_file_name(fs::path(file).filename());
    return options;
  }
};

TEST_P(RealImport, TakesEveryCatalogueAndChangesNothingTheSecondTime) {
  Inventory inventory(GetParam());
  for (const auto& file : FilesIn("catalogs")) {
    if (fs::path(file).extension() != ".json") {
      EXPECT_THROW(inventory.ImportFile(file, OptionsFor(file)), Error) << file;
      continue;
    }
    const auto first = inventory.ImportFile(file, OptionsFor(file)).summary;
    EXPECT_EQ(first.created() + first.collapsed() + first.skipped(), first.records()) << file;
    EXPECT_LE(first.skipped(), 1) << file;
    EXPECT_TRUE(first.applied()) << file;
    const auto second = inventory.ImportFile(file, OptionsFor(file)).summary;
    EXPECT_EQ(second.unchanged(), first.created()) << file;
    EXPECT_EQ(second.created() + second.updated() + second.missing(), 0) << file;
  }
  for (const bool internal : {true, false}) {
    const auto text = inventory.Export(internal);
    Inventory other(GetParam());
    other.Import(text);
    const auto again = other.Export(internal);
    // Not EXPECT_EQ, which would print both.
    EXPECT_TRUE(text == again) << "the journey changed something; internal: " << internal;
  }
}

TEST_P(RealImport, SurvivesEveryBrokenFile) {
  Inventory inventory(GetParam());
  for (const auto& file : FilesIn("bad")) {
    try {
      EXPECT_GT(inventory.ImportFile(file, OptionsFor(file)).summary.records(), 0) << file;
    } catch (const Error& error) {
      EXPECT_EQ(error.reason(), Reason::IMPORT_UNREADABLE) << file;
      EXPECT_NE(error.message(), "") << file;
    }
  }
}

TEST_P(RealImport, FollowsAPortalThroughTheYears) {
  Inventory inventory(GetParam());
  v1::ImportOptions options;
  options.set_create_departments(true);
  options.set_catalogue("detroit");
  v1::ImportSummary last;
  for (const auto& file : FilesIn("catalogs/arcgis-hub-series")) {
    if (file.find("07c-01-detroit") == std::string::npos) continue;
    last = inventory.ImportFile(file, options).summary;
    // The release that changed every identifier.
    if (file.find("20220130") == std::string::npos) continue;
    EXPECT_GE(last.identifiers_changed(), 150);
    EXPECT_LE(last.created(), 8);
  }
  EXPECT_EQ(last.records(), 159);
}

INSTANTIATE_TEST_SUITE_P(, RealImport, support::BothDatabases(), support::NameOfDatabase);

}  // namespace
}  // namespace almanac
