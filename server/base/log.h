// The log: one line a thing that happened, as pairs that machines can read,
// on stderr. No personal value, no token and no code is ever handed to it.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace almanac::log {

enum class Level { kDebug, kInfo, kWarn, kError };

using Pairs = std::initializer_list<std::pair<std::string_view, std::string>>;

// debug, info, warn or error; false for any other word.
bool SetLevel(std::string_view word);

// 2026-03-01T09:30:00.123Z info call rpc=GetDataset caller=people/dana-whitcomb ms=0.4
// Safe from every thread. A value with spaces or quotes is quoted.
void Write(Level level, std::string_view what, Pairs pairs);

}  // namespace almanac::log
