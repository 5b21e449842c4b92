#include "cli/type_guess.h"

#include <algorithm>

#include "base/clock.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

// The forms a value may have, a bit each.
constexpr unsigned kInteger = 1;
constexpr unsigned kNumber = 2;
constexpr unsigned kBoolean = 4;
constexpr unsigned kIsoDay = 8;
constexpr unsigned kDayFirst = 16;
constexpr unsigned kMonthFirst = 32;
constexpr unsigned kTime = 64;
constexpr unsigned kIsoDayAndTime = 128;
constexpr unsigned kDayFirstAndTime = 256;
constexpr unsigned kMonthFirstAndTime = 512;
constexpr unsigned kDays = kIsoDay | kDayFirst | kMonthFirst;
constexpr unsigned kDaysAndTimes = kIsoDayAndTime | kDayFirstAndTime | kMonthFirstAndTime;
// More digits than a 64-bit number holds are an identifier.
constexpr size_t kMostDigits = 18;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view Trimmed(std::string_view text) {
  const size_t start = text.find_first_not_of(" \t\r\n");
  if (start == text.npos) return {};
  return text.substr(start, text.find_last_not_of(" \t\r\n") + 1 - start);
}

bool SaysNothing(std::string_view cell) {
  if (cell.empty() || cell == "-") return true;
  if (cell.size() > 4) return false;
  const std::string word = Lower(cell);
  return word == "null" || word == "na" || word == "n/a";
}

// Takes digits off the front; how many there were.
size_t SkipDigits(std::string_view* text) {
  size_t count = 0;
  while (count < text->size() && IsDigit((*text)[count])) ++count;
  text->remove_prefix(count);
  return count;
}

// A number from the front, of `least` to `most` digits; -1 when there is none.
int TakeNumberOf(std::string_view* text, size_t least, size_t most) {
  const std::string_view before = *text;
  const size_t digits = SkipDigits(text);
  if (digits < least || digits > most) return -1;
  int number = 0;
  for (size_t i = 0; i < digits; ++i) number = number * 10 + (before[i] - '0');
  return number;
}

bool IsDay(int year, int month, int day) {
  return year > 0 && month > 0 && day > 0 &&
         std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
             .ok();
}

// The forms of a day at the front of the text, which is taken off; zero when there is none.
unsigned TakeDay(std::string_view* text) {
  const std::string_view before = *text;
  const int first = TakeNumberOf(text, 1, 4);
  if (first < 0 || text->empty()) return 0;
  const size_t first_digits = before.size() - text->size();
  const char between = (*text)[0];
  if (between != '-' && between != '/' && between != '.') return 0;
  text->remove_prefix(1);
  const int second = TakeNumberOf(text, 1, 2);
  if (second < 0 || text->empty() || (*text)[0] != between) return 0;
  text->remove_prefix(1);
  if (first_digits == 4) {
    const int last = TakeNumberOf(text, 1, 2);
    return last > 0 && IsDay(first, second, last) ? kIsoDay : 0;
  }
  const size_t left = text->size();
  int year = TakeNumberOf(text, 2, 4);
  const size_t year_digits = left - text->size();
  if (first_digits > 2 || year < 0 || year_digits == 3) return 0;
  if (year_digits == 2) year += 2000;
  return (IsDay(year, second, first) ? kDayFirst : 0u) | (IsDay(year, first, second) ? kMonthFirst : 0u);
}

// Hours and minutes, seconds and their parts, AM or PM, Z or an offset.
bool IsTimeOfDay(std::string_view text) {
  const int hour = TakeNumberOf(&text, 1, 2);
  if (hour < 0 || hour > 24 || text.empty() || text[0] != ':') return false;
  for (int part = 0; part < 2 && !text.empty() && text[0] == ':'; ++part) {
    text.remove_prefix(1);
    const int number = TakeNumberOf(&text, 2, 2);
    if (number < 0 || number > 60) return false;
  }
  if (!text.empty() && (text[0] == '.' || text[0] == ',')) {
    text.remove_prefix(1);
    if (SkipDigits(&text) == 0) return false;
  }
  const std::string rest = Lower(Trimmed(text));
  if (rest.empty() || rest == "z" || rest == "am" || rest == "pm" || rest == "utc") return true;
  std::string_view offset(rest);
  if (offset[0] != '+' && offset[0] != '-') return false;
  offset.remove_prefix(1);
  if (TakeNumberOf(&offset, 2, 4) < 0) return false;
  if (offset.empty()) return true;
  return offset[0] == ':' && offset.size() == 3 && IsDigit(offset[1]) && IsDigit(offset[2]);
}

