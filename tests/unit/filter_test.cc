#include "store/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/events.pb.h"
#include "base/error.h"

namespace almanac::store {
namespace {

using testing::HasSubstr;

std::string Compiled(const std::string& filter, Binds* binds, bool trusted = false) {
  return CompileFilter(TableOf(v1::Dataset::descriptor()), filter, trusted, binds);
}

std::string Compiled(const std::string& filter) {
  Binds binds;
  return Compiled(filter, &binds);
}

std::string Refusal(const std::string& filter) {
  try {
    Compiled(filter);
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::INVALID_FILTER);
    return error.message();
  }
  return "accepted";
}

TEST(Filter, AnEmptyOneAsksForEverything) {
  EXPECT_EQ(Compiled(""), "");
  EXPECT_EQ(Compiled("   "), "");
}

TEST(Filter, ValuesNeverReachTheText) {
  Binds binds;
  const std::string text = Compiled("title = \"x'; DROP TABLE datasets; --\"", &binds);
  EXPECT_EQ(text, "t.title = :f0");
  ASSERT_EQ(binds.size(), 1u);
  EXPECT_EQ(std::get<std::string>(binds[0].second), "x'; DROP TABLE datasets; --");
}

TEST(Filter, AndBindsTighterThanOr) {
  EXPECT_EQ(Compiled("state = published OR state = approved AND access = open"),
            "(t.state = :f0 OR (t.state = :f1 AND t.access = :f2))");
}

TEST(Filter, TermsSideBySideAreAnd) {
  EXPECT_EQ(Compiled("access = open state = published"), "(t.access = :f0 AND t.state = :f1)");
}

TEST(Filter, NotAndMinusBothNegate) {
  EXPECT_EQ(Compiled("NOT access = closed"), "NOT (t.access = :f0)");
  EXPECT_EQ(Compiled("-access = closed"), "NOT (t.access = :f0)");
  EXPECT_EQ(Compiled("NOT (access = closed OR access = shared)"),
            "NOT (("
            "(t.access = :f0 OR t.access = :f1)))");
}

TEST(Filter, HasOnAListAsksForAMember) {
  EXPECT_THAT(Compiled("keywords:crime"),
              HasSubstr("EXISTS (SELECT 1 FROM datasets_keywords w WHERE w.name = t.name AND w.value = :f0)"));
}

TEST(Filter, HasOnFoldedTextIsLoose) {
  Binds binds;
  EXPECT_EQ(Compiled("title:\"École 100%\"", &binds), "t.title_key LIKE :f0 ESCAPE '\\'");
  EXPECT_EQ(std::get<std::string>(binds[0].second), "%ecole 100%");
}

TEST(Filter, HasStarAsksWhetherItIsSet) {
  EXPECT_EQ(Compiled("owner:*"), "(t.owner <> '')");
  EXPECT_EQ(Compiled("historical:*"), "(t.historical <> 0)");
  EXPECT_EQ(Compiled("next_due_date:*"), "(t.next_due_date < '9999')");
}

TEST(Filter, TimesAndDaysAreReadAndMadeAlike) {
  Binds binds;
  CompileFilter(TableOf(v1::Event::descriptor()), "time >= 2026-03-01 AND time < 2026-03-01T09:30:00Z", false, &binds);
  EXPECT_EQ(std::get<std::string>(binds[0].second), "2026-03-01T00:00:00.000000Z");
  EXPECT_EQ(std::get<std::string>(binds[1].second), "2026-03-01T09:30:00.000000Z");
  EXPECT_THAT(Refusal("refreshed_date > yesterday"), HasSubstr("'yesterday' is no day; write 2026-03-01"));
}

TEST(Filter, WhatHasNoDayIsNeitherBeforeNorAfterOne) {
  EXPECT_EQ(Compiled("stale_after_date < 2026-06-01"), "(t.stale_after_date < :f0 AND t.stale_after_date <> '')");
  EXPECT_EQ(Compiled("next_due_date > 2026-06-01"), "(t.next_due_date > :f0 AND t.next_due_date < '9999')");
}

TEST(Filter, AResourceNameNeedsNoQuotes) {
  Binds binds;
  EXPECT_EQ(Compiled("department = departments/police", &binds), "t.department = :f0");
  EXPECT_EQ(std::get<std::string>(binds[0].second), "departments/police");
}

TEST(Filter, AnUnknownFieldNamesTheKnownOnes) {
  EXPECT_THAT(Refusal("colour = red"),
              testing::AllOf(HasSubstr("'colour' is no field to filter by"), HasSubstr("department")));
}

TEST(Filter, AFieldThatIsNotFilterableIsNoField) {
  EXPECT_THAT(Refusal("access_reason = x"), HasSubstr("is no field to filter by"));
  Binds binds;
  EXPECT_EQ(Compiled("access_reason = x", &binds, true), "t.access_reason = :f0");
}

TEST(Filter, AnUnknownValueNamesTheKnownOnes) {
  EXPECT_THAT(Refusal("state = prioritised"), HasSubstr("there are identified, inventoried, classified"));
  EXPECT_THAT(Refusal("state = PUBLISHED"), HasSubstr("'PUBLISHED' is no state"));
}

TEST(Filter, StatesHaveNoOrder) { EXPECT_THAT(Refusal("state > approved"), HasSubstr("has no order")); }

TEST(Filter, MistakesNameTheirPlace) {
  EXPECT_THAT(Refusal("access ="), HasSubstr("character 9"));
  EXPECT_THAT(Refusal("access open"), HasSubstr("after access comes"));
  EXPECT_THAT(Refusal("(access = open"), HasSubstr("never closed"));
  EXPECT_THAT(Refusal("title = \"open"), HasSubstr("a quote is never closed"));
  EXPECT_THAT(Refusal("access = open)"), HasSubstr("expected AND, OR or the end"));
  EXPECT_THAT(Refusal("AND"), HasSubstr("character"));
}

TEST(Filter, FiftyComparisonsAreTheMost) {
  std::string filter = "access = open";
  for (int i = 1; i < 50; ++i) filter += " OR access = open";
  EXPECT_NE(Compiled(filter), "");
  EXPECT_THAT(Refusal(filter + " OR access = open"), HasSubstr("at most 50"));
}

TEST(Filter, TenDeepIsTheDeepest) {
  const auto nested = [](int depth) { return std::string(depth, '(') + "access = open" + std::string(depth, ')'); };
  EXPECT_NE(Compiled(nested(9)), "");
  EXPECT_THAT(Refusal(nested(10)), HasSubstr("deep at most"));
}

}  // namespace
}  // namespace almanac::store
