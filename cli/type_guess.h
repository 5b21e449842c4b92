// What a column holds, from its values, one after the other. Only what all of
// them allow is kept; the values themselves are not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace almanac::cli {

class TypeGuess {
 public:
  // Where cells are not cut at commas, a comma may be a decimal one.
  explicit TypeGuess(bool comma_cuts = true) : comma_cuts_(comma_cuts) {}

  // Blanks around it do not count; empty, `NULL`, `NA`, `N/A` and `-` say nothing.
  void Take(std::string_view cell);

  // integer, number, boolean, date, time, datetime or text, as the record calls
  // them; empty while nothing was said.
  std::string Type() const;
  // What a reader should look at: leading zeros, a date that may be read two ways. Empty mostly.
  std::string Note() const;
  int64_t filled() const { return filled_; }

 private:
  void TakeNumber(std::string_view cell);
  void TakeTime(std::string_view cell);

  bool comma_cuts_;
  int64_t filled_ = 0;
  // What is still possible: a bit a form, see the source.
  unsigned forms_ = ~0u;
  bool leading_zeros_ = false;
  bool decimal_comma_ = false;
  // Any of them was a day.
  bool saw_day_ = false;
};

}  // namespace almanac::cli
