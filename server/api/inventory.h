// The streams of the Inventory service: bytes in, bytes out. What the bytes
// mean is interchange's business.
#pragma once

#include "api/handlers.h"

namespace almanac::api {

// Keeps the stream in a nameless file of at most 1 GiB, then imports it.
// Throws INVALID_FIELD when the options do not come first, IMPORT_TOO_LARGE,
// CANCELLED, and what interchange::ImportInventory throws.
void ImportInventory(StreamCall& call);
void ExportInventory(StreamCall& call);

}  // namespace almanac::api
