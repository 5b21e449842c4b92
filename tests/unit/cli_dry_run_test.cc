// Rehearsals: what would happen, and nothing does.
#include <filesystem>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/people.pb.h"
#include "almanac/v1/reports.pb.h"
#include "cli/rehearsal.h"
#include "cli_server.h"

namespace almanac::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

v1::Dataset Trees() {
  v1::Dataset trees;
  trees.set_name("datasets/trees");
  trees.set_state(v1::Dataset::CLASSIFIED);
  trees.set_retention("Old.");
  trees.set_etag("7");
  return trees;
}

TEST_F(Commands, ADryRunSaysWhatWouldChange) {
  Answers("GetDataset", [](const Asked&) { return Ok(Trees()); });
  Answers("SubmitDataset", [](const Asked&) {
    auto submitted = Trees();
    submitted.set_state(v1::Dataset::IN_REVIEW);
    submitted.add_authors("people/sam");
    submitted.set_inventoried_date("2026-03-02");
    submitted.set_etag("8");
    return Ok(submitted);
  });
  EXPECT_EQ(Run({"dataset", "submit", "trees", "--dry-run"}), 0);
  EXPECT_TRUE(Sent<v1::SubmitDatasetRequest>(1).validate_only());
  EXPECT_EQ(out_, "");
  EXPECT_EQ(err_,
            "Nothing was changed: --dry-run. trees would go from classified to in review. Also: inventoried date "
            "2026-03-02, authors sam.\n");
  EXPECT_EQ(Run({"dataset", "submit", "trees", "--dry-run", "-o", "table"}), 0);
  EXPECT_THAT(out_, HasSubstr("in_review")) << "all of it with -o";
}

TEST_F(Commands, AListGivenAnewNamesWhatItNoLongerSays) {
  auto before = Trees();
  for (const char* name : {"opened", "count", "bark"}) {
    before.add_fields()->set_name(name);
    before.mutable_fields(before.fields_size() - 1)->set_type("date");
  }
  Answers("GetDataset", [&](const Asked&) { return Ok(before); });
  Answers("UpdateDataset", [&](const Asked&) {
    auto after = before;
    after.mutable_fields()->RemoveLast();
    for (auto& field : *after.mutable_fields()) field.clear_type();
    after.set_etag("8");
    return Ok(after);
  });
  const std::string lost = "Lost: type of opened, count; bark altogether.";
  EXPECT_EQ(Run({"dataset", "update", "trees", "--fields", "name=opened", "--fields", "name=count", "--dry-run"}), 0);
  EXPECT_THAT(err_, HasSubstr(lost + "\nto add to it instead: almanac dataset fields import trees FILE"));
  EXPECT_EQ(Run({"dataset", "update", "trees", "--fields", "name=opened", "--fields", "name=count"}), 0);
  EXPECT_THAT(err_, HasSubstr(lost + "\nwhat it was: almanac history diff datasets/trees"));
  EXPECT_EQ(Run({"dataset", "update", "trees", "--retention", "Old."}), 0);
  EXPECT_THAT(err_, Not(HasSubstr("Lost")));
}

TEST_F(Commands, ADryRunOfWhatIsNewSaysHowItWouldBeCalled) {
  Answers("GetDataset", [](const Asked&) { return No(Reason::NOT_FOUND, "there is no dataset trees"); });
  Answers("CreateDataset", [](const Asked&) { return Ok(Trees()); });
  EXPECT_EQ(Run({"dataset", "create", "--title", "Trees", "--department", "parks", "--dry-run"}), 0);
  EXPECT_EQ(err_, "Nothing was changed: --dry-run. trees would be created; -o table shows it.\n");
}

TEST_F(Commands, ADryRunOfACodeShowsForWhomItWouldBe) {
  Answers("EnrolPerson", [](const Asked&) {
    v1::EnrolPersonResponse response;
    response.set_person("people/sam");
    return Ok(response);
  });
  EXPECT_EQ(Run({"person", "enrol", "sam", "--dry-run"}), 0);
  EXPECT_EQ(out_, "person\tpeople/sam\n");
  EXPECT_EQ(err_, "Nothing was changed: --dry-run.\n");
}

TEST(RehearsalText, TellsWhatChangesAndWhatItWouldBe) {
  auto after = Trees();
  after.clear_retention();
  after.set_frequency("R/P1M");
  after.set_description("A description that is much too long to be told here, of all public trees.");
  after.set_pending_edit(true);
  const auto before = Trees();
  EXPECT_EQ(RehearsalText(&before, after),
            "trees would change: description, frequency R/P1M, retention cleared, pending edit yes.");
  EXPECT_EQ(RehearsalText(&before, before), "trees is like that already.");
  auto quiet = after;
  quiet.set_pending_edit(false);
  EXPECT_EQ(RehearsalText(&after, quiet), "trees would change: pending edit no.");
}

TEST(RehearsalText, TellsTheElementsThatAreNew) {
  v1::Person before;
  before.set_name("people/sam");
  before.add_grants()->set_role(v1::AUDITOR);
  v1::Person after = before;
  auto* grant = after.add_grants();
  grant->set_role(v1::COORDINATOR);
  grant->set_department("departments/parks");
  EXPECT_EQ(RehearsalText(&before, after), "sam would change: grants coordinator parks.");
}

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
  v1::Report report;
  report.set_name("reports/annual-2026");
  Answers("GetReport", [report](const Asked&) { return Ok(report); });
  report.add_sections()->set_key("progress");
  Answers("EditReport", [report](const Asked&) { return Ok(report); });
  EXPECT_EQ(Run({"report", "edit", "annual-2026", "progress", "--text", "Better.", "--dry-run"}), 0);
  EXPECT_TRUE(Sent<v1::EditReportRequest>(1).validate_only());
  EXPECT_EQ(err_, "Nothing was changed: --dry-run. annual-2026 would change: sections progress.\n");
}

}  // namespace
}  // namespace almanac::cli
