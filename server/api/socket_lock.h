// The right to a Unix socket's path, kept by flock as long as we live: without
// it a second server would silently take the path from the first.
#pragma once

#include <string>

namespace almanac::api {

class SocketLock {
 public:
  // Makes the folder (0700) when it is not there. Removes a socket file that a
  // dead server left. Throws CONFIG_INVALID: a path over 107 bytes, a folder
  // that is not ours alone to write, a file there that is no socket;
  // ADDRESS_TAKEN naming the pid of the server that has it.
  explicit SocketLock(const std::string& socket_path);
  // Removes the socket file.
  ~SocketLock();
  SocketLock(const SocketLock&) = delete;
  SocketLock& operator=(const SocketLock&) = delete;

  const std::string& path() const { return path_; }

 private:
  const std::string path_;
  int fd_ = -1;
};

}  // namespace almanac::api
