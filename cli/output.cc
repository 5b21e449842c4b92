#include "cli/output.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "almanac/v1/options.pb.h"
#include "base/error.h"
#include "base/json.h"
#include "cli/cell.h"
#include "cli/csv.h"
#include "cli/field_text.h"
#include "cli/sheet.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The message that holds the column's last field; null when one on the way is unset.
const Message* HolderOf(const Message& row, const ColumnPath& column) {
  const Message* holder = &row;
  for (size_t i = 0; i + 1 < column.fields.size(); ++i) {
    if (!IsSet(*holder, column.fields[i])) return nullptr;
    holder = &holder->GetReflection()->GetMessage(*holder, column.fields[i]);
  }
  return holder;
}

bool IsNumber(const FieldDescriptor* field) {
  const auto type = field->cpp_type();
  const bool number = type == FieldDescriptor::CPPTYPE_INT32 || type == FieldDescriptor::CPPTYPE_INT64 ||
                      type == FieldDescriptor::CPPTYPE_DOUBLE;
  return number && !field->is_repeated();
}

// The object as a list shows it: the asked columns only.
std::string RowJson(const Message& row, const OutputStyle& style, const std::vector<ColumnPath>& columns) {
  if (style.columns.empty()) return ToJson(row);
  return ToJson(row, [&](const FieldDescriptor* field) {
    if (field->containing_type() != row.GetDescriptor()) return true;
    return std::any_of(columns.begin(), columns.end(), [&](const ColumnPath& c) { return c.fields.front() == field; });
  });
}

std::string TabLine(const std::vector<std::string>& cells) {
  std::vector<std::string> clean;
  for (const std::string& cell : cells) clean.push_back(OneLine(cell));
  return Join(clean, "\t") + "\n";
}

std::string RowObject(const std::vector<std::string>& names, const std::vector<std::string>& cells) {
  std::string json = "{";
  for (size_t i = 0; i < names.size(); ++i) {
    if (cells[i].empty()) continue;
    if (json.size() > 1) json += ',';
    AppendJsonString(names[i], &json);
    json += ':';
    AppendJsonString(cells[i], &json);
  }
  return json + "}";
}

std::vector<std::string> Names(const std::vector<ColumnPath>& columns) {
  std::vector<std::string> names;
  for (const ColumnPath& column : columns) names.push_back(column.name);
  return names;
}

// The asked fields of one message alone.
void ShowFields(const OutputStyle& style, const Message& message) {
  const auto columns = ResolveColumns(message.GetDescriptor(), style.columns);
  if (style.format == Format::kJson) return WriteOut(Indented(RowJson(message, style, columns)) + "\n");
  if (style.format != Format::kTable) {
    ListOutput list(style, columns);
    list.Add(message);
    return list.Finish();
  }
  std::vector<SheetEntry> entries;
  for (const ColumnPath& column : columns) {
    const Message* holder = HolderOf(message, column);
    entries.push_back({Label(column.fields.back()->name()), {holder ? PeopleText(*holder, column.fields.back()) : ""}});
  }
  WriteOut(Sheet(entries, style.width));
}

void ShowTabs(const Message& message) {
  std::string text;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (!IsSet(message, field)) continue;
    text += fmt::format("{}\t{}\n", field->name(), OneLine(ProgramText(message, field)));
  }
  WriteOut(text);
}

std::vector<std::string> FieldNames(const Descriptor* type) {
  std::vector<std::string> names;
  if (type == nullptr) return names;
  for (int i = 0; i < type->field_count(); ++i) names.push_back(type->field(i)->name());
  return names;
}

[[noreturn]] void RefuseColumn(const std::string& name, const std::vector<std::string>& known) {
  const std::string nearest = Nearest(name, known);
  throw UsageError(fmt::format("there is no column {}{}", OneLine(name),
                               nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest)),
                   fmt::format("The columns are {}.", Join(known, ", ")));
}

// Where the asked columns stand among `names`; all of them, unless asked.
std::vector<size_t> Places(const std::vector<std::string>& asked, const std::vector<std::string>& names) {
  std::vector<size_t> places;
  for (const std::string& name : asked.empty() ? names : asked) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) RefuseColumn(name, names);
    places.push_back(static_cast<size_t>(found - names.begin()));
  }
  return places;
}

std::vector<std::string> At(const std::vector<size_t>& places, const std::vector<std::string>& cells) {
  std::vector<std::string> chosen;
  for (const size_t place : places) chosen.push_back(cells[place]);
  return chosen;
}

}  // namespace

OutputStyle StyleOf(const std::string& format, const std::vector<std::string>& columns) {
  OutputStyle style;
  style.width = TerminalWidth(stdout);
  style.asked = !format.empty();
  for (const std::string& list : columns) {
    for (const std::string& name : Split(list, ',')) {
      if (!name.empty()) style.columns.push_back(Underscored(name));
    }
  }
  if (format.empty()) {
    style.format = IsTerminal(stdout) ? Format::kTable : Format::kTabs;
  } else if (format == "table") {
    style.format = Format::kTable;
  } else if (format == "json") {
    style.format = Format::kJson;
  } else if (format == "jsonl") {
    style.format = Format::kJsonLines;
  } else if (format == "csv") {
    style.format = Format::kCsv;
  } else {
    throw UsageError(fmt::format("-o {}: the formats are table, json, jsonl and csv", format));
  }
  return style;
}

std::string Copyable(const OutputStyle& style, const std::string& command) {
  constexpr std::string_view kProgram = "almanac";
  if (style.account.empty() || !command.starts_with(kProgram)) return command;
  return fmt::format("almanac --account {}{}", style.account, command.substr(kProgram.size()));
}

