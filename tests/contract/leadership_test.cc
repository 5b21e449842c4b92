// Who speaks for each department, and the directory that anybody may have.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/dataset_check.pb.h"
#include "almanac/v1/leadership.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

void GiveRole(Town& town, v1::GrantRoleRequest request, const std::string& person, v1::Role role,
              const std::string& department) {
  request.set_name("people/" + person);
  request.set_role(role);
  if (!department.empty()) request.set_department("departments/" + department);
  town.Call<v1::Person>("dana", request);
}

v1::GrantRoleRequest First() {
  v1::GrantRoleRequest request;
  request.set_deputy(true);
  return request;
}
v1::GrantRoleRequest Second() {
  v1::GrantRoleRequest request;
  request.set_second_deputy(true);
  return request;
}

struct Leadership : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};

  v1::LeadershipSeat SeatOf(const std::string& department) {
    const auto leadership = town.Call<v1::ListLeadershipResponse>("sam", v1::ListLeadershipRequest());
    for (const auto& seat : leadership.seats()) {
      if (seat.department() == "departments/" + department) return seat;
    }
    return {};
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Leadership, BothDatabases(), NameOfDatabase);

TEST_P(Leadership, HasOneRepresentativeADepartment) {
  EXPECT_EQ(SeatOf("parks").gap(), "nobody speaks for it");
  EXPECT_EQ(SeatOf("parks").command(), "almanac person grant PERSON leadership --department parks");
  GiveRole(town, {}, "grant", v1::LEADERSHIP, "parks");
  EXPECT_EQ(SeatOf("parks").representative(), "people/grant");
  EXPECT_EQ(SeatOf("parks").gap(), "");
  GiveRole(town, {}, "sam", v1::LEADERSHIP, "parks");
  EXPECT_EQ(SeatOf("parks").gap(), "one too many: also sam");
}

TEST_P(Leadership, NamesDeputiesInTheOrderInWhichTheyStandIn) {
  GiveRole(town, Second(), "alan", v1::LEADERSHIP, "parks");
  GiveRole(town, First(), "sam", v1::LEADERSHIP, "parks");
  EXPECT_THAT(SeatOf("parks").deputies(), ElementsAre("people/sam", "people/alan"));
  EXPECT_EQ(SeatOf("parks").gap(), "vacant; a deputy stands in");
}

TEST_P(Leadership, AsksNoContractorAndNoCommittee) {
  v1::CreateDepartmentRequest request;
  request.set_department_id("haulers");
  request.mutable_department()->set_title("Desert Haul");
  request.mutable_department()->set_kind(v1::Department::CONTRACTOR);
  town.Call<v1::Department>("dana", request);
  EXPECT_EQ(SeatOf("haulers").department(), "");
}

struct Deputies : Leadership {};
INSTANTIATE_TEST_SUITE_P(Both, Deputies, BothDatabases(), NameOfDatabase);

TEST_P(Deputies, AreProposedToASeatAfterTheHolderAndOneAfterTheOther) {
  Trees trees(town);
  auto dataset = Trees::Described();
  dataset.mutable_fields(0)->set_quasi_identifier(true);
  trees.Create(dataset);
  GiveRole(town, Second(), "alan", v1::PRIVACY_OFFICER, "");
  GiveRole(town, First(), "sam", v1::PRIVACY_OFFICER, "");
  GiveRole(town, First(), "dana", v1::PRIVACY_OFFICER, "");
  v1::CheckDatasetRequest check;
  check.set_name("datasets/trees");
  const auto response = town.Call<v1::CheckDatasetResponse>("lee", check);
  // Sam wrote it, and so has no say.
  EXPECT_THAT(response.seats(1).could_be_filled_by(), ElementsAre("people/helen", "people/dana", "people/alan"));
}

struct DirectoryOfCoordinators : Leadership {
  v1::GetDirectoryResponse Directory(v1::GetDirectoryRequest::Format format = v1::GetDirectoryRequest::VCARD) {
    v1::GetDirectoryRequest request;
    request.set_format(format);
    return town.Call<v1::GetDirectoryResponse>("lee", request);
  }
  void SetUp() override {
    v1::UpdatePersonRequest request;
    request.mutable_person()->set_name("people/sam");
    request.mutable_person()->set_email("sam.private@example.gov");
    request.mutable_person()->set_phone("480-555-0199");
    request.set_etag("*");
    town.Call<v1::Person>("dana", request);
  }
};
INSTANTIATE_TEST_SUITE_P(Both, DirectoryOfCoordinators, BothDatabases(), NameOfDatabase);

TEST_P(DirectoryOfCoordinators, HasRoleAndGenericAddressOfEachDepartmentVacanciesIncluded) {
  const auto entries = Directory().entries();
  ASSERT_EQ(entries.size(), 2);
  EXPECT_EQ(entries[0].role(), "open data coordinator");
  EXPECT_EQ(entries[0].standing(), "filled");
  EXPECT_EQ(entries[0].contact_email(), "parks@example.gov");
  EXPECT_EQ(entries[1].standing(), "vacant");
  EXPECT_EQ(entries[1].contact_email(), "police@example.gov");
}

TEST_P(DirectoryOfCoordinators, HasOfAPersonOnlyWhatTheProfileOpens) {
  EXPECT_EQ(Directory().entries(0).coordinator(), "Sam Oyelaran");
  for (const auto format :
       {v1::GetDirectoryRequest::VCARD, v1::GetDirectoryRequest::CSV, v1::GetDirectoryRequest::JSON}) {
    const auto directory = Directory(format);
    EXPECT_THAT(directory.content(), AllOf(HasSubstr("Sam Oyelaran"), Not(HasSubstr("sam.private"))));
    EXPECT_THAT(directory.ShortDebugString(), Not(HasSubstr("0199")));
  }
}

TEST(DirectoryOfABodyThatOpensNothing, NamesNobody) {
  Town town(store::Backend::kSqlite, "default");
  v1::GetDirectoryRequest request;
  request.set_format(v1::GetDirectoryRequest::VCARD);
  EXPECT_THAT(town.Call<v1::GetDirectoryResponse>("lee", request).ShortDebugString(), Not(HasSubstr("Sam")));
}

TEST_P(DirectoryOfCoordinators, IsAFileOfCardsThatOthersRead) {
  v1::UpdateDepartmentRequest request;
  request.mutable_department()->set_name("departments/parks");
  request.mutable_department()->set_title(
      "Parks, Recreation; and the Bücherei of the whole town and of its northern half");
  request.set_etag("*");
  town.Call<v1::Department>("dana", request);
  const std::string cards = Directory().content();
  EXPECT_THAT(cards, HasSubstr("BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:almanac:departments/parks\r\n"));
  EXPECT_THAT(cards, HasSubstr("Parks\\, Recreation\\; and the B"));
  EXPECT_THAT(cards, HasSubstr("NOTE:Vacant"));
  for (size_t at = 0; at < cards.size();) {
    const size_t end = cards.find("\r\n", at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - at, 75u) << cards.substr(at, end - at);
    at = end + 2;
  }
}

}  // namespace
}  // namespace almanac::support
