#include "domain/paging.h"

#include <algorithm>
#include <charconv>

#include "base/error.h"
#include "base/ids.h"

namespace almanac::domain {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kLargestPage = 1000;

size_t Before(const std::string& token) {
  if (token.empty()) return 0;
  std::string digits;
  size_t before = 0;
  if (FromBase64Url(token, &digits)) {
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), before);
    if (problem == std::errc() && end == digits.data() + digits.size()) return before;
  }
  throw Error(Reason::INVALID_PAGE_TOKEN, "the page token is none of this list");
}

}  // namespace

Page PageOf(size_t rows, int page_size, const std::string& page_token) {
  if (page_size < 0) throw Error(Reason::INVALID_FIELD, "page_size is below zero").Field("page_size", "0 or more");
  Page page;
  page.first = std::min(Before(page_token), rows);
  const int size = page_size == 0 ? kDefaultPage : std::min(page_size, kLargestPage);
  page.end = std::min(rows, page.first + static_cast<size_t>(size));
  if (page.end < rows) page.next = ToBase64Url(std::to_string(page.end));
  return page;
}

}  // namespace almanac::domain
