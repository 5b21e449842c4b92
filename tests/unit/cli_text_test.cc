#include <gmock/gmock.h>

#include "cli/table.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using testing::ElementsAre;

TEST(Width, CountsWhatTheScreenShows) {
  EXPECT_EQ(Width("plain"), 5u);
  EXPECT_EQ(Width("École"), 5u);
  EXPECT_EQ(Width("E\u0301cole"), 5u);
  EXPECT_EQ(Width("日本"), 4u);
  EXPECT_EQ(Width("\xff"), 1u);
}

TEST(Fit, CutsOnlyWhatIsTooWide) {
  EXPECT_EQ(Fit("four", 4), "four");
  EXPECT_EQ(Fit("fives", 4), "fiv…");
  EXPECT_EQ(Fit("two words", 5), "two…");
  EXPECT_EQ(Width(Fit("日本日本", 4)), 3u);
}

TEST(OneLine, LetsNoTitlePlayWithTheScreen) {
  EXPECT_EQ(OneLine("a\x1b[31mb"), "a[31mb");
  EXPECT_EQ(OneLine("a\nb\tc\r"), "a b c");
  EXPECT_EQ(OneLine("abc\u202Edef"), "abcdef");
  EXPECT_EQ(OneLine("\u009B31m"), "31m");
  EXPECT_EQ(Harmless("a\nb"), "a\nb");
}

TEST(Wrap, BreaksAtSpacesAndNeverWithinAWord) {
  EXPECT_THAT(Wrap("one two three", 8), ElementsAre("one two", "three"));
  EXPECT_THAT(Wrap("https://data.example.gov/long", 8), ElementsAre("https://data.example.gov/long"));
  EXPECT_THAT(Wrap("a\n\nb\n", 8), ElementsAre("a", "", "b"));
}

TEST(Nearest, FindsWhatWasProbablyMeantAndNothingElse) {
  EXPECT_EQ(Nearest("datset", {"dataset", "department"}), "dataset");
  EXPECT_EQ(Nearest("lsit", {"list", "show"}), "list");
  EXPECT_EQ(Nearest("dep", {"dataset", "department"}), "department");
  EXPECT_EQ(Nearest("penguin", {"dataset", "department"}), "");
}

TEST(Table, TakesRoomFromTheWidestColumnsAndFromTheFirstLast) {
  const std::vector<Column> heads = {{"Name"}, {"Title"}, {"Days", true}};
  const std::vector<std::vector<std::string>> rows = {{"calls-for-service", "Police Calls for Service", "126"}};
  EXPECT_THAT(ColumnWidths(heads, rows, 80), ElementsAre(17u, 24u, 4u));
  const auto narrow = ColumnWidths(heads, rows, 40);
  EXPECT_THAT(narrow, ElementsAre(17u, 15u, 4u));
  EXPECT_EQ(TableLine(heads, rows[0], narrow), "calls-for-service  Police Calls f…   126");
}

TEST(Sheet, AlignsLabelsAndWrapsTextBesideThem) {
  EXPECT_EQ(Sheet({{"Title", {"Trees"}}, {"Known limits", {"Private trees are not in it"}}}, 34),
            "Title         Trees\n"
            "Known limits  Private trees are\n"
            "              not in it\n");
}

TEST(Table, NeverCutsWhatPeopleCopyAndWrapsWhatIsLong) {
  const std::vector<Column> heads{{"Name"}, {"Title"}, {"Count", true, true}};
  const std::vector<std::vector<std::string>> rows{
      {"calls-for-service-of-the-police", "Police Calls for Service of every year there is", "126"}};
  EXPECT_EQ(WholeTable(heads, rows, 60),
            "Name                             Title                 Count\n"
            "calls-for-service-of-the-police  Police Calls for        126\n"
            "                                 Service of every\n"
            "                                 year there is\n");
  EXPECT_EQ(WholeTable(heads, rows, 40),
            "Name\n"
            "  Title                            Count\n"
            "calls-for-service-of-the-police\n"
            "  Police Calls for Service of        126\n"
            "  every year there is\n");
}

}  // namespace
}  // namespace almanac::cli
