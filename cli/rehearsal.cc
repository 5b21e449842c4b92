#include "cli/rehearsal.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/ids.h"
#include "cli/cell.h"
#include "cli/field_text.h"
#include "cli/request.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// A longer value is left to -o table.
constexpr size_t kShortValue = 40;
constexpr size_t kShownFields = 8;

// These change with every write and say nothing of it.
bool IsBookkeeping(const FieldDescriptor* field) {
  return field->name() == "etag" || field->name() == "create_time" || field->name() == "update_time";
}

bool Differs(const Message& before, const Message& after, const FieldDescriptor* field) {
  return ProgramText(before, field) != ProgramText(after, field);
}

// What is there after and was not before.
std::string NewText(const Message& before, const Message& after, const FieldDescriptor* field) {
  const auto old = PeopleTexts(before, field);
  std::vector<std::string> fresh;
  for (const std::string& text : PeopleTexts(after, field)) {
    if (std::find(old.begin(), old.end(), text) == old.end()) fresh.push_back(OneLine(text));
  }
  return Join(fresh, ", ");
}

// "authors sam", "note cleared", or of what is long the name alone.
std::string ChangeText(const Message& before, const Message& after, const FieldDescriptor* field) {
  std::string label = Lower(Label(field->name()));
  if (!IsSet(after, field)) return label + (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL ? " no" : " cleared");
  if (IsTimestamp(field)) return label;
  const std::string value = NewText(before, after, field);
  return value.empty() || Width(value) > kShortValue ? label : label + " " + value;
}

// Empty when the state stays.
std::string StateText(const Message& before, const Message& after) {
  const FieldDescriptor* state = after.GetDescriptor()->FindFieldByName("state");
  if (state == nullptr || !Differs(before, after, state)) return {};
  const auto words = [&](const Message& message) { return Lower(Label(PeopleText(message, state))); };
  return fmt::format("would go from {} to {}", words(before), words(after));
}

std::string OtherChanges(const Message& before, const Message& after) {
  std::vector<std::string> changes;
  for (int i = 0; i < after.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = after.GetDescriptor()->field(i);
    if (field->name() == "state" || IsBookkeeping(field) || !Differs(before, after, field)) continue;
    changes.push_back(ChangeText(before, after, field));
  }
  if (changes.size() > kShownFields) {
    const size_t more = changes.size() - kShownFields;
    changes.resize(kShownFields);
    changes.push_back(fmt::format("and {} more", more));
  }
  return Join(changes, ", ");
}

}  // namespace

std::string RehearsalText(const Message* before, const Message& after) {
  const std::string name(IdOf(GetString(after, "name")));
  if (before == nullptr) return fmt::format("{} would be created; -o table shows it.", name);
  const std::string state = StateText(*before, after), others = OtherChanges(*before, after);
  if (state.empty() && others.empty()) return fmt::format("{} is like that already.", name);
  if (state.empty()) return fmt::format("{} would change: {}.", name, others);
  return fmt::format("{} {}.{}", name, state, others.empty() ? "" : fmt::format(" Also: {}.", others));
}

}  // namespace almanac::cli
