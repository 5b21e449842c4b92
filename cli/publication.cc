#include "cli/publication.h"

#include <fmt/format.h>

#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/options.pb.h"
#include "cli/cell.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct Parts {
  std::vector<std::string> at_once, waits, inside;
};

bool IsMaterial(const FieldDescriptor* field) { return field->options().GetExtension(v1::material); }
bool IsPublic(const FieldDescriptor* field) { return field->options().GetExtension(v1::public_output); }

std::string Word(const FieldDescriptor* field) { return Lower(Label(field->name())); }

// Of lists such as the fields, an approval binds to some members of an element and not to others.
std::vector<std::string> ChangedMembers(const Message& before, const Message& after, const FieldDescriptor* list,
                                        bool material) {
  std::vector<std::string> members;
  const auto* r = before.GetReflection();
  const int size = r->FieldSize(before, list);
  for (int m = 0; m < list->message_type()->field_count(); ++m) {
    const FieldDescriptor* member = list->message_type()->field(m);
    if (IsMaterial(member) != material || !(material || IsPublic(member))) continue;
    bool changed = false;
    for (int i = 0; i < size && !changed; ++i) {
      changed = ProgramText(r->GetRepeatedMessage(before, list, i), member) !=
                ProgramText(r->GetRepeatedMessage(after, list, i), member);
    }
    if (changed) members.push_back(Word(member));
  }
  return members;
}

void SortList(const Message& before, const Message& after, const FieldDescriptor* list, Parts* parts) {
  const auto* r = before.GetReflection();
  // An element more or less is a matter of substance, with all that stands in it.
  if (r->FieldSize(before, list) != r->FieldSize(after, list)) return parts->waits.push_back(Word(list));
  if (const auto members = ChangedMembers(before, after, list, true); !members.empty()) {
    parts->waits.push_back(fmt::format("{} ({})", Word(list), Join(members, ", ")));
  }
  if (const auto members = ChangedMembers(before, after, list, false); !members.empty()) {
    parts->at_once.push_back(fmt::format("{} ({})", Word(list), Join(members, ", ")));
  }
}

Parts PartsOf(const Message& before, const Message& after) {
  Parts parts;
  for (int i = 0; i < after.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = after.GetDescriptor()->field(i);
    if (field->options().GetExtension(v1::output_only) || ProgramText(before, field) == ProgramText(after, field)) {
      continue;
    }
    if (IsMaterial(field) && field->is_repeated() && field->message_type() != nullptr) {
      SortList(before, after, field, &parts);
    } else {
      (IsMaterial(field) ? parts.waits : IsPublic(field) ? parts.at_once : parts.inside).push_back(Word(field));
    }
  }
  return parts;
}

}  // namespace

std::string PublicationText(const Message& before, const Message& after) {
  const auto* dataset = dynamic_cast<const v1::Dataset*>(&after);
  if (dataset == nullptr || dataset->state() != v1::Dataset::PUBLISHED) return {};
  const Parts parts = PartsOf(before, after);
  std::string text;
  const auto add = [&](const char* lead, const std::vector<std::string>& names) {
    if (!names.empty()) text += fmt::format("{}{}: {}.", text.empty() ? "" : " ", lead, Join(names, ", "));
  };
  add("Public at once", parts.at_once);
  add("Waits for a decision, and the public sees the old until then", parts.waits);
  add("Never public", parts.inside);
  return text;
}

}  // namespace almanac::cli
