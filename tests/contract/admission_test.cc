// Who calls, by which door and with which token, and whether they may.
#include "api/admission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/tokens.pb.h"
#include "store/tx_state.h"
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

// Calls of the same token go without looking its caller up, as long as the database confirms it (decision 0020).
struct Remembered : Admission {
  std::string List(const std::string& token) {
    return Try<v1::ListDatasetsResponse>("Datasets.ListDatasets", Door::kNetwork, token, v1::ListDatasetsRequest());
  }
  std::string Get(const std::string& token, const std::string& id) {
    v1::GetDatasetRequest request;
    request.set_name("datasets/" + id);
    return Try<v1::Dataset>("Datasets.GetDataset", Door::kNetwork, token, request);
  }
  void AddMarked(const std::string& id, const std::string& department) {
    v1::CreateDatasetRequest request;
    request.set_dataset_id(id);
    request.mutable_dataset()->set_title(id);
    request.mutable_dataset()->set_department("departments/" + department);
    request.mutable_dataset()->set_marking(v1::Dataset::RESTRICTED);
    town.Call<v1::Dataset>("", request);
  }
  std::string Mark() {
    std::string mark;
    town.Read([&](store::Tx& tx) {
      const store::Cell cells[] = {store::Cell::kText};
      tx.state().Select("SELECT mark FROM caller_marks", {}, cells, [&](const store::Row& row) { mark = row.Text(0); });
    });
    return mark;
  }
  int64_t Execute(const std::string& statement) {
    int64_t rows = 0;
    town.Write([&](store::Tx& tx) { rows = tx.state().connection.Execute(statement, {}); });
    return rows;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Remembered, BothDatabases(), NameOfDatabase);

TEST_P(Remembered, CallersEndWithTheNextCallWhereverTheirTokenWasRevoked) {
  const std::string token = "Bearer " + TokenOf("sam");
  EXPECT_EQ(Read(Door::kNetwork, token), "OK");
  EXPECT_EQ(Read(Door::kNetwork, token), "OK");
  // By somebody who knows nothing of this server: the database's own tools, or another server.
  Execute("UPDATE tokens SET revoke_time = '2026-03-02T16:00:00.000000Z'");
  EXPECT_EQ(Read(Door::kNetwork, token), "UNAUTHENTICATED");
  EXPECT_EQ(List(token), "UNAUTHENTICATED");
}

TEST_P(Remembered, CallersWriteNothingOnceTheirTokenWasRevoked) {
  const std::string token = "Bearer " + TokenOf("sam");
  v1::CreateDatasetRequest create;
  create.mutable_dataset()->set_title("Trees");
  create.mutable_dataset()->set_department("departments/parks");
  create.set_request_id("the same each time");
  const auto write = [&](const std::string& id) {
    create.set_dataset_id(id);
    return Try<v1::Dataset>("Datasets.CreateDataset", Door::kNetwork, token, create);
  };
  EXPECT_EQ(write("trees"), "OK");
  EXPECT_EQ(write("trees"), "OK") << "the answer of before";
  EXPECT_EQ(write("others"), "REQUEST_ID_REUSED");
  create.set_request_id("");
  EXPECT_EQ(write("trees"), "ALREADY_EXISTS");
  Execute("UPDATE tokens SET revoke_time = '2026-03-02T16:00:00.000000Z'");
  EXPECT_EQ(write("shrubs"), "UNAUTHENTICATED");
  create.set_request_id("the same each time");
  EXPECT_EQ(write("trees"), "UNAUTHENTICATED") << "the answer of before is for who may have it";
  v1::GetDatasetRequest get;
  get.set_name("datasets/shrubs");
  EXPECT_EQ(Try<v1::Dataset>("Datasets.GetDataset", Door::kSocket, "", get), "NOT_FOUND");
}

TEST_P(Remembered, CallersWriteByTheRolesOfToday) {
  const std::string token = "Bearer " + TokenOf("sam");
  const auto write = [&](const std::string& id, const std::string& department) {
    v1::CreateDatasetRequest create;
    create.set_dataset_id(id);
    create.mutable_dataset()->set_title(id);
    create.mutable_dataset()->set_department("departments/" + department);
    return Try<v1::Dataset>("Datasets.CreateDataset", Door::kNetwork, token, create);
  };
  EXPECT_EQ(write("trees", "parks"), "OK");
  EXPECT_EQ(write("calls", "police"), "PERMISSION_DENIED");
  v1::GrantRoleRequest grant;
  grant.set_name("people/sam");
  grant.set_role(v1::COORDINATOR);
  grant.set_department("departments/police");
  town.Call<v1::Person>("", grant);
  EXPECT_EQ(write("calls", "police"), "OK") << "what is remembered is older";
  Execute("DELETE FROM role_grants");
  EXPECT_EQ(write("benches", "parks"), "PERMISSION_DENIED");
}

// Else whoever has a dead token would have each call read first, and be refused afterwards.
TEST_P(Remembered, CallersAreForgottenOnceTheirTokenIsOver) {
  const api::Handlers handlers = api::AllHandlers();
  const api::Handler& handler = *handlers.Find(Rpc("Programs.GetProgram"));
  const api::CallInfo call{Rpc("Programs.GetProgram"),
                           std::chrono::steady_clock::now() + std::chrono::seconds(30),
                           Door::kNetwork,
                           "Bearer " + TokenOf("sam"),
                           {}};
  api::Admission admission(town.work());
  EXPECT_FALSE(admission.FindRemembered(call, handler));
  EXPECT_EQ(admission.Find(call, handler).principal, "people/sam");
  EXPECT_EQ(admission.FindRemembered(call, handler)->mark, Mark());
  Execute("UPDATE tokens SET revoke_time = '2026-03-02T16:00:00.000000Z'");
  EXPECT_THROW(admission.Find(call, handler), Error);
  EXPECT_FALSE(admission.FindRemembered(call, handler));
}

TEST_P(Remembered, CallersExpireWithTheirToken) {
  const std::string token = "Bearer " + TokenOf("sam");
  EXPECT_EQ(Read(Door::kNetwork, token), "OK");
  EXPECT_EQ(Read(Door::kNetwork, token), "OK");
  town.clock().Advance(std::chrono::hours(24 * 4000));
  EXPECT_EQ(Read(Door::kNetwork, token), "UNAUTHENTICATED");
}

TEST_P(Remembered, CallersSeeWhatTheirRolesOfTodayLetThemSee) {
  AddMarked("hidden", "police");
  const std::string token = "Bearer " + TokenOf("sam");
  EXPECT_EQ(Get(token, "hidden"), "NOT_FOUND");
  EXPECT_EQ(Get(token, "hidden"), "NOT_FOUND") << "of nothing there is no row to confirm it with";
  v1::GrantRoleRequest grant;
  grant.set_name("people/sam");
  grant.set_role(v1::COORDINATOR);
  grant.set_department("departments/police");
  grant.set_end_date("2026-03-04");
  town.Call<v1::Person>("", grant);
  EXPECT_EQ(Get(token, "hidden"), "OK");
  EXPECT_EQ(Get(token, "hidden"), "OK");
  town.SetToday("2026-03-05");
  EXPECT_EQ(Get(token, "hidden"), "NOT_FOUND") << "a role that is over shows nothing, though nobody wrote anything";
}

TEST_P(Remembered, CallersTurnTheirDayInTheZoneOfTheBody) {
  AddMarked("hidden", "parks");
  const std::string token = "Bearer " + TokenOf("sam");
  v1::EndRoleRequest end;
  end.set_name("people/sam");
  end.set_role(v1::COORDINATOR);
  end.set_department("departments/parks");
  end.set_end_date("2026-03-02");
  town.Call<v1::Person>("", end);
  EXPECT_EQ(Get(token, "hidden"), "OK");
  EXPECT_EQ(Get(token, "hidden"), "OK");
  // It is Monday, 17:00 in UTC: Tuesday already where the clocks are fourteen hours ahead.
  Execute("UPDATE programs SET time_zone = 'Pacific/Kiritimati'");
  EXPECT_EQ(Get(token, "hidden"), "NOT_FOUND");
}

TEST_P(Remembered, CallersAreRefusedInTheSameWordsAsAnyOther) {
  const std::string token = "Bearer " + TokenOf("sam");
  const auto bad = [&] {
    v1::ListDatasetsRequest request;
    request.set_filter("nonsense = 1");
    return Try<v1::ListDatasetsResponse>("Datasets.ListDatasets", Door::kNetwork, token, request);
  };
  EXPECT_EQ(bad(), "INVALID_FILTER");
  EXPECT_EQ(bad(), "INVALID_FILTER");
  EXPECT_EQ(Get(token, "none"), "NOT_FOUND");
  EXPECT_EQ(List(token), "OK");
}

// Whatever a token's meaning is read from renews the mark, and nothing else does.
TEST_P(Remembered, CallersHoldAsLongAsTheMarkStands) {
  TokenOf("sam");
  const auto renews = [&](const std::string& statement) {
    const std::string before = Mark();
    EXPECT_GT(Execute(statement), 0) << statement;
    return Mark() != before;
  };
  EXPECT_TRUE(renews("UPDATE tokens SET label = label"));
  EXPECT_TRUE(renews("UPDATE token_secrets SET secret_hash = secret_hash"));
  EXPECT_TRUE(renews("UPDATE people SET display_name = display_name"));
  EXPECT_TRUE(renews("DELETE FROM role_grants"));
  EXPECT_TRUE(renews("UPDATE programs SET time_zone = time_zone"));
  EXPECT_FALSE(renews("UPDATE departments SET title = title"));
  EXPECT_TRUE(renews("DELETE FROM token_secrets"));
  EXPECT_EQ(Mark(), Mark());
}

}  // namespace
}  // namespace almanac::support
