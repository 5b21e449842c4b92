#include "reporting/reports.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/error.h"
#include "base/json.h"
#include "domain/grants.h"
#include "domain/program.h"
#include "domain/times.h"
#include "reporting/annual.h"
#include "reporting/figures.h"
#include "reporting/read_record.h"
#include "reporting/templates.h"
#include "reporting/words.h"
#include "store/list.h"

namespace almanac::reporting {
namespace {

constexpr const char* kAnnual = "annual";

Error InvalidField(const char* field, const std::string& why) {
  return Error(Reason::INVALID_FIELD, fmt::format("{}: {}", field, why)).Field(field, why);
}

void RequireTemplatePermission(const Caller& caller, const std::string& text) {
  std::string name = text;
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
  v1::Permission permission = v1::REPORT;
  if (!text.empty() && !v1::Permission_Parse(name, &permission)) {
    throw Error(Reason::TEMPLATE_INVALID, fmt::format("the first line names a permission `{}` that is none", text));
  }
  domain::RequirePermission(caller, permission);
}

// The day at whose end the figures are taken: the year's last, or one of it that has begun. Before the last one they
// are a preview: a year is frozen once, at its end (docs/decisions/0021).
Day LastDayOf(const store::Tx& tx, const v1::Program& program, const v1::GenerateReportRequest& request) {
  const auto year = domain::YearOf(program, request.year());
  if (request.as_of().empty()) return year.last;
  const Day day = *ParseDay(request.as_of());
  if (day < year.first || day > year.last || day > DayIn(program.time_zone(), tx.instant())) {
    throw InvalidField("as_of", fmt::format("must be a day between {} and {} that has begun",
                                            DayWords(ToText(year.first)), DayWords(ToText(year.last))));
  }
  return day;
}

// A report that is not kept yet: its figures, and whether they are a preview of a day before the year's end.
v1::Report NewReport(store::Tx& tx, const v1::GenerateReportRequest& request, const std::string& name) {
  RequireSight(tx.caller());
  const auto program = tx.Get<v1::Program>("program");
  const Record record = ReadRecord(tx, program, request.year(), LastDayOf(tx, program, request));
  v1::AnnualSnapshot snapshot = Freeze(record);
  if (snapshot.unfinished()) snapshot.clear_freeze_time();
  v1::Report report;
  report.set_name(name);
  report.set_kind(request.kind());
  report.set_year(request.year());
  report.set_title(snapshot.title());
  report.set_state(v1::Report::DRAFT);
  *report.mutable_as_of_time() = snapshot.as_of_time();
  if (snapshot.has_freeze_time()) *report.mutable_freeze_time() = snapshot.freeze_time();
  report.set_snapshot(ToJson(snapshot));
  return report;
}

void RefuseAsOf(const v1::GenerateReportRequest& request, const v1::Report& report) {
  if (request.as_of().empty()) return;
  throw Error(Reason::WRONG_STATE,
              fmt::format("the figures of {} are frozen already, as the record stood on {}; leave as_of out to render "
                          "them again",
                          report.name(), DayWords(ToText(domain::ToInstant(report.as_of_time())).substr(0, 10))));
}

void Fill(const v1::Report& report, const Templates& templates, v1::GenerateReportRequest::Format format,
          v1::GenerateReportResponse* response) {
  switch (format) {
    case v1::GenerateReportRequest::JSON_FIGURES:
      response->set_content(PrettyJson(report.snapshot()));
      response->set_media_type("application/json");
      return;
    case v1::GenerateReportRequest::MD:
      response->set_content(RenderAnnual(templates, "md", SnapshotOf(report), report));
      response->set_media_type("text/markdown; charset=utf-8");
      return;
    default:
      response->set_content(RenderAnnual(templates, "html", SnapshotOf(report), report));
      response->set_media_type("text/html; charset=utf-8");
  }
}

// Line ends as here, nothing after the last word.
std::string Tidy(const std::string& text) {
  std::string tidy;
  for (const char c : text) {
    if (c != '\r') tidy += c;
  }
  tidy.erase(tidy.find_last_not_of(" \t\n") + 1);
  return tidy;
}

}  // namespace

void RequireSight(const Caller& caller) {
  if (caller.SeesMarked()) return;
  throw Error(Reason::PERMISSION_DENIED,
              "Freezing takes figures over all departments; ask somebody with a role in all of them.");
}

v1::AnnualSnapshot SnapshotOf(const v1::Report& report) {
  v1::AnnualSnapshot snapshot;
  std::string problem;
  if (!FromJson(report.snapshot(), &snapshot, &problem)) {
    throw Error(Reason::INTERNAL, fmt::format("the snapshot of {} does not parse: {}", report.name(), problem));
  }
  return snapshot;
}

v1::ListReportsResponse ListReports(store::Tx& tx, const v1::ListReportsRequest& request) {
  v1::ListReportsResponse response;
  store::List(tx, request, &response);
  return response;
}

v1::Report GetReport(store::Tx& tx, const v1::GetReportRequest& request) { return tx.Get<v1::Report>(request.name()); }

v1::GenerateReportResponse GenerateReport(store::Tx& tx, const v1::GenerateReportRequest& request) {
  if (request.kind() != kAnnual) {
    throw InvalidField("kind", fmt::format("there is no report `{}`; there is: {}", request.kind(), kAnnual));
  }
  if (request.year() < 1900 || request.year() > 9000) throw InvalidField("year", "a calendar year such as 2026");
  const Templates templates = Templates::Shipped();
  RequireTemplatePermission(tx.caller(), templates.Head(request.kind(), "html").permission);
  const std::string name = fmt::format("reports/{}-{}", request.kind(), request.year());
  v1::GenerateReportResponse response;
  auto found = tx.Find<v1::Report>(name);
  if (found) RefuseAsOf(request, *found);
  v1::Report report = found ? std::move(*found) : NewReport(tx, request, name);
  response.set_preview(!report.has_freeze_time());
  response.set_frozen_now(!found && !response.preview());
  if (response.frozen_now()) {
    tx.Because("report.frozen");
    report = tx.Create(report);
  }
  Fill(report, templates, request.format(), &response);
  *response.mutable_report() = report;
  response.mutable_report()->clear_snapshot();
  return response;
}

v1::Report EditReport(store::Tx& tx, const v1::EditReportRequest& request) {
  domain::RequirePermission(tx.caller(), v1::REPORT);
  auto report = tx.Get<v1::Report>(request.name(), request.etag());
  const auto known = Templates::Shipped().Head(report.kind(), "html").sections;
  if (std::find(known.begin(), known.end(), request.section()) == known.end()) {
    throw InvalidField("section", fmt::format("{} has no section `{}`; it has {}", report.name(), request.section(),
                                              ListWords(known)));
  }
  const std::string text = Tidy(request.text());
  google::protobuf::RepeatedPtrField<v1::ReportSection> sections;
  for (const auto& key : known) {
    const auto& old = report.sections();
    const auto at = std::find_if(old.begin(), old.end(), [&](const auto& section) { return section.key() == key; });
    if (key != request.section() || (at != old.end() && at->text() == text)) {
      if (at != old.end()) *sections.Add() = *at;
    } else if (!text.empty()) {
      v1::ReportSection* section = sections.Add();
      section->set_key(key);
      section->set_text(text);
      section->set_editor(tx.caller().principal);
      *section->mutable_edit_time() = domain::ToTimestamp(tx.instant());
    }
  }
  *report.mutable_sections() = std::move(sections);
  tx.Because("report.edited", {}, fmt::format(R"({{"section":"{}"}})", request.section()));
  return tx.Update(report);
}

}  // namespace almanac::reporting
