#include "domain/masks.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "almanac/v1/options.pb.h"
#include "base/error.h"
#include "base/json.h"

namespace almanac::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsSet(const Message& message, const FieldDescriptor* field) {
  const auto* r = message.GetReflection();
  return field->is_repeated() ? r->FieldSize(message, field) > 0 : r->HasField(message, field);
}

bool IsRecord(const FieldDescriptor* field) {
  return !field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field->message_type()->full_name() != "google.protobuf.Timestamp";
}

// Copies one field by swapping it out of a copy, which works for every type.
void Replace(const Message& from, const FieldDescriptor* field, Message* to) {
  to->GetReflection()->ClearField(to, field);
  if (!IsSet(from, field)) return;
  std::unique_ptr<Message> copy(from.New());
  copy->CopyFrom(from);
  to->GetReflection()->SwapFields(copy.get(), to, {field});
}

std::string Text(const Message& message, const FieldDescriptor* field) {
  return ToJson(message, [field](const FieldDescriptor* other) { return other == field; });
}

void Take(const Message& from, const FieldDescriptor* field, Message* to) {
  const auto& options = field->options();
  if (options.GetExtension(v1::output_only)) return;
  if (options.GetExtension(v1::immutable)) {
    if (!IsSet(from, field) || Text(from, field) == Text(*to, field)) return;
    throw Error(Reason::INVALID_FIELD, fmt::format("{} cannot change once it is set", field->name()))
        .Field(field->name(), "is chosen at creation and never changes");
  }
  Replace(from, field, to);
}

// Without a mask a message adds what it says, and takes nothing away.
void TakeSet(const Message& from, const FieldDescriptor* field, Message* to) {
  if (!IsSet(from, field)) return;
  if (!IsRecord(field) || field->options().GetExtension(v1::output_only)) return Take(from, field, to);
  const Message& child = from.GetReflection()->GetMessage(from, field);
  Message* target = to->GetReflection()->MutableMessage(to, field);
  for (int i = 0; i < field->message_type()->field_count(); ++i) {
    const FieldDescriptor* inner = field->message_type()->field(i);
    if (IsSet(child, inner)) Take(child, inner, target);
  }
}

[[noreturn]] void RefusePath(const Message& message, const std::string& path) {
  throw Error(Reason::INVALID_MASK,
              fmt::format("{} has no field {} that a mask can name", message.GetDescriptor()->name(), path))
      .Field("update_mask", fmt::format("{} is not a field; a path goes one level into a message at most", path));
}

void TakePath(const Message& from, const std::string& path, Message* to) {
  const auto dot = path.find('.');
  const auto* field = from.GetDescriptor()->FindFieldByName(path.substr(0, dot));
  if (field == nullptr) RefusePath(from, path);
  if (dot == std::string::npos) return Take(from, field, to);
  const auto* inner = IsRecord(field) ? field->message_type()->FindFieldByName(path.substr(dot + 1)) : nullptr;
  if (inner == nullptr) RefusePath(from, path);
  if (field->options().GetExtension(v1::output_only)) return;
  Take(from.GetReflection()->GetMessage(from, field), inner, to->GetReflection()->MutableMessage(to, field));
}

}  // namespace

void ApplyMask(const Message& from, const google::protobuf::FieldMask& mask, Message* to) {
  const auto* type = from.GetDescriptor();
  const bool all = mask.paths_size() == 1 && mask.paths(0) == "*";
  if (all || mask.paths().empty()) {
    for (int i = 0; i < type->field_count(); ++i) {
      all ? Take(from, type->field(i), to) : TakeSet(from, type->field(i), to);
    }
    return;
  }
  for (const std::string& path : mask.paths()) TakePath(from, path, to);
}

}  // namespace almanac::domain
