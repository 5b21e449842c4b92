#include "domain/when.h"

#include <gtest/gtest.h>

namespace almanac::domain {
namespace {

std::string Days(std::string_view when) {
  const auto window = ParseWhen(when);
  return window ? ToText(window->first) + ".." + ToText(window->last) : "none";
}

std::string Words(std::string_view when) { return WhenWords(*ParseWhen(when)); }

v1::Release::Precision Precision(std::string_view when) { return PrecisionOf(*ParseWhen(when)); }

TEST(ParseWhen, ReadsDaysMonthsQuartersAndYears) {
  EXPECT_EQ(Days("2026-09-22"), "2026-09-22..2026-09-22");
  EXPECT_EQ(Days("2028-02"), "2028-02-01..2028-02-29");
  EXPECT_EQ(Days("2026-Q3"), "2026-07-01..2026-09-30");
  EXPECT_EQ(Days("2026"), "2026-01-01..2026-12-31");
}

TEST(ParseWhen, ReadsStretchesOfAnyTwo) {
  EXPECT_EQ(Days("2026-10..2026-11"), "2026-10-01..2026-11-30");
  EXPECT_EQ(Days("2026-10-13..2027-Q1"), "2026-10-13..2027-03-31");
}

TEST(ParseWhen, RefusesWhatIsNoStretch) {
  for (const auto* text : {"", "soon", "2026-13", "2026-Q5", "2026-02-30", "26-09", "2026-11..2026-10", "2026..",
                           "..2026", "2026-09-22T10:00:00Z", "2026-9-2", "9999"}) {
    EXPECT_EQ(Days(text), "none") << text;
  }
}

TEST(Precision, IsDerivedFromTheDays) {
  EXPECT_EQ(Precision("2026-09-22"), v1::Release::DAY);
  EXPECT_EQ(Precision("2026-09-01..2026-09-30"), v1::Release::MONTH);
  EXPECT_EQ(Precision("2026-07..2026-09"), v1::Release::QUARTER);
  EXPECT_EQ(Precision("2026-08..2026-10"), v1::Release::WINDOW);
  EXPECT_EQ(Precision("2026"), v1::Release::YEAR);
  EXPECT_EQ(Precision("2026-07..2027-06"), v1::Release::WINDOW);
  EXPECT_EQ(Precision("2026-09-02..2026-09-30"), v1::Release::WINDOW);
}

TEST(WhenWords, SpeakToAReader) {
  EXPECT_EQ(Words("2026-10-03"), "3 Oct 2026");
  EXPECT_EQ(Words("2026-10"), "Oct 2026");
  EXPECT_EQ(Words("2026-Q4"), "Oct-Dec 2026");
  EXPECT_EQ(Words("2026-11..2027-01"), "Nov 2026-Jan 2027");
  EXPECT_EQ(Words("2026"), "2026");
  EXPECT_EQ(Words("2026-07..2027-06"), "Jul 2026-Jun 2027");
  EXPECT_EQ(Words("2026-10-13..2026-10-31"), "13-31 Oct 2026");
  EXPECT_EQ(Words("2026-10-13..2026-11-05"), "13 Oct-5 Nov 2026");
  EXPECT_EQ(Words("2026-12-30..2027-01-02"), "30 Dec 2026-2 Jan 2027");
}

}  // namespace
}  // namespace almanac::domain
