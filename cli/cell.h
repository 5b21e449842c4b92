// The value of a field as text: for people, and for programs.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <vector>

namespace almanac::cli {

// For a table: names without their collection, times where the reader is,
// what is unset empty. One line.
std::string PeopleText(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor* field);
// For CSV and tabs: whole names, times in UTC, messages as JSON.
std::string ProgramText(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor* field);
// The elements of a repeated field, one by one, as PeopleText has them.
std::vector<std::string> PeopleTexts(const google::protobuf::Message& message,
                                     const google::protobuf::FieldDescriptor* field);

bool IsSet(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor* field);

// 2026-03-01 09:30, in the zone of this machine.
std::string LocalTime(const google::protobuf::Message& timestamp);
// The other way, "2026-06-30 16:00" or the same with the zone's word: the end of that minute, as RFC 3339. Anything
// else as it is.
std::string InstantOfLocalTime(const std::string& text);

}  // namespace almanac::cli
