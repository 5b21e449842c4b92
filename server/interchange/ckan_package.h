// What CKAN's action API says of a dataset (package_search, package_show), in
// the words of Project Open Data 1.1.
#pragma once

#include "interchange/json_value.h"

namespace almanac::interchange {

// The package becomes a record. What harvested extras say wins over what CKAN
// made of it, since it is nearer to the source.
JsonValue PodFromCkan(const JsonValue& package, JsonAllocator& allocator);

}  // namespace almanac::interchange
