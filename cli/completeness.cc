// `almanac completeness show`: an item a line, and how to get at the sets behind it.
#include <fmt/format.h>
#include <google/protobuf/timestamp.pb.h>

#include "almanac/v1/completeness.pb.h"
#include "base/clock.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/cell.h"
#include "cli/request.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

bool IsMet(const v1::CompletenessItem& item) { return item.met() == item.asked(); }

std::string Counted(int count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

// In this machine's time, as other tables have it.
std::string WhenText(const std::string& time) {
  const auto instant = ParseInstant(time);
  if (!instant) return time;
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(instant->time_since_epoch().count() / 1000000);
  return LocalTime(stamp);
}

// "parks (department), 12 datasets, as of 2026-03-02 09:30".
std::string HeadText(const v1::Completeness& completeness) {
  const std::string& name = completeness.name();
  std::string head = Bold(name == "program" ? "The whole program" : OneLine(IdOf(name)), stdout);
  if (!name.starts_with("datasets/")) head += ", " + Counted(completeness.datasets(), "dataset", "datasets");
  return head + ", as of " + WhenText(completeness.as_of_time()) + "\n";
}

std::string TableOf(const v1::Completeness& completeness, size_t width) {
  const std::vector<Column> heads{{"Met", true, true}, {"Of", true, true}, {"Rule", false, true}, {"What is asked"}};
  std::vector<std::vector<std::string>> rows;
  for (const auto& item : completeness.items()) {
    rows.push_back({std::to_string(item.met()), std::to_string(item.asked()), item.rule(), OneLine(item.title())});
  }
  const auto widths = ColumnWidths(heads, rows, width);
  std::string text = "\n" + Bold(TableLine(heads, {"Met", "Of", "Rule", "What is asked"}, widths), stdout) + "\n";
  for (const auto& row : rows) {
    for (const auto& line : WrappedLines(heads, row, widths)) text += line + "\n";
  }
  return text;
}

// Of one set: what it lacks, each with its command, and what is there.
std::string OfOneSet(const v1::Completeness& completeness, const OutputStyle& style) {
  std::string text;
  std::vector<std::string> there;
  int lacks = 0;
  for (const auto& item : completeness.items()) {
    if (IsMet(item)) {
      there.push_back(item.rule());
      continue;
    }
    ++lacks;
    text += Hanging(fmt::format("  - {}: ", item.rule()), OneLine(item.title()), style.width);
    text += "      " + Copyable(style, OneLine(item.command())) + "\n";
  }
  if (lacks > 0) text = fmt::format("\n{} {}\n", Bold("Not yet", stdout), lacks) + text;
  if (there.empty()) return text;
  return text + fmt::format("\n{} {}\n", Bold("There", stdout), there.size()) +
         Hanging("  ", Join(there, ", "), style.width);
}

// Of one rule: the sets that lack it, a name a line.
std::string OfOneRule(const v1::CompletenessItem& item, const OutputStyle& style) {
  std::string text =
      "\n" +
      Hanging("", fmt::format("{} Met by {} of {}.", OneLine(item.title()), item.met(), item.asked()), style.width);
  if (IsMet(item)) return text;
  text += "\n" + Bold("Not yet", stdout) + "\n";
  for (const auto& name : item.unmet()) text += fmt::format("  {}\n", OneLine(IdOf(name)));
  return text + "\n" + Dim("the first: ", stdout) + Copyable(style, OneLine(item.command())) + "\n";
}

template <class Names>
std::string UnitsText(const char* title, const Names& units, size_t width) {
  if (units.empty()) return {};
  std::vector<std::string> names;
  for (const auto& name : units) names.push_back(OneLine(IdOf(name)));
  return "\n" + Bold(title, stdout) + "\n" + Hanging("  ", Join(names, ", "), width);
}

std::string Units(const v1::Completeness& completeness, size_t width) {
  return UnitsText("Units without an inventory", completeness.units_without_inventory(), width) +
         UnitsText("Yearly attestation overdue", completeness.attestations_overdue(), width);
}

void SayNext(const Session& session, const v1::Completeness& completeness) {
  if (completeness.items().empty() || IsMet(completeness.items(0))) return;
  const std::string& name = completeness.name();
  const std::string department = name.starts_with("departments/") ? std::string(IdOf(name)) : "DEPARTMENT";
  session.Say(Dim("which sets: ", stderr) + session.Copyable(completeness.items(0).command()));
  session.Say(Dim("many at once: ", stderr) +
              session.Copyable(fmt::format("almanac inventory pull --department {} --to sets.xlsx", department)));
}

int ShowForPeople(const Session& session, const v1::Completeness& completeness, bool of_rule) {
  const OutputStyle& style = session.style();
  std::string text = HeadText(completeness);
  if (completeness.items().empty()) return WriteOut(text + "\nNothing is asked of what is there.\n"), 0;
  const bool of_set = completeness.name().starts_with("datasets/");
  if (of_rule && !of_set) return WriteOut(text + OfOneRule(completeness.items(0), style)), 0;
  WriteOut(text + (of_set ? OfOneSet(completeness, style) : TableOf(completeness, style.width)) +
           Units(completeness, style.width));
  if (!of_set) SayNext(session, completeness);
  return 0;
}

}  // namespace

int RunCompleteness(Session& session, const Command& command, const Values& values) {
  const OutputStyle& style = session.style();
  const bool people = style.format == Format::kTable && style.columns.empty();
  const bool rows = style.format == Format::kTabs || style.format == Format::kCsv;
  if (!people && !rows) return RunVerb(session, command, values);
  const auto request = BuildRequest(command, values);
  const auto answer = CallVerb(session, command, request.get());
  const auto& completeness = static_cast<const v1::Completeness&>(*answer);
  if (people) return ShowForPeople(session, completeness, values.Has("rule"));
  std::vector<std::vector<std::string>> items;
  for (const auto& item : completeness.items()) {
    items.push_back({item.rule(), std::to_string(item.met()), std::to_string(item.asked()), item.title(),
                     item.command(), Join({item.unmet().begin(), item.unmet().end()}, "; ")});
  }
  ShowRows(style, {"rule", "met", "asked", "title", "command", "unmet"}, items);
  return 0;
}

}  // namespace almanac::cli
