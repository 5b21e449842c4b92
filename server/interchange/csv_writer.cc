#include "interchange/csv_writer.h"

#include <google/protobuf/timestamp.pb.h>

#include "almanac/v1/options.pb.h"
#include "base/formula.h"
#include "base/json.h"

namespace almanac::interchange {
namespace {

using google::protobuf::FieldDescriptor;

constexpr const char* kLineEnd = "\r\n";

std::string JoinedText(const v1::Dataset& dataset, const FieldDescriptor* field) {
  std::string joined;
  const auto* reflection = dataset.GetReflection();
  for (int i = 0; i < reflection->FieldSize(dataset, field); ++i) {
    joined += (i == 0 ? "" : "; ") + reflection->GetRepeatedString(dataset, field, i);
  }
  return joined;
}

std::string TextOf(const v1::Dataset& dataset, const FieldDescriptor* field) {
  const auto* r = dataset.GetReflection();
  if (field->is_repeated()) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) return JoinedText(dataset, field);
    return r->FieldSize(dataset, field) == 0 ? std::string() : RepeatedToJson(dataset, field);
  }
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return r->GetString(dataset, field);
    case FieldDescriptor::CPPTYPE_BOOL:
      return r->GetBool(dataset, field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return std::to_string(r->GetInt32(dataset, field));
    case FieldDescriptor::CPPTYPE_INT64:
      return std::to_string(r->GetInt64(dataset, field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumText(*r->GetEnum(dataset, field));
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      if (!r->HasField(dataset, field)) return {};
      const auto& message = r->GetMessage(dataset, field);
      return message.GetDescriptor() == google::protobuf::Timestamp::descriptor() ? TimeText(message) : ToJson(message);
    }
    default:
      return {};
  }
}

}  // namespace

CsvWriter::CsvWriter(bool internal) {
  const auto* type = v1::Dataset::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const auto& options = type->field(i)->options();
    if (options.GetExtension(v1::secret)) continue;
    if (internal || options.GetExtension(v1::public_output)) columns_.push_back(type->field(i));
  }
}

std::string CsvWriter::Head() const {
  std::string line;
  for (const auto* column : columns_) line += (line.empty() ? "" : ",") + column->name();
  return line + ",planned_release" + kLineEnd;
}

std::string CsvWriter::Row(const ExportRow& row) const {
  std::string line;
  for (const auto* column : columns_) line += CsvCell(TextOf(row.dataset, column)) + ",";
  return line + CsvCell(row.planned_release) + kLineEnd;
}

std::string CsvCell(std::string_view text) {
  const bool quoted = text.find_first_of(",\"\r\n") != std::string_view::npos;
  std::string cell;
  if (quoted) cell += '"';
  if (IsFormula(text)) cell += '\'';
  for (char c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  if (quoted) cell += '"';
  return cell;
}

}  // namespace almanac::interchange
