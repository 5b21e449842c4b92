#include "cli/by_hand.h"

#include <algorithm>

#include "cli/request.h"

namespace almanac::cli {
namespace {

using Group = Argument::Group;
using Kind = Argument::Kind;

Argument Word(const char* name, const char* value, const char* help) {
  return {name, Kind::kText, value, help, Group::kOwn, true, true};
}

Argument OptionalWord(const char* name, const char* value, const char* help) {
  return {name, Kind::kText, value, help, Group::kOwn, true, false};
}

Argument Option(const char* name, const char* value, const char* help) { return {name, Kind::kText, value, help}; }

// An option whose name is another than that of the request's field.
Argument Feeding(const char* field, Argument option) {
  option.feeds = field;
  return option;
}

// What the option was called before.
Argument Older(const char* name) {
  Argument option = Option(name, "TEXT", "");
  option.hidden = true;
  return option;
}

Argument Flag(const char* name, const char* help) { return {name, Kind::kFlag, "", help}; }

const Argument& ToFile() {
  static const auto& to =
      *new Argument(Option("to", "FILE",
                           "Where to write it; `-`, or nothing, is standard output. Whole or not there. Its ending "
                           "says the format unless --format does."));
  return to;
}

std::vector<ByHand> OfTheRecord() {
  return {
      {"inventory",
       "import",
       RunImport,
       {Word("file", "FILE", "A data.json; `-` is standard input."),
        Option("catalogue", "NAME", "The catalogue that the identifiers belong to; `default` unless given."),
        Option("department", "DEPARTMENT", "For records whose publisher is no department."),
        Flag("create-departments", "Make a department of every publisher that is none yet."),
        Flag("dry-run", "Show the plan; change nothing."),
        Option("request-id", "ID", "Makes a repetition harmless for a day.")},
       false},
      {"dataset", "show", RunDatasetShow, {}, true},
      {"dataset", "check", RunCheck, {}, true},
      {"review", "approve-routine", RunApproveRoutine, {}, true},
      {"completeness", "show", RunCompleteness, {}, true},
      {"history", "diff", RunHistoryDiff, {}, true},
      {"inventory", "export", RunExport, {ToFile()}, true},
      {"calendar", "export", RunCalendarExport, {ToFile()}, true},
      {"directory", "", RunDirectory, {ToFile()}, true},
      {"timeline",
       "",
       RunTimeline,
       {Feeding("from", Option("first-day", "DATE", "Of the stretch; no bound unless given.")),
        Feeding("to", Option("last-day", "DATE", "Of the stretch; no bound unless given.")), Older("from"), Older("to"),
        Option("limit", "N", "How many at most; all of them unless given."),
        Flag("chart", "Bars over months, above the table; on a terminal unless --chart=false.")},
       true},
  };
}

std::vector<ByHand> OfTheReport() {
  return {
      {"report",
       "generate",
       RunReportGenerate,
       {Word("kind", "KIND", "Which report: annual."),
        Option("year", "YEAR", "Required. The year in which the program's year ends."),
        Option("as-of", "DAY", "The day of that year at whose end it is frozen; its last unless given."),
        Option("format", "html|md|json", "Else by the ending of --to, else html."), ToFile(),
        Flag("dry-run", "Write the report as it would be; freeze nothing.")},
       false},
      {"report",
       "edit",
       RunReportEdit,
       {Word("name", "REPORT", "Which report; reports/ before its name may be left out."),
        Word("section", "SECTION", "As the report names it, such as progress."),
        Option("text", "TEXT", "The prose itself; empty clears it."),
        Option("text-from", "FILE", "The prose from a file; `-` is standard input. Without either, $EDITOR opens."),
        Option("etag", "ETAG", "Only if the report still is the one with this etag."),
        Flag("dry-run", "Check the prose; change nothing.")},
       false},
      {"report",
       "diff",
       RunReportDiff,
       {Word("name", "REPORT", "The report that comes first; reports/ before its name may be left out."),
        OptionalWord("other", "OTHER", "The one beside it. Without it, the same report before it was last refrozen.")},
       false},
      {"report",
       "trace",
       RunReportTrace,
       {OptionalWord("figure", "FIGURE", "Which figure, such as promises.kept; without it, all there are."),
        Option("report", "REPORT", "Of which report; the newest unless given.")},
       false},
  };
}

std::vector<ByHand> OfTheDesk() {
  return {
      {"dataset",
       "edit",
       RunDatasetEdit,
       {Word("name", "DATASET", "Which dataset; datasets/ before its name may be left out."),
        Option("from", "FILE", "Instead of an editor: a file that an edit left behind, mended."),
        Option("reason", "TEXT", "Why, for the history."),
        Flag("dry-run", "Check, and say what would change; change nothing.")},
       false},
      {"dataset",
       "fields import",
       RunFieldsImport,
       {Word("name", "DATASET", "Which dataset; datasets/ before its name may be left out."),
        Word("file", "FILE",
             "A CSV: a dictionary with a row a field, or the data itself, of which names and types are read."),
        Option("as", "dictionary|data", "Which of the two it is; told by its header row unless given."),
        Flag("mark-personal", "Mark fields whose names tell of people, such as a name or a date of birth."),
        Flag("dry-run", "Show what would change; change nothing.")},
       false},
      {"add",
       "",
       RunAdd,
       {Word("file", "FILE", "A CSV with a header row. Its values stay on this machine."),
        Option("name", "NAME", "How commands will call it; made from the title unless given."),
        Option("title", "TEXT", "Made from the file's name unless given."),
        Option("department", "DEPARTMENT", "Yours, or the only one there is, unless given."),
        Option("frequency", "R/P1M", "How often it is refreshed; left open unless given."),
        Flag("mark-personal", "Mark fields whose names tell of people, such as a name or a date of birth."),
        Flag("yes", "Do not ask before it is created."),
        Flag("dry-run", "Show what would be created; create nothing.")},
       false},
  };
}

Argument SheetFile() { return Word("file", "FILE", "The edited sheet: XLSX, ODS or CSV."); }

Argument RequestId() { return Option("request-id", "ID", "Makes a repetition harmless for a day."); }

std::vector<ByHand> OfSheets() {
  return {
      {"inventory",
       "pull",
       RunInventoryPull,
       {Option("to", "FILE", "Required. Where to write it: .xlsx, or .csv. A file that is there is left alone.")},
       true},
      {"inventory", "plan", RunInventoryPlan, {SheetFile()}, false},
      {"inventory",
       "apply",
       RunInventoryApply,
       {SheetFile(), Flag("dry-run", "Say what it would change, as plan does; change nothing."), RequestId()},
       false},
      {"inventory",
       "undo",
       RunInventoryUndo,
       {OptionalWord("apply", "ID", "The id that the apply printed; your last apply unless given."),
        Flag("dry-run", "Say what it would change; change nothing."), RequestId()},
       false},
  };
}

std::vector<ByHand> OfPriority() {
  return {
      {"signal",
       "import",
       RunSignalImport,
       {Word("file", "FILE",
             "A table, CSV, XLSX or ODS: theme, period and count in a row; or a log, in which a row is a request."),
        Option("source", "TEXT", "Who counted. Required where the table has no column for it."),
        Option("kind", "requests|suggestions", "What is counted; requests unless given."),
        Option("theme-column", "COLUMN", "Which column says what was asked for; told by its head unless given."),
        Option("date-column", "COLUMN", "Which column says when; told by its head unless given."),
        Option("count-column", "COLUMN", "Which column counts; told by its head unless given. Without any, a log."),
        Flag("day-first", "3/4/2026 is the third of April."),
        Flag("dry-run", "Say what it would record; record nothing."), RequestId()},
       false},
      {"audit-finding",
       "import",
       RunAuditImport,
       {Word(
            "file", "FILE",
            "A table, CSV, XLSX or ODS, with the columns Finding id, Dataset or System, Severity, Date, Text, Closed."),
        Flag("day-first", "3/4/2026 is the third of April."),
        Flag("dry-run", "Say what it would record; record nothing."), RequestId()},
       false},
      {"priority", "list", RunPriorityList, {}, true},
      {"priority", "show", RunPriorityShow, {}, true},
      {"priority", "what-if", RunPriorityWhatIf, {}, true},
  };
}

std::vector<ByHand> OfTheLog() {
  return {
      {"log",
       "export",
       RunLogExport,
       {Option("to", "FOLDER", "Required. Where to write it; into an older export it writes what came since.")},
       false},
      {"log",
       "verify",
       RunLogVerify,
       {OptionalWord("path", "FOLDER", "The folder that an export wrote; `log` unless given."),
        Option("from", "CHECKPOINT", "The file of an older checkpoint: has anything changed that it covers?"),
        Option("key", "KEY", "The key to check it with; those that came with it unless given.")},
       false},
  };
}

std::vector<ByHand> OfThisSide() {
  return {
      {"month",
       "",
       RunMonth,
       {Option("department", "DEPARTMENT", "Its sets alone; your own departments' unless given."),
        Option("until", "DAY", "What falls due by that day; by the end of this month unless given.")},
       false},
      {"find",
       "",
       RunFind,
       {{"words", Kind::kList, "WORDS", "What you look for, in your own words.", Group::kOwn, true, true}},
       false},
      {"man",
       "",
       RunMan,
       {OptionalWord("page", "NOUN", "The page of one noun; that of almanac itself unless given."),
        Option("to", "FOLDER", "Writes every page there instead, almanac.1 and one a noun.")},
       false},
      {"completion", "", RunCompletion, {Word("shell", "SHELL", "bash or zsh.")}, false},
      {"login",
       "",
       RunLogin,
       {Option("code", "CODE", "The one-time code; asked for when it is not given."),
        Option("label", "TEXT", "What the token is for; the name of this machine unless given.")},
       false},
      {"logout", "", RunLogout, {}, false},
      {"account", "list", RunAccountList, {}, false},
      {"inbox",
       "",
       RunInbox,
       {Option("limit", "N", "How many at most; 20 unless given."),
        Flag("approve-routine", "Agrees to all that is routine and yours, with one --reason."),
        Option("reason", "TEXT", "With --approve-routine, in public words.")},
       false},
  };
}

std::vector<ByHand> All() {
  auto all = OfTheRecord();
  for (auto part : {OfTheReport, OfTheDesk, OfSheets, OfPriority, OfTheLog, OfThisSide}) {
    for (auto& one : part()) all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

const ByHand* FindByHand(const Command& command) {
  static const auto& all = *new std::vector<ByHand>(All());
  for (const ByHand& one : all) {
    if (command.noun == one.noun && command.verb == one.verb) return &one;
  }
  return nullptr;
}

std::vector<Argument> ArgumentsFor(const Command& command) {
  std::vector<Argument> arguments;
  const ByHand* by_hand = FindByHand(command);
  if (by_hand == nullptr || by_hand->with_request) arguments = ArgumentsOf(command);
  if (by_hand != nullptr) {
    // What is written by hand takes the place of what the request would say.
    arguments.erase(std::remove_if(arguments.begin(), arguments.end(),
                                   [&](const Argument& argument) {
                                     return std::any_of(by_hand->arguments.begin(), by_hand->arguments.end(),
                                                        [&](const Argument& own) { return own.name == argument.name; });
                                   }),
                    arguments.end());
    arguments.insert(arguments.end(), by_hand->arguments.begin(), by_hand->arguments.end());
  }
  arguments.insert(arguments.end(), GlobalArguments().begin(), GlobalArguments().end());
  return arguments;
}

}  // namespace almanac::cli
