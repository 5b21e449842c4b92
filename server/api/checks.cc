#include "api/checks.h"

#include <fmt/format.h>
#include <google/protobuf/field_mask.pb.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "almanac/v1/options.pb.h"
#include "base/error.h"
#include "domain/forms.h"

namespace almanac::api {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Which required fields count. A create needs them all; an update those in its mask.
struct Mask {
  // nullptr: everything.
  const FieldMask* paths = nullptr;
  // An update without paths: the fields that are set, which lack nothing.
  bool set_only = false;
  // An update must say what it updates.
  bool update = false;

  bool Names(const std::string& path) const {
    if (set_only) return false;
    if (paths == nullptr) return true;
    return std::any_of(paths->paths().begin(), paths->paths().end(),
                       [&](const std::string& named) { return named == path || named == "*"; });
  }
  bool Requires(const FieldDescriptor* field) const {
    if (update && field->name() == "name") return field->options().HasExtension(v1::reference);
    return field->options().GetExtension(v1::required) && Names(field->name());
  }
};

class Checker {
 public:
  void Check(Message* message, const std::string& prefix, const Mask& mask);
  // Throws when anything was found.
  void Report() const;

 private:
  std::string Summary() const;
  void CheckField(Message* message, const FieldDescriptor* field, const std::string& path);
  void CheckText(const std::string& text, const FieldDescriptor* field, const std::string& path);
  void CheckNumber(int number, const FieldDescriptor* field, const std::string& path);
  void Wrong(const std::string& path, std::string what) { wrong_.push_back({path, std::move(what)}); }

  std::vector<Error::FieldViolation> wrong_;
  std::vector<Error::FieldViolation> missing_;
};

bool IsBlankText(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

bool IsMissing(const Message& message, const FieldDescriptor* field) {
  const Reflection* r = message.GetReflection();
  if (field->is_repeated()) return r->FieldSize(message, field) == 0;
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) return IsBlankText(r->GetString(message, field));
  return !r->HasField(message, field);
}

// The mask under which the fields of `field` are read.
Mask MaskFor(const Message& request, const FieldDescriptor* field) {
  const FieldDescriptor* mask_field = request.GetDescriptor()->FindFieldByName("update_mask");
  // An update has one resource, required, beside its mask.
  if (mask_field == nullptr || !field->options().GetExtension(v1::required)) return {};
  const auto& mask = static_cast<const FieldMask&>(request.GetReflection()->GetMessage(request, mask_field));
  return {&mask, mask.paths().empty(), true};
}

void Checker::Check(Message* message, const std::string& prefix, const Mask& mask) {
  const Reflection* r = message->GetReflection();
  const auto* type = message->GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->options().GetExtension(v1::output_only)) {
      r->ClearField(message, field);
      continue;
    }
    const std::string path = prefix + field->name();
    if (mask.Requires(field) && IsMissing(*message, field)) {
      missing_.push_back({path, "is required"});
      continue;
    }
    if (!field->is_repeated() && !r->HasField(*message, field)) continue;
    CheckField(message, field, path);
  }
}

void Checker::CheckField(Message* message, const FieldDescriptor* field, const std::string& path) {
  const Reflection* r = message->GetReflection();
  const bool repeated = field->is_repeated();
  const int count = repeated ? r->FieldSize(*message, field) : 1;
  for (int i = 0; i < count; ++i) {
    const std::string at = repeated ? fmt::format("{}[{}]", path, i) : path;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (repeated) {
          Check(r->MutableRepeatedMessage(message, field, i), at + ".", {});
        } else {
          const Mask mask = MaskFor(*message, field);
          Check(r->MutableMessage(message, field), at + ".", mask);
        }
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        if (field->type() == FieldDescriptor::TYPE_STRING) {
          std::string room;
          CheckText(repeated ? r->GetRepeatedStringReference(*message, field, i, &room)
                             : r->GetStringReference(*message, field, &room),
                    field, at);
        }
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        CheckNumber(repeated ? r->GetRepeatedEnumValue(*message, field, i) : r->GetEnumValue(*message, field), field,
                    at);
        break;
      default:
        break;
    }
  }
}

void Checker::CheckText(const std::string& text, const FieldDescriptor* field, const std::string& path) {
  // A request's own texts, such as a filter, may run over lines; what is kept as one line may not.
  const bool kept = path.find('.') != std::string::npos;
  if (std::string problem = domain::ProblemOfText(field, text, kept); !problem.empty()) Wrong(path, std::move(problem));
}

void Checker::CheckNumber(int number, const FieldDescriptor* field, const std::string& path) {
  if (field->enum_type()->FindValueByNumber(number) != nullptr) return;
  Wrong(path, fmt::format("has the value {}, which this server does not know", number));
}

// The first few in a sentence; the fields of the error have them all.
std::string Checker::Summary() const {
  constexpr size_t kShown = 3;
  std::string text;
  size_t count = 0;
  for (const auto* found : {&missing_, &wrong_}) {
    for (const auto& [field, what] : *found) {
      if (++count <= kShown) text += fmt::format("{}{} {}", text.empty() ? "" : "; ", field, what);
    }
  }
  return count > kShown ? fmt::format("{}; and {} more", text, count - kShown) : text;
}

void Checker::Report() const {
  if (wrong_.empty() && missing_.empty()) return;
  const auto only = [&](std::string_view name) {
    return wrong_.empty() &&
           std::all_of(missing_.begin(), missing_.end(), [&](const auto& m) { return m.field == name; });
  };
  Error error(only("etag")     ? Reason::ETAG_REQUIRED
              : only("reason") ? Reason::REASON_REQUIRED
                               : Reason::INVALID_FIELD,
              Summary());
  for (const auto* found : {&missing_, &wrong_}) {
    for (const auto& [field, what] : *found) error.Field(field, what);
  }
  throw error;
}

}  // namespace

void CheckRequest(Message* request) {
  Checker checker;
  checker.Check(request, "", {});
  checker.Report();
}

}  // namespace almanac::api
