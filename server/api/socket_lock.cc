#include "api/socket_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <string_view>

#include "base/error.h"

namespace almanac::api {
namespace {

// sun_path has 108 bytes, one of them for the end.
constexpr size_t kLongestPath = 107;

Error Invalid(std::string message) { return Error(Reason::CONFIG_INVALID, std::move(message)); }

// Whoever else may write in the folder could put a server of their own in our place.
void RequireOwnFolder(const std::string& path) {
  std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) folder = ".";
  std::error_code problem;
  std::filesystem::create_directories(folder.parent_path(), problem);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    throw Invalid(fmt::format("cannot make the folder {} for the socket ({}); give --socket", folder.string(),
                              std::strerror(errno)));
  }
  struct stat found {};
  if (::stat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode)) {
    throw Invalid(fmt::format("{} is no folder for a socket; give --socket", folder.string()));
  }
  if (found.st_uid != ::geteuid() || (found.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    throw Invalid(
        fmt::format("others may write in {}, the folder of the socket; give --socket in a folder that is ours "
                    "alone, such as {}/almanac/almanac.sock",
                    folder.string(), folder.string()));
  }
}

std::string HolderOf(int fd) {
  char pid[32] = {};
  return ::pread(fd, pid, sizeof pid - 1, 0) > 0 ? fmt::format("pid {}", pid) : std::string("another server");
}

void RemoveStale(const std::string& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) return;
  if (!S_ISSOCK(found.st_mode)) throw Invalid(fmt::format("{} is there and is no socket; give another --socket", path));
  ::unlink(path.c_str());
}

}  // namespace

SocketLock::SocketLock(const std::string& socket_path) : path_(socket_path) {
  if (path_.size() > kLongestPath) {
    throw Invalid(fmt::format("the socket path has {} bytes and {} is the most; give a shorter --socket: {}",
                              path_.size(), kLongestPath, path_));
  }
  RequireOwnFolder(path_);
  fd_ = ::open((path_ + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd_ < 0) throw Invalid(fmt::format("cannot write {}.lock ({}); give --socket", path_, std::strerror(errno)));
  if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    const std::string holder = HolderOf(fd_);
    ::close(fd_);
    throw Error(Reason::ADDRESS_TAKEN,
                fmt::format("the socket {} is taken by {}; stop that server, or give another --socket", path_, holder));
  }
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(fd_, 0) != 0 || ::pwrite(fd_, pid.data(), pid.size(), 0) < 0) {
    // The name of the holder is a courtesy; the lock itself holds.
  }
  try {
    RemoveStale(path_);
  } catch (...) {
    ::close(fd_);
    throw;
  }
}

// The lock file stays: removing it would let two servers lock two files of one name.
SocketLock::~SocketLock() {
  ::unlink(path_.c_str());
  ::close(fd_);
}

}  // namespace almanac::api
