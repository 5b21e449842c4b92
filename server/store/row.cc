#include "store/row.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor_database.h>
#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>

#include "base/error.h"
#include "store/connection.h"
#include "store/dialect.h"
#include "store/json.h"
#include "store/search_text.h"

namespace almanac::store {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

// A row of one column.
class OneCell : public Row {
 public:
  explicit OneCell(const Value& value) : value_(value) {}
  Value At(size_t) const override { return value_; }
  bool IsNull(size_t) const override { return std::holds_alternative<std::monostate>(value_); }
  std::string_view Text(size_t) const override { return std::get<std::string>(value_); }
  int64_t Integer(size_t) const override { return std::get<int64_t>(value_); }
  double Real(size_t) const override { return std::get<double>(value_); }

 private:
  const Value& value_;
};

constexpr std::string_view kFarDay = "9999-12-31";
constexpr std::string_view kFarTime = "9999-12-31T00:00:00.000000Z";

bool IsTime(const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && field->message_type() == Timestamp::descriptor();
}

ColumnKind KindOf(const FieldDescriptor* field) {
  if (field->is_repeated()) return ColumnKind::kJson;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return ColumnKind::kText;
    case FieldDescriptor::CPPTYPE_BOOL:
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
      return ColumnKind::kInteger;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return ColumnKind::kReal;
    case FieldDescriptor::CPPTYPE_ENUM:
      return ColumnKind::kEnum;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return IsTime(field) ? ColumnKind::kTime : ColumnKind::kJson;
    default:
      throw Error(Reason::INTERNAL, fmt::format("{} has a type that no column holds", field->full_name()));
  }
}

Column ColumnOf(const FieldDescriptor* field) {
  const auto& options = field->options();
  const bool sortable = options.GetExtension(v1::sortable);
  const ColumnKind kind = KindOf(field);
  const bool far_day = sortable && kind == ColumnKind::kText && options.GetExtension(v1::form) == v1::DATE;
  const bool far_time = sortable && kind == ColumnKind::kTime;
  const bool may_be_null = !field->is_repeated() &&
                           (kind == ColumnKind::kTime || kind == ColumnKind::kJson || field->has_optional_keyword());
  return {field->name(), field, kind, may_be_null && !far_time, far_day || far_time};
}

// Whether a repeated message keeps a row an element in a table of its own.
bool HasMirror(const FieldDescriptor* field) {
  return field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field->message_type()->options().GetExtension(v1::table).mirror();
}

// people/... is what fields that refer to people say; the message says it of its own name.
std::string CollectionOf(const Descriptor* message, const std::string& table) {
  const FieldDescriptor* name = message->FindFieldByName("name");
  if (name == nullptr || !name->options().HasExtension(v1::reference)) return {};
  return (name->options().GetExtension(v1::reference).empty() ? table : name->options().GetExtension(v1::reference)) +
         "/";
}

void MakeTexts(TableInfo* info) {
  if (info->table.empty()) return;
  const auto select = [info](std::string_view more) {
    return fmt::format("SELECT {}{} FROM {} t WHERE t.{} = :key", ColumnList(*info, info->full, "t."), more,
                       info->table, info->key);
  };
  info->select_by_key = select("");
  info->select_by_key_marked = select(kMarkColumn);
  std::string sets;
  for (const Column& column : info->columns) {
    info->names.push_back(column.name);
    if (column.name != info->key) sets += fmt::format("{}{} = :{}", sets.empty() ? "" : ", ", column.name, column.name);
  }
  info->insert = InsertText(info->table, info->names);
  info->update_by_etag =
      fmt::format("UPDATE {} SET {} WHERE {} = :{} AND etag = :old_etag", info->table, sets, info->key, info->key);
}

