// Answers on standard output: as a table or sheet for people, tab-separated
// when piped, or as JSON, JSON lines and CSV.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "cli/table.h"

namespace almanac::cli {

enum class Format { kTable, kTabs, kJson, kJsonLines, kCsv };

struct OutputStyle {
  Format format = Format::kTable;
  // -o was given.
  bool asked = false;
  // --columns; empty: what the contract shows.
  std::vector<std::string> columns;
  // Columns of the screen that a table may take.
  size_t width = 100;
  // The account that was typed; commands that are shown carry it on.
  std::string account;
};

// A command for the reader to copy: with --account where it was typed.
std::string Copyable(const OutputStyle& style, const std::string& command);

// "table", "json", "jsonl", "csv"; empty: a table on a terminal, tabs elsewhere.
// Throws UsageError.
OutputStyle StyleOf(const std::string& format, const std::vector<std::string>& columns);

// One column of a list: a field, or a field of a message within.
struct ColumnPath {
  std::string name;
  std::vector<const google::protobuf::FieldDescriptor*> fields;
};

// Throws UsageError for a column that the rows do not have, naming those they have.
std::vector<ColumnPath> ResolveColumns(const google::protobuf::Descriptor* row, const std::vector<std::string>& names);

// The column of a table that shows a field.
Column ColumnOf(const google::protobuf::FieldDescriptor* field);

// Writes rows as they come; a table waits for the last, to measure.
class ListOutput {
 public:
  ListOutput(const OutputStyle& style, std::vector<ColumnPath> columns);
  void Add(const google::protobuf::Message& row);
  // Ends the list; without it nothing of a table is shown.
  void Finish();

 private:
  OutputStyle style_;
  std::vector<ColumnPath> columns_;
  std::vector<std::vector<std::string>> rows_;
  size_t count_ = 0;
};

// Rows that are no messages; `names` are columns and keys. Empty cells are
// absent from JSON. Throws UsageError as ResolveColumns does.
void ShowRows(const OutputStyle& style, const std::vector<std::string>& names,
              const std::vector<std::vector<std::string>>& rows);

// One message: all of its fields that are set.
void ShowMessage(const OutputStyle& style, const google::protobuf::Message& message);

// JSON with two spaces a level, from JSON without any.
std::string Indented(const std::string& json);

// To standard output; throws Error when it cannot be written.
void WriteOut(const std::string& text);

}  // namespace almanac::cli
