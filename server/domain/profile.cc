#include "domain/profile.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>

#include "almanac/v1/program.pb.h"
#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/share.h"
#include "domain/grants.h"
#include "domain/openness.h"

namespace almanac::domain {
namespace {

namespace fs = std::filesystem;

fs::path ProfileFolder() { return ShareFolder() / "server" / "profiles"; }

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(Reason::CONFIG_INVALID, fmt::format("{} cannot be read", path.string()));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Versions in use, by hash. Never dropped: a version never changes.
struct Kept {
  std::mutex mutex;
  std::map<std::string, std::unique_ptr<const Profile>> by_hash;
};

Kept& KeptProfiles() {
  static auto& kept = *new Kept;
  return kept;
}

const Profile* FindKept(const std::string& hash) {
  std::lock_guard lock(KeptProfiles().mutex);
  const auto found = KeptProfiles().by_hash.find(hash);
  return found == KeptProfiles().by_hash.end() ? nullptr : found->second.get();
}

const Profile& Keep(Profile profile) {
  std::lock_guard lock(KeptProfiles().mutex);
  auto& place = KeptProfiles().by_hash[profile.hash];
  if (!place) place = std::make_unique<const Profile>(std::move(profile));
  return *place;
}

}  // namespace

std::string Profile::RoleTitle(std::string_view role) const {
  const auto found = role_titles.find(role);
  return found == role_titles.end() ? std::string(domain::RoleTitle(role)) : found->second;
}

const std::vector<std::string>& Profile::Licences(v1::Dataset::Kind kind) const {
  return kind == v1::Dataset::SOFTWARE ? software_licences : licences;
}

bool Profile::AllowsLicence(std::string_view spdx, v1::Dataset::Kind kind) const {
  const auto& allowed = Licences(kind);
  if (!allowed.empty()) return std::find(allowed.begin(), allowed.end(), spdx) != allowed.end();
  return kind == v1::Dataset::SOFTWARE ? IsOpenSourceLicence(spdx) : IsOpenLicence(spdx);
}

std::string Profile::FirstLicence(v1::Dataset::Kind kind) const {
  if (!Licences(kind).empty()) return Licences(kind).front();
  return kind == v1::Dataset::SOFTWARE ? "Apache-2.0" : "CC0-1.0";
}

std::vector<std::string> ProfileNames() {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(ProfileFolder(), ignored)) {
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Profile FindProfile(std::string_view name_or_path) {
  if (IsSlug(name_or_path)) {
    const fs::path path = ProfileFolder() / fmt::format("{}.toml", name_or_path);
    std::error_code ignored;
    if (fs::exists(path, ignored)) return ParseProfile(ReadFile(path), path.string());
  }
  const fs::path path{std::string(name_or_path)};
  std::error_code ignored;
  if (name_or_path.find_first_of("./") != std::string_view::npos && fs::is_regular_file(path, ignored)) {
    return ParseProfile(ReadFile(path), path.string());
  }
  throw Error(Reason::CONFIG_INVALID, fmt::format("there is no profile {}: give the path of a .toml file, or one of {}",
                                                  name_or_path, fmt::join(ProfileNames(), ", ")))
      .Field("profile", "unknown");
}

void KeepProfileVersion(store::Tx& tx, const Profile& profile) {
  if (tx.Exists<v1::ProfileVersion>(profile.hash)) return;
  v1::ProfileVersion version;
  version.set_hash(profile.hash);
  version.set_profile(profile.name);
  version.set_text(profile.text);
  version.mutable_first_use_time()->set_seconds(
      std::chrono::floor<std::chrono::seconds>(tx.instant()).time_since_epoch().count());
  tx.Insert(version);
}

const Profile& ProfileOfVersion(store::Tx& tx, const std::string& hash) {
  if (const Profile* kept = FindKept(hash)) return *kept;
  const auto version = tx.Find<v1::ProfileVersion>(hash);
  if (!version) throw Error(Reason::INTERNAL, fmt::format("the rules of version {} were never stored", hash));
  return Keep(ParseProfile(version->text(), version->profile()));
}

const Profile& ProfileOf(store::Tx& tx) {
  const auto program = tx.Find<v1::Program>("program");
  if (!program || program->profile_version().empty()) return Keep(FindProfile("default"));
  return ProfileOfVersion(tx, program->profile_version());
}

}  // namespace almanac::domain
