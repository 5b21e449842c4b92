// Moves the dates of a sample: days by whole weeks, months by whole months,
// report years with the year's end.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>

#include "base/clock.h"

namespace almanac::api {

class SampleShift {
 public:
  // The sample is written for a year that ends on 2026-06-30.
  explicit SampleShift(Day year_end);

  Instant Moved(Instant instant) const { return instant + weeks_; }
  Day Moved(Day day) const { return day + weeks_; }
  // 2026-09-22, 2026-09, 2026-Q3, 2026, or two of them with .. between.
  std::string MovedWhen(std::string_view when) const;
  // Every date field of a request, at any depth.
  void Move(google::protobuf::Message* message) const;
  // Every text of a file that is nothing but a day.
  std::string MovedDays(const std::string& json) const;

 private:
  int MovedYear(int year) const { return year + year_end_.year - 2026; }
  std::string MovedText(const google::protobuf::FieldDescriptor* field, const std::string& text) const;
  std::string MovedMonths(int year, int first, int last) const;

  struct YearEnd {
    int year;
    int month;
  };
  YearEnd year_end_;
  std::chrono::days weeks_;
  int months_;
};

}  // namespace almanac::api
