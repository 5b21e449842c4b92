#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "almanac/v1/assessments.pb.h"
#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/people.pb.h"
#include "almanac/v1/program.pb.h"
#include "cli/by_hand.h"
#include "cli/request.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

auto BuiltOfAnyKind(const std::string& noun, const std::string& verb, std::vector<std::string> words) {
  const Command* command = FindCommand(noun, verb);
  return BuildRequest(*command, ParseWords(ArgumentsFor(*command), std::move(words)));
}

template <typename Request>
Request Built(const std::string& noun, const std::string& verb, std::vector<std::string> words) {
  const auto request = BuiltOfAnyKind(noun, verb, std::move(words));
  return static_cast<const Request&>(*request);
}

std::string Complaint(const std::string& noun, const std::string& verb, std::vector<std::string> words) {
  try {
    BuiltOfAnyKind(noun, verb, std::move(words));
  } catch (const UsageError& error) {
    return std::string(error.what()) + " | " + error.remedy();
  }
  return "none";
}

// Words as a shell would cut them; enough for the examples of the contract.
std::vector<std::string> ShellWords(const std::string& line) {
  std::vector<std::string> words(1);
  char quote = 0;
  for (const char c : line) {
    if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else if (c == ' ' && quote == 0) {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

class EveryCommand : public testing::TestWithParam<Command> {};

TEST_P(EveryCommand, ThatWritesTheRecordCanBeRehearsed) {
  const Command& command = GetParam();
  if (!command.writes() || command.noun == "login") return;
  const auto arguments = ArgumentsFor(command);
  EXPECT_TRUE(std::any_of(arguments.begin(), arguments.end(), [](const Argument& a) { return a.name == "dry-run"; }));
}

TEST_P(EveryCommand, SaysWhatItDoesWithAnExample) {
  const Command& command = GetParam();
  EXPECT_NE(command.method != nullptr ? FirstSentence(CommentOf(command.method)) : command.summary, "");
  EXPECT_THAT(command.examples, Not(testing::IsEmpty()));
}

TEST_P(EveryCommand, HasNoTwoOptionsOfOneName) {
  std::set<std::string> names;
  for (const Argument& argument : ArgumentsFor(GetParam())) {
    EXPECT_TRUE(argument.positional || names.insert(argument.name).second) << argument.name;
  }
}

TEST_P(EveryCommand, UnderstandsItsOwnExamples) {
  for (const std::string& example : GetParam().examples) {
    const std::string line = example.substr(example.rfind("almanac " + GetParam().noun) == example.npos
                                                ? example.find("almanac")
                                                : example.rfind("almanac " + GetParam().noun));
    auto words = ShellWords(line);
    if (words.size() < 2) continue;  // `almanac` alone
    words.erase(words.begin(), words.begin() + (2 + std::count(GetParam().verb.begin(), GetParam().verb.end(), ' ') +
                                                (GetParam().verb.empty() ? 0 : 1)));
    EXPECT_NO_THROW({
      const Values values = ParseWords(ArgumentsFor(GetParam()), words);
      const ByHand* by_hand = FindByHand(GetParam());
      if (by_hand == nullptr || by_hand->with_request) BuildRequest(GetParam(), values);
    }) << example;
  }
}

TEST_P(EveryCommand, FindsTheRecordWhoseEtagItNeeds) {
  const Command& command = GetParam();
  if (command.method == nullptr || command.method->input_type()->FindFieldByName("etag") == nullptr) return;
  const auto* resource = ResourceField(command.method->input_type());
  const auto* name = command.method->input_type()->FindFieldByName("name");
  const Command* getter =
      resource != nullptr ? GetterOf(resource->message_type()) : GetterOf(name->options().GetExtension(v1::reference));
  ASSERT_NE(getter, nullptr);
  EXPECT_NE(getter->method->output_type()->FindFieldByName("etag"), nullptr);
}

INSTANTIATE_TEST_SUITE_P(, EveryCommand, testing::ValuesIn(Commands()), [](const auto& info) {
  std::string name = info.param.Path();
  name.erase(std::remove_if(name.begin(), name.end(), [](char c) { return c == ' ' || c == '-'; }), name.end());
  return name;
});

TEST(BuildRequest, FlattensTheRecordOfACreate) {
  const auto request =
      Built<v1::CreateDatasetRequest>("dataset", "create",
                                      {"tree-inventory", "--title", "Public Tree Inventory", "--department", "parks",
                                       "--access", "open", "--historical", "--aggregation-threshold", "11",
                                       "--keywords", "trees, shrubs", "--keywords", "parks", "--dry-run"});
  EXPECT_EQ(request.dataset_id(), "tree-inventory");
  EXPECT_EQ(request.dataset().title(), "Public Tree Inventory");
  EXPECT_EQ(request.dataset().department(), "departments/parks");
  EXPECT_EQ(request.dataset().access(), v1::Dataset::OPEN);
  EXPECT_TRUE(request.dataset().historical());
  EXPECT_EQ(request.dataset().aggregation_threshold(), 11);
  EXPECT_THAT(request.dataset().keywords(), ElementsAre("trees, shrubs", "parks"));
  EXPECT_TRUE(request.validate_only());
  EXPECT_EQ(request.dataset().name(), "");
}

TEST(BuildRequest, MakesTheGivenOptionsTheMask) {
  const auto request = Built<v1::UpdateDatasetRequest>(
      "dataset", "update", {"tree-inventory", "--frequency", "R/P1Y", "--owner", "", "--clear", "known-limits"});
  EXPECT_EQ(request.dataset().name(), "datasets/tree-inventory");
  EXPECT_THAT(request.update_mask().paths(), ElementsAre("owner", "frequency", "known_limits"));
  EXPECT_EQ(request.dataset().owner(), "");
}

TEST(BuildRequest, RefusesAnUpdateOfNothing) {
  EXPECT_THAT(Complaint("dataset", "update", {"tree-inventory"}), HasSubstr("nothing to change"));
  EXPECT_THAT(Complaint("dataset", "update", {"tree-inventory", "--clear", "titel"}), HasSubstr("did you mean title?"));
  EXPECT_THAT(Complaint("dataset", "update", {"tree-inventory", "--clear", "title", "--title", "x"}),
              HasSubstr("contradict each other"));
  EXPECT_THAT(Complaint("dataset", "update", {"tree-inventory", "--clear", "state"}), HasSubstr("no field state"));
}

TEST(BuildRequest, NamesMayLeaveOutTheirCollection) {
  EXPECT_EQ(Built<v1::GetDatasetRequest>("dataset", "show", {"checkbook"}).name(), "datasets/checkbook");
  EXPECT_EQ(Built<v1::GetDatasetRequest>("dataset", "show", {"datasets/checkbook"}).name(), "datasets/checkbook");
  EXPECT_EQ(Built<v1::UpdateProgramRequest>("program", "update", {"--title", "Town"}).program().name(), "program");
}

TEST(BuildRequest, EnumsAreTypedAsTheyAreShown) {
  EXPECT_EQ(Built<v1::DecideDatasetRequest>("dataset", "decide", {"x", "release-with-controls"}).outcome(),
            v1::RELEASE_WITH_CONTROLS);
  EXPECT_EQ(Built<v1::GrantRoleRequest>("person", "grant", {"sam", "privacy_officer"}).role(), v1::PRIVACY_OFFICER);
  EXPECT_THAT(Complaint("dataset", "decide", {"x", "relaese"}),
              "OUTCOME: 'relaese' is none of its values; did you mean release? | Choose one of release, "
              "release_with_controls, limited_access, aggregate_only, defer, withhold.");
  EXPECT_THAT(Complaint("dataset", "decide", {"x", "outcome_unspecified"}), HasSubstr("none of its values"));
}

TEST(BuildRequest, RefusesNumbersThatAreNone) {
  EXPECT_THAT(Complaint("dataset", "create", {"--aggregation-threshold", "eleven"}), HasSubstr("is a number, not"));
  EXPECT_THAT(Complaint("dataset", "create", {"--aggregation-threshold", "99999999999"}), HasSubstr("too large"));
}

TEST(BuildRequest, RefusesTextThatIsNotUtf8) {
  EXPECT_THAT(Complaint("dataset", "create", {"--title", "\xff"}), HasSubstr("not UTF-8"));
}

TEST(BuildRequest, ASearchNeedsNoQuotes) {
  EXPECT_EQ(Built<v1::SearchDatasetsRequest>("dataset", "search", {"traffic", "crash"}).query(), "traffic crash");
}

TEST(BuildRequest, ItemsAreKeysAndValues) {
  const auto request = Built<v1::UpdateDatasetRequest>(
      "dataset", "update",
      {"x", "--fields", "name=species,type=text,definition=Botanical name\\, as planted,release=as-is", "--fields",
       "name=plot\\=id,direct-identifier,quasi_identifier=false", "--determinations",
       "open_format=yes,open-licence=not_yet"});
  ASSERT_EQ(request.dataset().fields_size(), 2);
  EXPECT_EQ(request.dataset().fields(0).definition(), "Botanical name, as planted");
  EXPECT_EQ(request.dataset().fields(0).release(), v1::Field::AS_IS);
  EXPECT_EQ(request.dataset().fields(1).name(), "plot=id");
  EXPECT_TRUE(request.dataset().fields(1).direct_identifier());
  EXPECT_EQ(request.dataset().determinations().open_licence(), v1::NOT_YET);
  EXPECT_THAT(request.update_mask().paths(), ElementsAre("determinations", "fields"));
}

TEST(BuildRequest, ItemsSayWhichKeyIsWrong) {
  EXPECT_THAT(Complaint("dataset", "update", {"x", "--fields", "nmae=species"}), HasSubstr("did you mean name?"));
  EXPECT_THAT(Complaint("dataset", "update", {"x", "--fields", "species"}), HasSubstr("none of its keys"));
  EXPECT_THAT(Complaint("dataset", "update", {"x", "--fields", "name"}), HasSubstr("name needs a value"));
  EXPECT_THAT(Complaint("dataset", "update", {"x", "--fields", "name=a,release=perhaps"}),
              HasSubstr("--fields, release: 'perhaps'"));
}

class ItemFile : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }
  v1::UpdateDatasetRequest With(const std::string& ending, const std::string& text) {
    path_ = testing::TempDir() + "almanac_items" + ending;
    std::ofstream(path_) << text;
    return Built<v1::UpdateDatasetRequest>("dataset", "update", {"x", "--fields", "@" + path_});
  }
  std::string path_;
};

TEST_F(ItemFile, MayBeCsvWhoseHeadNamesTheKeys) {
  const auto request =
      With(".csv",
           "\xEF\xBB\xBFname,type,definition\r\nspecies,text,\"Botanical, \"\"full\"\" name\"\r\nheight,number,\r\n");
  ASSERT_EQ(request.dataset().fields_size(), 2);
  EXPECT_EQ(request.dataset().fields(0).definition(), "Botanical, \"full\" name");
  EXPECT_EQ(request.dataset().fields(1).type(), "number");
}

TEST_F(ItemFile, MayBeJsonAsWeWriteIt) {
  EXPECT_EQ(With(".json", R"([{"name": "species", "release": "as_is"}, {"name": "height"}])").dataset().fields_size(),
            2);
  EXPECT_EQ(With(".json", R"({"name": "species"})").dataset().fields(0).name(), "species");
}

TEST_F(ItemFile, OfOneThingHasALineAKey) {
  path_ = testing::TempDir() + "almanac_sheet.txt";
  std::ofstream(path_) << "# of the second draft\nsmallest_cell = 11   # none is smaller\nperiod = quarter\n";
  const auto request = Built<v1::AssessDatasetRequest>("assessment", "set", {"x", "--scoring", "@" + path_});
  EXPECT_EQ(request.assessment().scoring().smallest_cell(), 11);
  EXPECT_EQ(request.assessment().scoring().period(), v1::ScoringSheet::QUARTER);
}

TEST_F(ItemFile, SaysWhereItIsWrong) {
  EXPECT_THROW(With(".csv", "name,tyep\nspecies,text\n"), UsageError);
  EXPECT_THROW(With(".csv", "name\nspecies,text\n"), UsageError);
  EXPECT_THROW(With(".csv", "name\n\"species\n"), UsageError);
  EXPECT_THROW(With(".json", R"([{"name": 7}])"), UsageError);
  EXPECT_THROW(With(".json", R"([{"name": "a")"), UsageError);
}

}  // namespace
}  // namespace almanac::cli
