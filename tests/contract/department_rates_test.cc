// Rates of departments are those of the report.
#include "support/reported_year.h"

namespace almanac {
namespace {

using support::kJson;
using support::ReportedYear;

class DepartmentRates : public testing::TestWithParam<store::Backend> {
 protected:
  DepartmentRates() : year_(GetParam()) {}

  v1::ListDepartmentRatesResponse Rates(int year, const std::string& who = "dana") {
    return year_.town().Call<v1::ListDepartmentRatesResponse>(who, Asking(year));
  }
  static v1::ListDepartmentRatesRequest Asking(int year) {
    v1::ListDepartmentRatesRequest request;
    request.set_year(year);
    return request;
  }
  static const v1::DepartmentRates& Of(const v1::ListDepartmentRatesResponse& rates, const std::string& title) {
    for (const auto& one : rates.rates()) {
      if (one.title() == title) return one;
    }
    ADD_FAILURE() << "no " << title;
    return rates.rates(0);
  }

  ReportedYear year_;
};

TEST_P(DepartmentRates, AreThoseOfTheReport) {
  const auto before = Rates(2027);
  const auto figures = year_.Figures(2027);
  const auto rates = Rates(2027);
  EXPECT_EQ(rates.DebugString(), before.DebugString());
  ASSERT_EQ(rates.rates_size(), figures.stock().departments_size() + 1);
  int64_t live = 0, promises = 0, kept = 0;
  for (int i = 0; i < figures.stock().departments_size(); ++i) {
    const auto& department = figures.stock().departments(i);
    EXPECT_EQ(rates.rates(i).department(), department.name());
    EXPECT_EQ(rates.rates(i).live(), department.published());
    EXPECT_EQ(rates.rates(i).kept(), department.kept().numerator());
    EXPECT_EQ(rates.rates(i).up_to_date(), department.current().numerator());
    live += rates.rates(i).live();
    promises += rates.rates(i).promises();
    kept += rates.rates(i).kept();
  }
  const auto& all = rates.rates(rates.rates_size() - 1);
  EXPECT_EQ(all.title(), "All of them");
  EXPECT_EQ(all.live(), live);
  EXPECT_EQ(all.promises(), promises);
  EXPECT_EQ(all.kept(), kept);
  EXPECT_EQ(all.on_time(), "1 of 3 (33\u00a0%)");
}

TEST_P(DepartmentRates, OfNothingAreEmpty) {
  const auto rates = Rates(2027);
  EXPECT_EQ(Of(rates, "Police").on_time(), "");
  EXPECT_EQ(Of(rates, "Police").current(), "");
  EXPECT_EQ(Of(rates, "Parks and Recreation").on_time(), "1 of 3 (33\u00a0%)");
  EXPECT_EQ(Of(rates, "Parks and Recreation").current(), "0 of 1 (0\u00a0%)");
}

TEST_P(DepartmentRates, OfTheYearThatRunsAreThoseOfNow) {
  EXPECT_EQ(Rates(0).DebugString(), Rates(2028).DebugString());
}

TEST_P(DepartmentRates, OnceFrozenAreForEveryoneAndBeforeForThoseWhoSeeAll) {
  const auto refused = year_.town().Refused<v1::ListDepartmentRatesResponse>("sam", Asking(2027));
  EXPECT_EQ(refused.reason(), Reason::PERMISSION_DENIED);
  year_.Generate(2027, kJson);
  EXPECT_EQ(Rates(2027, "sam").DebugString(), Rates(2027).DebugString());
}

TEST_P(DepartmentRates, RefuseAYearOfWhichNothingIsKnown) {
  for (const int year : {1, 2010, 2031}) {
    EXPECT_EQ(year_.town().Refused<v1::ListDepartmentRatesResponse>("dana", Asking(year)).reason(),
              Reason::INVALID_FIELD)
        << year;
  }
}

INSTANTIATE_TEST_SUITE_P(, DepartmentRates, support::BothDatabases(), support::NameOfDatabase);

}  // namespace
}  // namespace almanac
