// Accounts: a server and the token that proves who calls there, in
// $XDG_CONFIG_HOME/almanac/accounts/NAME.toml (else ~/.config/...), readable
// by its owner alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace almanac::cli {

struct Account {
  std::string name;
  // HOST:PORT, or unix:/path; empty: the socket of this machine, wherever it is.
  std::string server;
  std::string ca_file;
  bool insecure_loopback = false;
  // The bearer token. Never printed.
  std::string token;
  // tokens/..., by which it can be revoked.
  std::string token_name;
  // Whom the server takes it for, as it said at login.
  std::string person;
};

// Nothing when there is no such account. Throws UsageError for a name that is
// none and a file that cannot be read.
std::optional<Account> LoadAccount(const std::string& name);
// Replaces what was there, at once or not at all.
void StoreAccount(const Account& account);
// False when there was none.
bool RemoveAccount(const std::string& name);
// In alphabetical order.
std::vector<std::string> AccountNames();

}  // namespace almanac::cli
