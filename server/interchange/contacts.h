// Whom to ask, and who publishes.
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "interchange/record_text.h"

namespace almanac::interchange {

// The publisher, then whatever it is part of, outwards. Empty when none is named.
std::vector<std::string> ReadPublishers(const Place& place, const JsonValue* publisher);

// contact_name and contact_email.
void ReadContact(const Place& place, const JsonValue* contact, v1::Dataset* dataset);

}  // namespace almanac::interchange
