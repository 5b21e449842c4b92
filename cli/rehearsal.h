// What a write would have done, in a line or two.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace almanac::cli {

// "trees would go from classified to in review. Also: authors sam." `before`
// is the record as it stands, null when there is none yet.
std::string RehearsalText(const google::protobuf::Message* before, const google::protobuf::Message& after);

}  // namespace almanac::cli
