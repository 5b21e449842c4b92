// Who leaves owns nothing afterwards, and nothing is owned by nobody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/handovers.pb.h"
#include "almanac/v1/inbox.pb.h"
#include "almanac/v1/tokens.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Leaving : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  void SetUp() override {
    auto dataset = Trees::Described();
    dataset.set_coordinator("people/sam");
    trees.Create(dataset);
    town.AddPerson("kim", "Kim Ode", v1::COORDINATOR, "departments/parks");
  }

  static v1::LeavePersonRequest Leave(const std::string& person, const std::string& successor = {}) {
    v1::LeavePersonRequest request;
    request.set_name("people/" + person);
    if (!successor.empty()) request.set_successor("people/" + successor);
    return request;
  }
  static v1::LeavePersonRequest Share(v1::LeavePersonRequest request, const std::string& of, const std::string& to) {
    auto* share = request.add_instead();
    share->set_of(of);
    share->set_to("people/" + to);
    return request;
  }
  v1::LeavePersonResponse Left(const v1::LeavePersonRequest& request) {
    return town.Call<v1::LeavePersonResponse>("dana", request);
  }
  v1::AcceptHandoverResponse Accept(const std::string& who, const std::string& from) {
    v1::AcceptHandoverRequest request;
    request.set_from("people/" + from);
    return town.Call<v1::AcceptHandoverResponse>(who, request);
  }
  static v1::AcceptHandoverRequest Accepting(const std::string& handover) {
    v1::AcceptHandoverRequest request;
    request.set_name("handovers/" + handover);
    return request;
  }
  static v1::DeclineHandoverRequest Declining(const std::string& handover) {
    v1::DeclineHandoverRequest request;
    request.set_name("handovers/" + handover);
    request.set_reason("The street trees are not ours.");
    return request;
  }
  static v1::OfferHandoverRequest Offering(const std::string& handover, const std::string& successor) {
    v1::OfferHandoverRequest request;
    request.set_name("handovers/" + handover);
    request.set_successor("people/" + successor);
    return request;
  }
  v1::Handover Show(const std::string& handover) {
    v1::GetHandoverRequest request;
    request.set_name("handovers/" + handover);
    return town.Call<v1::Handover>("dana", request);
  }
  std::vector<std::string> OrphansOf(const std::string& department = {}) {
    v1::ListOrphansRequest request;
    if (!department.empty()) request.set_department("departments/" + department);
    std::vector<std::string> found;
    const auto response = town.Call<v1::ListOrphansResponse>("lee", request);
    for (const auto& orphan : response.orphans()) {
      found.push_back(orphan.duty() + " of " + orphan.resource() + ": " + orphan.why());
    }
    return found;
  }
  std::vector<std::string> InboxOf(const std::string& who) {
    std::vector<std::string> commands;
    const auto inbox = town.Call<v1::GetInboxResponse>(who, v1::GetInboxRequest());
    for (const auto& item : inbox.items()) {
      commands.push_back(item.command());
    }
    return commands;
  }
  std::string TokenOf(const std::string& person) {
    v1::EnrolPersonRequest enrol;
    enrol.set_name("people/" + person);
    v1::RedeemCodeRequest redeem;
    redeem.set_code(town.Call<v1::EnrolPersonResponse>("", enrol).code());
    return town.Call<v1::RedeemCodeResponse>("", redeem).secret_token();
  }
  v1::Person Person(const std::string& id) {
    v1::GetPersonRequest request;
    request.set_name("people/" + id);
    return town.Call<v1::Person>("dana", request);
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Leaving, BothDatabases(), NameOfDatabase);

TEST_P(Leaving, IsForAdministratorsOfTheWholeBody) {
  EXPECT_EQ(town.Refused<v1::LeavePersonResponse>("grant", Leave("sam")).reason(), Reason::PERMISSION_DENIED);
  town.AddPerson("pat", "Pat", v1::ADMINISTRATOR, "departments/parks");
  EXPECT_EQ(town.Refused<v1::LeavePersonResponse>("pat", Leave("sam")).reason(), Reason::PERMISSION_DENIED);
}

TEST_P(Leaving, OffersEachThingToWhoIsNextInLine) {
  EXPECT_THAT(Left(Leave("sam")).offered(), ElementsAre("coordinator of trees: kim"));
  EXPECT_THAT(Left(Leave("grant")).offered(), ElementsAre("owner of trees: kim"));
}

TEST_P(Leaving, OffersItToWhomTheRequestNames) {
  EXPECT_THAT(Left(Share(Leave("grant", "kim"), "trees", "alan")).offered(),
              ElementsAre("owner of trees: alan", "data owner of parks: kim"));
}

