// Days, frequencies, levels and addresses as real catalogues write them.
#include <gtest/gtest.h>

#include "interchange/pod_values.h"

namespace almanac::interchange {
namespace {

struct DayCase {
  const char* text;
  const char* day;
  DayFinding finding;
};

TEST(ReadDay, ReadsWhatRealCataloguesCallModified) {
  const DayCase cases[] = {
      {"2013-08-28", "2013-08-28", DayFinding::kDay},
      {"2019-09-13T04:19:18.000Z", "2019-09-13", DayFinding::kDay},
      {"2022-03-29T14:00:03-04:00", "2022-03-29", DayFinding::kDay},
      {"2019-06-26T12:28:35.023211", "2019-06-26", DayFinding::kDay},
      {"2011-11-19 00:00:00", "2011-11-19", DayFinding::kDay},
      {"20130828", "2013-08-28", DayFinding::kDay},
      {" 2013-08-28 ", "2013-08-28", DayFinding::kDay},
      {"2013", "2013-01-01", DayFinding::kYearOrMonth},
      {"2013-08", "2013-08-01", DayFinding::kYearOrMonth},
      {"5/1/13 0:00", "2013-05-01", DayFinding::kLoose},
      {"12/31/1999", "1999-12-31", DayFinding::kLoose},
      {"28/8/2013", "2013-08-28", DayFinding::kLoose},
      {"28.8.2013", "2013-08-28", DayFinding::kLoose},
      {"May 1, 2013", "2013-05-01", DayFinding::kLoose},
      {"1 May 2013", "2013-05-01", DayFinding::kLoose},
      {"Fri Apr 04 00:00:00 EST 2008", "2008-04-04", DayFinding::kLoose},
      {"March 2012", "2012-03-01", DayFinding::kYearOrMonth},
      {"1367366400", "2013-05-01", DayFinding::kLoose},
      {"1367366400000", "2013-05-01", DayFinding::kLoose},
      {"R/P1D", "", DayFinding::kFrequency},
      {"P1Y", "", DayFinding::kNone},
  };
  for (const auto& one : cases) {
    const auto read = ReadDay(one.text);
    EXPECT_EQ(read.day, one.day) << one.text;
    EXPECT_EQ(read.finding, one.finding) << one.text;
  }
}

TEST(ReadDay, FindsNoDayWhereNoneIs) {
  for (const char* text : {"today", "", "TBD", "0201-12-31", "2013-02-30", "13/13/13", "99/99/9999", "Maybe 1, 2013",
                           "2013-8-", "2013-08-28x", "1.2.3", "-", "5/1", "99999999999999999999", "Mayfly"}) {
    EXPECT_EQ(ReadDay(text).day, "") << text;
  }
}

TEST(ReadSpan, ReadsFirstAndLastDay) {
  const auto span = [](const char* text) {
    const auto read = ReadSpan(text);
    return read.start + ".." + read.end + (read.understood ? "" : "?");
  };
  EXPECT_EQ(span("2010-01-01/2012-12-31"), "2010-01-01..2012-12-31");
  EXPECT_EQ(span("2009-09-01 00:00:00,2010-05-31 00:00:00"), "2009-09-01..2010-05-31");
  EXPECT_EQ(span("2013-01-01T00:00:00Z/2014-01-01T00:00:00Z"), "2013-01-01..2014-01-01");
  EXPECT_EQ(span("2010/2012"), "2010-01-01..2012-12-31");
  EXPECT_EQ(span("2010-02/2012-02"), "2010-02-01..2012-02-29");
  EXPECT_EQ(span("2010"), "2010-01-01..2010-12-31");
  EXPECT_EQ(span("R/2010-01-01/P1M"), "2010-01-01..");
  EXPECT_EQ(span("2010-01-01/"), "2010-01-01..");
  EXPECT_EQ(span("2010-01-01/present"), "2010-01-01..");
  EXPECT_EQ(span("2001 to 2005"), "2001-01-01..2005-12-31");
  EXPECT_EQ(span("2012-01-01/2010-01-01"), "..?");
  EXPECT_EQ(span("whenever"), "..?");
  EXPECT_EQ(span("2013-04-01"), "..?");
}

TEST(ReadFrequency, ReadsIsoAndWords) {
  const auto frequency = [](const char* text) { return ReadFrequency(text).frequency; };
  for (const char* iso : {"R/P1Y", "R/P3.5D", "R/PT1S", "R/P0.33M", "irregular"}) {
    EXPECT_EQ(frequency(iso), iso);
    EXPECT_EQ(ReadFrequency(iso).finding, FrequencyFinding::kIso) << iso;
  }
  EXPECT_EQ(frequency("Quaterly"), "R/P3M");
  EXPECT_EQ(frequency("Quarterly"), "R/P3M");
  EXPECT_EQ(frequency("Semi-Annual"), "R/P6M");
  EXPECT_EQ(frequency("asNeeded"), "irregular");
  EXPECT_EQ(frequency("eventual"), "irregular");
  EXPECT_EQ(frequency("http://purl.org/cld/freq/monthly"), "R/P1M");
  EXPECT_EQ(frequency("P1Y"), "R/P1Y");
  EXPECT_EQ(frequency("notPlanned"), "none");
}

TEST(ReadFrequency, DoesNotGuessWhatHasTwoMeanings) {
  for (const char* text : {"biweekly", "Bi-Weekly", "bimonthly"}) {
    EXPECT_EQ(ReadFrequency(text).finding, FrequencyFinding::kAmbiguous) << text;
  }
  for (const char* text : {"TBD", "", "N/A", "unknown"})
    EXPECT_EQ(ReadFrequency(text).finding, FrequencyFinding::kNone) << text;
  EXPECT_EQ(ReadFrequency("every-other-tuesday").finding, FrequencyFinding::kUnknown);
  EXPECT_EQ(ReadFrequency("R/banana").finding, FrequencyFinding::kUnknown);
}

TEST(ReadAccess, ReadsLevelsInAnyCase) {
  EXPECT_TRUE(ReadAccess("public").exact);
  EXPECT_FALSE(ReadAccess("Public").exact);
  EXPECT_EQ(ReadAccess("PUBLIC").access, v1::Dataset::OPEN);
  EXPECT_EQ(ReadAccess("Restricted Public").access, v1::Dataset::SHARED);
  EXPECT_EQ(ReadAccess("nonpublic").access, v1::Dataset::CLOSED);
  EXPECT_EQ(ReadAccess("private").access, v1::Dataset::CLOSED);
  EXPECT_EQ(ReadAccess("semi-public").access, v1::Dataset::ACCESS_UNSPECIFIED);
}

TEST(ReadEmail, FindsTheAddressBehindWhatSurroundsIt) {
  EXPECT_EQ(ReadEmail("mailto:gis@example.gov"), "gis@example.gov");
  EXPECT_EQ(ReadEmail("mailto: gis@example.gov"), "gis@example.gov");
  EXPECT_EQ(ReadEmail("MAILTO:mailto:gis@example.gov?subject=x"), "gis@example.gov");
  EXPECT_EQ(ReadEmail("<gis@example.gov>"), "gis@example.gov");
  for (const char* text :
       {"http://example.gov", "gis", "@x.gov", "gis@gov", "a b@x.gov", "", "x@.gov", "x@y.", "x@y@z.gov"}) {
    EXPECT_EQ(ReadEmail(text), std::nullopt) << text;
  }
}

TEST(ReadUrl, TakesWebAddressesAlone) {
  EXPECT_EQ(ReadUrl(" https://x.gov/a b "), "https://x.gov/a%20b");
  EXPECT_EQ(ReadUrl("HTTP://x.gov/é"), "http://x.gov/%C3%A9");
  EXPECT_EQ(ReadUrl("ftp://x.gov/f"), "ftp://x.gov/f");
  for (const char* text : {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://#", "http://",
                           "x.gov", "", "mailto:x@y.gov"}) {
    EXPECT_EQ(ReadUrl(text), std::nullopt) << text;
  }
}

TEST(ReadUrl, MakesNothingElseOfItsOwnResult) {
  for (const char* text : {"https://x.gov/a b", "http://x/{y}|z", "https://x.gov/%20a?b=c&d=\"e\""}) {
    const auto once = ReadUrl(text);
    ASSERT_TRUE(once);
    EXPECT_EQ(ReadUrl(*once), once);
  }
}

TEST(IsPlaceholder, KnowsWhatStandsForNothing) {
  for (const char* text : {"", "N/A", "none", "TBD", "{{description}}", "{{default.description}}", "null"}) {
    EXPECT_TRUE(IsPlaceholder(text)) << text;
  }
  EXPECT_FALSE(IsPlaceholder("None of the above"));
  EXPECT_TRUE(IsRedacted("[[REDACTED-EX B3]]"));
}

}  // namespace
}  // namespace almanac::interchange
