#include "store/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"

namespace almanac::store {

FileLock::FileLock(const std::string& path) {
  fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd_ < 0) {
    throw Error(Reason::DATABASE_UNUSABLE,
                fmt::format("cannot write beside the database ({}): the folder must exist and be ours to write", path));
  }
  if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    char pid[32] = {};
    const auto size = ::pread(fd_, pid, sizeof pid - 1, 0);
    ::close(fd_);
    throw Error(Reason::DATABASE_UNUSABLE,
                fmt::format("the database is in use by another almanacd{}; stop that one, or give another --db",
                            size > 0 ? fmt::format(", pid {}", pid) : ""));
  }
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(fd_, 0) != 0 || ::pwrite(fd_, pid.data(), pid.size(), 0) < 0) {
    // The name of the holder is a courtesy; the lock itself holds.
  }
}

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace almanac::store
