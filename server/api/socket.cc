#include "api/socket.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "base/error.h"

namespace almanac::api {
namespace {

namespace fs = std::filesystem;

// What the kernel keeps of a path, its closing NUL aside.
constexpr size_t kLongestPath = 107;

void MakeFolder(const fs::path& folder) {
  std::error_code failed;
  if (fs::create_directories(folder, failed)) fs::permissions(folder, fs::perms::owner_all, failed);
  struct stat found = {};
  if (failed || ::stat(folder.c_str(), &found) != 0) {
    throw Error(
        Reason::CONFIG_INVALID,
        fmt::format("the folder {} of the socket cannot be made; give --socket in a folder of yours", folder.string()));
  }
  // Whoever may write here may put a socket of their own in our place.
  const bool ours = found.st_uid == ::geteuid() && (found.st_mode & (S_IWGRP | S_IWOTH)) == 0;
  if (!ours) {
    throw Error(
        Reason::CONFIG_INVALID,
        fmt::format("others can write to {}, where the socket would be; give --socket in a folder that is yours alone",
                    folder.string()));
  }
}

std::string HolderOf(int lock) {
  char pid[32] = {};
  const auto size = ::pread(lock, pid, sizeof pid - 1, 0);
  return size > 0 ? fmt::format("pid {}", pid) : "another almanacd";
}

}  // namespace

SocketClaim::SocketClaim(std::string path) : path_(fs::absolute(path).lexically_normal().string()) {
  if (path_.size() > kLongestPath) {
    throw Error(Reason::CONFIG_INVALID,
                fmt::format("the path of the socket has {} bytes, and {} is the most: {}; give a shorter --socket",
                            path_.size(), kLongestPath, path_));
  }
  MakeFolder(fs::path(path_).parent_path());
  const std::string lock_path = path_ + ".lock";
  lock_ = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0)
    throw Error(Reason::CONFIG_INVALID, fmt::format("cannot write {}; give --socket in a folder of yours", lock_path));
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    const std::string holder = HolderOf(lock_);
    ::close(lock_);
    throw Error(Reason::ADDRESS_TAKEN,
                fmt::format("the socket {} is taken by {}; stop it, or give another --socket", path_, holder));
  }
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(lock_, 0) != 0 || ::pwrite(lock_, pid.data(), pid.size(), 0) < 0) {
    // The pid is a courtesy to whoever comes second; the lock itself holds.
  }
  ::unlink(path_.c_str());
}

SocketClaim::~SocketClaim() {
  ::unlink(path_.c_str());
  ::close(lock_);
}

}  // namespace almanac::api
