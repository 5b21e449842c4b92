#include "domain/grants.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "base/error.h"
#include "base/json.h"
#include "domain/grant_terms.h"

namespace almanac::domain {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using v1::Permission;

Caller With(std::string role, std::string department = {}) {
  return {"people/kim", "Kim", "tokens/k", {}, {{std::move(role), std::move(department)}}, {}};
}

TEST(Grants, HoldWhereTheyWereGiven) {
  const auto kim = With("coordinator", "departments/parks");
  EXPECT_TRUE(Allows(kim, Permission::EDIT));
  EXPECT_TRUE(Allows(kim, Permission::EDIT, "departments/parks"));
  EXPECT_FALSE(Allows(kim, Permission::EDIT, "departments/police"));
  EXPECT_FALSE(AllowsEverywhere(kim, Permission::EDIT));
  EXPECT_TRUE(AllowsEverywhere(With("coordinator"), Permission::EDIT));
}

TEST(Grants, LetOwnersDecideAtHomeAndLeadershipEverywhere) {
  EXPECT_FALSE(Allows(With("owner", "departments/parks"), Permission::DECIDE, "departments/police"));
  EXPECT_TRUE(Allows(With("leadership", "departments/parks"), Permission::DECIDE, "departments/police"));
}

TEST(Grants, LetAdministratorsAlonePublish) {
  for (const auto& row : Roles()) {
    const bool may = Allows(With(RoleText(row.role)), Permission::PUBLISH);
    EXPECT_EQ(may, row.role == v1::ADMINISTRATOR) << row.title;
  }
}

constexpr std::array kToGrant{Permission::EDIT,    Permission::SUBMIT,     Permission::DECIDE,
                              Permission::PUBLISH, Permission::ADMINISTER, Permission::ENROL,
                              Permission::IMPORT,  Permission::REPORT,     Permission::SIGNAL};

std::string FileText(const std::string& path) {
  std::ifstream file(std::string(ALMANAC_SOURCE) + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool May(const RoleRow& row, Permission permission) {
  return std::find(row.permissions.begin(), row.permissions.end(), permission) != row.permissions.end();
}

// Of the help and of the document that tell what a role may do, each line is what the code allows.
TEST(Grants, AreWhatTheHelpOfGrantSays) {
  const std::string help = FileText("/proto/almanac/v1/people.proto");
  for (const auto& row : Roles()) {
    std::vector<std::string> words;
    for (const auto permission : kToGrant) {
      if (May(row, permission)) words.push_back(EnumText(*v1::Permission_descriptor()->FindValueByNumber(permission)));
    }
    const std::string role = RoleText(row.role);
    if (words.empty()) {
      const size_t line = help.find("- board_member");
      const std::string readers = help.substr(line, help.find('\n', line) - line);
      EXPECT_THAT(readers, HasSubstr(role));
      EXPECT_THAT(readers, EndsWith("nothing more than read"));
    } else {
      EXPECT_THAT(help, HasSubstr(fmt::format("  // - {}: {}\n", role, fmt::join(words, ", "))));
    }
  }
}

TEST(Grants, AreWhatTheTableOfTheDocumentsSays) {
  const std::string table = FileText("/docs/security.md");
  for (const auto& row : Roles()) {
    std::string role = RoleText(row.role);
    std::replace(role.begin(), role.end(), '_', ' ');
    // Those who only read share a line.
    std::string cells = "|";
    for (const auto permission : kToGrant) cells += May(row, permission) ? " x |" : " |";
    const size_t at = table.find(row.permissions.size() == 1 ? "| board member, " : fmt::format("| {} | x |", role));
    ASSERT_NE(at, std::string::npos) << role;
    const std::string line = table.substr(at, table.find('\n', at) - at);
    EXPECT_THAT(line, HasSubstr(role));
    EXPECT_THAT(line, EndsWith("| x " + cells)) << role;
  }
}

TEST(Grants, NameEveryRole) {
  for (int i = 1; i < v1::Role_descriptor()->value_count(); ++i) {
    const auto role = static_cast<v1::Role>(v1::Role_descriptor()->value(i)->number());
    EXPECT_NE(RoleTitle(RoleText(role)), "") << i;
    EXPECT_TRUE(Allows(With(RoleText(role)), Permission::READ));
  }
}

TEST(Grants, LetTheConsoleSetUpAndNothingElse) {
  const auto console = Caller::Console();
  for (const auto may : {Permission::READ, Permission::EDIT, Permission::ADMINISTER, Permission::ENROL,
                         Permission::IMPORT, Permission::REPORT, Permission::SIGNAL}) {
    EXPECT_TRUE(Allows(console, may)) << may;
  }
  for (const auto may_not : {Permission::SUBMIT, Permission::DECIDE, Permission::PUBLISH}) {
    EXPECT_FALSE(Allows(console, may_not)) << may_not;
    try {
      RequirePermission(console, may_not);
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.reason(), Reason::PERSON_REQUIRED);
      EXPECT_THAT(error.message(), HasSubstr("almanac --account"));
    }
  }
}

TEST(Grants, GiveThePublicNothing) {
  for (const auto any : {Permission::READ, Permission::EDIT, Permission::PUBLISH}) {
    EXPECT_FALSE(Allows(Caller::Public(), any));
  }
}

TEST(RequirePermission, SaysWhichRoleItTakesAndWhere) {
  try {
    RequirePermission(With("auditor"), Permission::SUBMIT, "departments/parks");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::PERMISSION_DENIED);
    EXPECT_THAT(error.message(), HasSubstr("coordinator or owner in parks"));
  }
}

std::string Denial(const Caller& caller, Permission permission, std::string_view department) {
  try {
    department.empty() ? RequirePermission(caller, permission) : RequirePermission(caller, permission, department);
  } catch (const Error& error) {
    return error.message();
  }
  return "allowed";
}

TEST(Grants, HoldFromTheFirstDayToTheLast) {
  v1::RoleGrant grant;
  EXPECT_TRUE(HoldsOn(grant, "2026-03-02"));
  grant.set_start_date("2026-03-02");
  grant.set_end_date("2026-03-04");
  EXPECT_FALSE(HoldsOn(grant, "2026-03-01"));
  EXPECT_TRUE(HoldsOn(grant, "2026-03-02"));
  EXPECT_TRUE(HoldsOn(grant, "2026-03-04"));
  EXPECT_FALSE(HoldsOn(grant, "2026-03-05"));
}

TEST(RequirePermission, ShowsTheCommandThatAnAdministratorTypes) {
  const auto kim = With("auditor");
  EXPECT_THAT(Denial(kim, Permission::SUBMIT, "departments/parks"),
              EndsWith("almanac person grant kim coordinator --department parks"));
  EXPECT_THAT(Denial(kim, Permission::DECIDE, "departments/parks"),
              EndsWith("almanac person grant kim owner --department parks"));
  EXPECT_THAT(Denial(kim, Permission::EDIT, ""),
              EndsWith("almanac person grant kim coordinator --department DEPARTMENT"));
  EXPECT_THAT(Denial(kim, Permission::PUBLISH, "departments/parks"),
              EndsWith("almanac person grant kim administrator --department parks"));
  EXPECT_THAT(Denial(kim, Permission::ADMINISTER, ""), EndsWith("almanac person grant kim administrator"));
  EXPECT_THAT(Denial(kim, Permission::REPORT, ""), EndsWith("almanac person grant kim manager"));
}

// The command does what it is shown for.
TEST(RequirePermission, ShowsARoleThatWouldDo) {
  for (int number = Permission::EDIT; number <= Permission::REPORT; ++number) {
    const auto permission = static_cast<Permission>(number);
    const std::string denial = Denial(With("auditor"), permission, "departments/parks");
    const std::string grant = denial.substr(denial.rfind("grant kim ") + 10);
    EXPECT_TRUE(Allows(With(grant.substr(0, grant.find(' ')), "departments/parks"), permission, "departments/parks"))
        << grant;
  }
}

}  // namespace
}  // namespace almanac::domain
