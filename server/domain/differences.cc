#include "domain/differences.h"

#include <fmt/format.h>

#include "base/json.h"

namespace almanac::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Text as it is, all else as JSON writes it; empty when it is unset.
std::string TextOf(const Message& message, const FieldDescriptor* field) {
  const auto* r = message.GetReflection();
  if (field->is_repeated()) return r->FieldSize(message, field) == 0 ? std::string() : RepeatedToJson(message, field);
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) return r->GetString(message, field);
  std::string text = ToJson(message, [&](const FieldDescriptor* other) {
    return other == field || other->containing_type() != field->containing_type();
  });
  // {"field":VALUE}
  const auto colon = text.find(':');
  return colon == std::string::npos ? std::string() : text.substr(colon + 1, text.size() - colon - 2);
}

const FieldDescriptor* NameFieldOf(const FieldDescriptor* field) {
  if (!field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return nullptr;
  const auto* name = field->message_type()->FindFieldByName("name");
  return name != nullptr ? name : field->message_type()->FindFieldByName("label");
}

class Differ {
 public:
  std::vector<v1::FieldChange> Take() { return std::move(changes_); }

  void Compare(const Message& before, const Message& after, const std::string& prefix) {
    const auto* type = before.GetDescriptor();
    for (int i = 0; i < type->field_count(); ++i) {
      const auto* field = type->field(i);
      // Every write moves these.
      if (prefix.empty() && (field->name() == "etag" || field->name() == "update_time")) continue;
      const auto was = TextOf(before, field), is = TextOf(after, field);
      if (was == is) continue;
      const auto path = prefix + field->name();
      if (const auto* name = NameFieldOf(field)) {
        CompareElements(before, after, {field, name, path});
      } else {
        Tell(path, was, is);
      }
    }
  }

 private:
  // A list whose elements have names, and where it stands.
  struct Elements {
    const FieldDescriptor* field;
    const FieldDescriptor* name;
    const std::string& path;
  };
  void CompareElements(const Message& before, const Message& after, const Elements& elements) {
    const auto& [field, name, path] = elements;
    const auto* r = before.GetReflection();
    std::vector<std::string> seen;
    for (int k = 0; k < r->FieldSize(before, field); ++k) {
      const auto& element = r->GetRepeatedMessage(before, field, k);
      seen.push_back(element.GetReflection()->GetString(element, name));
      const auto* same = Named(after, field, name, seen.back());
      const auto place = fmt::format("{}[{}]", path, seen.back());
      if (same == nullptr) {
        Tell(place, ToJson(element), {});
      } else {
        Compare(element, *same, place + ".");
      }
    }
    for (int k = 0; k < r->FieldSize(after, field); ++k) {
      const auto& element = r->GetRepeatedMessage(after, field, k);
      const auto called = element.GetReflection()->GetString(element, name);
      if (Named(before, field, name, called) == nullptr) Tell(fmt::format("{}[{}]", path, called), {}, ToJson(element));
    }
  }

  static const Message* Named(const Message& message, const FieldDescriptor* field, const FieldDescriptor* name,
                              const std::string& called) {
    const auto* r = message.GetReflection();
    for (int k = 0; k < r->FieldSize(message, field); ++k) {
      const auto& element = r->GetRepeatedMessage(message, field, k);
      if (element.GetReflection()->GetString(element, name) == called) return &element;
    }
    return nullptr;
  }

  void Tell(std::string field, std::string before, std::string after) {
    auto& change = changes_.emplace_back();
    change.set_field(std::move(field));
    change.set_before(std::move(before));
    change.set_after(std::move(after));
  }

  std::vector<v1::FieldChange> changes_;
};

}  // namespace

std::vector<v1::FieldChange> DifferencesOf(const Message& before, const Message& after) {
  Differ differ;
  differ.Compare(before, after, {});
  return differ.Take();
}

}  // namespace almanac::domain
