// How checks of the record tell what they find.
#pragma once

#include <functional>

#include "almanac/v1/doctor.pb.h"

namespace almanac {

// Called once a finding, in the order in which they are found.
using Report = std::function<void(const v1::Finding&)>;

}  // namespace almanac
