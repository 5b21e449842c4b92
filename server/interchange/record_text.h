// The values of a record as plain text and lists, whatever their type and
// dress; what had to be bent is noted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interchange/findings.h"
#include "interchange/json_value.h"

namespace almanac::interchange {

// One place in a record, and where to note what is wrong with it.
struct Place {
  // For messages: contactPoint.fn
  std::string_view field;
  Findings& findings;
  // The source is an Almanac: its text is plain already, whatever it looks like.
  bool plain = false;
};

// Text or a number; empty for what is missing, null, redacted or of another kind.
std::string ReadRaw(const JsonValue* value, const Place& place);
// The same without markup, on one line, at most so many characters.
std::string ReadLine(const JsonValue* value, size_t max_characters, const Place& place);
// The same with its paragraphs.
std::string ReadProse(const JsonValue* value, size_t max_characters, const Place& place);
// A list of text, or text apart by commas; each trimmed, none twice, none empty.
std::vector<std::string> ReadWords(const JsonValue* value, const Place& place);
// A web address; empty when it is none.
std::string ReadAddress(const JsonValue* value, const Place& place);

}  // namespace almanac::interchange
