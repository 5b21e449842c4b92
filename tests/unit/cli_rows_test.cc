// Answers that hold lists come out as rows, for spreadsheets and for cut.
#include "almanac/v1/completeness.pb.h"
#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/inbox.pb.h"
#include "cli_server.h"

namespace almanac::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Answer ACheck(const Asked&) {
  v1::CheckDatasetResponse check;
  check.set_dataset("datasets/trees");
  auto* owner = check.add_missing_to_submit();
  owner->set_rule("owner");
  owner->set_message("Nobody owns it.");
  owner->set_command("almanac dataset update trees --owner PERSON");
  auto* licence = check.add_missing_to_publish();
  licence->set_rule("licence_allowed");
  licence->set_message("It has no licence, and needs one.");
  check.add_next_commands("almanac dataset submit trees");
  return Ok(check);
}

Answer AnInbox(const Asked&) {
  v1::GetInboxResponse inbox;
  inbox.set_program_title("Town of Palo Bend");
  inbox.add_roles()->set_role("coordinator");
  for (const char* id : {"trees", "trails"}) {
    auto* item = inbox.add_items();
    item->set_kind("decide");
    item->set_resource(std::string("datasets/") + id);
    item->set_title(id);
    item->set_why("sam asks for a decision");
    item->mutable_since()->set_seconds(1772000000);
    item->set_command(std::string("almanac dataset decide ") + id);
  }
  return Ok(inbox);
}

TEST_F(Commands, ACheckIsARowForEachThingThatIsMissing) {
  Answers("CheckDataset", ACheck);
  EXPECT_EQ(Run({"dataset", "check", "trees", "-o", "csv"}), 0);
  EXPECT_EQ(out_,
            "dataset,step,rule,message,command\r\n"
            "datasets/trees,submit,owner,Nobody owns it.,almanac dataset update trees --owner PERSON\r\n"
            "datasets/trees,publish,licence_allowed,\"It has no licence, and needs one.\",\r\n"
            "datasets/trees,next,,,almanac dataset submit trees\r\n");
  EXPECT_EQ(Run({"dataset", "check", "trees"}), 0);
  EXPECT_THAT(out_, StartsWith("datasets/trees\tsubmit\towner\tNobody owns it.\t"));
  EXPECT_EQ(Run({"dataset", "check", "trees", "--columns", "rule,step"}), 0);
  EXPECT_THAT(out_, StartsWith("owner\tsubmit\nlicence_allowed\tpublish\n"));
  EXPECT_EQ(Run({"dataset", "check", "trees", "-o", "csv", "--columns", "rules"}), 2);
  EXPECT_THAT(err_, HasSubstr("there is no column rules; did you mean rule?"));
  EXPECT_EQ(Run({"dataset", "check", "trees", "-o", "json"}), 0);
  EXPECT_THAT(out_, HasSubstr("\"missing_to_publish\": ["));
}

TEST_F(Commands, CompletenessIsALineForEachThingThatIsAsked) {
  Answers("GetCompleteness", [](const Asked&) {
    v1::Completeness completeness;
    completeness.set_name("departments/parks");
    completeness.set_datasets(300);
    auto* item = completeness.add_items();
    item->set_rule("owner");
    item->set_title("Somebody owns it.");
    item->set_asked(300);
    item->set_command("almanac completeness show departments/parks --rule owner");
    for (int i = 0; i < 300; ++i) item->add_unmet("datasets/trees-" + std::to_string(i));
    return Ok(completeness);
  });
  EXPECT_EQ(Run({"completeness", "show", "-o", "table"}), 0);
  EXPECT_EQ(Sent<v1::GetCompletenessRequest>(0).name(), "");
  EXPECT_LT(std::count(out_.begin(), out_.end(), '\n'), 10) << out_;
  EXPECT_THAT(out_, HasSubstr("  0  300  owner  Somebody owns it.\n"));
  EXPECT_THAT(err_, HasSubstr("almanac inventory pull --department parks --to sets.xlsx"));
  EXPECT_EQ(Run({"completeness", "show", "parks", "--rule", "owner", "-o", "table"}), 0);
  EXPECT_THAT(out_, HasSubstr("\n  trees-0\n  trees-1\n"));
  EXPECT_EQ(Run({"completeness", "show", "-o", "csv"}), 0);
  EXPECT_THAT(out_, StartsWith("rule,met,asked,title,command,unmet\r\nowner,0,300,"));
}

TEST_F(Commands, AnInboxIsARowForEachThingThatWaits) {
  Answers("GetInbox", AnInbox);
  EXPECT_EQ(Run({"inbox", "-o", "csv"}), 0);
  EXPECT_EQ(out_,
            "resource,kind,title,why,since,command,until\r\n"
            "datasets/trees,decide,trees,sam asks for a decision,2026-02-25T06:13:20.000000Z,"
            "almanac dataset decide trees,\r\n"
            "datasets/trails,decide,trails,sam asks for a decision,2026-02-25T06:13:20.000000Z,"
            "almanac dataset decide trails,\r\n");
  EXPECT_EQ(Run({"inbox"}), 0);
  EXPECT_THAT(out_, StartsWith("datasets/trees\tdecide\ttrees\t"));
  EXPECT_EQ(Run({"inbox", "--columns", "resource"}), 0);
  EXPECT_EQ(out_, "datasets/trees\ndatasets/trails\n");
  EXPECT_EQ(Run({}), 0);
  EXPECT_THAT(out_, StartsWith("Town of Palo Bend\n")) << "`almanac` alone is for people, piped or not";
}

}  // namespace
}  // namespace almanac::cli