TableInfo Describe(const Descriptor* message) {
  TableInfo info;
  const auto& table = message->options().GetExtension(v1::table);
  info.message = message;
  info.table = table.name();
  info.key = table.key().empty() ? "name" : table.key();
  info.collection = CollectionOf(message, table.name());
  info.recorded = !table.name().empty() && !table.unrecorded();
  info.has_visibility = message->options().HasExtension(v1::visibility);
  info.visibility = message->options().GetExtension(v1::visibility);
  for (int i = 0; i < message->field_count(); ++i) {
    const FieldDescriptor* field = message->field(i);
    const auto& options = field->options();
    const int at = static_cast<int>(info.columns.size());
    info.columns.push_back(ColumnOf(field));
    info.full.push_back(at);
    // The etag comes with every view: what is read can be written.
    if (options.GetExtension(v1::basic) || field->name() == "etag") info.basic.push_back(at);
    if (options.GetExtension(v1::searched)) info.searched.push_back(field);
    if (field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
        options.GetExtension(v1::filterable)) {
      info.word_mirrors.push_back(field);
    }
    if (HasMirror(field)) info.row_mirrors.push_back(field);
    if (options.GetExtension(v1::folded)) {
      info.columns.push_back({field->name() + "_key", field, ColumnKind::kFolded, false, false});
    }
  }
  MakeTexts(&info);
  return info;
}

std::string_view FarText(const Column& column) { return column.kind == ColumnKind::kTime ? kFarTime : kFarDay; }

std::string DefaultText(const Column& column) {
  if (column.kind == ColumnKind::kJson) return column.field->is_repeated() ? "[]" : "";
  return column.far_date ? std::string(FarText(column)) : std::string();
}

Value JsonValue(const Message& message, const FieldDescriptor* field) {
  const Reflection* r = message.GetReflection();
  if (field->is_repeated()) {
    return r->FieldSize(message, field) == 0 ? std::string("[]") : RepeatedToJson(message, field);
  }
  return ToJson(r->GetMessage(message, field));
}

// A message that is being filled. Its reflection is asked for once: each question costs protobuf a look at a lock.
struct Filled {
  explicit Filled(Message* m) : message(m), reflection(m->GetReflection()) {}

  Message* const message;
  const Reflection* const reflection;
};

void SetTime(std::string_view text, const FieldDescriptor* field, const Filled& filled) {
  const auto instant = ParseInstant(text);
  if (!instant) throw Error(Reason::INTERNAL, fmt::format("the record holds a time in {} that is none", field->name()));
  auto* time = static_cast<Timestamp*>(filled.reflection->MutableMessage(filled.message, field));
  const auto seconds = std::chrono::floor<std::chrono::seconds>(*instant);
  time->set_seconds(seconds.time_since_epoch().count());
  time->set_nanos(static_cast<int32_t>((*instant - seconds).count() * 1000));
}

void SetJson(std::string_view text, const FieldDescriptor* field, const Filled& filled) {
  std::string problem;
  const bool read = field->is_repeated()
                        ? RepeatedFromJson(text, field, filled.message, &problem)
                        : FromJson(text, filled.reflection->MutableMessage(filled.message, field), &problem);
  if (!read)
    throw Error(Reason::INTERNAL, fmt::format("the record holds a {} that does not read: {}", field->name(), problem));
}

void SetText(const Column& column, std::string_view text, const Filled& filled) {
  const auto& [message, r] = filled;
  switch (column.kind) {
    case ColumnKind::kText:
      r->SetString(message, column.field, std::string(text));
      return;
    case ColumnKind::kTime:
      SetTime(text, column.field, filled);
      return;
    case ColumnKind::kJson:
      SetJson(text, column.field, filled);
      return;
    case ColumnKind::kEnum: {
      const auto* value = EnumOfText(column.field->enum_type(), text);
      if (value == nullptr) throw Error(Reason::INTERNAL, fmt::format("the record holds an unknown {}", column.name));
      r->SetEnum(message, column.field, value);
      return;
    }
    default:
      throw Error(Reason::INTERNAL, fmt::format("the record holds text in {}", column.name));
  }
}