TEST_P(Leaving, RefusesAShareOfWhatIsNotTheirs) {
  const auto refused = town.Refused<v1::LeavePersonResponse>("dana", Share(Leave("sam"), "crashes", "alan"));
  EXPECT_EQ(refused.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(refused.message(), HasSubstr("almanac person duties sam"));
}

TEST_P(Leaving, LeavesNothingToNobody) {
  for (const std::string who : {"sam", "kim"}) {
    v1::EndRoleRequest end;
    end.set_name("people/" + who);
    end.set_role(v1::COORDINATOR);
    end.set_department("departments/parks");
    end.set_end_date("2026-03-02");
    town.Call<v1::Person>("dana", end);
  }
  v1::EndRoleRequest administers;
  administers.set_name("people/dana");
  administers.set_role(v1::ADMINISTRATOR);
  town.Call<v1::Person>("", administers);
  town.SetToday("2026-03-03");
  const auto refused = town.Refused<v1::LeavePersonResponse>("", Leave("grant"));
  EXPECT_EQ(refused.reason(), Reason::MISSING_REQUIREMENTS);
  ASSERT_THAT(refused.missing(), SizeIs(1));
  EXPECT_EQ(refused.missing()[0].command, "almanac person leave grant --instead 'of=trees,to=PERSON'");
}

TEST_P(Leaving, EndsEveryRoleAndEveryCredentialAtOnce) {
  const std::string token = TokenOf("sam");
  EXPECT_FALSE(town.CallWithToken<v1::GetInboxResponse>(token, v1::GetInboxRequest()));
  v1::EnrolPersonRequest enrol;
  enrol.set_name("people/sam");
  v1::RedeemCodeRequest redeem;
  redeem.set_code(town.Call<v1::EnrolPersonResponse>("", enrol).code());
  Left(Leave("sam"));
  const auto refused = town.CallWithToken<v1::GetInboxResponse>(token, v1::GetInboxRequest());
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->reason(), Reason::UNAUTHENTICATED);
  EXPECT_EQ(town.Refused<v1::RedeemCodeResponse>("", redeem).reason(), Reason::CODE_INVALID);
  EXPECT_THAT(town.CallerFor("sam").grants, IsEmpty());
  EXPECT_EQ(town.Refused<v1::EnrolPersonResponse>("", enrol).reason(), Reason::WRONG_STATE);
}

TEST_P(Leaving, TakesEffectAtTheEndOfTheLastDay) {
  const std::string token = TokenOf("sam");
  auto request = Leave("sam");
  request.set_last_day("2026-03-06");
  Left(request);
  town.SetToday("2026-03-06");
  EXPECT_FALSE(town.CallWithToken<v1::GetInboxResponse>(token, v1::GetInboxRequest()));
  EXPECT_THAT(town.CallerFor("sam").grants, SizeIs(1));
  town.SetToday("2026-03-07");
  EXPECT_TRUE(town.CallWithToken<v1::GetInboxResponse>(token, v1::GetInboxRequest()));
  EXPECT_THAT(town.CallerFor("sam").grants, IsEmpty());
}

TEST_P(Leaving, HappensOnce) {
  Left(Leave("sam"));
  EXPECT_EQ(town.Refused<v1::LeavePersonResponse>("dana", Leave("sam")).reason(), Reason::WRONG_STATE);
}

TEST_P(Leaving, ChangesNothingInARehearsal) {
  auto request = Leave("sam");
  request.set_validate_only(true);
  EXPECT_THAT(Left(request).offered(), SizeIs(1));
  EXPECT_FALSE(Person("sam").has_leave_time());
  EXPECT_THAT(OrphansOf("parks"), IsEmpty());
}

TEST_P(Leaving, KeepsItInTheirNameUntilSomebodyAccepts) {
  Left(Leave("sam"));
  EXPECT_EQ(trees.Get().coordinator(), "people/sam");
  EXPECT_THAT(OrphansOf("parks"), ElementsAre("coordinator of datasets/trees: left; kim is asked"));
  EXPECT_THAT(InboxOf("kim"), Contains("almanac handover accept trees-coordinator"));
  Accept("kim", "sam");
  EXPECT_EQ(trees.Get().coordinator(), "people/kim");
  EXPECT_THAT(OrphansOf("parks"), IsEmpty());
  EXPECT_THAT(InboxOf("kim"), testing::Not(Contains("almanac handover accept trees-coordinator")));
}

