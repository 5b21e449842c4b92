#include "cli/field_text.h"

#include <fmt/format.h>
#include <google/protobuf/timestamp.pb.h>

#include <charconv>

#include "almanac/v1/options.pb.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// "in-review", "In Review" and "IN_REVIEW" are all in_review.
std::string EnumKey(std::string_view text) {
  std::string key = Upper(text);
  for (char& c : key) {
    if (c == '-' || c == ' ' || c == '.') c = '_';
  }
  return key;
}

const EnumValueDescriptor* ParseEnum(const EnumDescriptor* type, std::string_view text, const std::string& spelled) {
  const EnumValueDescriptor* value = type->FindValueByName(EnumKey(text));
  if (value != nullptr && value->number() != 0) return value;
  const auto known = EnumTexts(type);
  const std::string nearest = Nearest(Lower(EnumKey(text)), known);
  throw UsageError(fmt::format("{}: '{}' is none of its values{}", spelled, OneLine(text),
                               nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest)),
                   fmt::format("Choose one of {}.", Join(known, ", ")));
}

template <typename Number>
Number ParseNumber(std::string_view text, const std::string& spelled) {
  Number number{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem == std::errc::result_out_of_range) {
    throw UsageError(fmt::format("{}: {} is too large a number", spelled, OneLine(text)));
  }
  if (problem != std::errc() || end != text.data() + text.size()) {
    throw UsageError(fmt::format("{} is a number, not '{}'", spelled, OneLine(text)));
  }
  return number;
}

void SetTime(Message* message, std::string_view text, const std::string& spelled) {
  auto instant = ParseInstant(text);
  if (const auto day = ParseDay(text); !instant && day) instant = Instant(*day);
  if (!instant) {
    throw UsageError(fmt::format("{} is a time such as 2026-03-01T09:30:00Z, not '{}'", spelled, OneLine(text)));
  }
  const int64_t micros = instant->time_since_epoch().count();
  const int64_t seconds = micros >= 0 ? micros / 1000000 : (micros - 999999) / 1000000;
  auto* time = static_cast<google::protobuf::Timestamp*>(message);
  time->set_seconds(seconds);
  time->set_nanos(static_cast<int32_t>((micros - seconds * 1000000) * 1000));
}

// Strings are the one place where a name gets its collection.
std::string FullText(const FieldDescriptor* field, std::string_view text, const std::string& spelled) {
  if (!IsUtf8(text)) throw UsageError(fmt::format("{} is not UTF-8", spelled));
  const std::string& collection = field->options().GetExtension(v1::reference);
  if (collection.empty() || text.empty() || text.find('/') != text.npos) return std::string(text);
  return fmt::format("{}/{}", collection, text);
}

void SetScalar(Message* message, const FieldDescriptor* field, std::string_view text, const std::string& spelled) {
  const Reflection* r = message->GetReflection();
  const bool repeated = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string full = FullText(field, text, spelled);
      return repeated ? r->AddString(message, field, std::move(full)) : r->SetString(message, field, std::move(full));
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      const bool value = ParseFlag(spelled.starts_with("--") ? spelled.substr(2) : spelled, text);
      return repeated ? r->AddBool(message, field, value) : r->SetBool(message, field, value);
    }
    case FieldDescriptor::CPPTYPE_INT32: {
      const auto value = ParseNumber<int32_t>(text, spelled);
      return repeated ? r->AddInt32(message, field, value) : r->SetInt32(message, field, value);
    }
    case FieldDescriptor::CPPTYPE_INT64: {
      const auto value = ParseNumber<int64_t>(text, spelled);
      return repeated ? r->AddInt64(message, field, value) : r->SetInt64(message, field, value);
    }
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      const auto value = ParseNumber<double>(text, spelled);
      return repeated ? r->AddDouble(message, field, value) : r->SetDouble(message, field, value);
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = ParseEnum(field->enum_type(), text, spelled);
      return repeated ? r->AddEnum(message, field, value) : r->SetEnum(message, field, value);
    }
    default:
      throw UsageError(fmt::format("{} cannot be given on the command line", spelled));
  }
}

std::string FormPlaceholder(const FieldDescriptor* field) {
  switch (field->options().GetExtension(v1::form)) {
    case v1::DATE:
      return "DATE";
    case v1::DURATION:
      return "R/P1M";
    case v1::URL:
      return "URL";
    case v1::EMAIL:
      return "EMAIL";
    case v1::SPDX:
      return "LICENCE";
    case v1::SLUG:
      return "SLUG";
    case v1::ZONE:
      return "ZONE";
    default:
      return "TEXT";
  }
}

std::string Trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(' '));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

// A # at the beginning or behind a blank; within a word, as in an address, it is no comment.
std::string WithoutComment(const std::string& line) {
  for (size_t at = line.find('#'); at != line.npos; at = line.find('#', at + 1)) {
    if (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t') return line.substr(0, at);
  }
  return line;
}

// The lines of a file as an item is typed: comments, empty lines and heads of tables left out.
std::string ItemOfFile(const std::string& path) {
  std::vector<std::string> pairs;
  for (const std::string& line : Split(ReadWholeFile(path), '\n')) {
    const std::string pair = OneLine(WithoutComment(line));
    const size_t equals = pair.find('=');
    if (equals == pair.npos) continue;
    const std::string value = Trimmed(pair.substr(equals + 1));
    if (value.find(',') != value.npos) {
      throw UsageError(fmt::format("{}: a comma cannot stand in a value: {}", path, pair));
    }
    pairs.push_back(Trimmed(pair.substr(0, equals)) + "=" + value);
  }
  if (pairs.empty()) throw UsageError(fmt::format("{} has no line such as key = value", path));
  return Join(pairs, ",");
}

}  // namespace

bool IsTimestamp(const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field->message_type() == google::protobuf::Timestamp::descriptor();
}

void SetFieldText(Message* message, const FieldDescriptor* field, std::string_view text, const std::string& spelled) {
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    // An empty text leaves the field unset, which under a mask clears it.
    if (text.empty() && !field->is_repeated()) return message->GetReflection()->ClearField(message, field);
    if (text.empty()) return;
    return SetScalar(message, field, text, spelled);
  }
  if (text.empty()) return;
  if (field->is_repeated() && text.starts_with("@")) {
    return AddItemsFromFile(message, field, std::string(text.substr(1)), spelled);
  }
  const std::string from_file = text.starts_with("@") ? ItemOfFile(std::string(text.substr(1))) : std::string();
  if (!from_file.empty()) text = from_file;
  const Reflection* r = message->GetReflection();
  Message* child = field->is_repeated() ? r->AddMessage(message, field) : r->MutableMessage(message, field);
  IsTimestamp(field) ? SetTime(child, text, spelled) : SetItemText(child, text, spelled);
}

std::vector<std::string> EnumTexts(const EnumDescriptor* type) {
  std::vector<std::string> texts;
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() != 0) texts.push_back(EnumText(*type->value(i)));
  }
  return texts;
}

std::string Placeholder(const FieldDescriptor* field) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      return Join(EnumTexts(field->enum_type()), "|");
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return "N";
    case FieldDescriptor::CPPTYPE_BOOL:
      return "";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (IsTimestamp(field)) return "TIME";
      return "KEY=VALUE,...";
    default:
      break;
  }
  const std::string& collection = field->options().GetExtension(v1::reference);
  const Command* getter = collection.empty() ? nullptr : GetterOf(collection);
  return getter != nullptr ? Upper(getter->noun) : FormPlaceholder(field);
}

}  // namespace almanac::cli
