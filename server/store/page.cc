#include "store/page.h"

#include <charconv>

#include "base/error.h"
#include "base/ids.h"

namespace almanac::store {
namespace {

constexpr size_t kLongest = 4000;
constexpr size_t kMark = 16;

Error Invalid() {
  return Error(Reason::INVALID_PAGE_TOKEN, "the page token is not one that belongs to this question")
      .Field("page_token", "start again without one, and keep filter and order the same between pages");
}

std::string MarkOf(std::string_view question) { return Sha256Hex(question).substr(0, kMark); }

}  // namespace

std::string MakePageToken(std::string_view question, const std::vector<Value>& key) {
  std::string text = MarkOf(question);
  for (const Value& value : key) {
    text += '\0';
    if (const auto* t = std::get_if<std::string>(&value)) {
      text += 't' + *t;
    } else if (const auto* i = std::get_if<int64_t>(&value)) {
      text += 'i' + std::to_string(*i);
    } else if (const auto* r = std::get_if<double>(&value)) {
      text += 'r' + std::to_string(*r);
    } else {
      text += 'n';
    }
  }
  return ToBase64Url(text);
}

std::vector<Value> ReadPageToken(std::string_view token, std::string_view question, size_t values) {
  std::string text;
  if (token.size() > kLongest || !FromBase64Url(token, &text) || text.size() < kMark) throw Invalid();
  if (text.substr(0, kMark) != MarkOf(question) || !IsUtf8(text)) throw Invalid();
  std::vector<Value> key;
  for (size_t at = kMark; at < text.size();) {
    if (text[at] != '\0' || at + 1 >= text.size()) throw Invalid();
    const size_t end = std::min(text.find('\0', at + 1), text.size());
    const std::string_view part(text.data() + at + 2, end - at - 2);
    switch (text[at + 1]) {
      case 't':
        key.emplace_back(std::string(part));
        break;
      case 'n':
        key.emplace_back();
        break;
      case 'i': {
        int64_t number = 0;
        const auto read = std::from_chars(part.data(), part.data() + part.size(), number);
        if (read.ec != std::errc() || read.ptr != part.data() + part.size()) throw Invalid();
        key.emplace_back(number);
        break;
      }
      default:
        throw Invalid();
    }
    at = end;
  }
  if (key.size() != values) throw Invalid();
  return key;
}

}  // namespace almanac::store
