#include "cli/cell.h"

#include <fmt/format.h>
#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <ctime>
#include <iomanip>
#include <sstream>

#include "almanac/v1/options.pb.h"
#include "base/clock.h"
#include "base/json.h"
#include "cli/field_text.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string WithoutCollection(const FieldDescriptor* field, const std::string& text) {
  const std::string& collection = field->options().GetExtension(v1::reference);
  if (!collection.empty() && text.starts_with(collection + "/")) return text.substr(collection.size() + 1);
  // An actor may be no person, so its field names no collection.
  constexpr std::string_view kPeople = "people/";
  return text.starts_with(kPeople) && field->name() != "resource" ? text.substr(kPeople.size()) : text;
}

// One part of a message within: flags by their name, a day of the past that
// something began on left out.
std::string PartText(const Message& message, const FieldDescriptor* field) {
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) return Lower(Label(field->name()));
  std::string text = PeopleText(message, field);
  if (field->options().GetExtension(v1::form) != v1::DATE) return text;
  if (field->name() == "end_date") return "until " + text;
  if (field->name() != "start_date") return text;
  return text <= ToText(std::chrono::floor<std::chrono::days>(SystemClock().Now())) ? "" : "from " + text;
}

// "coordinator parks until 2026-03-13": what is set of a message within.
std::string InnerText(const Message& message) {
  std::vector<std::string> parts;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    const std::string part = IsSet(message, field) ? PartText(message, field) : "";
    if (!part.empty()) parts.push_back(part);
  }
  return Join(parts, " ");
}

std::string StringText(const FieldDescriptor* field, const std::string& text, bool people) {
  if (!people) return text;
  if (field->options().GetExtension(v1::form) == v1::JSON && text.size() > 200) {
    return fmt::format("{} bytes; -o json shows them", text.size());
  }
  return Harmless(WithoutCollection(field, text));
}

std::string MessageText(const FieldDescriptor* field, const Message& message, bool people) {
  if (IsTimestamp(field)) return people ? LocalTime(message) : TimeText(message);
  return people ? InnerText(message) : ToJson(message);
}

// One value; `index` is -1 for a singular field.
std::string ValueText(const Message& message, const FieldDescriptor* field, int index, bool people) {
  const Reflection* r = message.GetReflection();
  const bool one = index < 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return StringText(field, one ? r->GetString(message, field) : r->GetRepeatedString(message, field, index),
                        people);
    case FieldDescriptor::CPPTYPE_BOOL:
      if (one ? r->GetBool(message, field) : r->GetRepeatedBool(message, field, index)) return people ? "yes" : "true";
      return people ? "no" : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return fmt::format("{}", one ? r->GetInt32(message, field) : r->GetRepeatedInt32(message, field, index));
    case FieldDescriptor::CPPTYPE_INT64:
      return fmt::format("{}", one ? r->GetInt64(message, field) : r->GetRepeatedInt64(message, field, index));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return fmt::format("{}", one ? r->GetDouble(message, field) : r->GetRepeatedDouble(message, field, index));
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumText(*(one ? r->GetEnum(message, field) : r->GetRepeatedEnum(message, field, index)));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageText(field, one ? r->GetMessage(message, field) : r->GetRepeatedMessage(message, field, index),
                         people);
    default:
      return {};
  }
}

std::vector<std::string> Texts(const Message& message, const FieldDescriptor* field, bool people) {
  std::vector<std::string> texts;
  if (!IsSet(message, field)) return texts;
  if (!field->is_repeated()) return {ValueText(message, field, -1, people)};
  const int size = message.GetReflection()->FieldSize(message, field);
  for (int i = 0; i < size; ++i) texts.push_back(ValueText(message, field, i, people));
  return texts;
}

}  // namespace

bool IsSet(const Message& message, const FieldDescriptor* field) {
  const Reflection* r = message.GetReflection();
  return field->is_repeated() ? r->FieldSize(message, field) > 0 : r->HasField(message, field);
}

std::string PeopleText(const Message& message, const FieldDescriptor* field) {
  const bool messages = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  return Join(PeopleTexts(message, field), messages ? "; " : ", ");
}

std::vector<std::string> PeopleTexts(const Message& message, const FieldDescriptor* field) {
  return Texts(message, field, true);
}

std::string ProgramText(const Message& message, const FieldDescriptor* field) {
  const bool messages = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !IsTimestamp(field);
  if (messages && field->is_repeated()) return IsSet(message, field) ? RepeatedToJson(message, field) : "";
  return Join(Texts(message, field, false), "; ");
}

std::string LocalTime(const Message& timestamp) {
  const auto seconds = static_cast<std::time_t>(static_cast<const google::protobuf::Timestamp&>(timestamp).seconds());
  std::tm local{};
  localtime_r(&seconds, &local);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M %Z", &local)};
}

std::string InstantOfLocalTime(const std::string& text) {
  std::tm local{};
  std::istringstream in(text);
  in >> std::get_time(&local, "%Y-%m-%d %H:%M");
  if (in.fail() || text.size() < 16) return text;
  local.tm_isdst = -1;
  const std::time_t seconds = std::mktime(&local);
  char zone[16];
  const std::string own(zone, std::strftime(zone, sizeof zone, " %Z", &local));
  if (text.size() != 16 && text.substr(16) != own) return text;
  google::protobuf::Timestamp instant;
  // Whatever a table shows of that minute, and nothing to come.
  instant.set_seconds(std::max(seconds, std::min(seconds + 59, std::time(nullptr))));
  return TimeText(instant);
}

}  // namespace almanac::cli