Column ColumnOf(const FieldDescriptor* field) {
  const bool day = field->options().GetExtension(v1::form) == v1::DATE;
  return {Label(field->name()), IsNumber(field), IsNumber(field) || day || IsTimestamp(field)};
}

std::vector<ColumnPath> ResolveColumns(const Descriptor* row, const std::vector<std::string>& names) {
  std::vector<ColumnPath> columns;
  for (const std::string& name : names) {
    ColumnPath column{name, {}};
    const Descriptor* type = row;
    for (const std::string& part : Split(name, '.')) {
      const FieldDescriptor* field = type != nullptr ? type->FindFieldByName(part) : nullptr;
      if (field == nullptr) {
        RefuseColumn(name, FieldNames(row));
      }
      column.fields.push_back(field);
      const bool within = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated();
      type = within ? field->message_type() : nullptr;
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

ListOutput::ListOutput(const OutputStyle& style, std::vector<ColumnPath> columns)
    : style_(style), columns_(std::move(columns)) {}

void ListOutput::Add(const Message& row) {
  // The head comes with the first row: an error leaves standard output empty.
  if (count_ == 0 && style_.format == Format::kCsv) WriteOut(CsvLine(Names(columns_)));
  ++count_;
  if (style_.format == Format::kJson) {
    return WriteOut((count_ == 1 ? "[\n" : ",\n") + Indented(RowJson(row, style_, columns_)));
  }
  if (style_.format == Format::kJsonLines) return WriteOut(RowJson(row, style_, columns_) + "\n");
  std::vector<std::string> cells;
  for (const ColumnPath& column : columns_) {
    const Message* holder = HolderOf(row, column);
    const FieldDescriptor* field = column.fields.back();
    if (holder == nullptr) {
      cells.emplace_back();
    } else if (style_.format == Format::kCsv) {
      cells.push_back(ProgramText(*holder, field));
    } else {
      cells.push_back(style_.format == Format::kTabs ? ProgramText(*holder, field)
                                                     : OneLine(PeopleText(*holder, field)));
    }
  }
  if (style_.format == Format::kCsv) return WriteOut(CsvLine(cells));
  if (style_.format == Format::kTabs) return WriteOut(TabLine(cells));
  rows_.push_back(std::move(cells));
}

void ListOutput::Finish() {
  if (style_.format == Format::kCsv && count_ == 0) WriteOut(CsvLine(Names(columns_)));
  if (style_.format == Format::kJson) WriteOut(count_ == 0 ? "[]\n" : "\n]\n");
  if (style_.format != Format::kTable || rows_.empty()) return;
  std::vector<Column> heads;
  for (const ColumnPath& column : columns_) heads.push_back(ColumnOf(column.fields.back()));
  WriteOut(WholeTable(heads, rows_, style_.width));
}

void ShowRows(const OutputStyle& style, const std::vector<std::string>& all_names,
              const std::vector<std::vector<std::string>>& all_rows) {
  const auto places = Places(style.columns, all_names);
  const auto names = At(places, all_names);
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : all_rows) rows.push_back(At(places, row));
  if (style.format == Format::kTable) {
    std::vector<Column> heads;
    for (const std::string& name : names) heads.push_back({Label(name)});
    return WriteOut(rows.empty() ? "" : WholeTable(heads, rows, style.width));
  }
  if (style.format == Format::kCsv) WriteOut(CsvLine(names));
  std::vector<std::string> objects;
  for (const auto& row : rows) {
    if (style.format == Format::kTabs) WriteOut(TabLine(row));
    if (style.format == Format::kCsv) WriteOut(CsvLine(row));
    objects.push_back(RowObject(names, row));
    if (style.format == Format::kJsonLines) WriteOut(objects.back() + "\n");
  }
  if (style.format == Format::kJson) WriteOut(Indented("[" + Join(objects, ",") + "]") + "\n");
}

void ShowMessage(const OutputStyle& style, const Message& message) {
  if (!style.columns.empty()) return ShowFields(style, message);
  switch (style.format) {
    case Format::kTable:
      return WriteOut(SheetText(message, style));
    case Format::kTabs:
      return ShowTabs(message);
    case Format::kJson:
      return WriteOut(Indented(ToJson(message)) + "\n");
    case Format::kJsonLines:
      return WriteOut(ToJson(message) + "\n");
    case Format::kCsv: {
      const auto columns = ResolveColumns(message.GetDescriptor(), FieldNames(message.GetDescriptor()));
      ListOutput list(style, columns);
      list.Add(message);
      return list.Finish();
    }
  }
}

std::string Indented(const std::string& json) {
  std::string text;
  size_t depth = 0;
  bool quoted = false;
  const auto line = [&] { text += '\n' + std::string(2 * depth, ' '); };
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (quoted) {
      text += c;
      if (c == '\\') text += json[++i];
      if (c == '"') quoted = false;
    } else if ((c == '{' || c == '[') && json[i + 1] == c + 2) {  // {} and [] stay together
      text += {c, json[++i]};
    } else if (c == '{' || c == '[') {
      text += c;
      ++depth;
      line();
    } else if (c == '}' || c == ']') {
      --depth;
      line();
      text += c;
    } else {
      text += c;
      if (c == ',') line();
      if (c == ':') text += ' ';
      quoted = c == '"';
    }
  }
  return text;
}

void WriteOut(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
    throw Error(Reason::CANCELLED, fmt::format("cannot write to standard output: {}", std::strerror(errno)));
  }
}

}  // namespace almanac::cli
