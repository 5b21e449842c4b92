// Where a dataset lies: a name, a bounding box, or a geometry made into one.
#pragma once

#include <string>

#include "interchange/record_text.h"

namespace almanac::interchange {

// Text as it stands; GeoJSON, as text or as a value, is kept while it is
// short and becomes its bounding box (west,south,east,north) when it is not.
std::string ReadSpatial(const JsonValue* value, const Place& place);

// What ReadSpatial makes of text; of its own result it makes the same again.
std::string NormalSpatial(std::string text);

}  // namespace almanac::interchange
