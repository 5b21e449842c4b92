// Departments are renamed, merged and split, and the record of before stays as it was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/audit.pb.h"
#include "almanac/v1/leadership.pb.h"
#include "almanac/v1/systems.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Reorganising : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  v1::Department Show(const std::string& id, const std::string& as_of = {}) {
    v1::GetDepartmentRequest request;
    request.set_name("departments/" + id);
    request.set_as_of(as_of);
    return town.Call<v1::Department>("dana", request);
  }
  static v1::RenameDepartmentRequest Rename(const std::string& title) {
    v1::RenameDepartmentRequest request;
    request.set_name("departments/parks");
    request.set_title(title);
    request.set_reason("Council resolution 14.");
    return request;
  }
  static v1::MergeDepartmentRequest Merge(const std::string& from, const std::string& into) {
    v1::MergeDepartmentRequest request;
    request.set_name("departments/" + from);
    request.set_into("departments/" + into);
    request.set_reason("Council resolution 14.");
    return request;
  }
  static v1::SplitDepartmentRequest Split() {
    v1::SplitDepartmentRequest request;
    request.set_name("departments/parks");
    request.set_department_id("forestry");
    request.set_title("Town Forestry");
    request.set_contact_email("forestry@example.gov");
    request.add_datasets("datasets/trees");
    request.set_reason("Council resolution 15.");
    return request;
  }
  static v1::UpdateDepartmentRequest Below(const std::string& department, const std::string& parent) {
    v1::UpdateDepartmentRequest request;
    request.mutable_department()->set_name("departments/" + department);
    request.mutable_department()->set_parent("departments/" + parent);
    request.mutable_update_mask()->add_paths("parent");
    request.set_etag("*");
    return request;
  }
  // parks above trails above signs above posts.
  void AddOffices() {
    std::string above = "parks";
    for (const std::string office : {"trails", "signs", "posts"}) {
      town.AddDepartment(office, "Office of " + office);
      town.Call<v1::Department>("dana", Below(office, above));
      above = office;
    }
  }
  v1::System AddSystem() {
    v1::CreateSystemRequest system;
    system.mutable_system()->set_title("Tree Keeper");
    system.mutable_system()->set_department("departments/parks");
    system.mutable_system()->set_opens_automatically(v1::System::OPENS);
    return town.Call<v1::System>("sam", system);
  }
  // An open one, and one that ended.
  void AddFindingsOfSystem() {
    v1::ImportAuditFindingsRequest request;
    for (const char* closed : {"", "2/1/2026"}) {
      auto* row = request.add_rows();
      row->set_row(request.rows_size() + 1);
      row->set_finding(*closed == '\0' ? "SEC-1" : "SEC-2");
      row->set_system("tree-keeper");
      row->set_severity("high");
      row->set_found("1/15/2026");
      row->set_text("An account without a password.");
      row->set_closed(closed);
    }
    town.Call<v1::ImportAuditFindingsResponse>("", request);
  }
  std::vector<std::string> FindingsSeenBy(const std::string& who) {
    const auto list = town.Call<v1::ListAuditFindingsResponse>(who, v1::ListAuditFindingsRequest());
    std::vector<std::string> seen;
    for (const auto& finding : list.audit_findings()) seen.push_back(finding.name());
    return seen;
  }
  v1::Reorganisation Merged(const std::string& from, const std::string& into) {
    return town.Call<v1::Reorganisation>("dana", Merge(from, into));
  }
  std::vector<std::string> GrantsOf(const std::string& who) {
    std::vector<std::string> grants;
    for (const auto& grant : town.CallerFor(who).grants) grants.push_back(grant.role + " " + grant.department);
    return grants;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Reorganising, BothDatabases(), NameOfDatabase);

TEST_P(Reorganising, IsForAdministratorsOfTheWholeBody) {
  trees.Create();
  town.AddPerson("pat", "Pat", v1::ADMINISTRATOR, "departments/parks");
  for (const std::string who : {"grant", "pat"}) {
    EXPECT_EQ(town.Refused<v1::Department>(who, Rename("Green")).reason(), Reason::PERMISSION_DENIED);
    EXPECT_EQ(town.Refused<v1::Reorganisation>(who, Merge("parks", "police")).reason(), Reason::PERMISSION_DENIED);
    EXPECT_EQ(town.Refused<v1::Reorganisation>(who, Split()).reason(), Reason::PERMISSION_DENIED);
  }
}

