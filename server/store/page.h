// Page tokens: where the last page ended. Opaque to callers, bound to the
// question they belong to, and safe against any bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/tx.h"

namespace almanac::store {

// `question` is all that must stay the same between pages.
std::string MakePageToken(std::string_view question, const std::vector<Value>& key);

// Throws INVALID_PAGE_TOKEN for anything that MakePageToken did not write for
// this question with that many values.
std::vector<Value> ReadPageToken(std::string_view token, std::string_view question, size_t values);

}  // namespace almanac::store
