// Commands as they are typed, from the question to the exit code.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/inbox.pb.h"
#include "almanac/v1/inventory.pb.h"
#include "almanac/v1/program.pb.h"
#include "almanac/v1/releases.pb.h"
#include "almanac/v1/reports.pb.h"
#include "almanac/v1/tokens.pb.h"
#include "base/clock.h"
#include "cli_server.h"

namespace almanac::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

TEST_F(Commands, AWriteReadsTheEtagFirstAndBringsARequestId) {
  HasTrees("7");
  EXPECT_EQ(Run({"dataset", "submit", "trees", "--note", "please"}), 0);
  EXPECT_THAT(Methods(), ElementsAre("GetDataset", "SubmitDataset"));
  const auto request = Sent<v1::SubmitDatasetRequest>(1);
  EXPECT_EQ(request.name(), "datasets/trees");
  EXPECT_EQ(request.etag(), "7");
  EXPECT_EQ(request.note(), "please");
  EXPECT_GE(request.request_id().size(), 16u);
  EXPECT_EQ(out_, "");
  EXPECT_THAT(err_, StartsWith("Submitted trees.\nnext: others agree and decide; who they are, and what publishing "
                               "will ask for: almanac dataset check trees"));
}

TEST_F(Commands, AWriteThatChangedNothingSaysSo) {
  HasTrees("7");
  v1::Dataset trees;
  trees.set_name("datasets/trees");
  trees.set_etag("7");
  Answers("MarkDatasetRefreshed", [trees](const Asked&) { return Ok(trees); });
  EXPECT_EQ(Run({"dataset", "refreshed", "trees"}), 0);
  EXPECT_EQ(err_, "trees is like that already; nothing was recorded.\n");
}

TEST_F(Commands, ADayIsSaidInAWordAndMeansTheDayOfTheBody) {
  HasTrees("7");
  v1::Program program;
  // A place where it is another day than in Greenwich.
  const Instant now = SystemClock().Now();
  const bool late = DayIn("UTC", now + std::chrono::hours(14)) > DayIn("UTC", now);
  program.set_time_zone(late ? "Pacific/Kiritimati" : "Pacific/Pago_Pago");
  Answers("GetProgram", [&](const Asked&) { return Ok(program); });
  Answers("MarkDatasetRefreshed", [](const Asked&) { return Ok(v1::Dataset()); });
  Answers("ListTimeline", [](const Asked&) { return Ok(v1::ListTimelineResponse()); });
  const Day today = DayIn(program.time_zone(), SystemClock().Now());
  EXPECT_EQ(Run({"dataset", "refreshed", "trees", "--as-of", "yesterday"}), 0);
  EXPECT_EQ(Sent<v1::MarkDatasetRefreshedRequest>(2).as_of(), ToText(today - std::chrono::days(1)));
  EXPECT_EQ(Run({"timeline", "--from", "today", "--last-day", "tomorrow", "-o", "jsonl"}), 0);
  const auto plan = Sent<v1::ListTimelineRequest>(4);
  EXPECT_EQ(plan.from() + " " + plan.to(), ToText(today) + " " + ToText(today + std::chrono::days(1)));
}

TEST_F(Commands, WhoGivesADayInFiguresIsNotAskedAboutZones) {
  HasTrees("7");
  Answers("MarkDatasetRefreshed", [](const Asked&) { return Ok(v1::Dataset()); });
  EXPECT_EQ(Run({"dataset", "refreshed", "trees", "--as-of", "2026-03-01"}), 0);
  EXPECT_THAT(Methods(), ElementsAre("GetDataset", "MarkDatasetRefreshed"));
}

TEST_F(Commands, AnEtagThatIsGivenIsTheOneThatIsSent) {
  HasTrees("7");
  EXPECT_EQ(Run({"dataset", "submit", "trees", "--etag", "5", "--request-id", "mine"}), 0);
  EXPECT_THAT(Methods(), ElementsAre("SubmitDataset"));
  EXPECT_EQ(Sent<v1::SubmitDatasetRequest>(0).etag(), "5");
  EXPECT_EQ(Sent<v1::SubmitDatasetRequest>(0).request_id(), "mine");
}

