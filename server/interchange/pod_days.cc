#include <fmt/format.h>

#include <array>
#include <cctype>
#include <charconv>

#include "interchange/plain_text.h"
#include "interchange/pod_values.h"

namespace almanac::interchange {
namespace {

constexpr int kFirstYear = 1000;
constexpr int kLastYear = 2999;
constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};

// Takes up to `most` digits off the front; -1 when there is none.
int TakeNumber(std::string_view* text, size_t most) {
  int number = 0;
  size_t digits = 0;
  while (digits < most && digits < text->size() && std::isdigit(static_cast<unsigned char>((*text)[digits]))) {
    number = number * 10 + ((*text)[digits++] - '0');
  }
  if (digits == 0) return -1;
  text->remove_prefix(digits);
  return number;
}

bool TakeChar(std::string_view* text, std::string_view any) {
  if (text->empty() || any.find(text->front()) == std::string_view::npos) return false;
  text->remove_prefix(1);
  return true;
}

std::string MakeDay(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear) return {};
  const auto text = fmt::format("{:04}-{:02}-{:02}", year, month, day);
  return ParseDay(text) ? text : std::string();
}

bool IsTime(std::string_view text) {
  for (char c : text) {
    if (!std::isdigit(static_cast<unsigned char>(c)) &&
        std::string_view(" :.,+-ZTzAPMapm").find(c) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

DayRead Found(DayFinding finding, std::string day) {
  if (day.empty()) return {};
  return {finding, std::move(day)};
}

// 2013-08-28T..., 2013-08, 2013, 20130828, 2013/08/28
DayRead ReadYearFirst(std::string_view text) {
  auto rest = text;
  size_t digits = 0;
  while (digits < rest.size() && std::isdigit(static_cast<unsigned char>(rest[digits]))) ++digits;
  if (digits == 8) {
    const int year = TakeNumber(&rest, 4);
    const int month = TakeNumber(&rest, 2);
    const int day = TakeNumber(&rest, 2);
    return rest.empty() || rest[0] == 'T' ? Found(DayFinding::kDay, MakeDay(year, month, day)) : DayRead();
  }
  if (digits != 4) return {};
  const int year = TakeNumber(&rest, 4);
  if (rest.empty()) return Found(DayFinding::kYearOrMonth, MakeDay(year, 1, 1));
  if (!TakeChar(&rest, "-/.")) return {};
  const int month = TakeNumber(&rest, 2);
  if (rest.empty()) return Found(DayFinding::kYearOrMonth, MakeDay(year, month, 1));
  if (!TakeChar(&rest, "-/.")) return {};
  const int day = TakeNumber(&rest, 2);
  if (!rest.empty() && rest[0] != 'T' && rest[0] != 't' && rest[0] != ' ') return {};
  if (!IsTime(Trim(rest.empty() ? rest : rest.substr(1)))) return {};
  return Found(DayFinding::kDay, MakeDay(year, month, day));
}

// 5/1/13 0:00 and 28.8.2013: month first, as in the United States, unless only the other order is a day.
DayRead ReadDayOrMonthFirst(std::string_view text) {
  auto rest = text;
  const int first = TakeNumber(&rest, 2);
  if (first < 0 || !TakeChar(&rest, "/.-")) return {};
  const int second = TakeNumber(&rest, 2);
  if (second < 0 || !TakeChar(&rest, "/.-")) return {};
  const auto before = rest.size();
  int year = TakeNumber(&rest, 4);
  const auto digits = before - rest.size();
  if (digits == 2) year += year < 70 ? 2000 : 1900;
  if ((digits != 2 && digits != 4) || (!rest.empty() && rest[0] != ' ') || !IsTime(rest)) return {};
  auto day = MakeDay(year, first, second);
  if (day.empty()) day = MakeDay(year, second, first);
  return Found(DayFinding::kLoose, day);
}

int TakeMonth(std::string_view* text) {
  size_t letters = 0;
  while (letters < text->size() && std::isalpha(static_cast<unsigned char>((*text)[letters]))) ++letters;
  const auto word = LowerAscii(text->substr(0, letters));
  if (letters < 3) return -1;
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i].rfind(word, 0) == 0) {
      text->remove_prefix(letters);
      return static_cast<int>(i) + 1;
    }
  }
  return -1;
}

void SkipBlanks(std::string_view* text) {
  while (TakeChar(text, " ,.")) {
  }
}

