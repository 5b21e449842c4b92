#include "cli/account.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sstream>

#include "base/ids.h"
#include "cli/files.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

namespace fs = std::filesystem;

fs::path Folder() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  if (config != nullptr && *config == '/') return fs::path(config) / "almanac" / "accounts";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') {
    throw UsageError("accounts have no place", "Set HOME or XDG_CONFIG_HOME.");
  }
  return fs::path(home) / ".config" / "almanac" / "accounts";
}

fs::path FileOf(const std::string& name) {
  if (!IsSlug(name)) {
    throw UsageError(fmt::format("'{}' cannot name an account: small letters, digits and dashes can", name));
  }
  return Folder() / (name + ".toml");
}

void MakeFolder(const fs::path& folder) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem) throw UsageError(fmt::format("cannot make {}: {}", folder.string(), problem.message()));
  // The folder is ours alone, whatever the umask was.
  chmod(folder.c_str(), 0700);
}

}  // namespace

std::optional<Account> LoadAccount(const std::string& name) {
  const fs::path file = FileOf(name);
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) return std::nullopt;
  if ((status.st_mode & 077) != 0) {
    throw UsageError(fmt::format("others can read the token in {}", file.string()),
                     fmt::format("chmod 600 {}, and think about `almanac token revoke`.", file.string()));
  }
  try {
    const toml::table table = toml::parse_file(file.string());
    Account account;
    account.name = name;
    account.server = table["server"].value_or(std::string());
    account.ca_file = table["ca"].value_or(std::string());
    account.insecure_loopback = table["insecure_loopback"].value_or(false);
    account.token = table["token"].value_or(std::string());
    account.token_name = table["token_name"].value_or(std::string());
    account.person = table["person"].value_or(std::string());
    return account;
  } catch (const toml::parse_error& problem) {
    throw UsageError(fmt::format("{} line {} is not TOML", file.string(), problem.source().begin.line),
                     "Log in again to write it anew.");
  }
}

void StoreAccount(const Account& account) {
  const fs::path file = FileOf(account.name);
  MakeFolder(file.parent_path());
  toml::table table;
  if (!account.server.empty()) table.insert("server", account.server);
  if (!account.ca_file.empty()) table.insert("ca", account.ca_file);
  if (account.insecure_loopback) table.insert("insecure_loopback", true);
  table.insert("person", account.person);
  table.insert("token", account.token);
  table.insert("token_name", account.token_name);
  std::ostringstream text;
  text << "# Whoever has this token can act as its person.\n" << table << "\n";
  WritePrivately(file.string(), text.str());
}

bool RemoveAccount(const std::string& name) {
  const fs::path file = FileOf(name);
  if (unlink(file.c_str()) == 0) return true;
  if (errno == ENOENT) return false;
  throw UsageError(fmt::format("cannot remove {}: {}", file.string(), std::strerror(errno)));
}

std::vector<std::string> AccountNames() {
  std::vector<std::string> names;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(Folder(), problem)) {
    const std::string name = entry.path().stem().string();
    if (entry.path().extension() == ".toml" && IsSlug(name)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace almanac::cli