TEST_F(Commands, ForceReadsAgainAndRepeats) {
  HasTrees("7");
  int refused = 0;
  Answers("SubmitDataset", [&](const Asked&) {
    if (++refused < 3) return No(Reason::ETAG_MISMATCH, "somebody was faster");
    return Ok(v1::Dataset());
  });
  EXPECT_EQ(Run({"dataset", "submit", "trees", "--force"}), 0);
  EXPECT_EQ(refused, 3);
  refused = -100;
  EXPECT_EQ(Run({"dataset", "submit", "trees", "--force"}), 5);
  EXPECT_EQ(refused, -95) << "five times and no more";
  EXPECT_EQ(Run({"dataset", "submit", "trees"}), 5);
  EXPECT_EQ(refused, -94) << "once without --force";
}

TEST_F(Commands, AVerbWithoutItsNounIsShownWithIt) {
  EXPECT_EQ(Run({"import", "x.json"}), 2);
  EXPECT_THAT(err_, HasSubstr("or almanac\n         inventory import"));
  EXPECT_EQ(Run({"dataset", "move", "x"}), 2);
  EXPECT_THAT(err_, HasSubstr("did you mean almanac release move?"));
  EXPECT_EQ(Run({"gaps"}), 2);
  EXPECT_THAT(err_, HasSubstr("`almanac find gaps` looks for it"));
}

TEST_F(Commands, AListFollowsItsPages) {
  Answers("ListDatasets", [](const Asked& asked) {
    v1::ListDatasetsRequest request;
    request.ParseFromString(asked.messages[0]);
    v1::ListDatasetsResponse response;
    response.add_datasets()->set_name("datasets/page" + request.page_token());
    response.add_datasets()->set_name("datasets/also" + request.page_token());
    if (request.page_token() != "bb") response.set_next_page_token(request.page_token() + "b");
    return Ok(response);
  });
  EXPECT_EQ(Run({"dataset", "list", "--all", "--columns", "name"}), 0);
  EXPECT_EQ(out_, "datasets/page\ndatasets/also\ndatasets/pageb\ndatasets/alsob\ndatasets/pagebb\ndatasets/alsobb\n");
  EXPECT_EQ(err_, "");
  EXPECT_EQ(Run({"dataset", "list", "--limit", "3", "--columns", "name,description"}), 0);
  EXPECT_EQ(std::count(out_.begin(), out_.end(), '\n'), 3);
  EXPECT_EQ(err_, "The first 3; --all shows the rest, --limit N more.\n");
  EXPECT_EQ(Sent<v1::ListDatasetsRequest>(3).page_size(), 3);
  EXPECT_EQ(Sent<v1::ListDatasetsRequest>(3).view(), v1::FULL) << "description is not in the basic view";
  EXPECT_EQ(Run({"dataset", "list", "--limit", "0"}), 2);
}

TEST_F(Commands, ErrorsSayWhatToDoAndSetTheExitCode) {
  Answers("GetDataset", [](const Asked&) { return No(Reason::NOT_FOUND, "there is no dataset datasets/tree"); });
  EXPECT_EQ(Run({"dataset", "show", "tree"}), 3);
  EXPECT_EQ(out_, "");
  EXPECT_EQ(err_, "almanac: there is no dataset datasets/tree\n→ List what there is, or search for it.\n");
  EXPECT_EQ(Run({"dataset", "show", "tree", "-o", "json"}), 3);
  EXPECT_THAT(err_, StartsWith("{\"error\":{\"reason\":\"NOT_FOUND\","));
}

