#include "interchange/pod_values.h"

#include <array>
#include <cctype>

#include "domain/frequency.h"
#include "interchange/plain_text.h"

namespace almanac::interchange {
namespace {

struct Word {
  std::string_view word;
  std::string_view frequency;
};

// Folded: lower case, without blanks, dashes and underscores.
constexpr std::array<Word, 74> kFrequencies{{
    {"continuous", "R/PT1S"},
    {"continuously", "R/PT1S"},
    {"continual", "R/PT1S"},
    {"realtime", "R/PT1S"},
    {"nearrealtime", "R/PT1S"},
    {"live", "R/PT1S"},
    {"hourly", "R/PT1H"},
    {"daily", "R/P1D"},
    {"eachday", "R/P1D"},
    {"everyday", "R/P1D"},
    {"nightly", "R/P1D"},
    {"weekdays", "R/P1D"},
    {"twiceaweek", "R/P3.5D"},
    {"semiweekly", "R/P3.5D"},
    {"threetimesaweek", "R/P0.33W"},
    {"weekly", "R/P1W"},
    {"eachweek", "R/P1W"},
    {"fortnightly", "R/P2W"},
    {"everytwoweeks", "R/P2W"},
    {"semimonthly", "R/P0.5M"},
    {"twiceamonth", "R/P0.5M"},
    {"threetimesamonth", "R/P0.33M"},
    {"monthly", "R/P1M"},
    {"eachmonth", "R/P1M"},
    {"montly", "R/P1M"},
    {"everytwomonths", "R/P2M"},
    {"quarterly", "R/P3M"},
    {"quaterly", "R/P3M"},
    {"quartely", "R/P3M"},
    {"eachquarter", "R/P3M"},
    {"threetimesayear", "R/P4M"},
    {"triannually", "R/P4M"},
    {"semiannual", "R/P6M"},
    {"semiannually", "R/P6M"},
    {"biannual", "R/P6M"},
    {"biannually", "R/P6M"},
    {"twiceayear", "R/P6M"},
    {"halfyearly", "R/P6M"},
    {"annual", "R/P1Y"},
    {"annually", "R/P1Y"},
    {"anually", "R/P1Y"},
    {"yearly", "R/P1Y"},
    {"eachyear", "R/P1Y"},
    {"onceayear", "R/P1Y"},
    {"biennial", "R/P2Y"},
    {"biennially", "R/P2Y"},
    {"everytwoyears", "R/P2Y"},
    {"triennial", "R/P3Y"},
    {"everythreeyears", "R/P3Y"},
    {"quadrennial", "R/P4Y"},
    {"everyfouryears", "R/P4Y"},
    {"everyfiveyears", "R/P5Y"},
    {"decennial", "R/P10Y"},
    {"everytenyears", "R/P10Y"},
    {"irregular", "irregular"},
    {"irregularly", "irregular"},
    {"eventual", "irregular"},
    {"asneeded", "irregular"},
    {"asrequired", "irregular"},
    {"adhoc", "irregular"},
    {"varies", "irregular"},
    {"various", "irregular"},
    {"sporadic", "irregular"},
    {"periodically", "irregular"},
    {"occasionally", "irregular"},
    {"ondemand", "irregular"},
    {"never", "none"},
    {"notupdated", "none"},
    {"notplanned", "none"},
    {"static", "none"},
    {"historical", "none"},
    {"historicaldata", "none"},
    {"onetime", "none"},
    {"once", "none"},
}};
constexpr std::array<std::string_view, 6> kAmbiguous{"biweekly",         "bimonthly", "biyearly",
                                                     "2to4timesperyear", "weekendly", "severaltimesperday"};
constexpr std::array<std::string_view, 24> kPlaceholders{"",
                                                         "n/a",
                                                         "na",
                                                         "none",
                                                         "null",
                                                         "nil",
                                                         "tbd",
                                                         "to be determined",
                                                         "unknown",
                                                         "-",
                                                         "--",
                                                         ".",
                                                         "?",
                                                         "n.a.",
                                                         "not available",
                                                         "not applicable",
                                                         "undefined",
                                                         "no data",
                                                         "not known",
                                                         "not specified",
                                                         "no description",
                                                         "nan",
                                                         "notspecified",
                                                         "no description found"};

template <class List>
bool OneOf(const List& list, std::string_view word) {
  for (const auto& item : list) {
    if (item == word) return true;
  }
  return false;
}

std::string Folded(std::string_view text) {
  std::string folded;
  for (char c : LowerAscii(text)) {
    if (c != ' ' && c != '-' && c != '_' && c != '.') folded += c;
  }
  return folded;
}

bool IsIso(std::string_view text) {
  const auto frequency = domain::ParseFrequency(text);
  return frequency.has_value() && frequency->repeats;
}

bool IsEmailCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) ||
         std::string_view("_~!$&'*+=.-").find(c) != std::string_view::npos;
}

}  // namespace

