// People, the roles they hold on a day, and their departments.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/events.pb.h"
#include "support/town.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

struct People : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};

  static v1::GrantRoleRequest Granting(const std::string& person, v1::Role role, const std::string& department = {}) {
    v1::GrantRoleRequest request;
    request.set_name("people/" + person);
    request.set_role(role);
    request.set_department(department);
    return request;
  }
  static v1::EndRoleRequest Ending(const std::string& person, v1::Role role, const std::string& department = {}) {
    v1::EndRoleRequest request;
    request.set_name("people/" + person);
    request.set_role(role);
    request.set_department(department);
    return request;
  }
  std::vector<Grant> GrantsOf(const std::string& who) { return town.CallerFor(who).grants; }
};
INSTANTIATE_TEST_SUITE_P(Both, People, BothDatabases(), NameOfDatabase);

TEST_P(People, AreNamedAfterThemselves) {
  v1::CreatePersonRequest request;
  request.mutable_person()->set_display_name("Zoë Müller");
  EXPECT_EQ(town.Call<v1::Person>("dana", request).name(), "people/zoe-muller");
  EXPECT_EQ(town.Call<v1::Person>("dana", request).name(), "people/zoe-muller-2");
}

TEST_P(People, AreChangedByAdministratorsAlone) {
  v1::CreatePersonRequest request;
  request.mutable_person()->set_display_name("Zoë");
  EXPECT_EQ(town.Refused<v1::Person>("grant", request).reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(town.Refused<v1::Person>("grant", Granting("grant", v1::ADMINISTRATOR)).reason(),
            Reason::PERMISSION_DENIED);
}

TEST_P(People, HoldARoleFromItsFirstDayToItsLast) {
  auto request = Granting("sam", v1::AUDITOR);
  request.set_start_date("2026-03-04");
  request.set_end_date("2026-03-06");
  town.Call<v1::Person>("dana", request);
  for (const auto& [day, held] :
       {std::pair("2026-03-03", 1u), {"2026-03-04", 2u}, {"2026-03-06", 2u}, {"2026-03-07", 1u}}) {
    town.SetToday(day);
    EXPECT_THAT(GrantsOf("sam"), SizeIs(held)) << day;
  }
}

TEST_P(People, AreNotGrantedARoleThatEndsBeforeItStarts) {
  auto request = Granting("sam", v1::AUDITOR);
  request.set_start_date("2026-03-04");
  request.set_end_date("2026-03-03");
  EXPECT_EQ(town.Refused<v1::Person>("dana", request).reason(), Reason::INVALID_FIELD);
}

TEST_P(People, AreNotGrantedARoleInADepartmentThatIsNotThere) {
  EXPECT_EQ(town.Refused<v1::Person>("dana", Granting("sam", v1::OWNER, "departments/forests")).reason(),
            Reason::REFERENCE_NOT_FOUND);
}

TEST_P(People, AreGrantedTheSameRoleOnce) {
  const auto before = town.Call<v1::Person>("dana", Granting("sam", v1::AUDITOR));
  EXPECT_EQ(town.Call<v1::Person>("dana", Granting("sam", v1::AUDITOR)).etag(), before.etag());
}

TEST_P(People, GiveARoleUpAndKeepItInTheRecord) {
  auto request = Ending("sam", v1::COORDINATOR, "departments/parks");
  request.set_end_date("2026-03-13");
  const auto sam = town.Call<v1::Person>("dana", request);
  EXPECT_EQ(sam.grants(0).end_date(), "2026-03-13");
  EXPECT_THAT(GrantsOf("sam"), SizeIs(1));
  town.SetToday("2026-03-14");
  EXPECT_THAT(GrantsOf("sam"), SizeIs(0));
  EXPECT_EQ(town.Refused<v1::Person>("dana", request).reason(), Reason::NOT_FOUND);
}

TEST_P(People, CannotGiveUpWhatTheyDoNotHold) {
  EXPECT_EQ(town.Refused<v1::Person>("dana", Ending("sam", v1::OWNER, "departments/parks")).reason(),
            Reason::NOT_FOUND);
}

TEST_P(People, KeepTheirRolesInARehearsal) {
  auto grant = Granting("sam", v1::AUDITOR);
  grant.set_validate_only(true);
  EXPECT_THAT(town.Call<v1::Person>("dana", grant).grants(), SizeIs(2));
  auto end = Ending("sam", v1::COORDINATOR, "departments/parks");
  end.set_validate_only(true);
  EXPECT_EQ(town.Call<v1::Person>("dana", end).grants(0).end_date(), "2026-03-02");
  v1::GetPersonRequest request;
  request.set_name("people/sam");
  const auto sam = town.Call<v1::Person>("dana", request);
  ASSERT_THAT(sam.grants(), SizeIs(1));
  EXPECT_EQ(sam.grants(0).end_date(), "");
}

TEST_P(People, HaveAHistory) {
  v1::GetHistoryRequest request;
  request.set_name("people/sam");
  const auto history = town.Call<v1::GetHistoryResponse>("lee", request);
  ASSERT_EQ(history.entries_size(), 2);
  EXPECT_EQ(history.entries(0).event().verb(), "person.role_granted");
  EXPECT_EQ(history.entries(0).event().actor(), "local/administrator");
  EXPECT_EQ(history.entries(0).revision().revision(), 2);
  EXPECT_EQ(history.entries(0).revision().body(), "");
  request.set_view(v1::FULL);
  EXPECT_THAT(town.Call<v1::GetHistoryResponse>("lee", request).entries(1).revision().body(),
              HasSubstr("Sam Oyelaran"));
  request.set_page_size(1);
  const auto first = town.Call<v1::GetHistoryResponse>("lee", request);
  request.set_page_token(first.next_page_token());
  EXPECT_EQ(town.Call<v1::GetHistoryResponse>("lee", request).entries(0).event().verb(), "person.created");
  request.set_name("people/lee");
  EXPECT_EQ(town.Refused<v1::GetHistoryResponse>("lee", request).reason(), Reason::INVALID_PAGE_TOKEN);
}

TEST_P(People, AreFoundByTheirShortNameInTheHistoryToo) {
  v1::GetHistoryRequest request;
  request.set_name("sam");
  EXPECT_EQ(town.Call<v1::GetHistoryResponse>("lee", request).entries_size(), 2);
  request.set_name("police");
  EXPECT_EQ(town.Call<v1::GetHistoryResponse>("lee", request).entries(0).event().verb(), "department.created");
  request.set_name("nobody");
  const auto refused = town.Refused<v1::GetHistoryResponse>("lee", request);
  EXPECT_EQ(refused.reason(), Reason::NOT_FOUND);
  EXPECT_THAT(refused.message(), HasSubstr("datasets/calls-for-service"));
}

struct Departments : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};

  static v1::UpdateDepartmentRequest Below(const std::string& department, const std::string& parent) {
    v1::UpdateDepartmentRequest request;
    request.mutable_department()->set_name("departments/" + department);
    request.mutable_department()->set_parent(parent.empty() ? "" : "departments/" + parent);
    request.mutable_update_mask()->add_paths("parent");
    request.set_etag("*");
    return request;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Departments, BothDatabases(), NameOfDatabase);