TEST_F(Commands, WhatIsMistypedIsSuggestedAndNothingIsAsked) {
  EXPECT_EQ(Run({"datset", "list"}), 2);
  EXPECT_EQ(err_, "almanac: 'datset' is no noun of almanac; did you mean dataset?\n→ `almanac --help` lists them.\n");
  EXPECT_EQ(Run({"dataset", "sumbit", "trees"}), 2);
  EXPECT_THAT(err_, HasSubstr("did you mean submit?"));
  EXPECT_EQ(Run({"dataset", "show"}), 2);
  EXPECT_THAT(err_, HasSubstr("`almanac dataset show --help` says what it takes."));
  EXPECT_EQ(Run({"--acount", "dana", "dataset", "list"}), 2);
  EXPECT_THAT(err_, HasSubstr("did you mean --account?"));
  EXPECT_EQ(Run({"dataset", "--filter", "x", "list"}), 2);
  EXPECT_THAT(err_, HasSubstr("the verb stands before --filter"));
  EXPECT_EQ(Run({"dataset", "lits", "-o", "json"}), 2);
  EXPECT_THAT(
      err_, StartsWith(
                R"({"error":{"reason":"USAGE","message":"dataset has no verb 'lits'; did you mean list?","exit":2}})"));
  EXPECT_THAT(asked_, IsEmpty());
}

TEST_F(Commands, AServerThatIsNotThereIsUnavailable) {
  EXPECT_EQ(Run({"--socket", folder_ / "none", "dataset", "list"}), 7);
  EXPECT_EQ(err_, "almanac: no almanacd answers at " + (folder_ / "none").string() +
                      " (No such file or directory)\n→ Start it with `almanacd`, or say where it is with --socket or "
                      "--server.\n");
  EXPECT_EQ(Run({"--server", "127.0.0.1:1", "--insecure-loopback", "dataset", "list"}), 7);
  EXPECT_EQ(Run({"--server", "192.0.2.1:1", "--insecure-loopback", "dataset", "list"}), 2);
  EXPECT_EQ(Run({"--server", "nowhere", "dataset", "list"}), 2);
}

TEST_F(Commands, AnAccountSendsItsTokenAndLogoutEndsIt) {
  HasTrees("7");
  Answers("RedeemCode", [](const Asked&) {
    v1::RedeemCodeResponse response;
    response.set_secret_token("s3cret");
    response.mutable_token()->set_name("tokens/abc");
    response.mutable_token()->set_person("people/dana");
    return Ok(response);
  });
  Answers("RevokeToken", [](const Asked&) { return Ok(v1::Token()); });
  EXPECT_EQ(Run({"login", "--code", "7K2M", "--account", "dana"}), 0);
  EXPECT_THAT(err_, StartsWith("Logged in as dana; the account is `dana`."));
  EXPECT_THAT(out_ + err_, Not(HasSubstr("s3cret")));
  EXPECT_EQ(asked_[0].authorization, "");

  EXPECT_EQ(Run({"dataset", "show", "trees"}), 0);
  EXPECT_EQ(asked_[1].authorization, "") << "there is no default account";
  EXPECT_EQ(Run({"--account", "dana", "dataset", "show", "trees"}), 0);
  EXPECT_EQ(asked_[2].authorization, "Bearer s3cret");
  EXPECT_EQ(Run({"account", "list", "-o", "csv"}), 0);
  EXPECT_EQ(out_, "account,person,server\r\ndana,people/dana,this machine\r\n");

  EXPECT_EQ(Run({"logout", "--account", "dana"}), 0);
  EXPECT_EQ(asked_[3].method, "RevokeToken");
  EXPECT_EQ(Sent<v1::RevokeTokenRequest>(3).name(), "tokens/abc");
  EXPECT_EQ(Run({"--account", "dana", "dataset", "list"}), 2);
  EXPECT_THAT(err_, HasSubstr("there is no account dana here"));
}

