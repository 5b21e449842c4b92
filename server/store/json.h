// What of a message an approval binds to, and what of it is public, as JSON
// (base/json.h says how we write it).
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "base/json.h"

namespace almanac::store {

using almanac::AppendJsonString;
using almanac::FieldFilter;
using almanac::FromJson;
using almanac::RepeatedFromJson;
using almanac::RepeatedToJson;
using almanac::TimeText;
using almanac::ToJson;

// What an approval binds to: the fields marked `material`, submessages
// narrowed in the same way. Hash it with Sha256Hex.
std::string MaterialJson(const google::protobuf::Message& message);
// What the public may read: the fields marked `public_output`.
std::string PublicJson(const google::protobuf::Message& message);

}  // namespace almanac::store