// May 1, 2013; 1 May 2013; May 2013; Fri Apr 04 00:00:00 EST 2008
DayRead ReadNamedMonth(std::string_view text) {
  if (text.size() > 40) return {};
  auto rest = text;
  if (rest.size() > 4 && std::isalpha(static_cast<unsigned char>(rest[0])) && (rest[3] == ' ' || rest[3] == ',') &&
      TakeMonth(&rest) < 0) {
    rest.remove_prefix(4);
    SkipBlanks(&rest);
  } else {
    rest = text;
  }
  int day = TakeNumber(&rest, 2);
  SkipBlanks(&rest);
  const int month = TakeMonth(&rest);
  if (month < 0) return {};
  SkipBlanks(&rest);
  if (day < 0) {
    auto year_instead = rest;
    if (const int year = TakeNumber(&year_instead, 4); year >= kFirstYear && year_instead.empty()) {
      return Found(DayFinding::kYearOrMonth, MakeDay(year, month, 1));
    }
    day = TakeNumber(&rest, 2);
    SkipBlanks(&rest);
  }
  auto last = rest.substr(rest.find_last_of(' ') == std::string_view::npos ? 0 : rest.find_last_of(' ') + 1);
  if (last.size() != 4) last = rest.substr(0, 4);
  const int year = TakeNumber(&last, 4);
  return last.empty() ? Found(DayFinding::kLoose, MakeDay(year, month, day)) : DayRead();
}

// Seconds or milliseconds since 1970.
DayRead ReadEpoch(std::string_view text) {
  int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return {};
  if (text.size() >= 12 && text.size() <= 13) number /= 1000;
  if (text.size() < 9 || text.size() > 13 || number < 0 || number > 32'503'680'000) return {};
  const auto day = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(number)));
  return Found(DayFinding::kLoose, ToText(Day(day)));
}

}  // namespace

std::string MonthFirst(std::string_view text) {
  const size_t slash = text.find_first_of("/.");
  const size_t second = slash == text.npos ? text.npos : text.find_first_of("/.", slash + 1);
  if (second == text.npos || slash > 2) return std::string(text);
  return fmt::format("{}/{}/{}", text.substr(slash + 1, second - slash - 1), text.substr(0, slash),
                     text.substr(second + 1));
}

DayRead ReadDay(std::string_view raw) {
  const auto text = Trim(raw);
  if (text.empty() || text.size() > 64) return {};
  if (text[0] == 'R' || text[0] == 'P') {
    const auto frequency = ReadFrequency(text);
    if (frequency.finding == FrequencyFinding::kIso) return {DayFinding::kFrequency, ""};
  }
  for (const auto reading : {ReadYearFirst, ReadDayOrMonthFirst, ReadNamedMonth, ReadEpoch}) {
    if (auto read = reading(text); read.finding != DayFinding::kNone) return read;
  }
  return {};
}

SpanRead ReadSpan(std::string_view raw) {
  auto text = Trim(raw);
  if (text.empty()) return {};
  if (text.size() > 2 && text[0] == 'R' && text.find('/') != std::string_view::npos)
    text.remove_prefix(text.find('/') + 1);
  auto cut = text.find('/');
  // 5/1/13,6/1/13: the slashes belong to the days.
  if (const auto comma = text.find(',');
      comma != std::string_view::npos && text.find(',', comma + 1) == std::string_view::npos) {
    cut = comma;
  }
  if (cut == std::string_view::npos) cut = text.find(" to ");
  const auto first = Trim(text.substr(0, cut));
  if (cut == std::string_view::npos) {
    // A year or a month alone is a span of its own.
    const auto day = ReadDay(first);
    if (day.finding != DayFinding::kYearOrMonth) return {"", "", false};
    const auto last = AddMonths(*ParseDay(day.day), first.size() == 4 ? 12 : 1) - std::chrono::days(1);
    return {day.day, ToText(Day(last)), true};
  }
  auto second = Trim(text.substr(cut));
  while (!second.empty() && (second[0] == '/' || second[0] == ',')) second = Trim(second.substr(1));
  if (second.substr(0, 3) == "to ") second = Trim(second.substr(3));
  SpanRead span;
  span.start = ReadDay(first).day;
  const auto end = ReadDay(second);
  span.end = end.day;
  if (end.finding == DayFinding::kYearOrMonth) {
    span.end = ToText(Day(AddMonths(*ParseDay(end.day), second.size() == 4 ? 12 : 1) - std::chrono::days(1)));
  }
  const bool open = second.empty() || second[0] == 'P' || second == ".." || LowerAscii(second) == "present";
  span.understood = !span.start.empty() && (!span.end.empty() || open) && (span.end.empty() || span.start <= span.end);
  if (!span.understood) span.start = span.end = "";
  return span;
}

}  // namespace almanac::interchange