TEST_P(Leaving, IsAnsweredByTheSuccessorAlone) {
  Left(Leave("sam"));
  EXPECT_EQ(town.Refused<v1::AcceptHandoverResponse>("alan", Accepting("trees-coordinator")).reason(),
            Reason::NOT_FOUND);
  EXPECT_EQ(town.Refused<v1::DeclineHandoverResponse>("dana", Declining("trees-coordinator")).reason(),
            Reason::NOT_FOUND);
  EXPECT_EQ(town.Refused<v1::AcceptHandoverResponse>("", Accepting("trees-coordinator")).reason(),
            Reason::PERSON_REQUIRED);
}

TEST_P(Leaving, IsAnsweredOnce) {
  Left(Leave("sam"));
  Accept("kim", "sam");
  EXPECT_EQ(town.Refused<v1::AcceptHandoverResponse>("kim", Accepting("trees-coordinator")).reason(),
            Reason::WRONG_STATE);
  EXPECT_EQ(town.Refused<v1::DeclineHandoverResponse>("kim", Declining("trees-coordinator")).reason(),
            Reason::WRONG_STATE);
  EXPECT_EQ(town.Refused<v1::Handover>("dana", Offering("trees-coordinator", "alan")).reason(), Reason::WRONG_STATE);
}

TEST_P(Leaving, IsDeclinedWithAReason) {
  Left(Leave("sam"));
  auto silent = Declining("trees-coordinator");
  silent.clear_reason();
  EXPECT_EQ(town.Refused<v1::DeclineHandoverResponse>("kim", silent).reason(), Reason::REASON_REQUIRED);
  town.Call<v1::DeclineHandoverResponse>("kim", Declining("trees-coordinator"));
  EXPECT_EQ(trees.Get().coordinator(), "people/sam");
  EXPECT_THAT(OrphansOf(), Contains(HasSubstr("kim declined: The street trees are not ours.")));
  EXPECT_THAT(InboxOf("dana"), Contains("almanac handover offer trees-coordinator PERSON"));
  EXPECT_EQ(town.Refused<v1::Handover>("kim", Offering("trees-coordinator", "grant")).reason(),
            Reason::PERMISSION_DENIED);
  town.Call<v1::Handover>("dana", Offering("trees-coordinator", "grant"));
  Accept("grant", "sam");
  EXPECT_EQ(trees.Get().coordinator(), "people/grant");
}

TEST_P(Leaving, GivesTheRoleToWhoAcceptsIt) {
  const auto left = Left(Share(Leave("grant", "kim"), "trees", "alan"));
  EXPECT_THAT(town.CallerFor("kim").grants, SizeIs(1));
  EXPECT_THAT(Accept("kim", "grant").accepted(), ElementsAre("data owner of parks"));
  EXPECT_THAT(town.CallerFor("kim").grants, SizeIs(2));
}

TEST_P(Leaving, OffersAnyOtherRoleToItsDeputyAlone) {
  town.AddPerson("priya", "Priya", v1::AUDITOR);
  EXPECT_THAT(Left(Leave("helen", "sam")).gaps(),
              ElementsAre("nobody is privacy officer from then on: almanac person grant NAME privacy_officer"));
  v1::GrantRoleRequest grant;
  grant.set_name("people/priya");
  grant.set_role(v1::MANAGER);
  grant.set_second_deputy(true);
  town.Call<v1::Person>("dana", grant);
  grant.set_name("people/lee");
  grant.set_second_deputy(false);
  grant.set_deputy(true);
  town.Call<v1::Person>("dana", grant);
  EXPECT_THAT(Left(Leave("ruben", "sam")).offered(), ElementsAre("manager: lee"));
}