TEST_F(Commands, ATokenIsShownToItsOwnServerAlone) {
  Answers("RedeemCode", [](const Asked&) {
    v1::RedeemCodeResponse response;
    response.set_secret_token("s3cret");
    return Ok(response);
  });
  EXPECT_EQ(Run({"login", "--code", "7K2M", "--socket", socket_}), 0);
  EXPECT_EQ(Run({"dataset", "list", "--socket", folder_ / "other.sock"}), 2);
  EXPECT_THAT(err_, HasSubstr("account default belongs to unix:" + socket_));
  HasTrees("1");
  EXPECT_EQ(Run({"dataset", "show", "trees", "--account", "none"}), 0);
  EXPECT_EQ(asked_.back().authorization, "");
}

TEST_F(Commands, AnImportSendsTheFileAndGroupsItsProblems) {
  Answers("ImportInventory", [](const Asked&) {
    Answer answer{{}, grpc::Status::OK};
    const auto add = [&](const v1::ImportInventoryResponse& part) {
      answer.messages.push_back(part.SerializeAsString());
    };
    v1::ImportInventoryResponse part;
    part.mutable_progress()->set_phase(v1::ImportProgress::READING);
    add(part);
    part.Clear();
    for (int i = 1; i <= 7; ++i) {
      auto* problem = part.add_problems();
      problem->set_severity(v1::ImportProblem::WARNING);
      problem->set_record(i);
      problem->set_rule("modified_not_a_date");
      problem->set_field("modified");
      problem->set_message("'R/P1Y' is no date");
      problem->set_done("left empty");
      problem->set_fix("write 2026-03-01");
    }
    add(part);
    part.Clear();
    auto* summary = part.mutable_summary();
    summary->set_catalogue("portal");
    summary->set_format("Project Open Data 1.1");
    summary->set_records(7);
    summary->set_created(7);
    summary->set_applied(true);
    add(part);
    return answer;
  });
  const std::string file = folder_ / "data.json";
  std::ofstream(file) << std::string(600 << 10, ' ');
  EXPECT_EQ(Run({"inventory", "import", file, "--department", "parks", "--create-departments"}), 0);
  const auto options = Sent<v1::ImportInventoryRequest>(0).options();
  EXPECT_EQ(options.department(), "departments/parks");
  EXPECT_EQ(options.file_name(), "data.json");
  EXPECT_TRUE(options.create_departments());
  ASSERT_EQ(asked_[0].messages.size(), 4u) << "options and three pieces";
  EXPECT_THAT(out_, StartsWith("portal: 7 records of Project Open Data 1.1\n7 created, 0 updated, 0 unchanged\n"));
  EXPECT_THAT(
      out_, HasSubstr("modified_not_a_date (modified, 7 times, taken)\n  'R/P1Y' is no date\n  record 1; record 2; "));
  EXPECT_THAT(out_, HasSubstr("; and 2 more\n  done: left empty\n  → write 2026-03-01\n"));
  EXPECT_EQ(err_, "next: almanac; what the records lack: almanac completeness show program\n")
      << "how far it is, is for terminals";
  EXPECT_EQ(Run({"inventory", "import", file, "-o", "jsonl"}), 0);
  EXPECT_EQ(std::count(out_.begin(), out_.end(), '\n'), 8);
  EXPECT_EQ(Run({"inventory", "import", folder_ / "none.json"}), 2);
}

TEST_F(Commands, AnImportThatIsRefusedEndsAtOnce) {
  Answers("ImportInventory", [](const Asked&) { return No(Reason::IMPORT_UNREADABLE, "line 3 is no JSON"); });
  const std::string file = folder_ / "data.json";
  std::ofstream(file) << "[";
  EXPECT_EQ(Run({"inventory", "import", file}), 6);
  EXPECT_THAT(err_, HasSubstr("almanac: line 3 is no JSON\n→ Nothing was imported."));
}

TEST_F(Commands, AnUploadStopsWhenTheServerHasHeardEnough) {
  service_.hasty = true;
  Answers("ImportInventory", [](const Asked&) { return No(Reason::IMPORT_TOO_LARGE, "more than 1 GiB"); });
  const std::string file = folder_ / "data.json";
  std::ofstream(file) << std::string(40 << 20, ' ');
  EXPECT_EQ(Run({"inventory", "import", file}), 6);
  EXPECT_THAT(err_, HasSubstr("almanac: more than 1 GiB\n"));
}