TEST_P(Reorganising, ByARenameKeepsTheNameAndFindsTheOldTitle) {
  auto request = Rename("Parks and Library");
  request.set_effective_date("2026-03-01");
  const auto renamed = town.Call<v1::Department>("dana", request);
  EXPECT_EQ(renamed.name(), "departments/parks");
  EXPECT_EQ(renamed.title(), "Parks and Library");
  ASSERT_THAT(renamed.former_titles(), SizeIs(1));
  EXPECT_EQ(renamed.former_titles(0).title(), "Parks and Recreation");
  EXPECT_EQ(renamed.former_titles(0).until_date(), "2026-02-28");
  v1::ListDepartmentsRequest list;
  list.set_filter("formerly:recreation");
  EXPECT_THAT(town.Call<v1::ListDepartmentsResponse>("sam", list).departments(), SizeIs(1));
}

TEST_P(Reorganising, ShowsTheRecordOfBeforeAsItWas) {
  trees.Create();
  town.SetToday("2026-04-01");
  town.Call<v1::Department>("dana", Rename("Green"));
  Merged("parks", "police");
  EXPECT_EQ(Show("parks", "2026-03-20").title(), "Parks and Recreation");
  EXPECT_EQ(Show("parks", "2026-03-20").end_date(), "");
  EXPECT_EQ(Show("parks").end_date(), "2026-03-31");
  v1::GetDatasetRequest request;
  request.set_name("datasets/trees");
  EXPECT_EQ(town.Call<v1::Dataset>("dana", request).department(), "departments/police");
  request.set_as_of("2026-03-20");
  EXPECT_EQ(town.Call<v1::Dataset>("dana", request).department(), "departments/parks");
}

TEST_P(Reorganising, ByAMergePutsAllOfItIntoTheOther) {
  trees.Published();
  trees.Plan("2026-09", "sam", "Heights");
  AddSystem();
  town.AddDepartment("trails", "Trails");
  town.Call<v1::Department>("dana", Below("trails", "parks"));
  const auto told = Merged("parks", "police");
  EXPECT_THAT(told.moved(), ElementsAre("datasets/trees", "systems/tree-keeper"));
  EXPECT_EQ(told.summary(), "parks ended on 2026-03-01; 2 records and the roles of 2 people went to police.");
  EXPECT_EQ(trees.Get().department(), "departments/police");
  EXPECT_EQ(trees.GetReview().department(), "departments/police");
  EXPECT_EQ(trees.GetRelease().department(), "departments/police");
  EXPECT_EQ(Show("trails").parent(), "departments/police");
  EXPECT_EQ(Show("parks").merged_into(), "departments/police");
  EXPECT_EQ(trees.Get().published_version(), 2);
  EXPECT_FALSE(trees.Get().pending_edit());
}

TEST_P(Reorganising, ByAMergeTakesAlsoWhatItHoldsForOthers) {
  auto dataset = Trees::Described();
  dataset.set_held_by_department("departments/police");
  trees.Create(dataset);
  v1::CreateSystemRequest system;
  system.mutable_system()->set_title("Tree Keeper");
  system.mutable_system()->set_department("departments/parks");
  system.mutable_system()->set_held_by_department("departments/police");
  system.mutable_system()->set_opens_automatically(v1::System::OPENS);
  town.Call<v1::System>("sam", system);
  EXPECT_THAT(Merged("police", "parks").moved(), ElementsAre("datasets/trees", "systems/tree-keeper"));
  EXPECT_EQ(trees.Get().held_by_department(), "departments/parks");
  EXPECT_EQ(trees.Get().department(), "departments/parks");
}

TEST_P(Reorganising, ByAMergeTakesTheRolesAlongAndNotTheSeat) {
  v1::GrantRoleRequest seat;
  seat.set_name("people/grant");
  seat.set_role(v1::LEADERSHIP);
  seat.set_department("departments/parks");
  town.Call<v1::Person>("dana", seat);
  Merged("parks", "police");
  EXPECT_THAT(GrantsOf("sam"), ElementsAre("coordinator departments/police"));
  EXPECT_THAT(GrantsOf("grant"), ElementsAre("owner departments/police"));
  const auto leadership = town.Call<v1::ListLeadershipResponse>("sam", v1::ListLeadershipRequest());
  EXPECT_THAT(leadership.seats(), SizeIs(1));
}

