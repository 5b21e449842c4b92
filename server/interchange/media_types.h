// Formats as people write them (CSV, excel, ArcGIS GeoServices REST API) and
// media types as programs read them.
#pragma once

#include <string>
#include <string_view>

namespace almanac::interchange {

// text/csv: letters, digits and dashes around one slash, as data.json wants them.
bool IsMediaType(std::string_view text);
// From a format, or from the ending of an address; empty when neither tells.
std::string_view MediaTypeOf(std::string_view format, std::string_view address = {});
// CSV for text/csv; empty for what has no short name.
std::string_view FormatOf(std::string_view media_type);
// Asked by programs piece by piece, not fetched whole.
bool IsServiceFormat(std::string_view format);
// A page for people: it is not the data.
bool IsPage(std::string_view format, std::string_view media_type);

}  // namespace almanac::interchange
