// Every real catalogue is read to the end, and every broken file is refused in
// words; where there is a folder of them.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <string>

#include "base/error.h"
#include "base/ids.h"
#include "interchange/pod_record.h"

namespace almanac::interchange {
namespace {

namespace fs = std::filesystem;

struct Outcome {
  int records = 0;
  int adopted = 0;
  int refused = 0;
  std::string error;
};

Outcome ReadFile(const fs::path& path) {
  Outcome outcome;
  const int file = ::open(path.c_str(), O_RDONLY);
  try {
    ReadCatalogue(FromFile(file, 0, UINT64_MAX), [&](FileRecord& record) {
      const auto mapped = MapRecord(record, "2026-03-02");
      ++outcome.records;
      outcome.adopted += mapped.adopted;
      outcome.refused += mapped.findings.refused();
      EXPECT_TRUE(IsUtf8(mapped.dataset.SerializeAsString()) || !mapped.dataset.title().empty());
      for (const auto& problem : mapped.findings.all()) {
        EXPECT_FALSE(problem.rule().empty() || problem.message().empty() || problem.done().empty() ||
                     problem.fix().empty());
        EXPECT_TRUE(IsUtf8(problem.message() + problem.done()));
      }
      return true;
    });
  } catch (const Error& error) {
    outcome.error = error.message();
  }
  ::close(file);
  return outcome;
}

std::map<std::string, Outcome> ReadAll(const std::string& folder) {
  std::map<std::string, Outcome> outcomes;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) outcomes[fs::relative(entry.path(), folder)] = ReadFile(entry.path());
  }
  return outcomes;
}

class RealCatalogues : public testing::Test {
 protected:
  void SetUp() override {
    if (std::string(ALMANAC_REAL_DATA).empty()) GTEST_SKIP() << "no folder of real catalogues";
  }
};

TEST_F(RealCatalogues, AreTakenToTheLastRecord) {
  int records = 0;
  for (const auto& [file, outcome] : ReadAll(std::string(ALMANAC_REAL_DATA) + "/catalogs")) {
    if (fs::path(file).extension() != ".json") {
      EXPECT_NE(outcome.error, "") << file;
      continue;
    }
    EXPECT_EQ(outcome.error, "") << file;
    EXPECT_GT(outcome.records, 0) << file;
    // The one record that is refused is an empty object.
    EXPECT_LE(outcome.refused, file == "pod10-federal/data-gov_2013.json" ? 1 : 0) << file;
    records += outcome.records;
  }
  EXPECT_GT(records, 15'000);
}

TEST_F(RealCatalogues, SayWhichRecordsArePublicAlready) {
  const std::string folder = std::string(ALMANAC_REAL_DATA) + "/catalogs/";
  const auto dhs = ReadFile(folder + "federal/dhs.json");
  EXPECT_EQ(dhs.records, 1093);
  EXPECT_EQ(dhs.adopted, 186);
  EXPECT_EQ(ReadFile(folder + "socrata-pod10/data.cityofchicago.org_20130828.json").adopted, 514);
}

TEST_F(RealCatalogues, BrokenOnesAreRefusedInWordsOrReadWithProblems) {
  for (const auto& [file, outcome] : ReadAll(std::string(ALMANAC_REAL_DATA) + "/bad")) {
    EXPECT_TRUE(!outcome.error.empty() || outcome.records > 0) << file;
  }
}

}  // namespace
}  // namespace almanac::interchange
