// What a list given anew no longer says of the elements that were in it.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace almanac::cli {

// Whether an update gives a list of messages anew, such as the fields of a dataset.
bool GivesListAnew(const google::protobuf::Message& request);

// "type of opened, count; species altogether", of each list of messages that
// `before` has and `after` has less of. Empty where nothing is lost.
std::string LossText(const google::protobuf::Message& before, const google::protobuf::Message& after);

}  // namespace almanac::cli
