// The other half of field_text.h: messages within a request, typed as
// `key=value,key=value` or read from a file.
#include <fmt/format.h>

#include "base/ids.h"
#include "base/json.h"
#include "cli/csv.h"
#include "cli/field_text.h"
#include "cli/files.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* FieldOf(const Descriptor* type, const std::string& key, const std::string& spelled) {
  if (const auto* field = type->FindFieldByName(Underscored(key))) return field;
  std::vector<std::string> known;
  for (int i = 0; i < type->field_count(); ++i) known.push_back(type->field(i)->name());
  const std::string nearest = Nearest(Underscored(key), known);
  throw UsageError(fmt::format("{}: '{}' is none of its keys{}", spelled, OneLine(key),
                               nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest)),
                   fmt::format("The keys are {}.", Join(known, ", ")));
}

// Cuts at commas; `\,` and `\=` stand for themselves, as does `\\`.
struct Pair {
  std::string key;
  std::string value;
  bool has_value = false;
};

std::vector<Pair> Pairs(std::string_view text) {
  std::vector<Pair> pairs(1);
  for (size_t i = 0; i < text.size(); ++i) {
    Pair& pair = pairs.back();
    std::string& part = pair.has_value ? pair.value : pair.key;
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size() && (text[i + 1] == ',' || text[i + 1] == '=' || text[i + 1] == '\\')) {
      part += text[++i];
    } else if (c == ',') {
      pairs.emplace_back();
    } else if (c == '=' && !pair.has_value) {
      pair.has_value = true;
    } else {
      part += c;
    }
  }
  return pairs;
}

void AddRows(Message* message, const FieldDescriptor* field, const std::string& path, const std::string& spelled) {
  const auto rows = ParseCsv(ReadWholeFile(path));
  if (rows.empty()) throw UsageError(fmt::format("{}: {} has no header row", spelled, path));
  std::vector<const FieldDescriptor*> columns;
  for (const std::string& head : rows[0]) columns.push_back(FieldOf(field->message_type(), head, path));
  for (size_t row = 1; row < rows.size(); ++row) {
    Message* item = message->GetReflection()->AddMessage(message, field);
    for (size_t i = 0; i < rows[row].size(); ++i) {
      const std::string where = fmt::format("{} row {}", path, row + 1);
      if (i >= columns.size()) throw UsageError(fmt::format("{} has more cells than the header", where));
      SetFieldText(item, columns[i], rows[row][i], fmt::format("{}, {}", where, columns[i]->name()));
    }
  }
}

void AddJson(Message* message, const FieldDescriptor* field, const std::string& path, const std::string& spelled) {
  std::string json = ReadWholeFile(path);
  if (!IsUtf8(json)) throw UsageError(fmt::format("{}: {} is not UTF-8", spelled, path));
  const size_t start = json.find_first_not_of(" \t\r\n");
  if (start != json.npos && json[start] == '{') json = "[" + json + "]";
  std::string problem;
  const std::unique_ptr<Message> read(message->New());
  if (!RepeatedFromJson(json, field, read.get(), &problem)) {
    throw UsageError(fmt::format("{}: {}: {}", spelled, path, problem),
                     "A list of objects is wanted, as `-o json` shows them.");
  }
  message->MergeFrom(*read);
}

}  // namespace

void SetItemText(Message* item, std::string_view text, const std::string& spelled) {
  for (const Pair& pair : Pairs(text)) {
    if (pair.key.empty()) {
      throw UsageError(fmt::format("{}: '{}' is not key=value", spelled, OneLine(text)),
                       "Keys and values as in name=species,type=text; `\\,` for a comma within a value.");
    }
    const FieldDescriptor* field = FieldOf(item->GetDescriptor(), pair.key, spelled);
    const bool alone = !pair.has_value;
    if (alone && field->cpp_type() != FieldDescriptor::CPPTYPE_BOOL) {
      throw UsageError(fmt::format("{}: {} needs a value", spelled, OneLine(pair.key)),
                       "Keys and values as in name=species,type=text; `\\,` for a comma within a value.");
    }
    SetFieldText(item, field, alone ? "true" : pair.value, fmt::format("{}, {}", spelled, field->name()));
  }
}

void AddItemsFromFile(Message* message, const FieldDescriptor* field, const std::string& path,
                      const std::string& spelled) {
  if (Lower(path).ends_with(".csv")) return AddRows(message, field, path, spelled);
  AddJson(message, field, path, spelled);
}

}  // namespace almanac::cli
