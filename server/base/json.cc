#include "base/json.h"

#include <fmt/format.h>
#include <google/protobuf/timestamp.pb.h>
// Strings are most of what we read; RapidJSON scans them sixteen bytes at a time where it may.
#ifdef __SSE2__
#define RAPIDJSON_SSE2
#endif
#include <rapidjson/reader.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/error.h"

namespace almanac {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

bool IsTime(const FieldDescriptor* field) {
  static const Descriptor* const time = Timestamp::descriptor();
  return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && field->message_type() == time;
}

void AppendMessage(const Message& message, const FieldFilter& filter, std::string* out);

void AppendNumber(int64_t value, std::string* out) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  out->append(buffer, end);
}

// Where a value stands; `index` is -1 for a singular field. The reflection is that of the message, asked for once:
// behind it is a lock.
struct Place {
  const Message& message;
  const Reflection* reflection;
  const FieldDescriptor* field;
  int index;

  bool repeated() const { return index >= 0; }
};

void AppendText(const Place& at, std::string* out) {
  const Reflection* r = at.reflection;
  std::string scratch;
  AppendJsonString(at.repeated() ? r->GetRepeatedStringReference(at.message, at.field, at.index, &scratch)
                                 : r->GetStringReference(at.message, at.field, &scratch),
                   out);
}

void AppendEnum(const Place& at, std::string* out) {
  const Reflection* r = at.reflection;
  *out += '"';
  *out += EnumText(
      *(at.repeated() ? r->GetRepeatedEnum(at.message, at.field, at.index) : r->GetEnum(at.message, at.field)));
  *out += '"';
}

void AppendChild(const Place& at, const FieldFilter& filter, std::string* out) {
  const Reflection* r = at.reflection;
  const Message& child =
      at.repeated() ? r->GetRepeatedMessage(at.message, at.field, at.index) : r->GetMessage(at.message, at.field);
  if (!IsTime(at.field)) return AppendMessage(child, filter, out);
  *out += '"';
  *out += TimeText(child);
  *out += '"';
}

void AppendValue(const Place& at, const FieldFilter& filter, std::string* out) {
  const auto& [message, r, field, index] = at;
  const bool repeated = at.repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return AppendText(at, out);
    case FieldDescriptor::CPPTYPE_BOOL:
      *out += (repeated ? r->GetRepeatedBool(message, field, index) : r->GetBool(message, field)) ? "true" : "false";
      return;
    case FieldDescriptor::CPPTYPE_INT32:
      return AppendNumber(repeated ? r->GetRepeatedInt32(message, field, index) : r->GetInt32(message, field), out);
    case FieldDescriptor::CPPTYPE_INT64:
      return AppendNumber(repeated ? r->GetRepeatedInt64(message, field, index) : r->GetInt64(message, field), out);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      *out += fmt::format("{}", repeated ? r->GetRepeatedDouble(message, field, index) : r->GetDouble(message, field));
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      return AppendEnum(at, out);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return AppendChild(at, filter, out);
    default:
      throw Error(Reason::INTERNAL, fmt::format("{} has a type that the record does not keep", field->full_name()));
  }
}

bool IsUnset(const Place& at) {
  if (at.field->is_repeated()) return at.reflection->FieldSize(at.message, at.field) == 0;
  // Without presence, HasField is false for the default: what is unset is absent.
  return !at.reflection->HasField(at.message, at.field);
}

void AppendField(Place at, const FieldFilter& filter, std::string* out) {
  if (!at.field->is_repeated()) return AppendValue(at, filter, out);
  *out += '[';
  const int size = at.reflection->FieldSize(at.message, at.field);
  for (at.index = 0; at.index < size; ++at.index) {
    if (at.index > 0) *out += ',';
    AppendValue(at, filter, out);
  }
  *out += ']';
}

