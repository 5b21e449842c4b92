// `almanac login`, `almanac logout`, `almanac account list`.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iostream>

#include "almanac/v1/tokens.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/terminal.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

std::string MachineName() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? name : "";
}

std::string CodeFrom(const Values& values) {
  std::string code = values.Text("code");
  if (!values.Has("code")) {
    if (IsTerminal(stdin)) std::fputs("Code: ", stderr);
    std::getline(std::cin, code);
  }
  if (code.empty()) {
    throw UsageError("a code is needed", "An administrator gets one with: almanac person enrol NAME");
  }
  return code;
}

// Where to redeem: as typed, else where the account was before, else here.
Endpoint EndpointFor(const Session& session, const std::optional<Account>& before) {
  Endpoint endpoint = session.EndpointWithoutToken();
  if (session.has_address() || !before || before->server.empty()) return endpoint;
  endpoint.address = before->server;
  endpoint.ca_file = before->ca_file;
  endpoint.plain = before->insecure_loopback;
  return endpoint;
}

std::string Absolute(const std::string& path) {
  return path.empty() ? path : std::filesystem::absolute(path).lexically_normal().string();
}

Account AccountAt(const std::string& name, const Endpoint& endpoint, bool remember_address) {
  Account account;
  account.name = name;
  account.ca_file = Absolute(endpoint.ca_file);
  account.insecure_loopback = endpoint.plain;
  // The socket of this machine is found anew each time.
  if (remember_address) {
    account.server = endpoint.IsSocket() ? "unix:" + Absolute(endpoint.address.substr(5)) : endpoint.address;
  }
  return account;
}

}  // namespace

int RunLogin(Session& session, const Command& command, const Values& values) {
  const std::string& name = session.account_name();
  if (name.empty()) throw UsageError("`none` is no account that could be logged in");
  const auto before = LoadAccount(name);
  const Endpoint endpoint = EndpointFor(session, before);
  v1::RedeemCodeRequest request;
  request.set_code(CodeFrom(values));
  request.set_label(values.Has("label") ? values.Text("label") : MachineName());
  v1::RedeemCodeResponse answer;
  Channel(endpoint, 60).Call(command.method, request, &answer);

  Account account = AccountAt(name, endpoint, session.has_address() || (before && !before->server.empty()));
  account.token = answer.secret_token();
  account.token_name = answer.token().name();
  account.person = answer.token().person();
  StoreAccount(account);
  const std::string typed = name == "default" ? "almanac" : "almanac --account " + name;
  session.Say(fmt::format("Logged in as {}; the account is `{}`.", IdOf(account.person), name));
  session.Say(Dim("next: ", stderr) + typed);
  return 0;
}

int RunLogout(Session& session, const Command&, const Values&) {
  const std::string& name = session.account_name();
  const auto account = name.empty() ? std::nullopt : LoadAccount(name);
  if (!account)
    throw UsageError(fmt::format("there is no account {} here", name), "`almanac account list` shows those there are.");
  const Command* revoke = FindCommand("token", "revoke");
  if (revoke != nullptr && !account->token_name.empty()) {
    v1::RevokeTokenRequest request;
    request.set_name(account->token_name);
    request.set_request_id(RandomId(20));
    v1::Token answer;
    try {
      session.channel().Call(revoke->method, request, &answer);
    } catch (const Error& error) {
      // Logging out works without the server; who cares for the token is told.
      if (error.reason() != Reason::UNAUTHENTICATED) {
        session.Say(fmt::format("The token itself still lives ({}); to end it: almanac token revoke {}",
                                error.message(), IdOf(account->token_name)));
      }
    }
  }
  RemoveAccount(name);
  session.Say(fmt::format("Logged out; the account `{}` is forgotten here.", name));
  return 0;
}

int RunAccountList(Session& session, const Command&, const Values&) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& name : AccountNames()) {
    const auto account = LoadAccount(name);
    if (!account) continue;
    rows.push_back({name, account->person, account->server.empty() ? "this machine" : account->server});
  }
  ShowRows(session.style(), {"account", "person", "server"}, rows);
  if (rows.empty()) session.Say("No accounts yet: almanac login --code CODE");
  return 0;
}

}  // namespace almanac::cli
