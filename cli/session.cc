#include "cli/session.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "cli/usage.h"

namespace almanac::cli {
namespace {

using Group = Argument::Group;
using Kind = Argument::Kind;

constexpr std::string_view kNoAccount = "none";

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::string CheckedAddress(const std::string& address) {
  const size_t colon = address.rfind(':');
  if (address.starts_with("unix:")) return address;
  if (colon == address.npos || colon == 0 || colon + 1 == address.size()) {
    throw UsageError(fmt::format("--server is HOST:PORT, not '{}'", address));
  }
  return address;
}

}  // namespace

const std::vector<Argument>& GlobalArguments() {
  static const auto& arguments = *new std::vector<Argument>{
      {"output", Kind::kText, "table|json|jsonl|csv",
       "How to show it: a table on a terminal, tabs elsewhere, unless said.", Group::kEverywhere, false, false, 'o'},
      {"columns", Kind::kList, "A,B,C", "Which fields to show, in this order.", Group::kEverywhere},
      {"account", Kind::kText, "NAME", "Whose token to send; `none` sends none. Else $ALMANAC_ACCOUNT, else `default`.",
       Group::kEverywhere},
      {"socket", Kind::kText, "PATH", "The socket of almanacd. Else $ALMANAC_SOCKET, else where almanacd puts it.",
       Group::kEverywhere},
      {"server", Kind::kText, "HOST:PORT", "An almanacd elsewhere, over TLS.", Group::kEverywhere},
      {"ca", Kind::kText, "FILE", "PEM of the authority that signed the server's certificate.", Group::kEverywhere},
      {"insecure-loopback", Kind::kFlag, "", "No TLS, to this very machine alone.", Group::kEverywhere},
      {"timeout", Kind::kText, "SECONDS", "How long to wait for an answer: 60 unless said, 0 for ever.",
       Group::kEverywhere},
      {"help", Kind::kFlag, "", "What this command takes.", Group::kEverywhere, false, false, 'h'},
  };
  return arguments;
}

std::string DefaultSocket() {
  if (auto socket = Environment("ALMANAC_SOCKET"); !socket.empty()) return socket;
  if (const auto folder = Environment("XDG_RUNTIME_DIR"); !folder.empty()) return folder + "/almanac/almanac.sock";
  if (geteuid() == 0) return "/run/almanac/almanac.sock";
  return Environment("HOME") + "/.local/state/almanac/almanac.sock";
}

Session::Session(const Values& values) {
  socket_ = values.Text("socket");
  server_ = values.Text("server");
  ca_file_ = values.Text("ca");
  insecure_loopback_ = values.Flag("insecure-loopback");
  if (!socket_.empty() && !server_.empty()) throw UsageError("--socket and --server are two places; give one");
  if (!server_.empty()) server_ = CheckedAddress(server_);
  account_asked_ = values.Has("account") || !Environment("ALMANAC_ACCOUNT").empty();
  account_name_ = values.Has("account") ? values.Text("account") : Environment("ALMANAC_ACCOUNT");
  if (account_name_.empty()) account_name_ = "default";
  if (account_name_ == kNoAccount) account_name_.clear();
  if (values.Has("timeout")) {
    char* end = nullptr;
    const std::string text = values.Text("timeout");
    timeout_ = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || !(timeout_ >= 0 && timeout_ < 1e6)) {
      throw UsageError(fmt::format("--timeout is a number of seconds, not '{}'", text));
    }
  }
  style_ = StyleOf(values.Text("output"), values.All("columns"));
  style_.account = values.Text("account");
}

Endpoint Session::EndpointWithoutToken() const {
  Endpoint endpoint;
  endpoint.ca_file = ca_file_;
  endpoint.plain = insecure_loopback_;
  endpoint.address = !server_.empty() ? server_ : "unix:" + (socket_.empty() ? DefaultSocket() : socket_);
  return endpoint;
}

Endpoint Session::EndpointWithAccount() {
  Endpoint endpoint = EndpointWithoutToken();
  if (account_name_.empty()) return endpoint;
  const auto account = LoadAccount(account_name_);
  if (!account) {
    if (!account_asked_) return endpoint;
    throw UsageError(
        fmt::format("there is no account {} here", account_name_),
        fmt::format("almanac login --account {} --code CODE; `almanac account list` shows those there are.",
                    account_name_));
  }
  if (!account->server.empty()) {
    // A token is shown to the server that made it and to no other.
    if (has_address() && endpoint.address != account->server) {
      throw UsageError(
          fmt::format("account {} belongs to {}, not to {}", account->name, account->server, endpoint.address),
          "Log in there under another name: almanac login --account NAME --code CODE, or use --account none.");
    }
    endpoint.address = account->server;
    if (endpoint.ca_file.empty()) endpoint.ca_file = account->ca_file;
    endpoint.plain = endpoint.plain || account->insecure_loopback;
  }
  endpoint.token = account->token;
  caller_ = account->person;
  return endpoint;
}

Channel& Session::channel() {
  if (channel_ == nullptr) {
    channel_ = std::make_unique<Channel>(EndpointWithAccount(), timeout_);
  }
  return *channel_;
}

void Session::Say(const std::string& line) const {
  std::fflush(stdout);
  std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace almanac::cli
