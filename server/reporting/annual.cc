#include "reporting/annual.h"

#include <fmt/format.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <vector>

#include "base/ids.h"
#include "reporting/charts.h"
#include "reporting/figure_index.h"
#include "reporting/message_data.h"
#include "reporting/mustache.h"
#include "reporting/words.h"

namespace almanac::reporting {
namespace {

const std::vector<std::string>& ChartNames() {
  static const auto& names = *new std::vector<std::string>{"promise_strip", "promise_chart", "published_chart",
                                                           "openness_chart", "departments_chart"};
  return names;
}

// Apart by an empty line; a single line's end is a space to the reader.
Data ParagraphsOf(const std::string& text) {
  Data paragraphs = Data::List();
  std::istringstream lines(text);
  std::string paragraph;
  const auto finish = [&] {
    if (!paragraph.empty()) paragraphs.Add(Data::Object().Set("text", Data::Text(paragraph)));
    paragraph.clear();
  };
  for (std::string line; std::getline(lines, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) {
      finish();
      continue;
    }
    if (!paragraph.empty()) paragraph += ' ';
    paragraph += line;
  }
  finish();
  return paragraphs;
}

std::string TextOf(const v1::Report& report, const std::string& key) {
  const auto& sections = report.sections();
  const auto at = std::find_if(sections.begin(), sections.end(), [&](const auto& s) { return s.key() == key; });
  return at == sections.end() ? std::string() : at->text();
}

// One section: what is written, or the command that writes it.
Data ProseOf(const std::string& text, const std::string& report, const std::string& key) {
  Data prose = Data::Object();
  prose.Set("paragraphs", ParagraphsOf(text));
  prose.Set("written", Data::Flag(!text.empty()));
  prose.Set("command", Data::Text(fmt::format("almanac report edit {} {}", IdOf(report), key)));
  return prose;
}

// Those of the whole body, in order; departments and goals have theirs beside them.
Data FiguresOf(const v1::AnnualSnapshot& snapshot) {
  Data figures = Data::List();
  for (const auto& [path, figure] : AllFigures(snapshot)) {
    if (std::count(path.begin(), path.end(), '.') > 1) continue;
    figures.Add(DataOf(*figure, snapshot.body().time_zone()).Set("path", Data::Text(path)));
  }
  return figures;
}

// A figure of progress, and beside it the same a year before.
Data FigureBesideLast(const char* path, const v1::Figure& now, const v1::Figure& before, const std::string& zone) {
  Data row = DataOf(now, zone);
  row.Set("path", Data::Text(path));
  row.Set("before_words",
          Data::Text(before.denominator() > 0 ? ShareWords(before.numerator(), before.denominator()) : ""));
  return row;
}

Data FiguresOfProgress(const v1::AnnualSnapshot& snapshot) {
  const auto& last = snapshot.last_year();
  const std::string& zone = snapshot.body().time_zone();
  return Data::List(
      {FigureBesideLast("promises.kept", snapshot.promises().kept(), last.kept(), zone),
       FigureBesideLast("promises.revised", snapshot.promises().revised(), last.revised(), zone),
       FigureBesideLast("freshness.current", snapshot.freshness().current(), last.current(), zone),
       FigureBesideLast("quality.described", snapshot.quality().described(), last.described(), zone),
       FigureBesideLast("quality.monthly", snapshot.quality().monthly(), snapshot.quality().monthly_before(), zone),
       FigureBesideLast("quality.open_data", snapshot.quality().open_data(), last.open_data(), zone),
       FigureBesideLast("stock.inventoried", snapshot.stock().inventoried(), last.inventoried(), zone)});
}

// The first releases to come that have one day: "Trails (15 September 2026) and Trees (22 September 2026)".
std::string NextWords(const v1::PlanFigures& plan) {
  constexpr size_t kMost = 5;
  std::vector<std::string> words;
  for (const auto& line : plan.lines()) {
    if (line.first_day() != line.last_day() || words.size() == kMost) continue;
    words.push_back(
        fmt::format("{} ({}{})", line.title(), DayWords(line.last_day()), line.overdue() ? ", overdue" : ""));
  }
  return ListWords(words);
}

// What the first page asks people to state, by the key of its section.
const std::map<std::string, std::string>& Points() {
  static const auto& points = *new std::map<std::string, std::string>{{"use", "use"},
                                                                      {"listening", "listening"},
                                                                      {"went_wrong", "what went wrong"},
                                                                      {"decide", "what to decide"},
                                                                      {"cost", "cost"}};
  return points;
}

// Those of a frozen report that nobody has stated, and the command for the first of them.
void SetUnstated(const v1::Report& report, const std::vector<std::string>& keys, Data* data) {
  std::vector<std::string> words;
  std::string command;
  for (const auto& key : keys) {
    const auto point = Points().find(key);
    if (point == Points().end() || !TextOf(report, key).empty()) continue;
    if (words.empty()) command = fmt::format("almanac report edit {} {}", IdOf(report.name()), key);
    words.push_back(point->second);
  }
  data->Set("unstated", Data::Text(report.has_freeze_time() ? ListWords(words) : std::string()));
  data->Set("unstated_command", Data::Text(command));
}

// For the head of printed pages, which CSS quotes: no character that could end the quotation.
std::string RunningHead(const std::string& title) {
  std::string head;
  for (const char c : title) {
    if (c == '\'') head += "\u2019";
    if (std::string_view("\"'\\<>&{}\n\r\t").find(c) == std::string_view::npos) head += c;
  }
  return head;
}

// No spaces at the end of a line, one empty line between paragraphs.
std::string TidyMarkdown(const std::string& text) {
  std::string tidy;
  for (const char c : text) {
    if (c == '\n') tidy.erase(tidy.find_last_not_of(' ') + 1);
    if (c != '\n' || !tidy.ends_with("\n\n")) tidy += c;
  }
  return tidy;
}

}  // namespace

Data AnnualData(const v1::AnnualSnapshot& snapshot, const v1::Report& report, const TemplateHead& head) {
  Data data = DataOf(snapshot, snapshot.body().time_zone());
  data.Set("report", Data::Text(std::string(IdOf(report.name()))));
  data.Set("running_head", Data::Text(RunningHead(snapshot.title())));
  data.Set("draft", Data::Flag(report.state() == v1::Report::DRAFT));
  data.Set("frozen", Data::Flag(snapshot.has_freeze_time()));
  data.Set("figures", FiguresOf(snapshot));
  data.Set("progress_figures", FiguresOfProgress(snapshot));
  // Not of a report that was frozen before they were counted: "none was added" would be false.
  data.Set("knows_added", Data::Flag(snapshot.promises().has_added_delivered()));
  Data prose = Data::Object();
  for (const auto& key : head.sections) prose.Set(key, ProseOf(TextOf(report, key), report.name(), key));
  SetUnstated(report, head.sections, &data);
  data.Set("next_words", Data::Text(NextWords(snapshot.plan())));
  data.Set("prose", std::move(prose));
  data.Set("promise_strip", Data::Text(PromiseStrip(snapshot.promises())));
  data.Set("promise_chart", Data::Text(PromiseChart(snapshot)));
  data.Set("published_chart", Data::Text(PublishedChart(snapshot.growth())));
  data.Set("openness_chart", Data::Text(OpennessChart(snapshot.stock())));
  data.Set("departments_chart", Data::Text(DepartmentsChart(snapshot.stock())));
  return data;
}

Data AnnualSpecimen(const TemplateHead& head) {
  Data data = SpecimenOf(v1::AnnualSnapshot::descriptor());
  data.Set("report", Data::Text("annual-2026"));
  data.Set("running_head", Data::Text("x"));
  const Data figure = SpecimenOf(v1::Figure::descriptor()).Set("path", Data::Text("x"));
  data.Set("figures", Data::List({figure}));
  data.Set("progress_figures", Data::List({Data(figure).Set("before_words", Data::Text("x"))}));
  data.Set("draft", Data::Flag(true));
  data.Set("frozen", Data::Flag(true));
  data.Set("knows_added", Data::Flag(true));
  data.Set("unstated", Data::Text("x"));
  data.Set("unstated_command", Data::Text("x"));
  data.Set("next_words", Data::Text("x"));
  Data prose = Data::Object();
  for (const auto& key : head.sections) prose.Set(key, ProseOf("x", "reports/annual-2026", key));
  data.Set("prose", std::move(prose));
  for (const auto& chart : ChartNames()) data.Set(chart, Data::Text("<svg/>"));
  return data;
}

std::string RenderAnnual(const Templates& templates, std::string_view format, const v1::AnnualSnapshot& snapshot,
                         const v1::Report& report) {
  const TemplateHead head = templates.Head(report.kind(), format);
  const std::string text = templates.Assemble(report.kind(), format, AnnualSpecimen(head), ChartNames());
  const Data data = AnnualData(snapshot, report, head);
  return format == "md" ? TidyMarkdown(Render(text, data, Escape::kMarkdown)) : Render(text, data, Escape::kHtml);
}

std::string PrettyJson(const std::string& json) {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
  writer.SetIndent(' ', 2);
  rapidjson::StringStream stream(json.c_str());
  rapidjson::Reader().Parse(stream, writer);
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace almanac::reporting
