#include "domain/program.h"

#include <fmt/format.h>

#include <algorithm>

#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "domain/grants.h"
#include "domain/masks.h"
#include "domain/profile.h"
#include "sql/program.h"

namespace almanac::domain {
namespace {

constexpr std::string_view kName = "program";

// The rules by name; a caller from afar may not make the server read a path.
Profile RulesNamed(const std::string& name) {
  try {
    return FindProfile(name);
  } catch (const Error& error) {
    throw Error(Reason::INVALID_FIELD, error.message()).Field("program.profile", error.message());
  }
}

// All that is wrong at once.
void CheckProgram(const v1::Program& program, const Profile& profile) {
  std::vector<Error> wrong;
  if (!IsKnownZone(program.time_zone())) {
    wrong.push_back(
        Error(Reason::INVALID_FIELD, fmt::format("{} is no time zone; give an IANA name, such as America/Phoenix",
                                                 program.time_zone().empty() ? "nothing" : program.time_zone()))
            .Field("program.time_zone", "an IANA zone, such as America/Phoenix"));
  }
  if (program.year_end_month() < 1 || program.year_end_month() > 12) {
    wrong.push_back(Error(Reason::INVALID_FIELD, "the program's year ends in a month from 1 to 12; June is 6")
                        .Field("program.year_end_month", "1 to 12"));
  }
  if (!program.default_licence().empty() && !profile.AllowsLicence(program.default_licence())) {
    wrong.push_back(Error(Reason::INVALID_FIELD, fmt::format("the profile {} does not allow {} to be published",
                                                             profile.name, program.default_licence()))
                        .Field("program.default_licence", profile.licences.empty()
                                                              ? "an open licence, such as CC0-1.0"
                                                              : fmt::format("such as {}", profile.licences.front())));
  }
  if (!wrong.empty()) throw Joined(wrong);
}

void TakeUp(store::Tx& tx, const Profile& profile, v1::Program* program) {
  KeepProfileVersion(tx, profile);
  program->set_profile(profile.name);
  program->set_profile_version(profile.hash);
}

v1::Program FirstProgram(store::Tx& tx, const Profile& profile) {
  v1::Program program;
  program.set_name(std::string(kName));
  program.set_title(kUnnamedBody);
  program.set_time_zone(profile.time_zone.empty() ? "UTC" : profile.time_zone);
  program.set_year_end_month(profile.year_end_month);
  program.set_default_licence(profile.default_licence);
  TakeUp(tx, profile, &program);
  tx.Because("program.seeded", fmt::format("the first start, with the profile {}", profile.name));
  return tx.Create(program);
}

std::string ZoneOf(store::Tx& tx) {
  const auto program = tx.Find<v1::Program>(kName);
  return program ? program->time_zone() : "UTC";
}

}  // namespace

v1::Program GetProgram(store::Tx& tx, const v1::GetProgramRequest&) { return tx.Get<v1::Program>(kName); }

v1::Program UpdateProgram(store::Tx& tx, const v1::UpdateProgramRequest& request) {
  RequirePermission(tx.caller(), v1::Permission::ADMINISTER);
  const auto before = tx.Get<v1::Program>(kName, request.etag());
  v1::Program after = before;
  ApplyMask(request.program(), request.update_mask(), &after);
  if (after.profile() != before.profile()) {
    const Profile profile = RulesNamed(after.profile());
    TakeUp(tx, profile, &after);
    // A body that kept the old rules' licence moves on to the new rules' own.
    if (after.default_licence() == before.default_licence() && !profile.AllowsLicence(after.default_licence())) {
      after.set_default_licence(profile.default_licence);
    }
  }
  CheckProgram(after, ProfileOfVersion(tx, after.profile_version()));
  tx.Because("program.updated");
  return tx.Update(after);
}

v1::Program SeedProgram(store::Tx& tx, std::string_view profile) {
  auto program = tx.Find<v1::Program>(kName);
  if (!program) return FirstProgram(tx, FindProfile(profile.empty() ? "default" : profile));
  if (profile.empty()) {
    const auto names = ProfileNames();
    // A profile that was given by path stays as it was stored.
    if (std::find(names.begin(), names.end(), program->profile()) == names.end()) return *program;
    profile = program->profile();
  }
  const Profile given = FindProfile(profile);
  if (given.name != program->profile()) {
    throw Error(
        Reason::CONFIG_INVALID,
        fmt::format("the database follows the profile {}, not {}. Leave --profile away, or change the rules with "
                    "`almanac program update --profile {}`",
                    program->profile(), given.name, given.name));
  }
  if (given.hash == program->profile_version()) return *program;
  TakeUp(tx, given, &*program);
  tx.Because("program.rules_renewed", fmt::format("the text of the profile {} has changed", given.name));
  return tx.Update(*program);
}

v1::Program MarkSample(store::Tx& tx) {
  if (const auto found = tx.SelectOne<v1::Count>(sql::program::kCountOfRecords, {}); found && found->count() > 0) {
    throw Error(Reason::DATABASE_NOT_EMPTY,
                "a sample fills an empty database, and this one has records; name a new one with --db");
  }
  auto program = tx.Get<v1::Program>(kName);
  program.set_sample(true);
  tx.Because("program.marked_sample", "the data are made up");
  return tx.Update(program);
}

Day TodayAsDay(store::Tx& tx) { return DayIn(ZoneOf(tx), tx.instant()); }

Day DayHere(store::Tx& tx, Instant instant) { return DayIn(ZoneOf(tx), instant); }

std::string Today(store::Tx& tx) { return ToText(TodayAsDay(tx)); }

std::string TimeHere(store::Tx& tx, Instant instant) {
  const std::string zone = ZoneOf(tx);
  return fmt::format("{} {} {}", ToText(DayIn(zone, instant)), TimeOfDayIn(zone, instant), ZoneWord(zone, instant));
}

ProgramYear YearOf(const v1::Program& program, int year) {
  const int month = program.year_end_month() >= 1 && program.year_end_month() <= 12 ? program.year_end_month() : 12;
  const std::chrono::year_month end{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month))};
  const Day last = end / std::chrono::last;
  const Day first = Day((end - std::chrono::months(12)) / std::chrono::last) + std::chrono::days(1);
  return {first, last};
}

int YearContaining(const v1::Program& program, Day day) {
  const int year = static_cast<int>(std::chrono::year_month_day(day).year());
  return day <= YearOf(program, year).last ? year : year + 1;
}

}  // namespace almanac::domain
