// What nobody can compute is asked of whoever sits at the terminal.
#pragma once

#include <google/protobuf/message.h>

#include "base/error.h"

namespace almanac::cli {

// Where a write was refused because items of the checklist are not confirmed, and somebody could answer: asks one after
// the other, and puts those that are so into the request. False where there is nothing to ask, or one is not so.
bool ConfirmAtTerminal(const Error& refused, google::protobuf::Message* request);

}  // namespace almanac::cli
