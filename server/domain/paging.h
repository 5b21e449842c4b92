// Pages of answers that are worked out whole: the token says how many rows came before.
#pragma once

#include <cstddef>
#include <string>

namespace almanac::domain {

struct Page {
  size_t first = 0;
  size_t end = 0;
  // Of the next page; empty at the end.
  std::string next;
};

// Of `rows`: 50 a page unless asked otherwise, 1,000 at most. Throws INVALID_FIELD for a size below zero,
// INVALID_PAGE_TOKEN.
Page PageOf(size_t rows, int page_size, const std::string& page_token);

}  // namespace almanac::domain
