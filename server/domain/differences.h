// What differs between two states of a record, field by field.
#pragma once

#include <google/protobuf/message.h>

#include <vector>

#include "almanac/v1/events.pb.h"

namespace almanac::domain {

// Of messages of the same type. The elements of a list that have names are matched by name; what every write moves is
// left out.
std::vector<v1::FieldChange> DifferencesOf(const google::protobuf::Message& before,
                                           const google::protobuf::Message& after);

}  // namespace almanac::domain
