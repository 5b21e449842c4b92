// What every request is held to before a rule sees it, from the contract alone.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace almanac::api {

// Clears what the server alone writes, at every depth. Then throws, naming all
// fields that are wrong at once:
//   INVALID_FIELD    a required field is missing (of an update: set in the mask
//                    and empty), a text has the wrong form, is too long, is not
//                    UTF-8 or has control characters, a reference names another
//                    collection, an enum has a number that nobody knows
//   ETAG_REQUIRED, REASON_REQUIRED    when nothing but that is missing
void CheckRequest(google::protobuf::Message* request);

}  // namespace almanac::api
