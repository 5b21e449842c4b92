// A record as a TOML file for the reader's editor: every field that may be
// changed, with its help as a comment, and the way back.
#pragma once

#include <google/protobuf/message.h>

#include <map>
#include <string>
#include <vector>

namespace almanac::cli {

// What to say above a field beside its help, by its name: why it is missing, what somebody else made of it.
using FieldNotes = std::map<std::string, std::vector<std::string>>;

// Fields in the order of the contract; messages within come last, as TOML wants it. Names without their collection.
std::string RecordToml(const google::protobuf::Message& record, const FieldNotes& notes);

struct TomlProblem {
  // From 1; 0 where there is none.
  int line = 0;
  std::string text;
};

// Puts into the record what the file says. A key that is not in it stays as it
// is; an empty value clears. The problems, by line; the record is then half done.
std::vector<TomlProblem> ReadRecordToml(const std::string& text, google::protobuf::Message* record);

// The fields that differ and may be changed, in the order of the contract. What
// the server writes within them, and blanks at the end of prose, make no difference.
std::vector<std::string> ChangedFields(const google::protobuf::Message& before, const google::protobuf::Message& after);

// One field as one line, for comparing.
std::string FieldLine(const google::protobuf::Message& record, const std::string& field);

// Makes a field of `to` what it is in `from`.
void CopyField(const google::protobuf::Message& from, const std::string& field, google::protobuf::Message* to);

}  // namespace almanac::cli
