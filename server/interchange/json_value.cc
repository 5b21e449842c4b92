#include "interchange/json_value.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace almanac::interchange {
namespace {

constexpr size_t kMaxRepeatedKeys = 8;

}  // namespace

const JsonValue* Member(const JsonValue& value, std::string_view name) {
  if (!value.IsObject()) return nullptr;
  const auto found = value.FindMember(JsonValue(rapidjson::StringRef(name.data(), name.size())));
  return found == value.MemberEnd() ? nullptr : &found->value;
}

std::string_view TextOf(const JsonValue& value) {
  if (!value.IsString()) return {};
  return {value.GetString(), value.GetStringLength()};
}

std::string Compact(const JsonValue& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

std::string_view KindName(const JsonValue& value) {
  switch (value.GetType()) {
    case rapidjson::kNullType:
      return "null";
    case rapidjson::kFalseType:
    case rapidjson::kTrueType:
      return "true or false";
    case rapidjson::kObjectType:
      return "an object";
    case rapidjson::kArrayType:
      return "a list";
    case rapidjson::kStringType:
      return "text";
    case rapidjson::kNumberType:
      return "a number";
  }
  return "nothing known";
}

JsonValue ToValue(std::string_view text, JsonAllocator& allocator) {
  // An empty view may point nowhere, which RapidJSON refuses.
  if (text.empty()) return JsonValue("");
  return JsonValue(text.data(), static_cast<rapidjson::SizeType>(text.size()), allocator);
}

void SetMember(JsonValue& object, std::string_view name, JsonValue value, JsonAllocator& allocator) {
  if (auto* known = const_cast<JsonValue*>(Member(object, name)); known != nullptr) {
    *known = value;
  } else {
    object.AddMember(ToValue(name, allocator), value, allocator);
  }
}

void TreeBuilder::Reset() {
  stack_.clear();
  depth_ = 0;
  keeping_ = true;
  too_deep_ = number_too_large_ = false;
  repeated_keys_.clear();
}

bool TreeBuilder::Add(JsonValue value) {
  if (!Skipping()) stack_.push_back(std::move(value));
  return true;
}

bool TreeBuilder::Start() {
  if (++depth_ == kMaxDepth + 1 && keeping_) {
    too_deep_ = true;
    stack_.emplace_back();
  }
  return true;
}

bool TreeBuilder::EndSkipped() {
  const bool skipped = Skipping();
  if (--depth_ == 0 && !keeping_) stack_.emplace_back();
  return skipped;
}

void TreeBuilder::StopKeeping() {
  keeping_ = false;
  stack_.clear();
}

bool TreeBuilder::String(const char* text, rapidjson::SizeType length, bool) {
  if (Skipping()) return true;
  return Add(JsonValue(text, length, *allocator_));
}

bool TreeBuilder::RawNumber(const char* text, rapidjson::SizeType length, bool copy) {
  if (Skipping()) return true;
  const char* end = text + length;
  int64_t whole = 0;
  if (const auto read = std::from_chars(text, end, whole); read.ec == std::errc() && read.ptr == end) {
    return Add(JsonValue(whole));
  }
  const bool fraction = std::any_of(text, end, [](char c) { return c == '.' || c == 'e' || c == 'E'; });
  double real = 0;
  const auto read = std::from_chars(text, end, real);
  if (fraction && read.ec == std::errc() && std::isfinite(real)) return Add(JsonValue(real));
  number_too_large_ = true;
  return String(text, length, copy);
}

bool TreeBuilder::EndObject(rapidjson::SizeType members) {
  if (EndSkipped()) return true;
  const size_t first = stack_.size() - 2 * size_t{members};
  std::vector<size_t> order(members);
  std::iota(order.begin(), order.end(), size_t{0});
  const auto key = [&](size_t member) { return TextOf(stack_[first + 2 * member]); };
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return key(a) < key(b); });
  JsonValue object(rapidjson::kObjectType);
  for (size_t i = 0; i < order.size(); ++i) {
    if (i + 1 < order.size() && key(order[i]) == key(order[i + 1])) {
      if (repeated_keys_.size() < kMaxRepeatedKeys) repeated_keys_.emplace_back(key(order[i]));
      continue;
    }
    object.AddMember(stack_[first + 2 * order[i]], stack_[first + 2 * order[i] + 1], *allocator_);
  }
  stack_.resize(first);
  stack_.push_back(std::move(object));
  return true;
}

bool TreeBuilder::EndArray(rapidjson::SizeType elements) {
  if (EndSkipped()) return true;
  const size_t first = stack_.size() - elements;
  JsonValue array(rapidjson::kArrayType);
  array.Reserve(elements, *allocator_);
  for (size_t i = 0; i < elements; ++i) array.PushBack(stack_[first + i], *allocator_);
  stack_.resize(first);
  stack_.push_back(std::move(array));
  return true;
}

JsonValue TreeBuilder::Take() {
  JsonValue value = std::move(stack_.back());
  stack_.clear();
  return value;
}

}  // namespace almanac::interchange
