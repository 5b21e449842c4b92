// Messages as JSON, the way the record stores them and our exports write
// them: proto field names in field-number order, enums in lower case, times
// as text of fixed width, what is unset absent. The same message always gives
// the same bytes.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <string>
#include <string_view>

namespace almanac::store {

// Which fields to write, by descriptor; all when empty.
using FieldFilter = std::function<bool(const google::protobuf::FieldDescriptor*)>;

std::string ToJson(const google::protobuf::Message& message);
std::string ToJson(const google::protobuf::Message& message, const FieldFilter& filter);
// One element of a repeated field, or a whole repeated field as an array.
std::string RepeatedToJson(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor* field);
void AppendJsonString(std::string_view text, std::string* out);

// Reads what ToJson writes. Unknown names are skipped, so that old revisions
// stay readable. False, with a reason, for anything that is not such JSON.
bool FromJson(std::string_view json, google::protobuf::Message* message, std::string* problem = nullptr);
bool RepeatedFromJson(std::string_view json, const google::protobuf::FieldDescriptor* field,
                      google::protobuf::Message* message, std::string* problem = nullptr);

// What an approval binds to: the fields marked `material`, submessages
// narrowed in the same way. Hash it with Sha256Hex.
std::string MaterialJson(const google::protobuf::Message& message);
// What the public may read: the fields marked `public_output`.
std::string PublicJson(const google::protobuf::Message& message);

// Instants between messages and text.
std::string TimeText(const google::protobuf::Message& timestamp);

}  // namespace almanac::store