void AppendMessage(const Message& message, const FieldFilter& filter, std::string* out) {
  const Descriptor* type = message.GetDescriptor();
  const Reflection* r = message.GetReflection();
  *out += '{';
  bool first = true;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (IsUnset({message, r, field, -1}) || (filter && !filter(field))) continue;
    if (!first) *out += ',';
    first = false;
    *out += '"';
    *out += field->name();
    *out += "\":";
    AppendField({message, r, field, -1}, filter, out);
  }
  *out += '}';
}

// Fills a message from the events of a JSON parser. Frames follow the nesting;
// a frame without message or field skips what it meets.
class Filler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Filler> {
 public:
  explicit Filler(Message* message, const FieldDescriptor* field = nullptr) : root_(message), root_field_(field) {
    frames_.swap(Spare());
    frames_.clear();
  }
  ~Filler() { frames_.swap(Spare()); }
  Filler(const Filler&) = delete;
  Filler& operator=(const Filler&) = delete;

  const std::string& problem() const { return problem_; }

  bool Null() { return true; }
  bool Bool(bool value) {
    const Target target = Next();
    if (target.field == nullptr) return true;
    if (target.field->cpp_type() != FieldDescriptor::CPPTYPE_BOOL) return Fail(target.field, "true or false");
    const Reflection* r = target.reflection;
    target.field->is_repeated() ? r->AddBool(target.message, target.field, value)
                                : r->SetBool(target.message, target.field, value);
    return true;
  }
  bool Int(int value) { return Int64(value); }
  bool Uint(unsigned value) { return Int64(value); }
  bool Uint64(uint64_t value) { return Int64(static_cast<int64_t>(value)); }
  bool Int64(int64_t value);
  bool Double(double value);
  bool String(const char* text, rapidjson::SizeType size, bool);
  bool Key(const char* text, rapidjson::SizeType size, bool);
  bool StartObject();
  bool EndObject(rapidjson::SizeType) { return Leave(); }
  bool StartArray();
  bool EndArray(rapidjson::SizeType) { return Leave(); }

 private:
  struct Target {
    Message* message = nullptr;
    const FieldDescriptor* field = nullptr;
    const Reflection* reflection = nullptr;
  };
  struct Frame {
    Message* message = nullptr;
    const FieldDescriptor* field = nullptr;
    bool array = false;
    // Asked for once: each question costs protobuf a look at a lock.
    const Reflection* reflection = nullptr;
    const Descriptor* type = nullptr;
    // Where to look for the next name.
    int next = 0;
    // Of the elements of a list of messages, once the first has told.
    const Reflection* element_reflection = nullptr;
    const Descriptor* element_type = nullptr;
  };

  // A list of fifty reads some hundred texts: their frames are allocated once a thread.
  static std::vector<Frame>& Spare() {
    thread_local std::vector<Frame> spare;
    return spare;
  }
  Target Next() const {
    if (frames_.empty()) return {};
    return {frames_.back().message, frames_.back().field, frames_.back().reflection};
  }
  void Enter(Message* message, const FieldDescriptor* field, bool array) {
    frames_.push_back({message, field, array, message->GetReflection(), message->GetDescriptor(), 0, nullptr, nullptr});
  }
  bool Leave() {
    frames_.pop_back();
    return true;
  }
  bool Fail(const FieldDescriptor* field, std::string_view wanted) {
    problem_ = fmt::format("{}: expected {}", field->name(), wanted);
    return false;
  }

  Message* root_;
  const FieldDescriptor* root_field_ = nullptr;
  std::vector<Frame> frames_;
  std::string problem_;
};

bool Filler::Int64(int64_t value) {
  const Target target = Next();
  if (target.field == nullptr) return true;
  const Reflection* r = target.reflection;
  const bool repeated = target.field->is_repeated();
  switch (target.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      if (value != static_cast<int32_t>(value)) return Fail(target.field, "a smaller number");
      repeated ? r->AddInt32(target.message, target.field, static_cast<int32_t>(value))
               : r->SetInt32(target.message, target.field, static_cast<int32_t>(value));
      return true;
    case FieldDescriptor::CPPTYPE_INT64:
      repeated ? r->AddInt64(target.message, target.field, value) : r->SetInt64(target.message, target.field, value);
      return true;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Double(static_cast<double>(value));
    default:
      return Fail(target.field, "something else than a number");
  }
}

