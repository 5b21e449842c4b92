// What people read of an import.
#include <filesystem>

#include "cli/import_report.h"
#include "cli_server.h"

namespace almanac::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

v1::ImportProblem AProblem(int64_t record, const std::string& rule, const std::string& field) {
  v1::ImportProblem problem;
  problem.set_severity(v1::ImportProblem::WARNING);
  problem.set_record(record);
  if (record > 0) problem.set_title("Alpha");
  problem.set_rule(rule);
  problem.set_field(field);
  problem.set_message("It was edited here.");
  return problem;
}

std::string TextOf(const std::vector<v1::ImportProblem>& problems, const v1::ImportSummary& summary = {}) {
  OutputStyle style;
  ImportReport report(style);
  v1::ImportInventoryResponse part;
  for (const auto& problem : problems) *part.add_problems() = problem;
  *part.mutable_summary() = summary;
  report.Take(part);
  return report.Text();
}

TEST(ImportReport, NamesRecordAndFieldOfEveryProblem) {
  EXPECT_THAT(TextOf({AProblem(1, "edited_here", "title"), AProblem(1, "edited_here", "licence")}),
              HasSubstr("edited_here (2 times, taken)\n  It was edited here.\n  record 1 Alpha, title; record 1 Alpha, "
                        "licence\n"));
  EXPECT_THAT(TextOf({AProblem(1, "edited_here", "title"), AProblem(2, "edited_here", "title")}),
              HasSubstr("edited_here (title, 2 times, taken)\n  It was edited here.\n  record 1 Alpha; record 2 "
                        "Alpha\n"));
  EXPECT_THAT(TextOf({AProblem(1, "edited_here", "title")}), HasSubstr("  record 1 Alpha: It was edited here.\n"));
}

TEST(ImportReport, DoesNotSayThatAFileAsAWholeWasTaken) {
  EXPECT_THAT(TextOf({AProblem(0, "catalogue_empty", "dataset")}),
              HasSubstr("catalogue_empty (dataset)\n  the file: It was edited here.\n"));
  EXPECT_THAT(TextOf({AProblem(0, "catalogue_empty", "")}),
              HasSubstr("catalogue_empty\n  the file: It was edited here.\n"));
}

// A licence that was read as another one than the report says would stop an import for nothing.
TEST(ImportReport, SaysOfEachOutcomeWhichRecordsItIsOf) {
  std::vector<v1::ImportProblem> problems;
  for (const int record : {1, 2, 3}) {
    problems.push_back(AProblem(record, "licence_guessed", "license"));
    problems.back().set_message(record == 1 ? "It says 'cc-by'." : "It says 'cc-zero'.");
    problems.back().set_done(record == 1 ? "Read as CC-BY-4.0." : "Read as CC0-1.0.");
    problems.back().set_fix("Give its address.");
  }
  EXPECT_THAT(TextOf(problems), HasSubstr("licence_guessed (license, 3 times, taken)\n"
                                          "  2 times:\n  It says 'cc-zero'.\n  record 2 Alpha; record 3 Alpha\n"
                                          "  done: Read as CC0-1.0.\n"
                                          "  1 time:\n  record 1 Alpha: It says 'cc-by'.\n"
                                          "  done: Read as CC-BY-4.0.\n  → Give its address.\n"));
}

TEST(ImportReport, NamesTheDepartmentsItMakesAndHowToSeeWhatIsCut) {
  v1::ImportSummary summary;
  summary.set_departments_created(2);
  for (const char* title : {"Parks, and Recreation", "Police"}) summary.add_new_departments(title);
  const auto text = TextOf({}, summary);
  EXPECT_THAT(text, HasSubstr("Departments created\n  Parks, and Recreation; Police\n"));
  EXPECT_THAT(text, Not(HasSubstr("-o csv")));
  std::vector<v1::ImportProblem> many;
  for (int record = 1; record <= 9; ++record) many.push_back(AProblem(record, "edited_here", "title"));
  EXPECT_THAT(TextOf(many), EndsWith("\nAll of it, a line each: -o csv, or -o json.\n"));
}

v1::ImportSummary ASummary(int64_t created, int64_t unchanged, int64_t missing) {
  v1::ImportSummary summary;
  summary.set_catalogue("default");
  summary.set_records(created + unchanged);
  summary.set_created(created);
  summary.set_unchanged(unchanged);
  summary.set_missing(missing);
  return summary;
}

TEST(ImportReport, AdvisesANameForACatalogueThatIsPlainlyAnother) {
  EXPECT_THAT(TextOf({}, ASummary(9, 0, 25)), HasSubstr("known from the catalogue default."));
  EXPECT_THAT(TextOf({}, ASummary(9, 2, 25)), HasSubstr("--catalogue NAME"));
  for (const auto& usual : {ASummary(9, 0, 0), ASummary(9, 20, 5), ASummary(1, 2, 25), ASummary(0, 0, 25)}) {
    EXPECT_THAT(TextOf({}, usual), Not(HasSubstr("--catalogue"))) << usual.ShortDebugString();
  }
}

TEST_F(Commands, AFileThatCannotBeReadOrWrittenIsToldWithAWayOut) {
  setenv("COLUMNS", "500", 1);
  const std::string none = folder_ / "none.json";
  EXPECT_EQ(Run({"inventory", "import", none}), 2);
  EXPECT_EQ(err_, "almanac: cannot read " + none +
                      ": No such file or directory\n→ Check the name, and that you may read it; `-` is standard "
                      "input.\n");
  EXPECT_EQ(Run({"inventory", "import", folder_}), 2);
  EXPECT_THAT(err_, EndsWith(" is a folder\n→ Name a file in it.\n"));
  EXPECT_EQ(Run({"report", "edit", "annual-2026", "progress", "--text-from", folder_}), 2);
  EXPECT_THAT(err_, EndsWith(" is a folder\n→ Name a file in it.\n"));
  EXPECT_EQ(Run({"inventory", "export", "--to", folder_ / "no" / "where.json"}), 2);
  EXPECT_THAT(err_, EndsWith("No such file or directory\n→ Name a file in a folder that is there and that you may "
                             "write to.\n"));
  unsetenv("COLUMNS");
}

}  // namespace
}  // namespace almanac::cli
