// One message as people read it: what is set, label beside value, lists of
// things below under headings of their own.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace almanac::cli {

std::string SheetText(const google::protobuf::Message& message, size_t width);

}  // namespace almanac::cli
