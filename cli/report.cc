// `almanac report generate` and `almanac report edit`.
#include <fmt/format.h>

#include <charconv>

#include "almanac/v1/reports.pb.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/cell.h"
#include "cli/editor.h"
#include "cli/file_format.h"
#include "cli/files.h"
#include "cli/request.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/usage.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

using Format = v1::GenerateReportRequest;

// Below this line of the editor's file nothing is taken.
constexpr std::string_view kScissors = "------ below this line nothing is kept ------";

v1::GenerateReportRequest::Format FormatOf(const Values& values) {
  const std::string format =
      FormatFor(Lower(values.Text("format")), values, {{"html", ".html"}, {"md", ".md"}, {"json", ".json"}});
  if (format == "md") return Format::MD;
  return format == "json" ? Format::JSON_FIGURES : Format::HTML;
}

int YearFrom(const Values& values) {
  const std::string text = values.Text("year");
  int year = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), year);
  if (problem != std::errc() || end != text.data() + text.size() || year < 1) {
    throw UsageError(text.empty() ? "--year is missing" : fmt::format("--year is a year, not '{}'", text),
                     "The year in which the program's year ends, such as --year 2026.");
  }
  return year;
}

std::string TextOf(const v1::Report& report, const std::string& section) {
  for (const auto& one : report.sections()) {
    if (one.key() == section) return one.text();
  }
  return {};
}

std::string WithoutEnd(std::string text) {
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  return text;
}

std::string FileTextOf(const std::string& text, const std::string& title) {
  return fmt::format("{}\n\n{}\n{}\nParagraphs apart by an empty line; no markup. Empty clears the section.\n", text,
                     kScissors, title);
}

v1::Report ReadReport(Session& session, const std::string& name) {
  v1::GetReportRequest request;
  request.set_name(name);
  v1::Report report;
  session.channel().Call(GetterOf("reports")->method, request, &report);
  return report;
}

// "its figures were frozen just now"
std::string FrozenWords(const v1::GenerateReportResponse& written, bool dry_run) {
  if (written.preview()) return "a preview of a year that was not over then; nothing is frozen";
  if (!written.frozen_now()) return "its figures were frozen on " + LocalTime(written.report().freeze_time());
  return dry_run ? "its figures would be frozen now" : "its figures were frozen just now";
}

void Send(Session& session, const Command& command, v1::EditReportRequest* request) {
  const auto answer = CallVerb(session, command, request);
  if (request->validate_only()) return ShowRehearsal(session, *answer);
  if (session.style().asked) ShowMessage(session.style(), *answer);
  const auto& report = static_cast<const v1::Report&>(*answer);
  session.Say(fmt::format("Wrote the section {} of {}.", request->section(), IdOf(report.name())));
  session.Say(Dim("next: ", stderr) + session.Copyable(fmt::format("almanac report generate {} --year {} --to {}.html",
                                                                   report.kind(), report.year(), IdOf(report.name()))));
}

int EditInEditor(Session& session, const Command& command, v1::EditReportRequest* request) {
  const v1::Report report = ReadReport(session, request->name());
  const std::string before = TextOf(report, request->section());
  EditorFile file(FileTextOf(before, fmt::format("{}: {}", report.title(), request->section())), ".md");
  const std::string all = file.Ask("give the prose with --text or --text-from FILE.");
  const std::string text = WithoutEnd(all.substr(0, all.find(kScissors)));
  if (text == WithoutEnd(before)) {
    session.Say("Nothing was changed.");
    return 0;
  }
  request->set_text(text);
  // What was read is what was edited: no newer etag may stand in for it.
  if (request->etag().empty()) request->set_etag(report.etag());
  try {
    Send(session, command, request);
    if (request->validate_only()) session.Say(fmt::format("Your text is kept in {}", file.Keep()));
  } catch (...) {
    session.Say(fmt::format("Your text is kept in {}", file.Keep()));
    throw;
  }
  return 0;
}

void SayWhatWasWritten(const Session& session, const Values& values, const v1::GenerateReportResponse& written) {
  const bool dry_run = values.Flag("dry-run");
  const v1::Report& report = written.report();
  const std::string to = values.Text("to");
  if (!to.empty() && to != "-") {
    session.Say(fmt::format("Wrote {}: {}; {}.", to, report.title().empty() ? IdOf(report.name()) : report.title(),
                            FrozenWords(written, dry_run)));
  }
  if (dry_run) return session.Say("Nothing was changed in the record: --dry-run.");
  if (to.empty() || to == "-" || !written.frozen_now()) return;
  session.Say(Dim("next: ", stderr) +
              session.Copyable(fmt::format("almanac report edit {} SECTION", IdOf(report.name()))));
}

}  // namespace

int RunReportGenerate(Session& session, const Command& command, const Values& values) {
  v1::GenerateReportRequest request;
  request.set_validate_only(values.Flag("dry-run"));
  request.set_kind(values.Text("kind"));
  request.set_year(YearFrom(values));
  request.set_format(FormatOf(values));
  request.set_as_of(values.Text("as-of"));
  OutputFile file(values.Has("to") ? values.Text("to") : "-");
  const auto answer = CallVerb(session, command, &request);
  const auto& written = static_cast<const v1::GenerateReportResponse&>(*answer);
  file.Write(written.content());
  file.Finish();
  SayWhatWasWritten(session, values, written);
  return 0;
}

int RunReportEdit(Session& session, const Command& command, const Values& values) {
  v1::EditReportRequest request;
  const std::string name = values.Text("name");
  request.set_name(name.find('/') == name.npos ? "reports/" + name : name);
  request.set_section(Underscored(values.Text("section")));
  request.set_etag(values.Text("etag"));
  request.set_validate_only(values.Flag("dry-run"));
  if (values.Has("text") && values.Has("text-from")) throw UsageError("--text and --text-from contradict each other");
  if (!values.Has("text") && !values.Has("text-from")) return EditInEditor(session, command, &request);
  const std::string text = values.Has("text") ? values.Text("text") : ReadWholeFile(values.Text("text-from"));
  if (!IsUtf8(text)) throw UsageError("the text is not UTF-8");
  request.set_text(WithoutEnd(text));
  Send(session, command, &request);
  return 0;
}

}  // namespace almanac::cli