void FromCell(const Column& column, const Row& row, size_t at, const Filled& filled) {
  if (column.kind == ColumnKind::kFolded || row.IsNull(at)) return;
  const auto& [message, r] = filled;
  if (column.kind == ColumnKind::kReal) return r->SetDouble(message, column.field, row.Real(at));
  if (column.kind != ColumnKind::kInteger) {
    const std::string_view text = row.Text(at);
    if (text.empty() || (column.far_date && text == FarText(column))) return;
    if (column.kind == ColumnKind::kJson && text == "[]") return;
    return SetText(column, text, filled);
  }
  const int64_t number = row.Integer(at);
  switch (column.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return r->SetBool(message, column.field, number != 0);
    case FieldDescriptor::CPPTYPE_INT32:
      return r->SetInt32(message, column.field, static_cast<int32_t>(number));
    default:
      return r->SetInt64(message, column.field, number);
  }
}

}  // namespace

const Column* TableInfo::Find(std::string_view name) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

const TableInfo& TableOf(const Descriptor* message) {
  static std::shared_mutex mutex;
  static auto& tables = *new std::map<const Descriptor*, std::unique_ptr<TableInfo>>;
  {
    std::shared_lock lock(mutex);
    if (const auto found = tables.find(message); found != tables.end()) return *found->second;
  }
  auto info = std::make_unique<TableInfo>(Describe(message));
  std::unique_lock lock(mutex);
  return *tables.try_emplace(message, std::move(info)).first->second;
}

const std::vector<const TableInfo*>& AllTables() {
  static const auto& tables = *new std::vector<const TableInfo*>([] {
    std::vector<const TableInfo*> found;
    std::vector<std::string> files;
    google::protobuf::DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
    for (const std::string& name : files) {
      const auto* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(name);
      for (int i = 0; i < file->message_type_count(); ++i) {
        const Descriptor* message = file->message_type(i);
        if (!message->options().GetExtension(v1::table).name().empty()) found.push_back(&TableOf(message));
      }
    }
    std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->table < b->table; });
    return found;
  }());
  return tables;
}

std::string ColumnList(const TableInfo& table, std::span<const int> columns, std::string_view prefix) {
  std::string list;
  for (const int i : columns) {
    if (!list.empty()) list += ", ";
    list += prefix;
    list += table.columns[static_cast<size_t>(i)].name;
  }
  return list;
}

namespace {

Value ValueOf(const Message& message, const Reflection* r, const Column& column) {
  const FieldDescriptor* field = column.field;
  const bool present = field->is_repeated() ? r->FieldSize(message, field) > 0 : r->HasField(message, field);
  if (column.kind == ColumnKind::kFolded) return Fold(r->GetString(message, field));
  if (!present && column.nullable) return {};
  if (column.kind == ColumnKind::kInteger) {
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL:
        return static_cast<int64_t>(r->GetBool(message, field));
      case FieldDescriptor::CPPTYPE_INT32:
        return static_cast<int64_t>(r->GetInt32(message, field));
      default:
        return r->GetInt64(message, field);
    }
  }
  if (column.kind == ColumnKind::kReal) return r->GetDouble(message, field);
  if (!present) return DefaultText(column);
  switch (column.kind) {
    case ColumnKind::kText:
      return r->GetString(message, field);
    case ColumnKind::kEnum:
      return EnumText(*r->GetEnum(message, field));
    case ColumnKind::kTime:
      return TimeText(r->GetMessage(message, field));
    default:
      return JsonValue(message, field);
  }
}

}  // namespace

Value ToValue(const Message& message, const Column& column) {
  return ValueOf(message, message.GetReflection(), column);
}

std::vector<Value> ToValues(const Message& message, const TableInfo& table) {
  const Reflection* r = message.GetReflection();
  std::vector<Value> values;
  values.reserve(table.columns.size());
  for (const Column& column : table.columns) values.push_back(ValueOf(message, r, column));
  return values;
}

void FromValue(const Column& column, const Value& value, Message* message) {
  FromCell(column, OneCell(value), 0, Filled(message));
}

void ReadRow(const TableInfo& table, std::span<const int> columns, const Row& row, Message* message) {
  message->Clear();
  const Filled filled(message);
  for (size_t i = 0; i < columns.size(); ++i) {
    FromCell(table.columns[static_cast<size_t>(columns[i])], row, i, filled);
  }
}

}  // namespace almanac::store
