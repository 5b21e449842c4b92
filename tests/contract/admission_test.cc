// Who calls, by which door and with which token, and whether they may.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/tokens.pb.h"
#include "support/town.h"

namespace almanac::support {
namespace {

using api::Door;
using testing::HasSubstr;
using testing::StartsWith;

const google::protobuf::MethodDescriptor* Rpc(const std::string& name) {
  return google::protobuf::DescriptorPool::generated_pool()->FindMethodByName("almanac.v1." + name);
}

struct Admission : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};

  std::string TokenOf(const std::string& person) {
    v1::EnrolPersonRequest enrol;
    enrol.set_name("people/" + person);
    v1::RedeemCodeRequest redeem;
    redeem.set_code(town.Call<v1::EnrolPersonResponse>("", enrol).code());
    return town.Call<v1::RedeemCodeResponse>("", redeem).secret_token();
  }
  // "OK", or why not.
  template <class Response, class Request>
  std::string Try(const std::string& rpc, Door door, const std::string& authorization, Request request) {
    Response response;
    api::CallInfo call{Rpc(rpc), std::chrono::steady_clock::now() + std::chrono::seconds(30), door, authorization, {}};
    const auto outcome = town.serve().Call(call, &request, &response);
    return outcome.ok() ? "OK" : std::string(ReasonName(outcome.error->reason()));
  }
  std::string Read(Door door, const std::string& authorization) {
    return Try<v1::Program>("Programs.GetProgram", door, authorization, v1::GetProgramRequest());
  }
  std::string Administer(Door door, const std::string& authorization) {
    v1::CreateDepartmentRequest request;
    request.mutable_department()->set_title("Fire");
    request.set_validate_only(true);
    return Try<v1::Department>("Departments.CreateDepartment", door, authorization, request);
  }
  std::string Decide(Door door, const std::string& authorization) {
    v1::DecideDatasetRequest request;
    request.set_name("datasets/none");
    request.set_etag("*");
    request.set_outcome(v1::RELEASE);
    request.set_reason("why not");
    return Try<v1::Dataset>("Datasets.DecideDataset", door, authorization, request);
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Admission, BothDatabases(), NameOfDatabase);

TEST_P(Admission, WithoutATokenIsTheConsoleOnTheSocketAndNobodyOnTheNetwork) {
  EXPECT_EQ(Read(Door::kSocket, ""), "OK");
  EXPECT_EQ(Administer(Door::kSocket, ""), "OK");
  EXPECT_EQ(Decide(Door::kSocket, ""), "PERSON_REQUIRED");
  EXPECT_EQ(Read(Door::kNetwork, ""), "UNAUTHENTICATED");
  EXPECT_EQ(Administer(Door::kNetwork, ""), "UNAUTHENTICATED");
  EXPECT_EQ(Decide(Door::kNetwork, ""), "UNAUTHENTICATED");
}

TEST_P(Admission, OfTheConsoleIsRefusedInTheWordsOfTheCommand) {
  v1::DecideDatasetRequest request;
  request.set_name("datasets/none");
  const auto refused = town.Refused<v1::Dataset>("", request);
  EXPECT_EQ(refused.reason(), Reason::PERSON_REQUIRED);
  EXPECT_THAT(refused.message(), StartsWith("dataset decide takes a person: "));
}

TEST_P(Admission, WithATokenIsThePersonOnEitherDoor) {
  const std::string sam = "Bearer " + TokenOf("sam"), dana = "bearer " + TokenOf("dana");
  for (const Door door : {Door::kSocket, Door::kNetwork}) {
    EXPECT_EQ(Read(door, sam), "OK");
    EXPECT_EQ(Administer(door, sam), "PERMISSION_DENIED");
    EXPECT_EQ(Administer(door, dana), "OK");
    EXPECT_EQ(Decide(door, "Bearer " + TokenOf("grant")), "NOT_FOUND");
  }
}

TEST_P(Admission, OfABadTokenIsRefusedOnEitherDoor) {
  const std::string good = TokenOf("sam");
  for (const Door door : {Door::kSocket, Door::kNetwork}) {
    for (const std::string& bad : {std::string("Bearer"), std::string("Bearer "), std::string("Bearer nonsense"),
                                   "Basic " + good, good, "Bearer " + good + "x", "Bearer  " + good}) {
      EXPECT_EQ(Read(door, bad), "UNAUTHENTICATED") << bad;
    }
  }
}

TEST_P(Admission, SaysTheSameWhateverIsWrongWithAToken) {
  const std::string token = TokenOf("sam");
  const auto words = [&](const std::string& authorization) {
    v1::GetProgramRequest request;
    v1::Program response;
    api::CallInfo call{Rpc("Programs.GetProgram"),
                       std::chrono::steady_clock::now() + std::chrono::seconds(30),
                       Door::kNetwork,
                       authorization,
                       {}};
    return town.serve().Call(call, &request, &response).error->message();
  };
  const std::string none = words("");
  EXPECT_THAT(none, HasSubstr("almanac login"));
  EXPECT_EQ(words("Bearer unknown"), none);
  EXPECT_EQ(words("nonsense"), none);
  town.clock().Advance(std::chrono::hours(24 * 4000));
  EXPECT_EQ(words("Bearer " + token), none);
}

TEST_P(Admission, ToRedeemACodeTakesNoTokenAndMindsNoOldOne) {
  const auto redeem = [&](const std::string& authorization) {
    v1::RedeemCodeRequest request;
    request.set_code("ABCD-EFGH");
    return Try<v1::RedeemCodeResponse>("Tokens.RedeemCode", Door::kNetwork, authorization, request);
  };
  EXPECT_EQ(redeem(""), "CODE_INVALID");
  EXPECT_EQ(redeem("Bearer long-expired"), "CODE_INVALID");
}

TEST_P(Admission, EndsWithTheLastDayOfARole) {
  const std::string token = "Bearer " + TokenOf("dana");
  EXPECT_EQ(Administer(Door::kNetwork, token), "OK");
  v1::EndRoleRequest end;
  end.set_name("people/dana");
  end.set_role(v1::ADMINISTRATOR);
  end.set_end_date("2026-03-02");
  town.Call<v1::Person>("", end);
  EXPECT_EQ(Administer(Door::kNetwork, token), "OK");
  town.SetToday("2026-03-03");
  EXPECT_EQ(Administer(Door::kNetwork, token), "PERMISSION_DENIED");
}

}  // namespace
}  // namespace almanac::support
