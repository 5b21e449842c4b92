// What a file is that is not JSON: for errors that say so.
#pragma once

#include <string>
#include <string_view>

namespace almanac::interchange {

// From the first bytes of a file. Empty when it may be JSON; else a sentence
// that says what it is and what to bring instead.
std::string WhyNotJson(std::string_view beginning);

}  // namespace almanac::interchange