TEST_F(Commands, AnExportIsWrittenWholeOrNotAtAll) {
  const std::string file = folder_ / "data.json";
  v1::ExportInventoryResponse chunk;
  chunk.set_chunk("{}");
  Answers("ExportInventory", [&](const Asked&) {
    return Answer{{chunk.SerializeAsString()}, StatusOfReason(Reason::INTERNAL, "broke off")};
  });
  EXPECT_EQ(Run({"inventory", "export", "--to", file, "--format", "data.json"}), 1);
  EXPECT_FALSE(std::filesystem::exists(file));
  Answers("ExportInventory", [&](const Asked&) {
    return Answer{{chunk.SerializeAsString(), chunk.SerializeAsString()}, grpc::Status::OK};
  });
  EXPECT_EQ(Run({"inventory", "export", "--to", file, "--internal"}), 0);
  EXPECT_TRUE(Sent<v1::ExportInventoryRequest>(1).internal());
  std::string text;
  std::getline(std::ifstream(file), text);
  EXPECT_EQ(text, "{}{}");
  EXPECT_EQ(Run({"inventory", "export"}), 0);
  EXPECT_EQ(out_, "{}{}");
}

TEST_F(Commands, TheTimelineReadsWellAndGivesReasons) {
  Answers("ListTimeline", [](const Asked&) {
    v1::ListTimelineResponse response;
    auto* entry = response.add_entries();
    entry->set_title("Purchase Card Transactions");
    entry->set_when("15 Sep 2026");
    entry->set_department_title("Finance");
    entry->set_state(v1::Release::CONFIRMED);
    entry->set_standing("later by 182 days");
    entry->set_reason("The new finance system is late.");
    return Ok(response);
  });
  EXPECT_EQ(Run({"timeline", "-o", "table", "--department", "finance"}), 0);
  EXPECT_EQ(Sent<v1::ListTimelineRequest>(0).department(), "departments/finance");
  EXPECT_EQ(out_,
            "When         Dataset                     Department  State      Standing\n"
            "15 Sep 2026  Purchase Card Transactions  Finance     confirmed  later by 182 days\n"
            "               The new finance system is late.\n");
}

TEST_F(Commands, AlmanacAloneSaysWhatWaitsAndTheNextCommand) {
  Answers("GetInbox", [](const Asked&) {
    v1::GetInboxResponse inbox;
    inbox.set_program_title("Town of Palo Bend");
    inbox.set_sample(true);
    inbox.set_caller("people/dana");
    inbox.set_caller_display_name("Dana Whitcomb");
    auto* role = inbox.add_roles();
    role->set_role("coordinator");
    role->set_department("departments/parks");
    auto* item = inbox.add_items();
    item->set_kind("decide");
    item->set_resource("datasets/tree-inventory");
    item->set_title("Public Tree Inventory");
    item->set_why("Sam submitted it.");
    item->set_command("almanac dataset decide tree-inventory release");
    return Ok(inbox);
  });
  EXPECT_EQ(Run({}), 0);
  EXPECT_EQ(out_,
            "Town of Palo Bend (a sample: its data are made up)\n"
            "Dana Whitcomb, coordinator of parks\n"
            "\n"
            "One thing waits on you\n"
            "\n"
            "  decide  Public Tree Inventory: Sam submitted it.\n"
            "          read it:      almanac dataset show tree-inventory\n"
            "          release it:   almanac dataset decide tree-inventory release\n"
            "          send it back: almanac dataset decide tree-inventory defer --reason '...'\n"
            "\n"
            "other answers to a decision: almanac dataset decide --help\n");
}