bool Filler::Double(double value) {
  const Target target = Next();
  if (target.field == nullptr) return true;
  if (target.field->cpp_type() != FieldDescriptor::CPPTYPE_DOUBLE) return Fail(target.field, "a whole number");
  const Reflection* r = target.reflection;
  target.field->is_repeated() ? r->AddDouble(target.message, target.field, value)
                              : r->SetDouble(target.message, target.field, value);
  return true;
}

bool Filler::String(const char* text, rapidjson::SizeType size, bool) {
  const Target target = Next();
  if (target.field == nullptr) return true;
  const std::string_view value(text, size);
  const Reflection* r = target.reflection;
  const bool repeated = target.field->is_repeated();
  switch (target.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      repeated ? r->AddString(target.message, target.field, std::string(value))
               : r->SetString(target.message, target.field, std::string(value));
      return true;
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* named = EnumOfText(target.field->enum_type(), value);
      if (named == nullptr) return Fail(target.field, "one of its values");
      repeated ? r->AddEnum(target.message, target.field, named) : r->SetEnum(target.message, target.field, named);
      return true;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const auto instant = ParseInstant(value);
      if (!IsTime(target.field) || !instant) return Fail(target.field, "a time such as 2026-03-01T09:30:00Z");
      auto* time = static_cast<Timestamp*>(repeated ? r->AddMessage(target.message, target.field)
                                                    : r->MutableMessage(target.message, target.field));
      const int64_t micros = instant->time_since_epoch().count();
      time->set_seconds(micros >= 0 ? micros / 1000000 : (micros - 999999) / 1000000);
      time->set_nanos(static_cast<int32_t>(micros - time->seconds() * 1000000) * 1000);
      return true;
    }
    default:
      return Fail(target.field, "something else than text");
  }
}

bool Filler::Key(const char* text, rapidjson::SizeType size, bool) {
  Frame& frame = frames_.back();
  if (frame.message == nullptr) return true;
  // We write fields in order, so the next is nearly always found without a search.
  const Descriptor* type = frame.type;
  const std::string_view name(text, size);
  for (int i = frame.next; i < type->field_count(); ++i) {
    if (type->field(i)->name() != name) continue;
    frame.field = type->field(i);
    frame.next = i + 1;
    return true;
  }
  frame.field = type->FindFieldByName(std::string(name));
  return true;
}

bool Filler::StartObject() {
  if (frames_.empty()) {
    if (root_field_ != nullptr) return Fail(root_field_, "a list");
    Enter(root_, nullptr, false);
    return true;
  }
  const Target target = Next();
  if (target.field == nullptr) {
    frames_.push_back({});
    return true;
  }
  if (target.field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || IsTime(target.field)) {
    return Fail(target.field, "a plain value");
  }
  const Reflection* r = target.reflection;
  if (!target.field->is_repeated()) {
    Enter(r->MutableMessage(target.message, target.field), nullptr, false);
    return true;
  }
  Message* child = r->AddMessage(target.message, target.field);
  Frame& list = frames_.back();
  if (list.element_type == nullptr) {
    list.element_reflection = child->GetReflection();
    list.element_type = child->GetDescriptor();
  }
  frames_.push_back({child, nullptr, false, list.element_reflection, list.element_type, 0, nullptr, nullptr});
  return true;
}

bool Filler::StartArray() {
  if (frames_.empty()) {
    if (root_field_ == nullptr) {
      problem_ = "expected an object";
      return false;
    }
    Enter(root_, root_field_, true);
    return true;
  }
  const Target target = Next();
  if (target.field != nullptr && (!target.field->is_repeated() || frames_.back().array)) {
    return Fail(target.field, "a single value");
  }
  frames_.push_back({target.message, target.field, true, target.reflection, nullptr, 0, nullptr, nullptr});
  return true;
}

