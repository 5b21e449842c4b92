// From a one-time code to a token, and its end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>

#include "almanac/v1/tokens.pb.h"
#include "base/ids.h"
#include "support/town.h"

namespace almanac::support {
namespace {

using testing::SizeIs;

struct Tokens : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};

  std::string CodeFor(const std::string& person, const std::string& issuer = "") {
    v1::EnrolPersonRequest request;
    request.set_name("people/" + person);
    return town.Call<v1::EnrolPersonResponse>(issuer, request).code();
  }
  static v1::RedeemCodeRequest Redeeming(const std::string& code) {
    v1::RedeemCodeRequest request;
    request.set_code(code);
    return request;
  }
  v1::RedeemCodeResponse Enrolled(const std::string& person) {
    return town.Call<v1::RedeemCodeResponse>("", Redeeming(CodeFor(person)));
  }
  Error Refusal(const std::string& code) { return town.Refused<v1::RedeemCodeResponse>("", Redeeming(code)); }
  std::optional<Error> Try(const std::string& token) {
    return town.CallWithToken<v1::Program>(token, v1::GetProgramRequest());
  }
  static v1::RevokeTokenRequest Revoking(const v1::Token& token) {
    v1::RevokeTokenRequest request;
    request.set_name(token.name());
    return request;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Tokens, BothDatabases(), NameOfDatabase);

TEST_P(Tokens, AreMadeFromACodeAndProveWhoCalls) {
  const auto made = Enrolled("sam");
  EXPECT_EQ(made.token().person(), "people/sam");
  EXPECT_EQ(made.token().issued_by(), "local/administrator");
  EXPECT_FALSE(Try(made.secret_token()));
  Caller caller;
  town.Read([&](store::Tx& tx) {
    caller = *domain::CallerOf(domain::KnownOfToken(tx, Sha256Hex(made.secret_token())), tx.instant());
  });
  EXPECT_EQ(caller.principal, "people/sam");
  EXPECT_EQ(caller.enrolled_by, "local/administrator");
  EXPECT_EQ(caller.display_name, "Sam Oyelaran");
  ASSERT_THAT(caller.grants, SizeIs(1));
  EXPECT_EQ(caller.grants[0].role, "coordinator");
  EXPECT_EQ(caller.grants[0].department, "departments/parks");
}

TEST_P(Tokens, SpeakForAPersonWithoutAnyRole) {
  v1::CreatePersonRequest request;
  request.set_person_id("new");
  request.mutable_person()->set_display_name("New");
  town.Call<v1::Person>("", request);
  EXPECT_FALSE(Try(Enrolled("new").secret_token()));
}

TEST_P(Tokens, TakeACodeOnceAndHoweverItIsTyped) {
  auto code = CodeFor("sam");
  for (char& c : code) c = c == '-' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  town.Call<v1::RedeemCodeResponse>("", Redeeming(code));
  EXPECT_EQ(Refusal(code).reason(), Reason::CODE_INVALID);
}

TEST_P(Tokens, RefuseUnknownUsedExpiredAndReplacedCodesAlike) {
  const auto replaced = CodeFor("sam");
  const auto expired = CodeFor("sam");
  const auto used = CodeFor("grant");
  town.Call<v1::RedeemCodeResponse>("", Redeeming(used));
  const auto replaced_error = Refusal(replaced);
  town.clock().Advance(std::chrono::hours(72));
  const std::vector<Error> errors{Refusal("ABCD-EFGH"), Refusal(used), Refusal(expired), replaced_error};
  for (const auto& error : errors) {
    EXPECT_EQ(error.reason(), Reason::CODE_INVALID);
    EXPECT_EQ(error.message(), errors.front().message());
  }
}

TEST_P(Tokens, AreRefusedAlikeWhenUnknownExpiredOrRevoked) {
  const auto revoked = Enrolled("sam"), expiring = Enrolled("grant");
  town.Call<v1::Token>("sam", Revoking(revoked.token()));
  EXPECT_FALSE(Try(expiring.secret_token()));
  town.clock().Advance(std::chrono::hours(24 * 366));
  for (const auto& token : {std::string("nobody"), revoked.secret_token(), expiring.secret_token()}) {
    const auto error = Try(token);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->reason(), Reason::UNAUTHENTICATED);
    EXPECT_EQ(error->message(), Try("nobody")->message());
  }
}

TEST_P(Tokens, EndWithTheNextCall) {
  const auto made = Enrolled("sam");
  EXPECT_FALSE(Try(made.secret_token()));
  town.Call<v1::Token>("dana", Revoking(made.token()));
  EXPECT_TRUE(Try(made.secret_token()));
}

TEST_P(Tokens, AreListedToTheirOwnersAndToWhoMayEnrol) {
  Enrolled("sam");
  Enrolled("grant");
  EXPECT_THAT(town.Call<v1::ListTokensResponse>("sam", v1::ListTokensRequest()).tokens(), SizeIs(1));
  EXPECT_THAT(town.Call<v1::ListTokensResponse>("lee", v1::ListTokensRequest()).tokens(), SizeIs(0));
  EXPECT_THAT(town.Call<v1::ListTokensResponse>("dana", v1::ListTokensRequest()).tokens(), SizeIs(2));
  EXPECT_THAT(town.Call<v1::ListTokensResponse>("", v1::ListTokensRequest()).tokens(), SizeIs(2));
}

TEST_P(Tokens, AreRevokedByTheirOwnersAndByWhoMayEnrolOnce) {
  const auto made = Enrolled("sam");
  EXPECT_EQ(town.Refused<v1::Token>("grant", Revoking(made.token())).reason(), Reason::NOT_FOUND);
  EXPECT_TRUE(town.Call<v1::Token>("sam", Revoking(made.token())).has_revoke_time());
  EXPECT_EQ(town.Refused<v1::Token>("sam", Revoking(made.token())).reason(), Reason::WRONG_STATE);
}

TEST_P(Tokens, ComeFromCodesThatAdministratorsAloneMake) {
  v1::EnrolPersonRequest request;
  request.set_name("people/sam");
  EXPECT_EQ(town.Refused<v1::EnrolPersonResponse>("grant", request).reason(), Reason::PERMISSION_DENIED);
  request.set_valid_hours(10'000);
  EXPECT_EQ(town.Refused<v1::EnrolPersonResponse>("dana", request).reason(), Reason::INVALID_FIELD);
}

TEST_P(Tokens, ComeFromNoRehearsal) {
  const auto code = CodeFor("sam");
  v1::EnrolPersonRequest request;
  request.set_name("people/sam");
  request.set_validate_only(true);
  const auto rehearsed = town.Call<v1::EnrolPersonResponse>("", request);
  EXPECT_EQ(rehearsed.person(), "people/sam");
  EXPECT_TRUE(rehearsed.has_expire_time());
  EXPECT_EQ(rehearsed.code(), "") << "one that does not work would be shown as if it did";
  const auto made = town.Call<v1::RedeemCodeResponse>("", Redeeming(code));
  auto revoking = Revoking(made.token());
  revoking.set_validate_only(true);
  EXPECT_TRUE(town.Call<v1::Token>("sam", revoking).has_revoke_time());
  EXPECT_FALSE(Try(made.secret_token()));
}

TEST_P(Tokens, SayToWhomTheirCodeWasShown) {
  const auto made = town.Call<v1::RedeemCodeResponse>("", Redeeming(CodeFor("sam", "dana")));
  EXPECT_EQ(made.token().issued_by(), "people/dana");
}

}  // namespace
}  // namespace almanac::support