TEST_F(Commands, AReportIsWrittenInTheFormatOfItsName) {
  Answers("GenerateReport", [](const Asked&) {
    v1::GenerateReportResponse response;
    response.set_content("# Report");
    response.mutable_report()->set_name("reports/annual-2026");
    response.set_frozen_now(true);
    return Ok(response);
  });
  const std::string file = folder_ / "annual.md";
  EXPECT_EQ(Run({"report", "generate", "annual", "--year", "2026", "--to", file}), 0);
  EXPECT_EQ(Sent<v1::GenerateReportRequest>(0).format(), v1::GenerateReportRequest::MD);
  EXPECT_EQ(std::filesystem::file_size(file), 8u);
  EXPECT_THAT(err_, HasSubstr("its figures were frozen just now"));
  EXPECT_EQ(Run({"report", "generate", "annual", "--year", "2026", "--format", "json"}), 0);
  EXPECT_EQ(Sent<v1::GenerateReportRequest>(1).format(), v1::GenerateReportRequest::JSON_FIGURES);
  EXPECT_EQ(out_, "# Report");
  EXPECT_EQ(Run({"report", "generate", "annual"}), 2);
  EXPECT_EQ(Run({"report", "generate", "annual", "--year", "2026", "--format", "pdf"}), 2);
}

TEST_F(Commands, ProseIsEditedInAnEditorAndNotLostWhenTheServerSaysNo) {
  v1::Report report;
  report.set_name("reports/annual-2026");
  report.set_etag("4");
  auto* section = report.add_sections();
  section->set_key("progress");
  section->set_text("We did well.");
  Answers("GetReport", [report](const Asked&) { return Ok(report); });
  Answers("EditReport", [report](const Asked&) { return Ok(report); });
  unsetenv("VISUAL");
  setenv("EDITOR", "sed -i s/well/better/", 1);
  EXPECT_EQ(Run({"report", "edit", "annual-2026", "progress"}), 0);
  EXPECT_EQ(Sent<v1::EditReportRequest>(1).text(), "We did better.");
  EXPECT_EQ(Sent<v1::EditReportRequest>(1).etag(), "4") << "what was read is what was edited";

  setenv("EDITOR", "true", 1);
  EXPECT_EQ(Run({"report", "edit", "annual-2026", "progress"}), 0);
  EXPECT_EQ(err_, "Nothing was changed.\n");

  Answers("EditReport", [](const Asked&) { return No(Reason::ETAG_MISMATCH, "somebody was faster"); });
  setenv("EDITOR", "sed -i s/well/better/", 1);
  EXPECT_EQ(Run({"report", "edit", "annual-2026", "progress"}), 5);
  const size_t at = err_.find("Your text is kept in ");
  ASSERT_NE(at, err_.npos);
  const std::string kept = err_.substr(at + 21, err_.find('\n', at) - at - 21);
  EXPECT_TRUE(std::filesystem::remove(kept)) << kept;
  setenv("EDITOR", "false", 1);
  EXPECT_EQ(Run({"report", "edit", "annual-2026", "progress"}), 2);
}

TEST_F(Commands, HelpNeedsNoServer) {
  server_->Shutdown();
  EXPECT_EQ(Run({"--version"}), 0);
  EXPECT_THAT(out_, StartsWith("almanac "));
  for (const std::string topic : {"filter", "accounts", "output", "exit-codes", "options", "dataset"}) {
    EXPECT_EQ(Run({"help", topic}), 0) << topic;
    EXPECT_THAT(out_, Not(IsEmpty()));
  }
  EXPECT_EQ(Run({"dataset"}), 0);
  EXPECT_THAT(out_, HasSubstr("submit"));
  EXPECT_EQ(Run({"dataset", "decide", "--help"}), 0);
  EXPECT_THAT(out_, HasSubstr("almanac dataset decide DATASET OUTCOME [OPTIONS]"));
  EXPECT_EQ(Run({"help", "fliter"}), 2);
  EXPECT_THAT(err_, HasSubstr("did you mean filter?"));
}

}  // namespace
}  // namespace almanac::cli
