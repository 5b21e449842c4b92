#include "cli/signal_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/heads.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using Heads = std::vector<std::string>;

struct Places {
  size_t theme = kNoColumn;
  size_t dataset = kNoColumn;
  size_t count = kNoColumn;
  size_t when = kNoColumn;
  size_t first = kNoColumn;
  size_t last = kNoColumn;
  size_t source = kNoColumn;
};

Places PlacesOf(const Heads& heads, const SignalColumns& named) {
  static const std::vector<std::string> kThemes{"theme",       "topic",         "category",
                                                "subject",     "recordtype",    "recordstype",
                                                "requesttype", "typeofrequest", "kindofrecord"};
  static const std::vector<std::string> kCounts{"count",  "counts",          "requests",    "numberofrequests",
                                                "number", "numberofrecords", "suggestions", "total"};
  static const std::vector<std::string> kWhen{"period",        "when",         "quarter",       "month",
                                              "date",          "datereceived", "received",      "receiveddate",
                                              "submitteddate", "requestdate",  "dateofrequest", "opendate",
                                              "dateopened",    "createdate",   "year"};
  Places places;
  places.theme = named.theme.empty() ? ColumnHeaded(heads, kThemes) : ColumnNamed(heads, named.theme, "theme-column");
  places.count = named.count.empty() ? ColumnHeaded(heads, kCounts) : ColumnNamed(heads, named.count, "count-column");
  places.when = named.date.empty() ? ColumnHeaded(heads, kWhen) : ColumnNamed(heads, named.date, "date-column");
  places.dataset = ColumnHeaded(heads, {"dataset"});
  places.first = ColumnHeaded(heads, {"firstday", "from", "start", "startdate"});
  places.last = ColumnHeaded(heads, {"lastday", "to", "end", "enddate", "until"});
  places.source = ColumnHeaded(heads, {"source"});
  // A column that was named is no other.
  if (!named.theme.empty() && places.count == places.theme) places.count = kNoColumn;
  if (!named.date.empty() && places.count == places.when) places.count = kNoColumn;
  return places;
}

void RequireColumns(const Heads& heads, const Places& places) {
  const bool dated = places.when != kNoColumn || (places.first != kNoColumn && places.last != kNoColumn);
  if (places.theme == kNoColumn && places.dataset == kNoColumn) {
    throw UsageError(fmt::format("no column says what was asked for; the table has {}", HeadsWords(heads)),
                     "Name one: --theme-column COLUMN. Or head it Theme, or Dataset.");
  }
  if (dated) return;
  throw UsageError(fmt::format("no column says when; the table has {}", HeadsWords(heads)),
                   "Name one: --date-column COLUMN. Or head it Period, such as 2026-06 or 2026-Q2.");
}

std::string TakenWords(const Heads& heads, const Places& places, bool log) {
  std::vector<std::string> words;
  const auto add = [&](const char* what, size_t place) {
    if (place != kNoColumn) words.push_back(fmt::format("{} from {}", what, OneLine(heads[place])));
  };
  add("theme", places.theme);
  add("dataset", places.dataset);
  add("count", places.count);
  add(log ? "day" : "period", places.when);
  if (places.when == kNoColumn) add("first day", places.first), add("last day", places.last);
  add("source", places.source);
  return Join(words, ", ");
}

}  // namespace

SignalTable ReadSignalTable(const std::vector<std::vector<std::string>>& rows, const SignalColumns& named) {
  if (rows.empty()) throw UsageError("the file is empty");
  const Heads& heads = rows.front();
  const Places places = PlacesOf(heads, named);
  RequireColumns(heads, places);
  SignalTable table;
  table.log = places.count == kNoColumn;
  table.has_no_source = places.source == kNoColumn;
  table.taken = TakenWords(heads, places, table.log);
  for (size_t i = 1; i < rows.size(); ++i) {
    const auto& cells = rows[i];
    if (std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return OneLine(cell).empty(); })) continue;
    v1::SignalRow row;
    row.set_row(static_cast<int>(i) + 1);
    row.set_theme(CellAt(cells, places.theme));
    row.set_dataset(CellAt(cells, places.dataset));
    row.set_count(CellAt(cells, places.count));
    const std::string first = CellAt(cells, places.first), last = CellAt(cells, places.last);
    row.set_when(places.when != kNoColumn ? CellAt(cells, places.when) : first.empty() ? "" : first + ".." + last);
    row.set_source(CellAt(cells, places.source));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace almanac::cli