TEST_P(Reorganising, LeavesNothingToBeDoneInADepartmentThatEnded) {
  Merged("parks", "police");
  EXPECT_EQ(town.Refused<v1::Reorganisation>("dana", Merge("parks", "police")).reason(), Reason::WRONG_STATE);
  EXPECT_EQ(town.Refused<v1::Department>("dana", Rename("Green")).reason(), Reason::WRONG_STATE);
  v1::CreateDatasetRequest dataset;
  *dataset.mutable_dataset() = Trees::Described();
  const auto refused = town.Refused<v1::Dataset>("dana", dataset);
  EXPECT_EQ(refused.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(refused.message(), HasSubstr("use police in its place"));
  v1::GrantRoleRequest grant;
  grant.set_name("people/lee");
  grant.set_role(v1::OWNER);
  grant.set_department("departments/parks");
  EXPECT_EQ(town.Refused<v1::Person>("dana", grant).reason(), Reason::INVALID_FIELD);
}

TEST_P(Reorganising, ByAMergeIntoAnOfficeBelowItMakesNoRing) {
  AddOffices();
  Merged("parks", "signs");
  EXPECT_EQ(Show("signs").parent(), "");
  EXPECT_EQ(Show("trails").parent(), "departments/signs");
  EXPECT_EQ(Show("posts").parent(), "departments/signs");
  // Whoever walks up from there arrives.
  EXPECT_EQ(town.Refused<v1::Department>("dana", Below("signs", "trails")).reason(), Reason::INVALID_FIELD);
  EXPECT_EQ(town.Call<v1::Department>("dana", Below("police", "posts")).parent(), "departments/posts");
}

TEST_P(Reorganising, OfARingInOldDataIsMended) {
  AddOffices();
  town.Write([](store::Tx& tx) {
    auto trails = tx.Get<v1::Department>("departments/trails");
    trails.set_parent("departments/posts");
    tx.Because("department.updated");
    tx.Update(trails);
  });
  EXPECT_EQ(town.Call<v1::Department>("dana", Below("police", "posts")).parent(), "departments/posts");
  EXPECT_EQ(town.Call<v1::Department>("dana", Below("trails", "parks")).parent(), "departments/parks");
}

TEST_P(Reorganising, TakesTheFindingsOfASystemAlong) {
  trees.Create();
  AddSystem();
  AddFindingsOfSystem();
  EXPECT_THAT(FindingsSeenBy("alan"), IsEmpty());
  Merged("parks", "police");
  EXPECT_THAT(FindingsSeenBy("alan"), ElementsAre("audit_findings/sec-1", "audit_findings/sec-2"));
}

TEST_P(Reorganising, ByASplitTakesTheFindingsOfASystemAlong) {
  trees.Create();
  AddSystem();
  AddFindingsOfSystem();
  auto split = Split();
  split.clear_datasets();
  split.add_systems("systems/tree-keeper");
  town.Call<v1::Reorganisation>("dana", split);
  EXPECT_THAT(FindingsSeenBy("sam"), IsEmpty());
}

TEST_P(Reorganising, ByAnUpdateOfTheSystemTakesItsFindingsAlong) {
  AddSystem();
  AddFindingsOfSystem();
  v1::UpdateSystemRequest moved;
  moved.mutable_system()->set_name("systems/tree-keeper");
  moved.mutable_system()->set_department("departments/police");
  moved.mutable_update_mask()->add_paths("department");
  moved.set_etag("*");
  town.Call<v1::System>("dana", moved);
  EXPECT_THAT(FindingsSeenBy("sam"), IsEmpty());
  EXPECT_THAT(FindingsSeenBy("alan"), SizeIs(2));
}

TEST_P(Reorganising, OfADepartmentWithItselfIsRefused) {
  EXPECT_EQ(town.Refused<v1::Reorganisation>("dana", Merge("parks", "parks")).reason(), Reason::INVALID_FIELD);
}

TEST_P(Reorganising, HappensOnTheDayOrAfterwards) {
  auto request = Merge("parks", "police");
  request.set_effective_date("2026-03-03");
  EXPECT_EQ(town.Refused<v1::Reorganisation>("dana", request).reason(), Reason::INVALID_FIELD);
}

TEST_P(Reorganising, ByASplitPutsWhatIsNamedIntoANewOne) {
  trees.Create();
  const auto told = town.Call<v1::Reorganisation>("dana", Split());
  EXPECT_EQ(told.department(), "departments/forestry");
  EXPECT_THAT(told.moved(), ElementsAre("datasets/trees"));
  EXPECT_EQ(trees.Get().department(), "departments/forestry");
  EXPECT_EQ(Show("forestry").split_from(), "departments/parks");
  EXPECT_EQ(Show("parks").end_date(), "");
}

TEST_P(Reorganising, ByASplitTakesNothingOfAnother) {
  auto dataset = Trees::Described();
  dataset.set_department("departments/police");
  dataset.set_owner("people/alan");
  trees.Create(dataset, "alan");
  EXPECT_EQ(town.Refused<v1::Reorganisation>("dana", Split()).reason(), Reason::INVALID_FIELD);
}

TEST_P(Reorganising, MakesNobodyAnAuthorAndVoidsNothing) {
  trees.Create();
  trees.Submit();
  Merged("parks", "police");
  EXPECT_EQ(trees.Get("alan").state(), v1::Dataset::IN_REVIEW);
  EXPECT_EQ(trees.Decide(v1::RELEASE, "alan").state(), v1::Dataset::APPROVED);
}

}  // namespace
}  // namespace almanac::support
