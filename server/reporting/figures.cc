#include "reporting/figures.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "domain/times.h"
#include "reporting/words.h"

namespace almanac::reporting {
namespace {

v1::ReportingBody BodyOf(const v1::Program& program) {
  v1::ReportingBody body;
  body.set_title(program.title());
  body.set_website(program.website());
  body.set_portal_url(program.portal_url());
  body.set_contact_name(program.contact_name());
  body.set_contact_email(program.contact_email());
  body.set_contact_phone(program.contact_phone());
  body.set_residents(program.residents());
  body.set_time_zone(program.time_zone());
  body.set_sample(program.sample());
  return body;
}

}  // namespace

v1::AnnualSnapshot Freeze(const Record& record) {
  const Directory directory(record);
  v1::AnnualSnapshot snapshot;
  snapshot.set_definitions(kDefinitions);
  snapshot.set_title(fmt::format("{} Open Data, {}", record.program.title(),
                                 SpanWords(ToText(record.days.first), ToText(record.days.last))));
  snapshot.set_year(record.year);
  snapshot.set_first_day(ToText(record.days.first));
  snapshot.set_last_day(ToText(record.days.last));
  *snapshot.mutable_as_of_time() = domain::ToTimestamp(record.as_of);
  *snapshot.mutable_freeze_time() = domain::ToTimestamp(record.frozen);
  snapshot.set_as_of_day(record.as_of_day);
  snapshot.set_unfinished(record.as_of_day < snapshot.last_day());
  *snapshot.mutable_body() = BodyOf(record.program);
  *snapshot.mutable_rows() = directory.Titles();
  *snapshot.mutable_promises() = PromiseFiguresOf(directory);
  *snapshot.mutable_freshness() = FreshnessFiguresOf(directory);
  *snapshot.mutable_stock() = StockFiguresOf(directory, snapshot.promises());
  *snapshot.mutable_quality() = QualityFiguresOf(directory);
  *snapshot.mutable_growth() = GrowthFiguresOf(directory, snapshot.promises());
  *snapshot.mutable_plan() = PlanFiguresOf(directory);
  if (!record.before.empty()) *snapshot.mutable_last_year() = LastYearFiguresOf(record);
  if (auto queue = QueueFiguresOf(directory)) *snapshot.mutable_queue() = *std::move(queue);
  *snapshot.mutable_program_goals() = GoalsOf(directory, v1::Goal::PROGRAM);
  *snapshot.mutable_strategic_goals() = GoalsOf(directory, v1::Goal::STRATEGIC);
  return snapshot;
}

}  // namespace almanac::reporting
