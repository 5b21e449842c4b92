#include "reporting/department_rates.h"

#include <fmt/format.h>

#include "base/error.h"
#include "domain/program.h"
#include "reporting/figures.h"
#include "reporting/read_record.h"
#include "reporting/reports.h"
#include "reporting/words.h"

namespace almanac::reporting {
namespace {

v1::AnnualSnapshot FiguresOfYear(store::Tx& tx, int asked) {
  if (asked != 0 && (asked < 1900 || asked > 9000)) {
    throw Error(Reason::INVALID_FIELD, "year: a calendar year such as 2026").Field("year", "a calendar year");
  }
  const auto program = tx.Get<v1::Program>("program");
  const int year = asked != 0 ? asked : domain::YearContaining(program, DayIn(program.time_zone(), tx.instant()));
  if (const auto report = tx.Find<v1::Report>(fmt::format("reports/annual-{}", year))) return SnapshotOf(*report);
  RequireSight(tx.caller());
  return Freeze(ReadRecord(tx, program, year, domain::YearOf(program, year).last));
}

// Empty of nothing: there is no share of it.
std::string Share(const v1::Figure& figure) {
  return figure.denominator() == 0 ? std::string() : ShareWords(figure.numerator(), figure.denominator());
}

v1::DepartmentRates RatesOf(const std::string& title, int64_t live, const v1::Figure& current, const v1::Figure& kept) {
  v1::DepartmentRates rates;
  rates.set_title(title);
  rates.set_live(live);
  rates.set_refreshed(current.denominator());
  rates.set_up_to_date(current.numerator());
  rates.set_current(Share(current));
  rates.set_promises(kept.denominator());
  rates.set_kept(kept.numerator());
  rates.set_on_time(Share(kept));
  return rates;
}

}  // namespace

v1::ListDepartmentRatesResponse ListDepartmentRates(store::Tx& tx, const v1::ListDepartmentRatesRequest& request) {
  const v1::AnnualSnapshot figures = FiguresOfYear(tx, request.year());
  v1::ListDepartmentRatesResponse response;
  for (const auto& department : figures.stock().departments()) {
    auto* rates = response.add_rates();
    *rates = RatesOf(department.title(), department.published(), department.current(), department.kept());
    rates->set_department(department.name());
  }
  *response.add_rates() = RatesOf("All of them", figures.stock().published().numerator(), figures.freshness().current(),
                                  figures.promises().kept());
  return response;
}

}  // namespace almanac::reporting
