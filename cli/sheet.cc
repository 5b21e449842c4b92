#include "cli/sheet.h"

#include <algorithm>
#include <set>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/options.pb.h"
#include "cli/cell.h"
#include "cli/field_text.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kIndent = 2;

// Words share a line; sentences and commands have their own.
bool IsWords(const std::vector<std::string>& texts) {
  return std::all_of(texts.begin(), texts.end(), [](const std::string& text) {
    if (text.starts_with("almanac ")) return false;
    return Width(text) <= 40 && text.find_first_of(",.;") == text.npos && std::count(text.begin(), text.end(), ' ') < 4;
  });
}

bool IsSection(const Message& message, const FieldDescriptor* field) {
  if (!field->is_repeated() || !IsSet(message, field)) return false;
  return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE || !IsWords(PeopleTexts(message, field));
}

std::vector<std::string> LinesOf(const Message& message, const FieldDescriptor* field) {
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || IsTimestamp(field)) return {PeopleText(message, field)};
  const Message& inner = message.GetReflection()->GetMessage(message, field);
  std::vector<std::string> lines;
  for (int i = 0; i < inner.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* part = inner.GetDescriptor()->field(i);
    if (IsSet(inner, part)) lines.push_back(Lower(Label(part->name())) + ": " + PeopleText(inner, part));
  }
  return lines;
}

std::vector<SheetEntry> Entries(const Message& message) {
  std::vector<SheetEntry> basic, others;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (!IsSet(message, field) || IsSection(message, field)) continue;
    auto& group = field->options().GetExtension(v1::basic) ? basic : others;
    group.push_back({Label(field->name()), LinesOf(message, field)});
  }
  if (!basic.empty() && !others.empty()) basic.push_back({"", {""}});
  basic.insert(basic.end(), others.begin(), others.end());
  return basic;
}

// What is missing reads as a sentence, with the command that mends it below.
std::string RequirementText(const Message& message, const OutputStyle& style) {
  const auto& missing = static_cast<const v1::Requirement&>(message);
  std::string text = Hanging("  - ", Harmless(missing.message()), style.width);
  if (!missing.command().empty()) text += "      " + Copyable(style, OneLine(missing.command())) + "\n";
  return text;
}

struct Rows {
  std::vector<Column> heads;
  std::vector<std::vector<std::string>> cells;
};

// The elements of a section as rows, without the fields that none of them has.
Rows RowsOfSection(const Message& message, const FieldDescriptor* section) {
  const auto* r = message.GetReflection();
  const int size = r->FieldSize(message, section);
  Rows rows;
  rows.cells.resize(static_cast<size_t>(size));
  for (int i = 0; i < section->message_type()->field_count(); ++i) {
    const FieldDescriptor* field = section->message_type()->field(i);
    bool used = false;
    for (int row = 0; row < size; ++row) used = used || IsSet(r->GetRepeatedMessage(message, section, row), field);
    if (!used) continue;
    rows.heads.push_back(ColumnOf(field));
    for (int row = 0; row < size; ++row) {
      const Message& element = r->GetRepeatedMessage(message, section, row);
      rows.cells[static_cast<size_t>(row)].push_back(OneLine(PeopleText(element, field)));
    }
  }
  return rows;
}

// The table, or nothing when it would have to cut a cell.
std::string TableIfItFits(const Rows& rows, size_t width) {
  const auto widths = ColumnWidths(rows.heads, rows.cells, SIZE_MAX);
  size_t total = kIndent + 2 * (widths.size() - 1);
  for (const size_t wide : widths) total += wide;
  if (total > width) return {};
  std::vector<std::string> titles;
  for (const Column& head : rows.heads) titles.push_back(head.head);
  const std::string indent(kIndent, ' ');
  std::string text = indent + Dim(TableLine(rows.heads, titles, widths), stdout) + "\n";
  for (const auto& row : rows.cells) text += indent + TableLine(rows.heads, row, widths) + "\n";
  return text;
}

// "treated" and "text" stand for themselves; numbers, days and flags do not.
std::string Brief(const Message& message, const FieldDescriptor* field) {
  std::string label = Lower(Label(field->name()));
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) return label;
  const bool alone =
      field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM ||
      (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && field->options().GetExtension(v1::form) != v1::DATE);
  return alone ? PeopleText(message, field) : label + " " + PeopleText(message, field);
}

// The fields whose texts are brief in every element of a section.
std::set<const FieldDescriptor*> BriefFields(const Message& message, const FieldDescriptor* section) {
  constexpr size_t kBrief = 32;
  std::set<const FieldDescriptor*> brief;
  const auto* r = message.GetReflection();
  for (int i = 0; i < section->message_type()->field_count(); ++i) {
    const FieldDescriptor* field = section->message_type()->field(i);
    bool fits = field->options().GetExtension(v1::form) != v1::MULTILINE;
    for (int row = 0; fits && row < r->FieldSize(message, section); ++row) {
      fits = Width(PeopleText(r->GetRepeatedMessage(message, section, row), field)) <= kBrief;
    }
    if (fits) brief.insert(field);
  }
  return brief;
}

// One element beside its name: what is brief in one line, sentences after it.
SheetEntry DefinitionOf(const Message& message, const std::set<const FieldDescriptor*>& briefs) {
  SheetEntry entry;
  std::vector<std::string> brief;
  std::vector<std::string> sentences;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (!IsSet(message, field)) continue;
    if (briefs.count(field) == 0) {
      sentences.push_back(Label(field->name()) + ": " + PeopleText(message, field));
    } else if (entry.label.empty()) {
      entry.label = OneLine(PeopleText(message, field));
    } else {
      brief.push_back(OneLine(Brief(message, field)));
    }
  }
  if (!brief.empty()) entry.lines.push_back(Join(brief, " · "));
  entry.lines.insert(entry.lines.end(), sentences.begin(), sentences.end());
  if (entry.lines.empty()) entry.lines.emplace_back();
  return entry;
}

std::string SectionText(const Message& message, const FieldDescriptor* section, const OutputStyle& style) {
  const auto* r = message.GetReflection();
  const int size = r->FieldSize(message, section);
  std::string text;
  if (section->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    for (const std::string& line : PeopleTexts(message, section)) {
      text += line.starts_with("almanac ") ? "  " + Copyable(style, line) + "\n" : Hanging("  ", line, style.width);
    }
    return text;
  }
  if (section->message_type() == v1::Requirement::descriptor()) {
    for (int i = 0; i < size; ++i) text += RequirementText(r->GetRepeatedMessage(message, section, i), style);
    return text;
  }
  text = TableIfItFits(RowsOfSection(message, section), style.width);
  if (!text.empty()) return text;
  std::vector<SheetEntry> entries;
  const auto briefs = BriefFields(message, section);
  for (int i = 0; i < size; ++i) entries.push_back(DefinitionOf(r->GetRepeatedMessage(message, section, i), briefs));
  return Sheet(entries, style.width, kIndent);
}

}  // namespace

std::string SheetText(const Message& message, const OutputStyle& style) {
  std::string text = Sheet(Entries(message), style.width);
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (!IsSection(message, field)) continue;
    if (!text.empty()) text += "\n";
    text += Bold(Label(field->name()), stdout) + "\n" + SectionText(message, field, style);
  }
  return text;
}

}  // namespace almanac::cli
