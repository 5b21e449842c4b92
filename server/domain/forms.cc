#include "domain/forms.h"

#include <fmt/format.h>
#include <rapidjson/reader.h>

#include <algorithm>

#include "base/clock.h"
#include "base/ids.h"

namespace almanac::domain {
namespace {

constexpr int kLongest = 10'000;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsBlank(char c) { return c == ' ' || (c >= 0 && c < 0x20) || c == 0x7f; }

// Takes the parts of a period in their order, such as 1Y6M, from the front; each at most once.
bool TakeParts(std::string_view designators, std::string_view* text) {
  bool any = false;
  size_t next = 0;
  while (!text->empty() && IsDigit(text->front())) {
    const size_t end = text->find_first_not_of("0123456789.");
    if (end == std::string_view::npos) return false;
    const auto number = text->substr(0, end);
    const size_t found = designators.find((*text)[end], next);
    if (found == std::string_view::npos || !IsDigit(number.back()) ||
        std::count(number.begin(), number.end(), '.') > 1) {
      return false;
    }
    next = found + 1;
    *text = text->substr(end + 1);
    any = true;
  }
  return any;
}

// R/P1M, R/P0.5M, R/PT1S; R7/P1D names a number of times.
bool IsRepetition(std::string_view text) {
  if (text.empty() || text.front() != 'R') return false;
  text.remove_prefix(1);
  while (!text.empty() && IsDigit(text.front())) text.remove_prefix(1);
  if (!text.starts_with("/P")) return false;
  text.remove_prefix(2);
  const bool days = TakeParts("YMWD", &text);
  if (text.empty()) return days;
  if (text.front() != 'T') return false;
  text.remove_prefix(1);
  return TakeParts("HMS", &text) && text.empty();
}

bool IsUrl(std::string_view text) {
  std::string_view rest;
  for (const std::string_view scheme : {"http://", "https://", "ftp://"}) {
    if (text.starts_with(scheme)) rest = text.substr(scheme.size());
  }
  return !rest.empty() && rest.front() != '/' && std::none_of(rest.begin(), rest.end(), IsBlank);
}

bool IsEmail(std::string_view text) {
  const size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || at + 1 == text.size()) return false;
  return text.find('@', at + 1) == std::string_view::npos && text.find_first_of(":<>,;\"") == std::string_view::npos &&
         std::none_of(text.begin(), text.end(), IsBlank);
}

bool IsSpdx(std::string_view text) {
  return text.size() <= 100 && std::all_of(text.begin(), text.end(), [](char c) {
           return IsDigit(c) || IsLetter(c) || c == '.' || c == '-' || c == '+';
         });
}

bool IsJson(std::string_view text) {
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::BaseReaderHandler<> ignore;
  rapidjson::Reader reader;
  // Nesting is the caller's, the stack is ours.
  return !reader.Parse<rapidjson::kParseIterativeFlag>(stream, ignore).IsError();
}

// EST is a zone too, but one without summer, which nobody means.
bool IsZoneOfAPlace(std::string_view text) {
  const bool place = text.find('/') != std::string_view::npos && !text.starts_with("Etc/");
  return (place || text == "UTC") && IsKnownZone(text);
}

// In characters, as people count; bytes that continue one do not.
size_t LengthOf(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool HasControlCharacters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
  });
}

}  // namespace

std::string ProblemOfForm(v1::Form form, std::string_view text) {
  if (text.empty()) return {};
  switch (form) {
    case v1::DATE:
      return ParseDay(text) ? "" : "is a day, such as 2026-03-01";
    case v1::DURATION:
      if (text == "irregular" || text == "none" || IsRepetition(text)) return {};
      return "is an ISO 8601 repetition, such as R/P1M, R/P1W or R/P1Y; or irregular, or none";
    case v1::URL:
      return IsUrl(text) ? "" : "is an address that begins with https://, http:// or ftp://";
    case v1::EMAIL:
      return IsEmail(text) ? "" : "is one e-mail address, such as opendata@example.gov";
    case v1::SPDX:
      return IsSpdx(text) ? "" : "is an SPDX licence identifier, such as CC0-1.0";
    case v1::SLUG:
      return IsSlug(text) ? "" : "has the letters a to z, digits and dashes, 63 at most";
    case v1::ZONE:
      return IsZoneOfAPlace(text) ? "" : "is a time zone named after a place, such as America/New_York";
    case v1::JSON:
      return IsJson(text) ? "" : "is a JSON text";
    default:
      return {};
  }
}

std::string ProblemOfText(const google::protobuf::FieldDescriptor* field, std::string_view text, bool kept) {
  if (!IsUtf8(std::string(text))) return "is not UTF-8";
  if (HasControlCharacters(text)) return "has control characters";
  const auto& options = field->options();
  const int given = options.GetExtension(v1::max_length);
  const auto longest = static_cast<size_t>(given > 0 ? given : kLongest);
  if (text.size() > longest && LengthOf(text) > longest) {
    return fmt::format("has {} characters; {} is the most", LengthOf(text), longest);
  }
  const v1::Form form = options.GetExtension(v1::form);
  if (kept && form != v1::MULTILINE && form != v1::JSON && text.find_first_of("\r\n") != std::string_view::npos) {
    return "is one line";
  }
  if (std::string problem = ProblemOfForm(form, text); !problem.empty()) return problem;
  const std::string& collection = options.GetExtension(v1::reference);
  if (collection.empty() || text.empty()) return {};
  if (text.starts_with(collection + "/") && text.size() > collection.size() + 1) return {};
  const bool slug = text.find('/') == std::string_view::npos && IsSlug(text);
  return fmt::format("names one of {0}, such as {0}/{1}", collection, slug ? text : "name");
}

}  // namespace almanac::domain
