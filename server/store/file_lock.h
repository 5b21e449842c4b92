// The right to an SQLite file, kept by flock on <path>.lock as long as we live.
#pragma once

#include <string>

namespace almanac::store {

// One almanacd a file: a second one would not know of the first one's gate.
class FileLock {
 public:
  // Throws DATABASE_UNUSABLE, naming the pid of who has it.
  explicit FileLock(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int fd_ = -1;
};

}  // namespace almanac::store
