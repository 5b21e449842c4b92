// Lets connections in from the network: so many at once and no more. gRPC
// would do it too, and would never listen again once the process had no file
// descriptor left for one of them.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace almanac::api {

class Doorkeeper {
 public:
  // Listens at once, and lets nobody in yet. Port 0 takes any that is free.
  // Throws ADDRESS_TAKEN, naming the pid that has it, and CONFIG_INVALID for a
  // host that is none.
  Doorkeeper(const std::string& host, int port, size_t most);
  // Lets nobody in any more.
  ~Doorkeeper();
  Doorkeeper(const Doorkeeper&) = delete;
  Doorkeeper& operator=(const Doorkeeper&) = delete;

  int port() const { return port_; }

  // Hands every connection over, which then belongs to `visitor`: the socket
  // that listens and the one that was accepted.
  void Start(std::function<void(int listener, int connection)> visitor);
  void Stop();

 private:
  // A descriptor that was handed over; the socket behind it tells whether it is still that one.
  struct Visitor {
    int fd;
    ino_t socket;
  };
  void Work();
  void LetIn();
  bool IsFull();
  void TellOnce(std::string_view what, const std::string& why);

  const size_t most_;
  int listener_ = -1;
  int wake_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_{false};
  std::function<void(int, int)> visitor_;
  std::vector<Visitor> inside_;
  bool told_ = false;
  std::thread thread_;
};

}  // namespace almanac::api
