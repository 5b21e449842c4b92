// Which records a message names.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <string>

namespace almanac::store {

// Every value of a field with the option `reference`, of the message or one level in.
void EachReference(const google::protobuf::Message& message,
                   const std::function<void(const google::protobuf::FieldDescriptor*, const std::string&)>& each);

}  // namespace almanac::store
