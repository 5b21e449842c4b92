// The socket of this machine: a path that one server holds at a time.
#pragma once

#include <string>

namespace almanac::api {

// Holds `flock <path>.lock` for its life. Without the lock a second server
// would silently take the path over (and remove it when it stops).
class SocketClaim {
 public:
  // Makes the folder, ours alone (0700), and removes what a dead server left.
  // Throws ADDRESS_TAKEN naming the pid that holds it, CONFIG_INVALID for a
  // path over 107 bytes or a folder that is not ours.
  explicit SocketClaim(std::string path);
  ~SocketClaim();
  SocketClaim(const SocketClaim&) = delete;
  SocketClaim& operator=(const SocketClaim&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
  int lock_ = -1;
};

}  // namespace almanac::api
