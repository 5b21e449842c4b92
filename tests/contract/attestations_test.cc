// Once a year a department certifies its list.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/attestations.pb.h"
#include "almanac/v1/completeness.pb.h"
#include "almanac/v1/inbox.pb.h"
#include "almanac/v1/leadership.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

struct Attesting : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  static v1::AttestDepartmentRequest Unchanged(const std::string& department = "parks") {
    v1::AttestDepartmentRequest request;
    request.set_department("departments/" + department);
    request.set_unchanged(true);
    return request;
  }
  v1::AttestDepartmentResponse Attest() { return town.Call<v1::AttestDepartmentResponse>("sam", Unchanged()); }
  std::vector<std::string> InboxOf(const std::string& who) {
    std::vector<std::string> kinds;
    const auto inbox = town.Call<v1::GetInboxResponse>(who, v1::GetInboxRequest());
    for (const auto& item : inbox.items()) {
      kinds.push_back(item.kind() + ": " + item.command());
    }
    return kinds;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Attesting, BothDatabases(), NameOfDatabase);

TEST_P(Attesting, CertifiesListContactAndAccess) {
  trees.Create();
  const auto attested = Attest();
  EXPECT_EQ(attested.attestation(), "attestations/parks-2026");
  EXPECT_THAT(attested.certifies(), ElementsAre("1 dataset: 1 open; 0 published", "contact: parks@example.gov",
                                                "coordinator: sam", "data owner: grant"));
  EXPECT_THAT(attested.changed(), IsEmpty());
  EXPECT_EQ(attested.next_due_date(), "2027-03-02");
}

TEST_P(Attesting, ShowsWhatChangedSinceTheLastTime) {
  trees.Create();
  Attest();
  town.SetToday("2027-02-20");
  auto change = Trees::Update("coordinator");
  change.mutable_dataset()->set_coordinator("people/sam");
  trees.Change(change);
  town.AddPerson("kim", "Kim Ode", v1::COORDINATOR, "departments/parks");
  v1::UpdateDepartmentRequest contact;
  contact.mutable_department()->set_name("departments/parks");
  contact.mutable_department()->set_contact_email("green@example.gov");
  contact.set_etag("*");
  town.Call<v1::Department>("dana", contact);
  const auto attested = Attest();
  EXPECT_EQ(attested.since_date(), "2026-03-02");
  EXPECT_THAT(attested.changed(),
              ElementsAre("trees: coordinator nobody, now sam", "contact parks@example.gov, now green@example.gov",
                          "coordinator: kim, new"));
  v1::GetAttestationRequest request;
  request.set_name("attestations/parks-2027");
  const auto record = town.Call<v1::Attestation>("lee", request);
  EXPECT_EQ(record.changes(), 3);
  EXPECT_EQ(record.days_late(), 0);
  EXPECT_EQ(record.due_date(), "2027-03-02");
}

TEST_P(Attesting, ShowsBeforeItRecords) {
  auto request = Unchanged();
  request.set_unchanged(false);
  const auto refused = town.Refused<v1::AttestDepartmentResponse>("sam", request);
  EXPECT_EQ(refused.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(refused.message(), HasSubstr("almanac attest parks --dry-run"));
  request.set_validate_only(true);
  town.Call<v1::AttestDepartmentResponse>("sam", request);
  EXPECT_THAT(town.Call<v1::ListAttestationsResponse>("sam", v1::ListAttestationsRequest()).attestations(), IsEmpty());
  request.set_validate_only(false);
  request.set_note("Two lists of the library are missing until May.");
  EXPECT_THAT(town.Call<v1::AttestDepartmentResponse>("sam", request).attestation(), Not(IsEmpty()));
}

TEST_P(Attesting, IsDoneByWhoDescribesForTheDepartment) {
  EXPECT_EQ(town.Refused<v1::AttestDepartmentResponse>("alan", Unchanged()).reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(town.Refused<v1::AttestDepartmentResponse>("lee", Unchanged()).reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(town.Refused<v1::AttestDepartmentResponse>("", Unchanged()).reason(), Reason::PERSON_REQUIRED);
}

TEST_P(Attesting, IsOverdueAfterTheMonthsOfTheProfileForEverybodyToSee) {
  Attest();
  EXPECT_THAT(InboxOf("sam"), Not(Contains(HasSubstr("attest"))));
  town.SetToday("2027-03-02");
  EXPECT_THAT(InboxOf("sam"), Contains("attest: almanac attest parks --dry-run"));
  EXPECT_FALSE(town.Call<v1::ListLeadershipResponse>("lee", v1::ListLeadershipRequest()).seats(0).overdue());
  town.SetToday("2027-03-03");
  const v1::LeadershipSeat seat = town.Call<v1::ListLeadershipResponse>("lee", v1::ListLeadershipRequest()).seats(0);
  EXPECT_TRUE(seat.overdue());
  EXPECT_EQ(seat.attest_by(), "2027-03-02");
  v1::GetDirectoryRequest directory;
  directory.set_format(v1::GetDirectoryRequest::VCARD);
  const auto cards = town.Call<v1::GetDirectoryResponse>("lee", directory);
  EXPECT_TRUE(cards.entries(0).attestation_overdue());
  EXPECT_EQ(cards.entries(0).attested_date(), "2026-03-02");
  EXPECT_THAT(cards.content(), HasSubstr("attestation of the list is overdue"));
  EXPECT_THAT(town.Call<v1::Completeness>("lee", v1::GetCompletenessRequest()).attestations_overdue(),
              Contains("departments/parks"));
}

TEST_P(Attesting, IsDueForTheFirstTimeAsLongAfterTheDepartmentWasEntered) {
  town.SetToday("2027-03-03");
  EXPECT_THAT(InboxOf("sam"), Contains("attest: almanac attest parks --dry-run"));
  Attest();
  v1::GetAttestationRequest request;
  request.set_name("attestations/parks-2027");
  EXPECT_EQ(town.Call<v1::Attestation>("lee", request).days_late(), 1);
  EXPECT_THAT(InboxOf("sam"), Not(Contains(HasSubstr("attest"))));
}

}  // namespace
}  // namespace almanac::support
