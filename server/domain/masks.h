// Update masks (AIP-161).
#pragma once

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

namespace almanac::domain {

// Puts the masked fields of `from` into `to`, which is of the same type. Empty:
// the fields that are set. `*`: all. A path may go one level into a message; a
// path whose value is unset clears it. Fields the server writes are left alone.
// Throws INVALID_MASK for a path that is no field, INVALID_FIELD when a name or
// another immutable field would change.
void ApplyMask(const google::protobuf::Message& from, const google::protobuf::FieldMask& mask,
               google::protobuf::Message* to);

}  // namespace almanac::domain
