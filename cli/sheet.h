// One message as people read it: what is set, label beside value, the basic
// fields first, lists of things below under headings of their own.
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "cli/output.h"

namespace almanac::cli {

std::string SheetText(const google::protobuf::Message& message, const OutputStyle& style);

}  // namespace almanac::cli