bool IsBoolean(std::string_view cell) {
  if (cell.size() > 5) return false;
  const std::string word = Lower(cell);
  static constexpr std::string_view kWords[] = {"true", "false", "yes", "no", "y", "n", "t", "f"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

}  // namespace

void TypeGuess::TakeNumber(std::string_view cell) {
  if (cell[0] == '-' || cell[0] == '+') cell.remove_prefix(1);
  const std::string_view unsigned_cell = cell;
  const size_t whole = SkipDigits(&cell);
  const bool leading = whole > 1 && unsigned_cell[0] == '0';
  unsigned possible = whole > 0 && whole <= kMostDigits && !leading ? kInteger | kNumber : 0;
  if (!cell.empty()) {
    const bool comma = cell[0] == ',' && !comma_cuts_;
    possible &= ~kInteger;
    if (cell[0] == '.' || comma) {
      cell.remove_prefix(1);
      const size_t parts = SkipDigits(&cell);
      possible = parts > 0 && !leading ? kNumber : 0;
      decimal_comma_ = decimal_comma_ || (comma && possible != 0);
    }
    if (!cell.empty() && (cell[0] == 'e' || cell[0] == 'E')) {
      cell.remove_prefix(1);
      if (!cell.empty() && (cell[0] == '-' || cell[0] == '+')) cell.remove_prefix(1);
      if (SkipDigits(&cell) == 0) possible = 0;
    }
    if (!cell.empty()) possible = 0;
  } else if (leading) {
    leading_zeros_ = true;
  }
  forms_ &= possible | ~(kInteger | kNumber);
}

void TypeGuess::TakeTime(std::string_view cell) {
  unsigned possible = IsTimeOfDay(cell) ? kTime : 0;
  std::string_view rest = cell;
  if (const unsigned days = TakeDay(&rest); days != 0) {
    saw_day_ = true;
    if (rest.empty()) {
      possible |= days;
    } else if ((rest[0] == ' ' || rest[0] == 'T') && IsTimeOfDay(Trimmed(rest.substr(1)))) {
      if ((days & kIsoDay) != 0) possible |= kIsoDayAndTime;
      if ((days & kDayFirst) != 0) possible |= kDayFirstAndTime;
      if ((days & kMonthFirst) != 0) possible |= kMonthFirstAndTime;
    }
  }
  forms_ &= possible | ~(kDays | kTime | kDaysAndTimes);
}

void TypeGuess::Take(std::string_view cell) {
  cell = Trimmed(cell);
  if (SaysNothing(cell)) return;
  ++filled_;
  constexpr unsigned kNumbers = kInteger | kNumber, kTimes = kDays | kTime | kDaysAndTimes;
  if ((forms_ & kNumbers) != 0) TakeNumber(cell);
  if ((forms_ & kBoolean) != 0 && !IsBoolean(cell)) forms_ &= ~kBoolean;
  if ((forms_ & kTimes) != 0) TakeTime(cell);
}

std::string TypeGuess::Type() const {
  if (filled_ == 0) return {};
  if ((forms_ & kInteger) != 0) return "integer";
  if ((forms_ & kNumber) != 0) return "number";
  if ((forms_ & kBoolean) != 0) return "boolean";
  if ((forms_ & kDays) != 0) return "date";
  if ((forms_ & kDaysAndTimes) != 0) return "datetime";
  if ((forms_ & kTime) != 0) return "time";
  return "text";
}

std::string TypeGuess::Note() const {
  const std::string type = Type();
  if (type.empty()) return "empty in every row; say its type yourself";
  if (type == "text" && leading_zeros_) return "leading zeros: text, so that they stay";
  if (type == "text" && saw_day_) return "holds dates, not all written alike";
  if (type == "number" && decimal_comma_) return "decimal commas";
  const unsigned both = type == "date" ? kDayFirst | kMonthFirst : kDayFirstAndTime | kMonthFirstAndTime;
  if (type == "date" || type == "datetime") {
    if ((forms_ & both) == both) return "may be day/month or month/day; say which in its definition";
    if ((forms_ & both) != 0)
      return (forms_ & (kDayFirst | kDayFirstAndTime)) != 0 ? "day/month/year" : "month/day/year";
  }
  return {};
}

}  // namespace almanac::cli
