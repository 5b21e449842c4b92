// JSON values as records hold them: small trees whose objects are sorted by
// key, so that equal records are equal bytes.
#pragma once

#include <rapidjson/document.h>

#include <string>
#include <string_view>
#include <vector>

namespace almanac::interchange {

using JsonAllocator = rapidjson::MemoryPoolAllocator<>;
using JsonValue = rapidjson::Value;

// The member of an object; nullptr when there is none or `value` is no object.
const JsonValue* Member(const JsonValue& value, std::string_view name);
// The text of a string; empty for anything else.
std::string_view TextOf(const JsonValue& value);
// Compact JSON. Equal trees give equal bytes.
std::string Compact(const JsonValue& value);
// "a number", "a list", ...: for messages.
std::string_view KindName(const JsonValue& value);
JsonValue ToValue(std::string_view text, JsonAllocator& allocator);
// Replaces the member, or adds it.
void SetMember(JsonValue& object, std::string_view name, JsonValue value, JsonAllocator& allocator);

// Builds one tree from parser events, whole as long as it is sane: what is
// nested too deep is left out, of keys that occur twice the last one holds,
// and numbers that no machine number can hold are kept as text.
class TreeBuilder {
 public:
  static constexpr int kMaxDepth = 48;

  explicit TreeBuilder(JsonAllocator& allocator) : allocator_(&allocator) {}
  void Reset();

  bool Null() { return Add(JsonValue()); }
  bool Bool(bool value) { return Add(JsonValue(value)); }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool copy);
  bool String(const char* text, rapidjson::SizeType length, bool copy);
  bool Key(const char* text, rapidjson::SizeType length, bool copy) { return String(text, length, copy); }
  bool StartObject() { return Start(); }
  bool EndObject(rapidjson::SizeType members);
  bool StartArray() { return Start(); }
  bool EndArray(rapidjson::SizeType elements);

  // The tree is complete.
  bool done() const { return depth_ == 0 && !stack_.empty(); }
  JsonValue Take();
  // From now on nothing is kept any more and the tree will be null: the record is too large.
  void StopKeeping();

  bool too_deep() const { return too_deep_; }
  bool number_too_large() const { return number_too_large_; }
  const std::vector<std::string>& repeated_keys() const { return repeated_keys_; }

 private:
  bool Add(JsonValue value);
  bool Start();
  bool Skipping() const { return !keeping_ || depth_ > kMaxDepth; }
  // Ends a list or an object that is left out.
  bool EndSkipped();

  JsonAllocator* allocator_;
  std::vector<JsonValue> stack_;
  int depth_ = 0;
  bool keeping_ = true;
  bool too_deep_ = false;
  bool number_too_large_ = false;
  std::vector<std::string> repeated_keys_;
};

}  // namespace almanac::interchange
