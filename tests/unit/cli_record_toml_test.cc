// A record as a file for an editor, and back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/datasets.pb.h"
#include "cli/record_toml.h"

namespace almanac::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

v1::Dataset Trees() {
  v1::Dataset trees;
  trees.set_name("datasets/trees");
  trees.set_title("Tree \"Inventory\" \\ 2026");
  trees.set_department("departments/parks");
  trees.set_description("One row a tree.\n\nIt's 'measured' every spring.\x01");
  trees.set_known_limits("Private gardens are not in it.");
  trees.add_keywords("trees, shade");
  trees.add_keywords("broken\nline");
  trees.set_access(v1::Dataset::OPEN);
  trees.set_aggregation_threshold(5);
  trees.set_historical(true);
  trees.set_temporal_start("2026-03-01");
  trees.mutable_determinations()->set_open_format(v1::NOT_YET);
  auto* species = trees.add_fields();
  species->set_name("species");
  species->set_definition("Botanical name,\nas the label has it");
  species->set_quasi_identifier(true);
  auto* file = trees.add_distributions();
  file->set_download_url("https://data.example/trees.csv");
  file->set_host("data.example");
  file->set_size_bytes(5000000000);
  return trees;
}

std::vector<std::string> Told(const std::string& text, v1::Dataset* record) {
  std::vector<std::string> told;
  for (const auto& problem : ReadRecordToml(text, record))
    told.push_back(std::to_string(problem.line) + " " + problem.text);
  return told;
}

TEST(RecordToml, AFileThatNobodyTouchedChangesNothing) {
  const v1::Dataset trees = Trees();
  v1::Dataset read = trees;
  const std::string text = RecordToml(trees, {});
  EXPECT_THAT(Told(text, &read), IsEmpty()) << text;
  EXPECT_THAT(ChangedFields(trees, read), IsEmpty()) << text;
  v1::Dataset fresh;
  EXPECT_THAT(Told(text, &fresh), IsEmpty());
  EXPECT_THAT(ChangedFields(trees, fresh), IsEmpty()) << "everything that may be changed is in the file";
}

TEST(RecordToml, EveryEmptyFieldIsThereWithItsHelpAndItsValues) {
  const std::string text = RecordToml(v1::Dataset(), {{"licence", {"MISSING to publish: It has no licence."}}});
  EXPECT_THAT(text, HasSubstr("# Required.\ntitle = \"\"\n"));
  EXPECT_THAT(
      text,
      HasSubstr("# Open unless a reason and a legal basis are given. One of open, shared, closed.\naccess = \"\"\n"));
  EXPECT_THAT(text, HasSubstr("# MISSING to publish: It has no licence.\nlicence = \"\"\n"));
  EXPECT_THAT(text, HasSubstr("# [[fields]]\n# name = \"\"\n"));
  EXPECT_EQ(text.find("etag"), text.npos) << "what the server writes is not to be edited";
  v1::Dataset read;
  EXPECT_THAT(Told(text, &read), IsEmpty());
  EXPECT_THAT(ChangedFields(v1::Dataset(), read), IsEmpty());
}

TEST(RecordToml, OnlyWhatWasTypedIsChanged) {
  const v1::Dataset trees = Trees();
  v1::Dataset read = trees;
  EXPECT_THAT(Told("licence = 'CC0-1.0'\nhistorical = false\naccess = ''\ntemporal_start = 2026-04-01\n"
                   "keywords = ['shade', 'parks']\nowner = 'dana'\n",
                   &read),
              IsEmpty());
  EXPECT_THAT(ChangedFields(trees, read),
              ElementsAre("owner", "keywords", "access", "licence", "temporal_start", "historical"));
  EXPECT_EQ(read.temporal_start(), "2026-04-01");
  EXPECT_EQ(read.owner(), "people/dana");
  EXPECT_EQ(read.title(), trees.title()) << "a line that is not there leaves its field";
}

TEST(RecordToml, AListOfThingsIsAsTheFileHasIt) {
  v1::Dataset read = Trees();
  EXPECT_THAT(Told("[[fields]]\nname = 'height'\ntype = 'number'\n[[fields]]\nname = 'species'\n", &read), IsEmpty());
  ASSERT_EQ(read.fields_size(), 2);
  EXPECT_EQ(read.fields(0).name(), "height");
  EXPECT_THAT(Told("fields = []\n", &read), IsEmpty());
  EXPECT_EQ(read.fields_size(), 0);
}

TEST(RecordToml, EveryProblemIsNamedWithItsLine) {
  v1::Dataset read;
  EXPECT_THAT(
      Told("titel = 'x'\naccess = 'openn'\n\naggregation_threshold = 'few'\nkeywords = 'one'\nfields = ['x']\n"
           "[[distributions]]\nhost = 'x'\n",
           &read),
      ElementsAre("1 titel is no field that can be set; did you mean title?",
                  "2 access: 'openn' is none of its values; did you mean open? Choose one of open, shared, closed.",
                  "4 aggregation_threshold is a number, not 'few'", "5 keywords is a list: [\"...\", \"...\"]",
                  "6 fields is [[fields]] and its keys below", "8 host is no field that can be set"));
  EXPECT_THAT(Told("a = 1\n  title = \"open\nx = 1", &read), ElementsAre(HasSubstr("2 ")));
  EXPECT_THAT(Told("title = \"\xff\"", &read), ElementsAre(HasSubstr("UTF-8")));
}

}  // namespace
}  // namespace almanac::cli
