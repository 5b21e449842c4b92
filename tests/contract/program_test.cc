// The body itself and its rules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "domain/profile.h"
#include "support/town.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;

struct Program : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};

  v1::Program Get() { return town.Call<v1::Program>("sam", v1::GetProgramRequest()); }
  static v1::UpdateProgramRequest Changing(const std::string& path) {
    v1::UpdateProgramRequest request;
    request.mutable_update_mask()->add_paths(path);
    request.set_etag("*");
    return request;
  }
  v1::Program Seed(const std::string& profile) {
    v1::Program program;
    town.Write([&](store::Tx& tx) { program = domain::SeedProgram(tx, profile); });
    return program;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Program, BothDatabases(), NameOfDatabase);

TEST_P(Program, TakesZoneYearAndLicenceFromItsProfile) {
  const auto program = Get();
  EXPECT_EQ(program.profile(), "gilbert");
  EXPECT_EQ(program.time_zone(), "America/Phoenix");
  EXPECT_EQ(program.year_end_month(), 6);
  EXPECT_EQ(program.default_licence(), "CC0-1.0");
  EXPECT_EQ(program.profile_version(), domain::FindProfile("gilbert").hash);
}

TEST_P(Program, IsSeededOnce) {
  const auto before = Get();
  EXPECT_EQ(Seed("gilbert").etag(), before.etag());
  EXPECT_EQ(Seed("").etag(), before.etag());
}

TEST_P(Program, RefusesToStartWithOtherRules) {
  try {
    Seed("uk-statistics");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::CONFIG_INVALID);
    EXPECT_THAT(error.message(), HasSubstr("almanac program update --profile uk-statistics"));
  }
}

TEST_P(Program, ChangesItsRulesByNameAndMovesOnToTheirLicence) {
  auto request = Changing("profile");
  request.mutable_program()->set_profile("uk-statistics");
  const auto program = town.Call<v1::Program>("dana", request);
  EXPECT_EQ(program.profile(), "uk-statistics");
  EXPECT_EQ(program.default_licence(), "OGL-UK-3.0");
  town.Read([&](store::Tx& tx) {
    EXPECT_FALSE(domain::ProfileOf(tx).console_codes);
    EXPECT_EQ(domain::ProfileOfVersion(tx, domain::FindProfile("gilbert").hash).name, "gilbert");
  });
}

TEST_P(Program, RefusesRulesZonesMonthsAndLicencesThatAreNotThere) {
  auto profile = Changing("profile");
  profile.mutable_program()->set_profile("atlantis");
  EXPECT_EQ(town.Refused<v1::Program>("dana", profile).reason(), Reason::INVALID_FIELD);
  auto zone = Changing("time_zone");
  zone.mutable_program()->set_time_zone("Mars/Olympus");
  EXPECT_EQ(town.Refused<v1::Program>("dana", zone).reason(), Reason::INVALID_FIELD);
  auto month = Changing("year_end_month");
  month.mutable_program()->set_year_end_month(13);
  EXPECT_EQ(town.Refused<v1::Program>("dana", month).reason(), Reason::INVALID_FIELD);
  auto licence = Changing("default_licence");
  licence.mutable_program()->set_default_licence("CC-BY-4.0");
  EXPECT_EQ(town.Refused<v1::Program>("dana", licence).reason(), Reason::INVALID_FIELD);
}

TEST_P(Program, NamesAllThatIsWrongAtOnce) {
  v1::UpdateProgramRequest request;
  request.set_etag("*");
  auto& program = *request.mutable_program();
  program.set_website("maple.example");
  program.set_time_zone("EST");  // There is such a zone, without summer time, and nobody means it.
  program.set_contact_email("nonsense");
  for (const char* path : {"website", "time_zone", "contact_email"}) request.mutable_update_mask()->add_paths(path);
  EXPECT_EQ(town.Refused<v1::Program>("dana", request).fields().size(), 3u);
  v1::UpdateProgramRequest rules;
  rules.set_etag("*");
  rules.mutable_program()->set_year_end_month(13);
  rules.mutable_program()->set_default_licence("CC-BY-4.0");
  for (const char* path : {"year_end_month", "default_licence"}) rules.mutable_update_mask()->add_paths(path);
  EXPECT_EQ(town.Refused<v1::Program>("dana", rules).fields().size(), 2u);
}

TEST_P(Program, IsChangedByAdministratorsAlone) {
  auto request = Changing("title");
  request.mutable_program()->set_title("Ours");
  EXPECT_EQ(town.Refused<v1::Program>("grant", request).reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(town.Call<v1::Program>("", request).title(), "Ours");
}

TEST_P(Program, BecomesNoSampleOnceItHasRecordsNorByAnUpdate) {
  try {
    town.Write([](store::Tx& tx) { domain::MarkSample(tx); });
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::DATABASE_NOT_EMPTY);
  }
  auto request = Changing("sample");
  request.mutable_program()->set_title("Made up");
  request.mutable_program()->set_sample(true);
  EXPECT_FALSE(town.Call<v1::Program>("dana", request).sample());
}

TEST_P(Program, TakesUpANewTextOfTheSameRules) {
  const auto path =
      std::filesystem::temp_directory_path() / (std::string("rules-") + std::to_string(::getpid()) + ".toml");
  const auto write = [&](const char* text) { std::ofstream(path) << text; };
  write("name = \"gilbert\"\n[grace]\nmonthly = 9\n");
  EXPECT_NE(Seed(path.string()).profile_version(), domain::FindProfile("gilbert").hash);
  town.Read([](store::Tx& tx) { EXPECT_EQ(domain::ProfileOf(tx).grace.monthly, 9); });
  std::filesystem::remove(path);
}

TEST(ProgramYear, EndsWithTheMonthOfTheProgram) {
  v1::Program program;
  program.set_year_end_month(6);
  EXPECT_EQ(ToText(domain::YearOf(program, 2026).first), "2025-07-01");
  EXPECT_EQ(ToText(domain::YearOf(program, 2026).last), "2026-06-30");
  EXPECT_EQ(domain::YearContaining(program, *ParseDay("2026-06-30")), 2026);
  EXPECT_EQ(domain::YearContaining(program, *ParseDay("2026-07-01")), 2027);
  program.set_year_end_month(2);
  EXPECT_EQ(ToText(domain::YearOf(program, 2028).last), "2028-02-29");
  EXPECT_EQ(ToText(domain::YearOf(program, 2028).first), "2027-03-01");
}

}  // namespace
}  // namespace almanac::support
