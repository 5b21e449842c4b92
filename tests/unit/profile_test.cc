#include "domain/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace almanac::domain {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string Complaint(const std::string& text) {
  try {
    ParseProfile(text, "town.toml");
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::CONFIG_INVALID);
    return error.message();
  }
  return "none";
}

TEST(Profiles, ThatComeWithAlmanacAllRead) {
  EXPECT_THAT(ProfileNames(), ElementsAre("default", "gilbert", "uk-statistics"));
  for (const auto& name : ProfileNames()) {
    EXPECT_EQ(FindProfile(name).name, name);
    EXPECT_NE(FindProfile(name).source, "") << name;
  }
}

TEST(Profiles, LetGilbertPublishThePublicDomainAlone) {
  const auto gilbert = FindProfile("gilbert");
  EXPECT_TRUE(gilbert.AllowsLicence("CC0-1.0"));
  EXPECT_TRUE(gilbert.AllowsLicence("PDDL-1.0"));
  EXPECT_FALSE(gilbert.AllowsLicence("CC-BY-4.0"));
  EXPECT_EQ(gilbert.RoleTitle("administrator"), "Open Data Administrator");
  EXPECT_EQ(gilbert.RoleTitle("auditor"), "auditor");
  EXPECT_EQ(gilbert.year_end_month, 6);
  EXPECT_EQ(gilbert.report_sections.size(), 5u);
}

TEST(Profiles, LetTheUnitedKingdomPublishUnderItsOwnLicence) {
  const auto uk = FindProfile("uk-statistics");
  EXPECT_TRUE(uk.AllowsLicence("OGL-UK-3.0"));
  EXPECT_FALSE(uk.AllowsLicence("CC0-1.0"));
  EXPECT_FALSE(uk.console_codes);
}

TEST(Profiles, WithoutLicencesAllowEveryOpenOne) {
  const auto profile = FindProfile("default");
  EXPECT_TRUE(profile.AllowsLicence("CC-BY-4.0"));
  EXPECT_FALSE(profile.AllowsLicence("CC-BY-NC-4.0"));
}

TEST(Profiles, AreNamedWhenOneIsNotThere) {
  try {
    FindProfile("atlantis");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.message(), HasSubstr("default, gilbert, uk-statistics"));
  }
}

TEST(ParseProfile, NamesFileLineAndKeyOfWhatIsWrong) {
  EXPECT_THAT(Complaint("name = \"town\"\nyear_end_month = 13\n"), HasSubstr("town.toml:2: year_end_month: expected"));
  EXPECT_THAT(Complaint("name = \"town\"\n\ncolour = \"red\"\n"),
              HasSubstr("town.toml:3: colour: expected one of the keys"));
  EXPECT_THAT(Complaint("name = \"town\"\n[grace]\nmonthly = \"a week\"\n"), HasSubstr("town.toml:3: grace.monthly"));
  EXPECT_THAT(Complaint("name = \"town\"\ntime_zone = \"Mars/Olympus\"\n"),
              HasSubstr("time_zone: expected an IANA zone"));
  EXPECT_THAT(Complaint("name = \"town\"\nconsole_codes = \"maybe\"\n"), HasSubstr("\"allow\" or \"refuse\""));
  EXPECT_THAT(Complaint("name = \"Our Town\"\n"), HasSubstr("name: expected a short name"));
  EXPECT_THAT(Complaint("name = "), HasSubstr("town.toml:1"));
}

TEST(ParseProfile, OpensNoChannelOfAPersonUnlessItIsNamed) {
  const auto closed = ParseProfile("name = \"town\"\n", "town.toml");
  EXPECT_FALSE(closed.directory.names || closed.directory.emails || closed.directory.phones);
  EXPECT_EQ(closed.attestation_months, 12);
  const auto open =
      ParseProfile("name = \"town\"\n[directory]\nchannels = [\"name\", \"phone\"]\n[attestation]\nmonths = 6\n", "t");
  EXPECT_TRUE(open.directory.names && open.directory.phones);
  EXPECT_FALSE(open.directory.emails);
  EXPECT_EQ(open.attestation_months, 6);
  EXPECT_THAT(Complaint("name = \"town\"\n[directory]\nchannels = [\"fax\"]\n"),
              HasSubstr("town.toml:3: directory.channels: expected some of"));
}

TEST(ParseProfile, TakesGraceThatDiffers) {
  const auto profile = ParseProfile("name = \"town\"\n[grace]\npromise = 0\nmonthly = 10\n", "town.toml");
  EXPECT_EQ(profile.grace.promise, 0);
  EXPECT_EQ(profile.grace.monthly, 10);
  EXPECT_EQ(profile.grace.daily, 1);
}

}  // namespace
}  // namespace almanac::domain