TEST_P(Departments, AreOfTheKindDepartmentUnlessSaidOtherwise) {
  v1::GetDepartmentRequest request;
  request.set_name("departments/parks");
  EXPECT_EQ(town.Call<v1::Department>("sam", request).kind(), v1::Department::DEPARTMENT);
}

TEST_P(Departments, FormATreeWithoutRings) {
  town.AddDepartment("trails", "Trails");
  town.Call<v1::Department>("dana", Below("trails", "parks"));
  town.Call<v1::Department>("dana", Below("parks", "police"));
  EXPECT_EQ(town.Refused<v1::Department>("dana", Below("police", "trails")).reason(), Reason::INVALID_FIELD);
  EXPECT_EQ(town.Refused<v1::Department>("dana", Below("parks", "parks")).reason(), Reason::INVALID_FIELD);
  EXPECT_EQ(town.Refused<v1::Department>("dana", Below("parks", "forests")).reason(), Reason::REFERENCE_NOT_FOUND);
  EXPECT_EQ(town.Call<v1::Department>("dana", Below("parks", "")).parent(), "");
}

TEST_P(Departments, KeepTheirNames) {
  v1::CreateDepartmentRequest request;
  request.set_department_id("parks");
  request.mutable_department()->set_title("Other parks");
  EXPECT_EQ(town.Refused<v1::Department>("dana", request).reason(), Reason::ALREADY_EXISTS);
}

TEST_P(Departments, AreChangedByAdministratorsAlone) {
  EXPECT_EQ(town.Refused<v1::Department>("grant", Below("parks", "police")).reason(), Reason::PERMISSION_DENIED);
}

}  // namespace
}  // namespace almanac::support
