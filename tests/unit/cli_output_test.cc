#include <gmock/gmock.h>

#include <cstdlib>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/events.pb.h"
#include "almanac/v1/people.pb.h"
#include "cli/csv.h"
#include "cli/output.h"
#include "cli/sheet.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

v1::Dataset Trees() {
  v1::Dataset dataset;
  dataset.set_name("datasets/tree-inventory");
  dataset.set_title("Public, \"Tree\"\nInventory");
  dataset.set_department("departments/parks");
  dataset.set_state(v1::Dataset::IN_REVIEW);
  dataset.add_keywords("trees");
  dataset.add_keywords("parks");
  dataset.set_published_version(3);
  dataset.mutable_create_time()->set_seconds(1772357400);
  auto* field = dataset.add_fields();
  field->set_name("species");
  field->set_release(v1::Field::AS_IS);
  return dataset;
}

OutputStyle Style(Format format) {
  OutputStyle style;
  style.format = format;
  style.width = 60;
  return style;
}

std::string Listed(const OutputStyle& style, const std::vector<std::string>& columns, int rows = 1) {
  testing::internal::CaptureStdout();
  ListOutput list(style, ResolveColumns(v1::Dataset::descriptor(), columns));
  for (int i = 0; i < rows; ++i) list.Add(Trees());
  list.Finish();
  return testing::internal::GetCapturedStdout();
}

std::string Shown(Format format, const google::protobuf::Message& message) {
  testing::internal::CaptureStdout();
  ShowMessage(Style(format), message);
  return testing::internal::GetCapturedStdout();
}

TEST(ListOutput, TablesShowShortNamesInOneLine) {
  EXPECT_EQ(Listed(Style(Format::kTable), {"name", "title", "department", "published_version"}),
            "Name            Title                     Departm…  Publish…\n"
            "tree-inventory  Public, \"Tree\" Inventory  parks            3\n")
      << "heads give way before what stands below them";
}

TEST(ListOutput, TabsCarryWholeValuesWithoutAHead) {
  EXPECT_EQ(Listed(Style(Format::kTabs), {"name", "title", "state", "keywords"}),
            "datasets/tree-inventory\tPublic, \"Tree\" Inventory\tin_review\ttrees; parks\n");
}

TEST(ListOutput, CsvQuotesWhatNeedsQuotes) {
  const std::string csv = Listed(Style(Format::kCsv), {"name", "title", "create_time", "fields"});
  EXPECT_THAT(ParseCsv(csv),
              ElementsAre(ElementsAre("name", "title", "create_time", "fields"),
                          ElementsAre("datasets/tree-inventory", "Public, \"Tree\"\nInventory",
                                      "2026-03-01T09:30:00.000000Z", R"([{"name":"species","release":"as_is"}])")));
}

TEST(ListOutput, JsonIsOneListAndJsonLinesOneObjectALine) {
  EXPECT_EQ(Listed(Style(Format::kJson), {"name"}, 0), "[]\n");
  EXPECT_THAT(Listed(Style(Format::kJson), {"name"}, 2),
              testing::StartsWith("[\n{\n  \"name\": \"datasets/tree-inventory\","));
  const std::string lines = Listed(Style(Format::kJsonLines), {"name"}, 2);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2);
}

TEST(ListOutput, AskedColumnsNarrowJsonToo) {
  OutputStyle style = Style(Format::kJsonLines);
  style.columns = {"name", "state"};
  EXPECT_EQ(Listed(style, style.columns), "{\"name\":\"datasets/tree-inventory\",\"state\":\"in_review\"}\n");
}

TEST(ResolveColumns, ReachesOneMessageIn) {
  EXPECT_EQ(ResolveColumns(v1::HistoryEntry::descriptor(), {"event.actor"})[0].fields.size(), 2u);
  EXPECT_THROW(ResolveColumns(v1::Dataset::descriptor(), {"titel"}), UsageError);
  EXPECT_THROW(ResolveColumns(v1::Dataset::descriptor(), {"title.x"}), UsageError);
}

TEST(ShowMessage, IsTheSameJsonWithAndWithoutSpaces) {
  std::string json = Shown(Format::kJson, Trees());
  EXPECT_THAT(json, HasSubstr("  \"keywords\": [\n    \"trees\",\n    \"parks\"\n  ],\n"));
  const std::string line = Shown(Format::kJsonLines, Trees());
  EXPECT_EQ(Indented(line.substr(0, line.size() - 1)) + "\n", json);
}

TEST(ShowMessage, ASheetShowsWhatIsSetAndListsBelow) {
  setenv("TZ", "America/Phoenix", 1);
  tzset();
  EXPECT_EQ(Shown(Format::kTable, Trees()),
            "Name               tree-inventory\n"
            "Title              Public, \"Tree\"\n"
            "                   Inventory\n"
            "Department         parks\n"
            "State              in_review\n"
            "Published version  3\n"
            "\n"
            "Keywords           trees, parks\n"
            "Create time        2026-03-01 02:30 MST\n"
            "\n"
            "Fields\n"
            "  Name     Release\n"
            "  species  as_is\n");
}

