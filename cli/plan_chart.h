// The plan as bars over months, for a screen without colours.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/releases.pb.h"

namespace almanac::cli {

// A line a release, months as columns, as wide as `width` allows, and the key
// of its marks below. It reaches from the first month to the last that an entry
// names, or from `from` to `to` where they are days. `today` is a day. Empty
// without entries, and where the months do not fit beside the titles.
std::string PlanChart(const std::vector<v1::TimelineEntry>& entries, const v1::ListTimelineRequest& stretch,
                      std::string_view today, size_t width);

}  // namespace almanac::cli