bool Parse(std::string_view json, Filler* filler, std::string* problem) {
  // In place, in a copy: strings need no second copy while they are read.
  // The parser looks at 16 bytes at once, so at some beyond the end.
  thread_local std::string text;
  thread_local rapidjson::Reader reader;
  text.assign(json);
  text.append(16, '\0');
  rapidjson::InsituStringStream stream(text.data());
  const auto result = reader.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseInsituFlag>(stream, *filler);
  // One report of many megabytes is no reason to keep as much for ever.
  constexpr size_t kKept = 1 << 20;
  if (text.capacity() > kKept) std::string().swap(text);
  if (result) return true;
  if (problem != nullptr) {
    *problem = !filler->problem().empty() ? filler->problem() : fmt::format("not JSON at byte {}", result.Offset());
  }
  return false;
}

}  // namespace

void AppendJsonString(std::string_view text, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  *out += '"';
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out->append(text, start, i - start);
    start = i + 1;
    switch (c) {
      case '"':
        *out += "\\\"";
        break;
      case '\\':
        *out += "\\\\";
        break;
      case '\n':
        *out += "\\n";
        break;
      case '\r':
        *out += "\\r";
        break;
      case '\t':
        *out += "\\t";
        break;
      default:
        *out += "\\u00";
        *out += kHex[c >> 4];
        *out += kHex[c & 15];
    }
  }
  out->append(text, start, text.size() - start);
  *out += '"';
}

std::string EnumText(const google::protobuf::EnumValueDescriptor& value) {
  if (value.number() == 0) return {};
  // Protobuf makes such a value up for a number that it does not know.
  if (value.name().starts_with("UNKNOWN_ENUM_VALUE_")) {
    throw Error(Reason::INVALID_FIELD, fmt::format("{} is no value of {}", value.number(), value.type()->name()));
  }
  std::string text = value.name();
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return text;
}

namespace {

bool SpellsInLowerCase(std::string_view name, std::string_view text) {
  return std::equal(name.begin(), name.end(), text.begin(), text.end(), [](char upper, char lower) {
    return (upper >= 'A' && upper <= 'Z' ? char(upper + 32) : upper) == lower;
  });
}

}  // namespace

const google::protobuf::EnumValueDescriptor* EnumOfText(const google::protobuf::EnumDescriptor* type,
                                                        std::string_view text) {
  if (text.empty()) return type->FindValueByNumber(0);
  // Few values each: looking along them is faster than asking for one by name, which takes a lock.
  for (int i = 0; i < type->value_count(); ++i) {
    const auto* value = type->value(i);
    if (value->number() != 0 && SpellsInLowerCase(value->name(), text)) return value;
  }
  return nullptr;
}

std::string TimeText(const Message& timestamp) {
  const auto& time = static_cast<const Timestamp&>(timestamp);
  return ToText(Instant(std::chrono::microseconds(time.seconds() * 1000000 + time.nanos() / 1000)));
}

std::string ToJson(const Message& message) { return ToJson(message, {}); }

std::string ToJson(const Message& message, const FieldFilter& filter) {
  std::string out;
  out.reserve(1024);
  AppendMessage(message, filter, &out);
  return out;
}

std::string RepeatedToJson(const Message& message, const FieldDescriptor* field) {
  std::string out;
  AppendField({message, message.GetReflection(), field, -1}, {}, &out);
  return out;
}

bool FromJson(std::string_view json, Message* message, std::string* problem) {
  message->Clear();
  Filler filler(message);
  return Parse(json, &filler, problem);
}

bool RepeatedFromJson(std::string_view json, const FieldDescriptor* field, Message* message, std::string* problem) {
  message->GetReflection()->ClearField(message, field);
  Filler filler(message, field);
  return Parse(json, &filler, problem);
}

}  // namespace almanac
