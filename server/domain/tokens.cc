#include "domain/tokens.h"

#include <fmt/format.h>

#include <cctype>

#include "almanac/v1/people.pb.h"
#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/grants.h"
#include "domain/profile.h"
#include "domain/program.h"
#include "domain/times.h"
#include "sql/people.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

// One message for every code that does not work: it tells a guesser nothing.
[[noreturn]] void RefuseCode() {
  throw Error(
      Reason::CODE_INVALID,
      "this code is unknown, was used already, or has expired. Codes work once; ask for a new one: almanac person "
      "enrol NAME");
}

v1::Token NewToken(store::Tx& tx, const v1::EnrolmentCode& code, const std::string& label) {
  v1::Token token;
  token.set_name(fmt::format("tokens/{}", RandomId(8)));
  token.set_person(code.person());
  token.set_label(label);
  token.set_issued_by(code.issued_by());
  token.set_issued_with(code.issued_with());
  *token.mutable_expire_time() = ToTimestamp(tx.instant() + std::chrono::hours(24 * ProfileOf(tx).token_days));
  return token;
}

}  // namespace

std::string HashOfCode(std::string_view code) {
  std::string plain;
  for (const char c : code) {
    if (std::isalnum(static_cast<unsigned char>(c))) {
      plain += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
  }
  return Sha256Hex(plain);
}

std::vector<std::string> IssuersOf(store::Tx& tx, const Caller& caller) {
  std::vector<std::string> issuers;
  if (!caller.enrolled_by.empty()) issuers.push_back(caller.enrolled_by);
  if (caller.token.empty()) return issuers;
  for (const auto& row : tx.Select<v1::Issuer>(sql::people::kIssuersOfToken, {{"token", caller.token}})) {
    if (row.issuer() != caller.enrolled_by) issuers.push_back(row.issuer());
  }
  return issuers;
}

v1::RedeemCodeResponse RedeemCode(store::Tx& tx, const v1::RedeemCodeRequest& request) {
  auto code = tx.Find<v1::EnrolmentCode>(HashOfCode(request.code()));
  if (!code || code->has_use_time() || ToInstant(code->expire_time()) <= tx.instant()) RefuseCode();
  *code->mutable_use_time() = ToTimestamp(tx.instant());
  tx.Put(*code);

  v1::RedeemCodeResponse response;
  response.set_secret_token(NewTokenSecret());
  tx.Because("token.issued", fmt::format("to {}, whose code was shown to {}", code->person(), code->issued_by()));
  *response.mutable_token() = tx.Create(NewToken(tx, *code, request.label()));
  v1::TokenSecret secret;
  secret.set_secret_hash(Sha256Hex(response.secret_token()));
  secret.set_token(response.token().name());
  tx.Insert(secret);
  return response;
}

v1::ListTokensResponse ListTokens(store::Tx& tx, const v1::ListTokensRequest& request) {
  v1::ListTokensResponse response;
  store::Scope scope;
  if (!Allows(tx.caller(), v1::Permission::ENROL)) scope.filter = fmt::format("person = \"{}\"", tx.caller().principal);
  store::List(tx, request, &response, scope);
  return response;
}

v1::Token RevokeToken(store::Tx& tx, const v1::RevokeTokenRequest& request) {
  auto token = tx.Find<v1::Token>(request.name());
  const bool may = token && (token->person() == tx.caller().principal || Allows(tx.caller(), v1::Permission::ENROL));
  if (!may) {
    throw Error(Reason::NOT_FOUND,
                fmt::format("there is no token {} of yours; `almanac token list` shows them", IdOf(request.name())));
  }
  if (token->has_revoke_time()) {
    throw Error(Reason::WRONG_STATE, fmt::format("{} was revoked already, at {}; nothing needs to be done",
                                                 IdOf(token->name()), TimeHere(tx, ToInstant(token->revoke_time()))));
  }
  *token->mutable_revoke_time() = ToTimestamp(tx.instant());
  tx.Because("token.revoked");
  return tx.Update(*token);
}

}  // namespace almanac::domain
