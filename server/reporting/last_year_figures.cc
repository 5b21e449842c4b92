#include <fmt/format.h>

#include "domain/program.h"
#include "reporting/figures.h"

namespace almanac::reporting {
namespace {

Record YearBefore(const Record& record) {
  Record before;
  before.program = record.program;
  before.promise_grace_days = record.promise_grace_days;
  before.year = record.year - 1;
  before.days = domain::YearOf(record.program, before.year);
  before.next = record.days;
  before.as_of_day = ToText(before.days.last);
  before.departments = record.departments_before;
  before.datasets = record.before;
  before.releases = record.releases_before;
  return before;
}

v1::Figure OfLastYear(v1::Figure figure) {
  figure.set_definition(
      fmt::format("As “{}”, of the year before, from the record as it stood at its end.", figure.title()));
  figure.set_title(figure.title() + ", a year before");
  return figure;
}

}  // namespace

v1::LastYearFigures LastYearFiguresOf(const Record& record) {
  const Record before = YearBefore(record);
  const Directory directory(before);
  const auto promises = PromiseFiguresOf(directory);
  const auto quality = QualityFiguresOf(directory);
  v1::LastYearFigures figures;
  *figures.mutable_kept() = OfLastYear(promises.kept());
  *figures.mutable_revised() = OfLastYear(promises.revised());
  *figures.mutable_current() = OfLastYear(FreshnessFiguresOf(directory).current());
  *figures.mutable_described() = OfLastYear(quality.described());
  *figures.mutable_open_data() = OfLastYear(quality.open_data());
  *figures.mutable_inventoried() = OfLastYear(StockFiguresOf(directory, promises).inventoried());
  return figures;
}

}  // namespace almanac::reporting
