// Project Open Data 1.0 in the words of 1.1: flat addresses become
// distributions, person and mbox a contact.
#pragma once

#include "interchange/json_value.h"

namespace almanac::interchange {

// Changes what is 1.0 in the record and leaves the rest alone. `direct` says
// that accessURL leads to the file itself, as 1.0 has it.
void ModernizePod(JsonValue& record, bool direct, JsonAllocator& allocator);

}  // namespace almanac::interchange
