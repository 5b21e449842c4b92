// What a text must look like.
#include "domain/forms.h"

#include <gtest/gtest.h>

namespace almanac::domain {
namespace {

void ExpectForm(v1::Form form, std::initializer_list<const char*> good, std::initializer_list<const char*> bad) {
  for (const char* text : good) EXPECT_EQ(ProblemOfForm(form, text), "") << text;
  for (const char* text : bad) EXPECT_NE(ProblemOfForm(form, text), "") << text;
}

TEST(Forms, LetAnEmptyTextPass) {
  for (int form = 0; form <= v1::Form_MAX; ++form) EXPECT_EQ(ProblemOfForm(static_cast<v1::Form>(form), ""), "");
}

TEST(Forms, KnowDaysOfTheCalendar) {
  ExpectForm(v1::DATE, {"2026-03-01", "2024-02-29"}, {"2026-02-29", "2026-3-1", "01/03/2026", "2026-03-01T00:00:00Z"});
}

TEST(Forms, KnowRepetitions) {
  ExpectForm(v1::DURATION,
             {"R/P1M", "R/P1Y", "R/P0.5M", "R/P3.5D", "R/PT1S", "R5/P1W", "R/P1Y6M", "R/P1DT12H", "irregular", "none"},
             {"monthly", "P1M", "R/", "R/P", "R/P1", "R/PM", "R/P1H", "R/PT1D", "R/P1M1Y", "R/P1M1M", "R/P1DT", "R/P.M",
              "R/P1..5M", "R/P1MT", "R/P1M ", "R", "R/P1M/2026", "R/P5.M"});
}

TEST(Forms, KnowAddresses) {
  ExpectForm(v1::URL, {"https://x.gov", "http://x.gov/a?b=c#d", "ftp://x.gov/f.csv"},
             {"x.gov", "https://", "https:///x", "mailto:a@b", "file:///etc/passwd", "javascript:alert(1)",
              "https://x.gov/a b", "https://x.gov/\n", " https://x.gov"});
  ExpectForm(v1::EMAIL, {"a@b", "open.data+x@example.gov"},
             {"a", "@b", "a@", "a@b@c", "mailto:a@b", "A <a@b>", "a@b, c@d", "a b@c"});
}

TEST(Forms, KnowLicencesSlugsAndJson) {
  ExpectForm(v1::SPDX, {"CC0-1.0", "ODbL-1.0", "GPL-2.0+", "LicenseRef-x"},
             {"CC0 1.0", "https://x.gov/licence", "a/b"});
  ExpectForm(v1::SLUG, {"calls-for-service", "a", "a2"}, {"Calls", "a_b", "a b", "é", "a/b"});
  ExpectForm(v1::JSON, {"{}", "[1, \"a\"]", "null"}, {"{", "{a: 1}", "{} {}", "nope"});
}

TEST(Forms, SurviveDeepJson) {
  EXPECT_EQ(ProblemOfForm(v1::JSON, std::string(200'000, '[') + std::string(200'000, ']')), "");
  EXPECT_NE(ProblemOfForm(v1::JSON, std::string(200'000, '[')), "");
}

}  // namespace
}  // namespace almanac::domain
