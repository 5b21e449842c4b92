// Rehearsals: what would happen, and nothing does.
#include <filesystem>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/people.pb.h"
#include "almanac/v1/reports.pb.h"
#include "cli_server.h"

namespace almanac::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(Commands, AReportIsRehearsedOnPaperAndNotFrozen) {
  Answers("GenerateReport", [](const Asked&) {
    v1::GenerateReportResponse response;
    response.set_content("# Report");
    response.mutable_report()->set_name("reports/annual-2026");
    response.set_frozen_now(true);
    return Ok(response);
  });
  const std::string file = folder_ / "annual.md";
  EXPECT_EQ(Run({"report", "generate", "annual", "--year", "2026", "--to", file, "--dry-run"}), 0);
  EXPECT_TRUE(Sent<v1::GenerateReportRequest>(0).validate_only());
  EXPECT_EQ(std::filesystem::file_size(file), 8u);
  EXPECT_THAT(err_, HasSubstr("its figures would be frozen now"));
  EXPECT_THAT(err_, HasSubstr("Nothing was changed in the record: --dry-run."));
  EXPECT_THAT(err_, Not(HasSubstr("next:")));
}

TEST_F(Commands, ProseIsRehearsedToo) {
  Answers("GetReport", [](const Asked&) { return Ok(v1::Report()); });
  Answers("EditReport", [](const Asked&) { return Ok(v1::Report()); });
  EXPECT_EQ(Run({"report", "edit", "annual-2026", "progress", "--text", "Better.", "--dry-run"}), 0);
  EXPECT_TRUE(Sent<v1::EditReportRequest>(1).validate_only());
  EXPECT_EQ(err_, "Nothing was changed: --dry-run.\n");
}

}  // namespace
}  // namespace almanac::cli
