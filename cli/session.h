// One run of the command: what holds for every verb, and the way to the server.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/account.h"
#include "cli/channel.h"
#include "cli/command_line.h"
#include "cli/output.h"

namespace almanac::cli {

// Options that every command takes.
const std::vector<Argument>& GlobalArguments();

class Session {
 public:
  // Throws UsageError: a format that is none, a timeout that is no number.
  explicit Session(const Values& values);

  // Opened when first asked for. Throws UsageError: an account that is not
  // there, or one of another server.
  Channel& channel();

  // The account that was asked for; "default" unless said otherwise, empty for "none".
  const std::string& account_name() const { return account_name_; }
  // Where a call goes, with no token in it.
  Endpoint EndpointWithoutToken() const;
  // True when --socket or --server was given.
  bool has_address() const { return !server_.empty() || !socket_.empty(); }
  bool asks_for_account() const { return account_asked_; }
  // people/..., as whom the account's token calls; empty without one, and before the first call.
  const std::string& caller() const { return caller_; }

  const OutputStyle& style() const { return style_; }

  std::string Copyable(const std::string& command) const { return cli::Copyable(style_, command); }

  // A line for the reader, beside the data: on standard error.
  void Say(const std::string& line) const;

 private:
  Endpoint EndpointWithAccount();

  std::string socket_;
  std::string server_;
  std::string ca_file_;
  bool insecure_loopback_ = false;
  std::string account_name_;
  std::string caller_;
  bool account_asked_ = false;
  double timeout_ = 60;
  OutputStyle style_;
  std::unique_ptr<Channel> channel_;
};

// $ALMANAC_SOCKET, else where almanacd puts it by default.
std::string DefaultSocket();

}  // namespace almanac::cli
