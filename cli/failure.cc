#include "cli/failure.h"

#include <fmt/format.h>

#include "base/json.h"
#include "cli/table.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

std::string RemedyFor(const Error& error) {
  const auto* own = dynamic_cast<const ErrorWithRemedy*>(&error);
  return own != nullptr ? own->remedy() : RemedyOf(error.reason());
}

// "reason is required; title is too long": the message is its fields and no more.
bool TellsFieldsAlone(const Error& error) {
  std::string told;
  for (const auto& field : error.fields()) {
    told += (told.empty() ? "" : "; ") + field.field + " " + field.description;
  }
  return !told.empty() && told == error.message();
}

// Without those whose description is in `told`.
std::vector<SheetEntry> FieldEntries(const Error& error, const FailureStyle& style, const std::string& told) {
  std::vector<SheetEntry> entries;
  for (const auto& field : error.fields()) {
    const std::string description = Harmless(field.description);
    if (told.find(description) == told.npos) entries.push_back({OneLine(style.spelled(field.field)), {description}});
  }
  return entries;
}

void AppendMember(std::string_view name, std::string_view value, std::string* json) {
  if (json->back() != '{') *json += ',';
  AppendJsonString(name, json);
  *json += ':';
  AppendJsonString(value, json);
}

// "year: nothing was recorded then" names the field as the server does; the reader typed --year.
std::string WithFieldAsTyped(const std::string& message, const Error& error, const FailureStyle& style) {
  for (const auto& field : error.fields()) {
    if (message.starts_with(field.field + ": ")) return style.spelled(field.field) + message.substr(field.field.size());
  }
  return message;
}

}  // namespace

std::string FailureText(const Error& error, const FailureStyle& style) {
  std::string message = WithFieldAsTyped(Harmless(error.message()), error, style);
  std::vector<SheetEntry> fields;
  if (TellsFieldsAlone(error)) {
    // The server's names of fields become those that were typed.
    const bool one = error.fields().size() == 1;
    message = one ? style.spelled(error.fields()[0].field) + " " + Harmless(error.fields()[0].description)
                  : fmt::format("{} things are not right", error.fields().size());
    if (!one) fields = FieldEntries(error, style, "");
  } else {
    fields = FieldEntries(error, style, message);
  }
  std::string text = Hanging("almanac: ", message, style.width) + Sheet(fields, style.width, 2);
  for (const auto& missing : error.missing()) {
    text += Hanging("  - ", Harmless(missing.message), style.width);
    // Commands are never broken, so that they can be copied.
    if (!missing.command.empty()) text += "      " + style.copyable(OneLine(missing.command)) + "\n";
  }
  const bool says_what_to_do = !error.missing().empty() || message.find("almanac ") != message.npos;
  const std::string remedy = RemedyFor(error);
  if (!remedy.empty() && !says_what_to_do) text += Hanging("→ ", Harmless(remedy), style.width);
  return text;
}

std::string FailureJson(const Error& error) {
  std::string json = "{\"error\":{";
  AppendMember("reason", ReasonName(error.reason()), &json);
  AppendMember("message", error.message(), &json);
  if (!error.fields().empty()) {
    json += ",\"fields\":[";
    for (const auto& field : error.fields()) {
      json += &field == &error.fields().front() ? "{" : ",{";
      AppendMember("field", field.field, &json);
      AppendMember("description", field.description, &json);
      json += '}';
    }
    json += ']';
  }
  if (!error.missing().empty()) {
    json += ",\"missing\":[";
    for (const auto& missing : error.missing()) {
      json += &missing == &error.missing().front() ? "{" : ",{";
      AppendMember("rule", missing.rule, &json);
      AppendMember("message", missing.message, &json);
      if (!missing.command.empty()) AppendMember("command", missing.command, &json);
      json += '}';
    }
    json += ']';
  }
  if (const std::string remedy = RemedyFor(error); !remedy.empty()) AppendMember("remedy", remedy, &json);
  return json + fmt::format(",\"exit\":{}}}}}", ExitCodeOf(error));
}

int ExitCodeOf(const Error& error) {
  const int code = ExitOf(error.reason());
  return code != 0 ? code : 1;
}

}  // namespace almanac::cli
