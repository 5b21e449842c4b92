// What a text must look like, by the (form) of its field.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>

#include "almanac/v1/options.pb.h"

namespace almanac::domain {

// What is wrong with it, as the end of a sentence that begins with the field;
// empty when nothing is. An empty text has every form.
std::string ProblemOfForm(v1::Form form, std::string_view text);

// The same of a text for a field: UTF-8, length, form, and the collection that
// a reference names. `kept`: it is for a record, where only prose runs over lines.
std::string ProblemOfText(const google::protobuf::FieldDescriptor* field, std::string_view text, bool kept);

}  // namespace almanac::domain