FrequencyRead ReadFrequency(std::string_view raw) {
  const auto text = Trim(raw);
  if (text.size() > 100) return {FrequencyFinding::kUnknown, ""};
  if (IsIso(text)) return {FrequencyFinding::kIso, std::string(text)};
  if (text == "irregular") return {FrequencyFinding::kIso, "irregular"};
  if (text.size() > 1 && text[0] == 'P' && IsIso("R/" + std::string(text))) {
    return {FrequencyFinding::kWord, "R/" + std::string(text)};
  }
  if (IsPlaceholder(text)) return {};
  auto word = Folded(text);
  // http://purl.org/cld/freq/quarterly, .../frequency/MONTHLY
  if (const auto slash = word.find_last_of('/'); slash != std::string::npos && word.rfind("http", 0) == 0) {
    word = word.substr(slash + 1);
  }
  for (const auto& known : kFrequencies) {
    if (known.word == word) return {FrequencyFinding::kWord, std::string(known.frequency)};
  }
  return {OneOf(kAmbiguous, word) ? FrequencyFinding::kAmbiguous : FrequencyFinding::kUnknown, ""};
}

AccessRead ReadAccess(std::string_view raw) {
  const auto text = Trim(raw);
  const auto folded = Folded(text);
  if (folded == "public" || folded == "open") return {v1::Dataset::OPEN, text == "public"};
  if (folded == "restrictedpublic" || folded == "restricted" || folded == "shared") {
    return {v1::Dataset::SHARED, text == "restricted public"};
  }
  if (folded == "nonpublic" || folded == "notpublic" || folded == "private" || folded == "closed" ||
      folded == "internal") {
    return {v1::Dataset::CLOSED, text == "non-public"};
  }
  return {};
}

bool IsPlainEmail(std::string_view text) {
  const auto at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.size() > 254) return false;
  const auto host = text.substr(at + 1);
  const auto dot = host.find_last_of('.');
  if (dot == 0 || dot == std::string_view::npos || dot + 1 == host.size()) return false;
  for (char c : text.substr(0, at)) {
    if (!IsEmailCharacter(c)) return false;
  }
  for (char c : host) {
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '.' && c != '-') return false;
  }
  return true;
}

std::optional<std::string> ReadEmail(std::string_view raw) {
  auto text = Trim(raw);
  while (LowerAscii(text.substr(0, 7)) == "mailto:") text = Trim(text.substr(7));
  text = Trim(text.substr(0, text.find('?')));
  if (!text.empty() && text.front() == '<' && text.back() == '>') text = text.substr(1, text.size() - 2);
  if (!IsPlainEmail(text)) return std::nullopt;
  return std::string(text);
}

std::optional<std::string> ReadUrl(std::string_view raw) {
  const auto text = Trim(raw);
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) return std::nullopt;
  const auto scheme = LowerAscii(text.substr(0, scheme_end));
  if (scheme != "http" && scheme != "https" && scheme != "ftp") return std::nullopt;
  const auto host = text.substr(scheme_end + 3);
  if (host.empty() || std::string_view("/?#. ").find(host[0]) != std::string_view::npos) return std::nullopt;
  std::string url = scheme;
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (char c : text.substr(scheme_end)) {
    const auto u = static_cast<unsigned char>(c);
    if (u == ' ' || std::string_view("<>\"{}|\\^`").find(c) != std::string_view::npos || u >= 0x80) {
      url += '%';
      url += kHex[u >> 4];
      url += kHex[u & 15];
    } else if (u > 0x20 && u != 0x7F) {
      url += c;
    }
  }
  return url;
}

bool IsPlaceholder(std::string_view raw) {
  const auto text = Trim(raw);
  if (text.size() > 40) return IsUnfilledTemplate(text);
  return OneOf(kPlaceholders, LowerAscii(text)) || IsUnfilledTemplate(text);
}

bool IsUnfilledTemplate(std::string_view raw) {
  const auto text = Trim(raw);
  return text.size() > 4 && text.size() < 100 && text.substr(0, 2) == "{{" && text.substr(text.size() - 2) == "}}" &&
         text.find("}}") == text.size() - 2;
}

bool IsRedacted(std::string_view text) { return Trim(text).substr(0, 10) == "[[REDACTED"; }

}  // namespace almanac::interchange
