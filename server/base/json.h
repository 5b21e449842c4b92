// Messages as JSON, the way the record stores them and our exports write
// them: proto field names in field-number order, enums in lower case, times
// as text of fixed width, what is unset absent. The same message always gives
// the same bytes.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <string>
#include <string_view>

namespace almanac {

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

// in_review; '' for zero. Throws INTERNAL for a number the enum does not have.
std::string EnumText(const google::protobuf::EnumValueDescriptor& value);
// The value of that text; nullptr when there is none.
const google::protobuf::EnumValueDescriptor* EnumOfText(const google::protobuf::EnumDescriptor* type,
                                                        std::string_view text);

// Instants between messages and text.
std::string TimeText(const google::protobuf::Message& timestamp);

}  // namespace almanac
