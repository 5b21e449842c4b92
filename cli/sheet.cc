#include "cli/sheet.h"

#include <algorithm>

#include "almanac/v1/datasets.pb.h"
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

bool IsSection(const FieldDescriptor* field) {
  return field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

// A message within, one line a field; its own lines for a text with line ends.
std::vector<std::string> LinesOf(const Message& message, const FieldDescriptor* field) {
  const bool within = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !IsTimestamp(field);
  if (within) {
    const Message& inner = message.GetReflection()->GetMessage(message, field);
    std::vector<std::string> lines;
    for (int i = 0; i < inner.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor* part = inner.GetDescriptor()->field(i);
      if (IsSet(inner, part)) lines.push_back(Lower(Label(part->name())) + ": " + PeopleText(inner, part));
    }
    return lines;
  }
  if (!field->is_repeated()) return {PeopleText(message, field)};
  // Words share a line; sentences and commands have their own.
  const auto texts = PeopleTexts(message, field);
  const bool words = std::all_of(texts.begin(), texts.end(), [](const std::string& text) {
    return Width(text) <= 40 && text.find_first_of(",.;") == text.npos && std::count(text.begin(), text.end(), ' ') < 4;
  });
  return words ? std::vector<std::string>{Join(texts, ", ")} : texts;
}

std::vector<SheetEntry> Entries(const Message& message) {
  std::vector<SheetEntry> entries;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (IsSection(field) || !IsSet(message, field)) continue;
    entries.push_back({Label(field->name()), LinesOf(message, field)});
  }
  return entries;
}

// What is missing reads as a sentence with the command that mends it below.
std::string RequirementText(const Message& message, size_t width) {
  const auto& missing = static_cast<const v1::Requirement&>(message);
  std::string text;
  std::string lead = "- ";
  for (const std::string& line : Wrap(Harmless(missing.message()), width - 2 * kIndent)) {
    text += std::string(kIndent, ' ') + lead + line + "\n";
    lead = "  ";
  }
  if (!missing.command().empty()) text += std::string(3 * kIndent, ' ') + OneLine(missing.command()) + "\n";
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
    const bool number =
        field->cpp_type() == FieldDescriptor::CPPTYPE_INT32 || field->cpp_type() == FieldDescriptor::CPPTYPE_INT64;
    rows.heads.push_back({Label(field->name()), number});
    for (int row = 0; row < size; ++row) {
      rows.cells[static_cast<size_t>(row)].push_back(
          OneLine(PeopleText(r->GetRepeatedMessage(message, section, row), field)));
    }
  }
  return rows;
}

bool Fits(const Rows& rows, size_t width) {
  const auto widths = ColumnWidths(rows.heads, rows.cells, SIZE_MAX);
  size_t total = 2 * widths.size();
  for (const size_t wide : widths) total += wide;
  return total <= width;
}

std::string SectionText(const Message& message, const FieldDescriptor* section, size_t width) {
  const auto* r = message.GetReflection();
  const int size = r->FieldSize(message, section);
  std::string text;
  if (section->message_type() == v1::Requirement::descriptor()) {
    for (int i = 0; i < size; ++i) text += RequirementText(r->GetRepeatedMessage(message, section, i), width);
    return text;
  }
  const Rows rows = RowsOfSection(message, section);
  if (Fits(rows, width - kIndent)) {
    const auto widths = ColumnWidths(rows.heads, rows.cells, SIZE_MAX);
    std::vector<std::string> titles;
    for (const Column& head : rows.heads) titles.push_back(head.head);
    text += std::string(kIndent, ' ') + Dim(TableLine(rows.heads, titles, widths), stdout) + "\n";
    for (const auto& row : rows.cells) text += std::string(kIndent, ' ') + TableLine(rows.heads, row, widths) + "\n";
    return text;
  }
  for (int i = 0; i < size; ++i) {
    if (i > 0) text += "\n";
    text += Sheet(Entries(r->GetRepeatedMessage(message, section, i)), width, kIndent);
  }
  return text;
}

}  // namespace

std::string SheetText(const Message& message, size_t width) {
  std::string text = Sheet(Entries(message), width);
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (!IsSection(field) || !IsSet(message, field)) continue;
    if (!text.empty()) text += "\n";
    text += Bold(Label(field->name()), stdout) + "\n" + SectionText(message, field, width);
  }
  return text;
}

}  // namespace almanac::cli
