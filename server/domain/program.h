// The body itself: its name, zone, rules and goals.
#pragma once

#include <string>
#include <string_view>

#include "almanac/v1/program.pb.h"
#include "base/clock.h"
#include "store/tx.h"

namespace almanac::domain {

// What a body is called until somebody names it.
inline constexpr const char* kUnnamedBody = "This public body";

v1::Program GetProgram(store::Tx& tx, const v1::GetProgramRequest& request);

// A new profile takes effect at once; reviews that run keep theirs.
// Throws ETAG_MISMATCH, INVALID_FIELD (zone, profile, month or licence unknown), REFERENCE_NOT_FOUND.
v1::Program UpdateProgram(store::Tx& tx, const v1::UpdateProgramRequest& request);

// Makes the program on the first start, from a profile's name or path; later
// takes up a newer text of the same profile. An empty profile is `default` on
// the first start and whatever is in force later.
// Throws CONFIG_INVALID for a profile that differs from the one in force.
v1::Program SeedProgram(store::Tx& tx, std::string_view profile);

// For good: its data are made up, and every page and report says so.
// Throws DATABASE_NOT_EMPTY when the body has records already.
v1::Program MarkSample(store::Tx& tx);

// The day it is in the body's zone, as 2026-03-01.
std::string Today(store::Tx& tx);
Day TodayAsDay(store::Tx& tx);
// The day that an instant falls on there.
Day DayHere(store::Tx& tx, Instant instant);
// An instant as the clocks there show it: 2026-03-01 09:30.
std::string TimeHere(store::Tx& tx, Instant instant);

// Of a year named by the calendar year in which it ends: first and last day.
struct ProgramYear {
  Day first;
  Day last;
};
ProgramYear YearOf(const v1::Program& program, int year);
// The year that a day falls in.
int YearContaining(const v1::Program& program, Day day);

}  // namespace almanac::domain
