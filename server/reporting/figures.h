// The figures of a year: pure functions of the record as it stood. Each has a
// numerator, a denominator and the names of the rows behind both; a zero
// denominator is "not applicable", never 0 % or 100 %. Late, overdue and
// stale mean what domain/timeline.h says; a count is never a score (domain A.1 no. 22).
#pragma once

#include <optional>

#include "almanac/v1/annual.pb.h"
#include "reporting/record.h"

namespace almanac::reporting {

// Changes whenever a figure would come out otherwise from the same record.
inline constexpr const char* kDefinitions = "2";

// What became of the promises that stood when the year began, and how the
// year looks when only the last date announced is remembered.
v1::PromiseFigures PromiseFiguresOf(const Directory& directory);
// Which live sets are up to date.
v1::FreshnessFigures FreshnessFiguresOf(const Directory& directory);
// All that is held: public, could be, shared, closed; by department. Needs the two above.
v1::StockFigures StockFiguresOf(const Directory& directory, const v1::PromiseFigures& promises);
// How open, how well described, how often refreshed.
v1::QualityFigures QualityFiguresOf(const Directory& directory);
// What the year added to the public list and took from it.
v1::GrowthFigures GrowthFiguresOf(const Directory& directory, const v1::PromiseFigures& promises);
// The figures of progress as they were at the end of the year before.
v1::LastYearFigures LastYearFiguresOf(const Record& record);
// What comes until the end of the next year (ob:G5.3d).
v1::PlanFigures PlanFiguresOf(const Directory& directory);
// What waits and what comes first of it (ob:G4.8-G4.10); none where no more waits than can be done.
std::optional<v1::QueueFigures> QueueFiguresOf(const Directory& directory);
// The goals of a kind, each with the sets that serve it (ob:G5.3a, ob:G5.3b).
google::protobuf::RepeatedPtrField<v1::GoalLine> GoalsOf(const Directory& directory, v1::Goal::Kind kind);

// A refresh falls due again and again: not a closed series, not irregular.
bool NeedsRefresh(const v1::Dataset& dataset);
// The record says how often it is refreshed, or that it is not any more.
bool HasFrequency(const v1::Dataset& dataset);
// Among those that need a refresh. A set whose refreshes nobody recorded is not up to date.
bool IsUpToDate(const v1::Dataset& dataset, const std::string& today);
// "promised for 9 June 2026, published 30 June 2026, later by 21 days"
std::string OutcomeWords(const v1::PromiseLine& line);
// "refreshed 12 June 2026, next due 12 July 2026"
std::string RefreshWords(const v1::Dataset& dataset);
// Every field of the released extract has a definition, and there is one.
bool IsDescribed(const v1::Dataset& dataset);
bool IsMonthlyOrOftener(const v1::Dataset& dataset);

// Everything, frozen.
v1::AnnualSnapshot Freeze(const Record& record);

}  // namespace almanac::reporting
