#include "cli/loss.h"

#include <fmt/format.h>
#include <google/protobuf/field_mask.pb.h>

#include <algorithm>
#include <map>
#include <vector>

#include "almanac/v1/options.pb.h"
#include "cli/cell.h"
#include "cli/request.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// How many names stand in a line before "and N more".
constexpr size_t kNames = 6;

bool IsListOfMessages(const FieldDescriptor* field) {
  return field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         !field->options().GetExtension(v1::output_only);
}

// What tells elements apart: their first field.
std::string KeyOf(const Message& element) { return PeopleText(element, element.GetDescriptor()->field(0)); }

const Message* FindElement(const Message& message, const FieldDescriptor* list, const std::string& key) {
  const auto* r = message.GetReflection();
  for (int i = 0; i < r->FieldSize(message, list); ++i) {
    const Message& element = r->GetRepeatedMessage(message, list, i);
    if (KeyOf(element) == key) return &element;
  }
  return nullptr;
}

std::string Names(const std::vector<std::string>& names) {
  std::vector<std::string> shown(names.begin(), names.begin() + static_cast<long>(std::min(names.size(), kNames)));
  if (names.size() > kNames) shown.push_back(fmt::format("and {} more", names.size() - kNames));
  return Join(shown, ", ");
}

std::string LossIn(const Message& before, const Message& after, const FieldDescriptor* list) {
  std::map<int, std::vector<std::string>> lost;
  std::vector<std::string> gone;
  const auto* r = before.GetReflection();
  for (int i = 0; i < r->FieldSize(before, list); ++i) {
    const Message& old = r->GetRepeatedMessage(before, list, i);
    const std::string key = KeyOf(old);
    const Message* now = FindElement(after, list, key);
    if (now == nullptr) gone.push_back(OneLine(key));
    for (int part = 0; now != nullptr && part < old.GetDescriptor()->field_count(); ++part) {
      const FieldDescriptor* field = old.GetDescriptor()->field(part);
      if (IsSet(old, field) && !IsSet(*now, field)) lost[part].push_back(OneLine(key));
    }
  }
  std::vector<std::string> parts;
  for (const auto& [part, names] : lost) {
    parts.push_back(fmt::format("{} of {}", Lower(Label(list->message_type()->field(part)->name())), Names(names)));
  }
  if (!gone.empty()) parts.push_back(Names(gone) + " altogether");
  return Join(parts, "; ");
}

}  // namespace

bool GivesListAnew(const Message& request) {
  const FieldDescriptor* resource = ResourceField(request.GetDescriptor());
  const FieldDescriptor* mask_field = request.GetDescriptor()->FindFieldByName("update_mask");
  if (resource == nullptr || mask_field == nullptr) return false;
  const auto& mask =
      static_cast<const google::protobuf::FieldMask&>(request.GetReflection()->GetMessage(request, mask_field));
  return std::any_of(mask.paths().begin(), mask.paths().end(), [&](const std::string& path) {
    const FieldDescriptor* field = resource->message_type()->FindFieldByName(path);
    return field != nullptr && IsListOfMessages(field);
  });
}

std::string LossText(const Message& before, const Message& after) {
  std::vector<std::string> losses;
  for (int i = 0; i < before.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = before.GetDescriptor()->field(i);
    const std::string loss = IsListOfMessages(field) ? LossIn(before, after, field) : "";
    if (!loss.empty()) losses.push_back(loss);
  }
  return Join(losses, "; ");
}

}  // namespace almanac::cli
