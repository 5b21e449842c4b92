#include "cli/stale_edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "almanac/v1/events.pb.h"
#include "base/ids.h"
#include "cli/cell.h"
#include "cli/request.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using google::protobuf::Message;

// More steps than that are told as one.
constexpr int64_t kSteps = 20;

struct Change {
  std::string who;
  std::string when;
};

// The etag is the number of the revision.
int64_t RevisionOf(const Message& record) {
  const std::string etag = GetString(record, "etag");
  int64_t number = 0;
  std::from_chars(etag.data(), etag.data() + etag.size(), number);
  return number;
}

// Who changed which field last, between two revisions.
std::map<std::string, Change> ChangesBetween(Session& session, const std::string& name, int64_t from, int64_t to) {
  std::map<std::string, Change> changes;
  const int64_t step = to - from > kSteps ? to - from : 1;
  for (int64_t at = from; at < to; at += step) {
    v1::DiffHistoryRequest request;
    request.set_name(name);
    request.set_from_revision(at);
    request.set_to_revision(at + step);
    v1::DiffHistoryResponse diff;
    session.channel().Call(FindCommand("history", "diff")->method, request, &diff);
    if (diff.events().empty()) continue;
    const auto& event = *diff.events().rbegin();
    const Change change{OneLine(std::string(IdOf(event.actor()))), LocalTime(event.time())};
    // fields[species].definition is a change of fields.
    for (const auto& one : diff.changes()) changes[one.field().substr(0, one.field().find_first_of("[."))] = change;
  }
  return changes;
}

std::string Shown(const Message& record, const std::string& field) {
  constexpr size_t kShown = 120;
  const std::string text = FieldLine(record, field);
  return text.empty() ? "(empty)" : Fit(text, kShown);
}

std::vector<std::string> Table(const std::vector<std::vector<std::string>>& rows) {
  const std::vector<Column> columns{
      {"Field", false, true}, {"Yours"}, {"Theirs"}, {"Who", false, true}, {"When", false, true}};
  const auto widths = ColumnWidths(columns, rows, TerminalWidth(stderr));
  std::vector<std::string> titles;
  for (const Column& column : columns) titles.push_back(column.head);
  std::vector<std::string> lines{Bold(TableLine(columns, titles, widths), stderr)};
  for (const auto& row : rows) {
    for (std::string& line : WrappedLines(columns, row, widths)) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

StaleEdit CompareStale(Session& session, const Message& base, const Message& mine, const Message& theirs) {
  const auto who = ChangesBetween(session, GetString(base, "name"), RevisionOf(base), RevisionOf(theirs));
  StaleEdit stale;
  stale.merged.reset(theirs.New());
  stale.merged->CopyFrom(theirs);
  const auto my_fields = ChangedFields(base, mine), their_fields = ChangedFields(base, theirs);
  std::vector<std::vector<std::string>> rows;
  for (const std::string& field : my_fields) {
    CopyField(mine, field, stale.merged.get());
    const bool changed = std::find(their_fields.begin(), their_fields.end(), field) != their_fields.end();
    if (!changed || FieldLine(mine, field) == FieldLine(theirs, field)) continue;
    const auto found = who.find(field);
    const Change change = found != who.end() ? found->second : Change{};
    stale.both.push_back(field);
    rows.push_back({field, Shown(mine, field), Shown(theirs, field), change.who, change.when});
    stale.notes[field] = {fmt::format("Theirs, {} by {}:", change.when, change.who), FieldLine(theirs, field),
                          "Yours:"};
  }
  if (!rows.empty()) stale.lines = Table(rows);
  std::vector<std::string> alone;
  for (const std::string& field : their_fields) {
    if (std::find(my_fields.begin(), my_fields.end(), field) != my_fields.end()) continue;
    const auto found = who.find(field);
    alone.push_back(found == who.end() ? field
                                       : fmt::format("{} ({}, {})", field, found->second.who, found->second.when));
  }
  if (!alone.empty()) stale.lines.push_back(fmt::format("Changed by others alone, and kept: {}.", Join(alone, ", ")));
  return stale;
}

}  // namespace almanac::cli
