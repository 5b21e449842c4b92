#include <gmock/gmock.h>

#include "cli/command_line.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Kind = Argument::Kind;

const std::vector<Argument>& Arguments() {
  static const auto& arguments = *new std::vector<Argument>{
      {"name", Kind::kText, "DATASET", "", Argument::Group::kOwn, true, true},
      {"outcome", Kind::kText, "OUTCOME", "", Argument::Group::kOwn, true, false},
      {"title"},
      {"keywords", Kind::kList},
      {"historical", Kind::kFlag},
      {"output", Kind::kText, "", "", Argument::Group::kEverywhere, false, false, 'o'},
      {"help", Kind::kFlag},
  };
  return arguments;
}

Values Parsed(std::vector<std::string> words) { return ParseWords(Arguments(), std::move(words)); }

std::string Complaint(std::vector<std::string> words) {
  try {
    Parsed(std::move(words));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}

TEST(ParseWords, TakesWordsAndOptionsInAnyOrder) {
  const Values values = Parsed({"--title", "Trees", "trees", "-o", "json", "release"});
  EXPECT_EQ(values.Text("name"), "trees");
  EXPECT_EQ(values.Text("outcome"), "release");
  EXPECT_EQ(values.Text("title"), "Trees");
  EXPECT_EQ(values.Text("output"), "json");
  EXPECT_FALSE(values.Has("keywords"));
}

TEST(ParseWords, KeepsValuesAsTheyWereTyped) {
  EXPECT_EQ(Parsed({"x", "--title", "-- a dash"}).Text("title"), "-- a dash");
  EXPECT_EQ(Parsed({"x", "--title", "{}"}).Text("title"), "{}");
  EXPECT_THAT(Parsed({"x", "--keywords", "[a,b]", "--keywords=c,d"}).All("keywords"), ElementsAre("[a,b]", "c,d"));
  EXPECT_EQ(Parsed({"--", "-x"}).Text("name"), "-x");
}

TEST(ParseWords, AnEmptyValueIsAValue) {
  const Values values = Parsed({"x", "--title=", "--keywords", ""});
  EXPECT_TRUE(values.Has("title"));
  EXPECT_EQ(values.Text("title"), "");
  EXPECT_THAT(values.All("keywords"), ElementsAre(""));
  EXPECT_FALSE(values.Has("outcome"));
}

TEST(ParseWords, FlagsMayBeSwitchedOff) {
  EXPECT_TRUE(Parsed({"x", "--historical"}).Flag("historical"));
  EXPECT_FALSE(Parsed({"x", "--historical=false"}).Flag("historical"));
  EXPECT_TRUE(Parsed({"x", "--historical=false"}).Has("historical"));
  EXPECT_THROW(Parsed({"x", "--historical=perhaps"}).Flag("historical"), UsageError);
}

TEST(ParseWords, SaysWhatIsWrongInTheUsersWords) {
  EXPECT_EQ(Complaint({}), "DATASET is missing") << "as the usage line calls it";
  EXPECT_EQ(Complaint({"x", "--titel", "y"}), "there is no option --titel here; did you mean --title?");
  EXPECT_EQ(Complaint({"x", "--penguin=y"}), "there is no option --penguin here");
  EXPECT_EQ(Complaint({"x", "--title"}), "--title needs a value");
  EXPECT_EQ(Complaint({"x", "--title", "a", "--title", "b"}), "--title is given twice");
  EXPECT_THAT(Complaint({"x", "release", "more"}), HasSubstr("'more' is one word too many"));
}

TEST(ParseWords, HelpNeedsNothingElse) { EXPECT_TRUE(Parsed({"--help"}).Flag("help")); }

}  // namespace
}  // namespace almanac::cli