TEST(ShowMessage, AskedColumnsAreAllThatIsShown) {
  OutputStyle style = Style(Format::kTable);
  style.columns = {"state", "name", "licence"};
  testing::internal::CaptureStdout();
  ShowMessage(style, Trees());
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "State    in_review\nName     tree-inventory\nLicence\n");
  style.format = Format::kJsonLines;
  testing::internal::CaptureStdout();
  ShowMessage(style, Trees());
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "{\"name\":\"datasets/tree-inventory\",\"state\":\"in_review\"}\n");
}

TEST(ShowMessage, WhatIsMissingReadsAsSentencesWithTheirCommands) {
  v1::CheckDatasetResponse check;
  check.set_dataset("datasets/trees");
  auto* missing = check.add_missing_to_publish();
  missing->set_rule("licence_allowed");
  missing->set_message("No licence is given.");
  missing->set_command("almanac dataset update trees --licence CC0-1.0");
  EXPECT_EQ(Shown(Format::kTable, check),
            "Dataset  datasets/trees\n"
            "\n"
            "Missing to publish\n"
            "  - No licence is given.\n"
            "      almanac dataset update trees --licence CC0-1.0\n");
}

TEST(ShowMessage, ThingsTooWideForATableAreDefinitions) {
  v1::Dataset dataset;
  auto* field = dataset.add_fields();
  field->set_name("address");
  field->set_type("text");
  field->set_direct_identifier(true);
  field->set_release(v1::Field::TREATED);
  field->set_definition("Where it was, as the dispatcher wrote it down");
  field->set_treatment("Cut to the block of a hundred numbers");
  dataset.add_fields()->set_name("day");
  dataset.add_openness_notes("It has no licence, so nobody knows what they may do.");
  EXPECT_EQ(Shown(Format::kTable, dataset),
            "Fields\n"
            "  address  text · direct identifier · treated\n"
            "           Definition: Where it was, as the dispatcher wrote\n"
            "           it down\n"
            "           Treatment: Cut to the block of a hundred numbers\n"
            "  day\n"
            "\n"
            "Openness notes\n"
            "  It has no licence, so nobody knows what they may do.\n");
}

TEST(ShowMessage, CommandsCarryTheAccountThatWasTyped) {
  v1::CheckDatasetResponse check;
  check.add_next_commands("almanac dataset submit trees");
  check.add_next_commands("almanac dataset update trees --title '...'");
  OutputStyle style = Style(Format::kTable);
  style.account = "dana";
  EXPECT_EQ(SheetText(check, style),
            "Next commands\n"
            "  almanac --account dana dataset submit trees\n"
            "  almanac --account dana dataset update trees --title '...'\n");
}

TEST(ShowMessage, TabsAreOneFieldALine) {
  EXPECT_THAT(Shown(Format::kTabs, Trees()), HasSubstr("state\tin_review\n"));
  EXPECT_THAT(Shown(Format::kTabs, Trees()), HasSubstr("title\tPublic, \"Tree\" Inventory\n"));
}

TEST(Indented, LeavesTextAndEmptyThingsAlone) {
  EXPECT_EQ(Indented(R"({"a":[],"b":{},"c":"x\",{y"})"), "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": \"x\\\",{y\"\n}");
}

TEST(ShowRows, WritesRowsThatAreNoMessages) {
  testing::internal::CaptureStdout();
  ShowRows(Style(Format::kJson), {"account", "server"}, {{"dana", ""}});
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "[\n  {\n    \"account\": \"dana\"\n  }\n]\n");
}

TEST(ListOutput, RolesReadAsPeopleSayThem) {
  v1::Person lucia;
  auto* grant = lucia.add_grants();
  grant->set_role(v1::COORDINATOR);
  grant->set_department("departments/parks");
  grant->set_start_date("2024-10-28");
  grant->set_end_date("2026-03-13");
  grant = lucia.add_grants();
  grant->set_role(v1::AUDITOR);
  grant->set_start_date("9000-01-01");
  grant->set_deputy(true);
  testing::internal::CaptureStdout();
  ListOutput list(Style(Format::kTable), ResolveColumns(v1::Person::descriptor(), {"grants"}));
  list.Add(lucia);
  list.Finish();
  EXPECT_EQ(testing::internal::GetCapturedStdout(),
            "Grants\ncoordinator parks until 2026-03-13; auditor from 9000-01-01\ndeputy\n");
}

TEST(StyleOf, KnowsItsFormats) {
  EXPECT_EQ(StyleOf("csv", {"a,b", "c"}).columns.size(), 3u);
  EXPECT_THROW(StyleOf("xml", {}), UsageError);
}

}  // namespace
}  // namespace almanac::cli