TEST_P(Leaving, IsNoWayForTwoWhoGoTogether) {
  auto later = Leave("kim");
  later.set_last_day("2026-03-20");
  Left(later);
  EXPECT_THAT(Left(Leave("sam")).offered(), Contains("coordinator of trees: grant"));
  const auto refused = town.Refused<v1::LeavePersonResponse>("dana", Leave("grant", "kim"));
  EXPECT_EQ(refused.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(refused.message(), HasSubstr("kim leaves too"));
}

TEST_P(Leaving, PassesOnWhatOthersLeftThem) {
  Left(Leave("sam"));
  Left(Leave("kim", "alan"));
  EXPECT_EQ(Show("trees-coordinator").successor(), "people/alan");
  EXPECT_EQ(Show("trees-coordinator").leaver(), "people/sam");
  Accept("alan", "sam");
  EXPECT_EQ(trees.Get().coordinator(), "people/alan");
}

TEST_P(Leaving, TellsNothingOfAMarkedDatasetToWhoMayNotSeeIt) {
  auto mark = Trees::Update("marking");
  mark.mutable_dataset()->set_marking(v1::Dataset::RESTRICTED);
  trees.Change(mark);
  const auto refused = town.Refused<v1::LeavePersonResponse>("dana", Share(Leave("sam"), "trees", "alan"));
  EXPECT_EQ(refused.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(refused.message(), HasSubstr("almanac person grant alan coordinator --department parks"));
  Left(Leave("sam"));
  v1::ListHandoversRequest list;
  EXPECT_THAT(town.Call<v1::ListHandoversResponse>("alan", list).handovers(), IsEmpty());
  EXPECT_THAT(town.Call<v1::ListHandoversResponse>("kim", list).handovers(), SizeIs(1));
}

TEST_P(Leaving, IsTakenBackByAReturn) {
  Left(Leave("sam"));
  v1::ReturnPersonRequest back;
  back.set_name("people/sam");
  EXPECT_FALSE(town.Call<v1::Person>("dana", back).has_leave_time());
  EXPECT_EQ(Show("trees-coordinator").state(), v1::Handover::OVER);
  EXPECT_EQ(trees.Get().coordinator(), "people/sam");
  EXPECT_THAT(town.CallerFor("sam").grants, IsEmpty());
  EXPECT_THAT(OrphansOf("parks"), ElementsAre("coordinator of datasets/trees: holds no role today"));
  EXPECT_EQ(town.Refused<v1::Person>("dana", back).reason(), Reason::WRONG_STATE);
}

TEST_P(Leaving, IsTakenBackBeforeTheLastDayAsIfNothingHadBeenToEnd) {
  v1::GrantRoleRequest later;
  later.set_name("people/sam");
  later.set_role(v1::OWNER);
  later.set_department("departments/police");
  later.set_start_date("2026-05-01");
  town.Call<v1::Person>("dana", later);
  v1::GrantRoleRequest passing;
  passing.set_name("people/sam");
  passing.set_role(v1::AUDITOR);
  passing.set_end_date("2026-12-31");
  town.Call<v1::Person>("dana", passing);
  const auto before = Person("sam");
  const std::string token = TokenOf("sam");
  auto request = Leave("sam");
  request.set_last_day("2026-03-06");
  Left(request);
  EXPECT_EQ(Person("sam").grants_size(), 2);
  v1::ReturnPersonRequest back;
  back.set_name("people/sam");
  const auto returned = town.Call<v1::Person>("dana", back);
  EXPECT_FALSE(returned.has_leave_time());
  std::vector<std::string> was, is;
  for (const auto& grant : before.grants()) was.push_back(grant.ShortDebugString());
  for (const auto& grant : returned.grants()) is.push_back(grant.ShortDebugString());
  EXPECT_THAT(is, testing::UnorderedElementsAreArray(was));
  EXPECT_EQ(Show("trees-coordinator").state(), v1::Handover::OVER);
  town.SetToday("2026-03-20");
  EXPECT_FALSE(town.CallWithToken<v1::GetInboxResponse>(token, v1::GetInboxRequest()));
  EXPECT_THAT(town.CallerFor("sam").grants, SizeIs(2));
}

TEST_P(Leaving, KeepsWhatSomebodyEndedMeanwhileWhenItIsTakenBack) {
  auto request = Leave("sam");
  request.set_last_day("2026-03-20");
  Left(request);
  v1::EndRoleRequest end;
  end.set_name("people/sam");
  end.set_role(v1::COORDINATOR);
  end.set_department("departments/parks");
  end.set_end_date("2026-03-10");
  town.Call<v1::Person>("dana", end);
  v1::ReturnPersonRequest back;
  back.set_name("people/sam");
  const auto returned = town.Call<v1::Person>("dana", back);
  ASSERT_THAT(returned.grants(), SizeIs(1));
  EXPECT_EQ(returned.grants(0).end_date(), "2026-03-10");
}

TEST_P(Leaving, EndsWhatSomebodyElseHasByNow) {
  Left(Leave("sam"));
  auto change = Trees::Update("coordinator");
  change.mutable_dataset()->set_coordinator("people/grant");
  trees.Change(change, "grant");
  const auto answer = Accept("kim", "sam");
  EXPECT_THAT(answer.accepted(), IsEmpty());
  EXPECT_THAT(answer.over(), ElementsAre("coordinator of trees: grant has it by now"));
  EXPECT_EQ(answer.summary(), "Not yours: coordinator of trees: grant has it by now.");
  EXPECT_EQ(trees.Get().coordinator(), "people/grant");
  const auto over = Show("trees-coordinator");
  EXPECT_EQ(over.state(), v1::Handover::OVER);
  EXPECT_EQ(over.reason(), "grant has it by now");
  EXPECT_TRUE(over.has_answer_time());
}

TEST_P(Leaving, IsAcceptedWhereTheSuccessorHasItAlready) {
  Left(Leave("sam"));
  auto change = Trees::Update("coordinator");
  change.mutable_dataset()->set_coordinator("people/kim");
  trees.Change(change, "grant");
  EXPECT_EQ(Accept("kim", "sam").summary(), "1 dataset of sam is yours now.");
  EXPECT_EQ(Show("trees-coordinator").state(), v1::Handover::ACCEPTED);
}

TEST_P(Leaving, TellsWhenItWasDeclinedInSomebodysPlace) {
  Left(Leave("sam", "kim"));
  // Nobody but those two and who leaves is left to take it.
  for (const std::string who : {"grant", "dana"}) {
    auto person = Person(who);
    v1::EndRoleRequest end;
    end.set_name(person.name());
    end.set_role(person.grants(0).role());
    end.set_department(person.grants(0).department());
    end.set_end_date("2026-03-02");
    town.Call<v1::Person>("", end);
  }
  town.SetToday("2026-03-03");
  town.Call<v1::LeavePersonResponse>("", Leave("kim"));
  v1::GetHandoverRequest get;
  get.set_name("handovers/trees-coordinator");
  const auto declined = town.Call<v1::Handover>("", get);
  EXPECT_EQ(declined.state(), v1::Handover::DECLINED);
  EXPECT_EQ(declined.reason(), "kim leaves too");
  EXPECT_TRUE(declined.has_answer_time());
  EXPECT_EQ(declined.offered_by(), "people/dana");
}

TEST_P(Leaving, HandsADatasetOverInOneStep) {
  auto change = Trees::Update("coordinator");
  change.mutable_dataset()->set_coordinator("people/grant");
  trees.Change(change);
  Left(Leave("grant", "kim"));
  const int before = std::stoi(trees.Get().etag());
  Accept("kim", "grant");
  EXPECT_EQ(trees.Get().owner(), "people/kim");
  EXPECT_EQ(trees.Get().coordinator(), "people/kim");
  EXPECT_EQ(std::stoi(trees.Get().etag()), before + 1);
}

TEST_P(Leaving, MakesNobodyAnAuthor) {
  Left(Leave("sam"));
  Accept("kim", "sam");
  EXPECT_THAT(trees.Get().authors(), testing::Not(Contains("people/kim")));
}

struct Owners : Leaving {};
INSTANTIATE_TEST_SUITE_P(Both, Owners, BothDatabases(), NameOfDatabase);

TEST_P(Owners, AreNotTakenAwayWithoutAnother) {
  const auto refused = town.Refused<v1::Dataset>("sam", Trees::Update("owner"));
  EXPECT_EQ(refused.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(refused.message(), HasSubstr("--owner PERSON"));
}

TEST_P(Owners, AreNobodyWhoLeft) {
  Left(Leave("alan", "dana"));
  auto change = Trees::Update("owner");
  change.mutable_dataset()->set_owner("people/alan");
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", change).reason(), Reason::INVALID_FIELD);
}

TEST_P(Owners, AreMissedDepartmentByDepartment) {
  town.AddDepartment("fire", "Fire");
  EXPECT_THAT(OrphansOf("fire"),
              ElementsAre("coordinator of departments/fire: nobody holds the role of coordinator there",
                          "owner of departments/fire: nobody holds the role of data owner there"));
  EXPECT_THAT(OrphansOf("police"), SizeIs(1));
}

TEST_P(Owners, AreToldWhatIsTheirs) {
  v1::ListDutiesRequest request;
  request.set_name("people/sam");
  std::vector<std::string> told;
  const auto of_sam = town.Call<v1::ListDutiesResponse>("lee", request);
  for (const auto& duty : of_sam.duties()) {
    told.push_back(duty.kind() + " " + duty.resource() + ": " + duty.next());
  }
  EXPECT_THAT(told, ElementsAre("coordinator datasets/trees: goes to kim", "role coordinator: stays with kim"));
  trees.Submit();
  request.set_name("people/grant");
  std::vector<std::string> kinds;
  const auto of_grant = town.Call<v1::ListDutiesResponse>("lee", request);
  for (const auto& duty : of_grant.duties()) kinds.push_back(duty.kind());
  EXPECT_THAT(kinds, ElementsAre("owner", "role", "review"));
}

}  // namespace
}  // namespace almanac::support
