// What people type for a field, and what they see of it.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <string_view>
#include <vector>

namespace almanac::cli {

// Puts typed text into a field; adds to it when it is repeated. `spelled` is
// how the user knows the field ("--access"), for the message of a UsageError:
// an unknown enum value (naming the known ones), a number, flag or time that
// does not parse, text that is not UTF-8.
// Names may leave out their collection: tree-inventory for datasets/tree-inventory.
// One message may come from a file, @FILE: a `key = value` a line, as a table of TOML has them.
void SetFieldText(google::protobuf::Message* message, const google::protobuf::FieldDescriptor* field,
                  std::string_view text, const std::string& spelled);

// One message from `name=species,type=text`; a backslash keeps a comma or an
// equals sign as it is, a key alone is true, a key again adds to a list.
void SetItemText(google::protobuf::Message* item, std::string_view text, const std::string& spelled);

// Fills a repeated message field from a file: JSON (a list, or one object) or
// CSV (the header names the fields), told apart by the ending.
void AddItemsFromFile(google::protobuf::Message* message, const google::protobuf::FieldDescriptor* field,
                      const std::string& path, const std::string& spelled);

// in_review, and every value of an enum but the unset one.
std::vector<std::string> EnumTexts(const google::protobuf::EnumDescriptor* type);
// What stands for the value in the help: DATE, open|shared|closed, DATASET.
std::string Placeholder(const google::protobuf::FieldDescriptor* field);

bool IsTimestamp(const google::protobuf::FieldDescriptor* field);

}  // namespace almanac::cli
