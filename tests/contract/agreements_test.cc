// Sharing agreements, and what might be opened instead.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/agreements.pb.h"
#include "almanac/v1/inbox.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Agreement : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  static v1::CreateAgreementRequest Creating() {
    v1::CreateAgreementRequest request;
    auto* agreement = request.mutable_agreement();
    agreement->set_partner("County Attorney");
    agreement->set_department("departments/parks");
    agreement->set_gateway("A.R.S. 11-532");
    agreement->set_purpose("Charging decisions.");
    agreement->set_end_date("2026-03-20");
    return request;
  }
  std::vector<std::string> Openings() {
    std::vector<std::string> kinds;
    const auto answer = town.Call<v1::ListOpeningsResponse>("dana", v1::ListOpeningsRequest());
    for (const auto& one : answer.openings()) kinds.push_back(one.kind());
    return kinds;
  }
  void Refuse(v1::Dataset::Access access) {
    auto dataset = Trees::Described();
    dataset.set_access(access);
    dataset.set_access_reason("It names keepers.");
    dataset.set_access_basis("A.R.S. 39-121.01");
    trees.Create(dataset);
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Agreement, BothDatabases(), NameOfDatabase);

TEST_P(Agreement, IsNamedAfterThePartnerAndNamesItsLaw) {
  EXPECT_EQ(town.Call<v1::Agreement>("sam", Creating()).name(), "agreements/county-attorney");
  auto lawless = Creating();
  lawless.mutable_agreement()->clear_gateway();
  EXPECT_EQ(town.Refused<v1::Agreement>("sam", lawless).reason(), Reason::INVALID_FIELD);
}

TEST_P(Agreement, DoesNotEndBeforeItBegins) {
  auto request = Creating();
  request.mutable_agreement()->set_start_date("2026-04-01");
  EXPECT_EQ(town.Refused<v1::Agreement>("sam", request).reason(), Reason::INVALID_FIELD);
}

TEST_P(Agreement, IsWrittenByItsDepartment) {
  EXPECT_EQ(town.Refused<v1::Agreement>("alan", Creating()).reason(), Reason::PERMISSION_DENIED);
}

TEST_P(Agreement, IsInTheInboxAMonthBeforeItEnds) {
  town.Call<v1::Agreement>("sam", Creating());
  const auto inbox = town.Call<v1::GetInboxResponse>("sam", v1::GetInboxRequest());
  ASSERT_EQ(inbox.items_size(), 1);
  EXPECT_EQ(inbox.items(0).kind(), "agreement");
  EXPECT_EQ(inbox.items(0).until(), "2026-03-20");
}

TEST_P(Agreement, QueuesWhatIsSharedAndNobodyAskedAbout) {
  Refuse(v1::Dataset::SHARED);
  EXPECT_THAT(Openings(), ElementsAre("never_asked"));
  trees.Submit();
  trees.Decide(v1::LIMITED_ACCESS, "grant");
  EXPECT_THAT(Openings(), IsEmpty());
}

TEST_P(Agreement, QueuesTotalsThatNobodyHasMade) {
  trees.Create();
  trees.Submit();
  trees.Decide(v1::AGGREGATE_ONLY, "grant");
  EXPECT_THAT(Openings(), ElementsAre("no_aggregate"));
}

TEST_P(Agreement, QueuesWhatIsWithheldWithNothingInItsPlace) {
  trees.Create();
  trees.Submit();
  auto decide = Trees::Deciding(v1::WITHHOLD);
  decide.set_review_again_date("2026-06-01");
  town.Call<v1::Dataset>("grant", decide);
  EXPECT_THAT(Openings(), ElementsAre("no_stand_in"));
  town.SetToday("2026-06-02");
  EXPECT_THAT(Openings(), ElementsAre("review_due"));
}

}  // namespace
}  // namespace almanac::support
