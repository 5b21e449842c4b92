// Files are written in the format that was meant, or not at all.
#include <filesystem>

#include "almanac/v1/inventory.pb.h"
#include "almanac/v1/reports.pb.h"
#include "cli/file_format.h"
#include "cli/usage.h"
#include "cli_server.h"

namespace almanac::cli {
namespace {

using testing::HasSubstr;

const std::vector<FileFormat>& Known() {
  static const auto& known = *new std::vector<FileFormat>{{"data_json", ".json"}, {"csv", ".csv"}};
  return known;
}

Values Given(const std::string& output, const std::string& to) {
  Values values;
  if (!output.empty()) values.Add("output", output);
  if (!to.empty()) values.Add("to", to);
  return values;
}

std::string Chosen(const std::string& format, const std::string& output, const std::string& to) {
  try {
    return FormatFor(format, Given(output, to), Known());
  } catch (const UsageError& error) {
    return std::string(error.what()) + " | " + error.remedy();
  }
}

TEST(FormatFor, IsWhatIsSaidElseWhatTheFileIsCalled) {
  EXPECT_EQ(Chosen("", "", ""), "data_json");
  EXPECT_EQ(Chosen("csv", "", ""), "csv");
  EXPECT_EQ(Chosen("", "csv", ""), "csv");
  EXPECT_EQ(Chosen("", "json", ""), "data_json");
  EXPECT_EQ(Chosen("", "", "a/Inventory.CSV"), "csv");
  EXPECT_EQ(Chosen("csv", "", "inventory.txt"), "csv");
}

TEST(FormatFor, IsTheFirstForAFileWithoutAnEnding) {
  EXPECT_EQ(Chosen("", "", "/dev/null"), "data_json");
  EXPECT_EQ(Chosen("", "", "-"), "data_json");
  EXPECT_EQ(Chosen("", "", "v1.2/inventory"), "data_json");
}

TEST(FormatFor, RefusesWhatContradictsItself) {
  EXPECT_THAT(Chosen("csv", "", "a.json"), HasSubstr("--format csv and --to a.json contradict each other"));
  EXPECT_THAT(Chosen("", "csv", "a.json"), HasSubstr("-o csv and --to a.json contradict each other"));
  EXPECT_THAT(Chosen("data_json", "csv", ""), HasSubstr("--format data_json and -o csv contradict each other"));
}

TEST(FormatFor, RefusesWhatItDoesNotKnowAndNamesTheWayOut) {
  EXPECT_THAT(Chosen("pdf", "", ""), HasSubstr("the formats are data_json or csv"));
  EXPECT_THAT(Chosen("", "", "r.pdf"), HasSubstr("--to r.pdf: the endings are .json or .csv | --format data_json or"));
  EXPECT_THAT(Chosen("", "table", ""), HasSubstr("-o table: what is written here is a file | --format"));
}

TEST_F(Commands, AnExportHasTheFormatThatWasMeant) {
  Answers("ExportInventory", [](const Asked&) { return Ok(v1::ExportInventoryResponse()); });
  EXPECT_EQ(Run({"inventory", "export", "-o", "csv"}), 0);
  EXPECT_EQ(Sent<v1::ExportInventoryRequest>(0).format(), v1::ExportInventoryRequest::CSV);
  EXPECT_EQ(Run({"inventory", "export", "--to", folder_ / "a.jsonl"}), 0);
  EXPECT_EQ(Sent<v1::ExportInventoryRequest>(1).format(), v1::ExportInventoryRequest::JSONL);
  EXPECT_EQ(Run({"inventory", "export", "--to", folder_ / "a.xlsx"}), 2);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "a.xlsx"));
}

TEST_F(Commands, AReportIsNoPdfForBeingCalledSo) {
  EXPECT_EQ(Run({"report", "generate", "annual", "--year", "2026", "--to", folder_ / "r.pdf"}), 2);
  EXPECT_THAT(err_, HasSubstr("the endings are .html, .md or .json"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "r.pdf"));
  EXPECT_EQ(Run({"report", "generate", "annual", "--year", "2026", "-o", "csv"}), 2);
  EXPECT_THAT(err_, HasSubstr("--format html, md or json"));
}

}  // namespace
}  // namespace almanac::cli
