#include "api/doorkeeper.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "api/port_owner.h"
#include "base/error.h"
#include "base/log.h"

namespace almanac::api {
namespace {

struct FreeAddresses {
  void operator()(addrinfo* found) const { ::freeaddrinfo(found); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

Addresses Resolve(const std::string& host, int port) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  const bool brackets = host.starts_with('[') && host.ends_with(']');
  const std::string name = brackets ? host.substr(1, host.size() - 2) : host;
  addrinfo* found = nullptr;
  const int problem = ::getaddrinfo(name.c_str(), std::to_string(port).c_str(), &wanted, &found);
  if (problem != 0) {
    throw Error(Reason::CONFIG_INVALID,
                fmt::format("--listen names {}, which is no address ({})", host, ::gai_strerror(problem)));
  }
  return Addresses(found);
}

int Listening(const addrinfo& address) {
  const int fd = ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  const int on = 1, off = 0;
  // What was served a moment ago may be served again; a second server may not share it.
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  // Inherited by what is accepted: an answer does not wait for the next.
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  // [::] means everybody, those of the older protocol too.
  if (address.ai_family == AF_INET6) ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  if (::bind(fd, address.ai_addr, address.ai_addrlen) == 0 && ::listen(fd, SOMAXCONN) == 0) return fd;
  const int problem = errno;
  ::close(fd);
  errno = problem;
  return -1;
}

int PortOf(int fd) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(address).sin6_port
                                             : reinterpret_cast<sockaddr_in&>(address).sin_port);
}

Error NotFree(const std::string& host, int port, int problem) {
  const auto pid = problem == EADDRINUSE ? PidListeningOn(port) : std::nullopt;
  const std::string why = pid ? fmt::format("the port is taken by pid {}", *pid) : std::string(std::strerror(problem));
  return Error(
      Reason::ADDRESS_TAKEN,
      fmt::format("cannot listen on {}:{}: {}; stop the other server, or give another --listen", host, port, why));
}

}  // namespace

Doorkeeper::Doorkeeper(const std::string& host, int port, size_t most) : most_(most) {
  const Addresses addresses = Resolve(host, port);
  int problem = 0;
  for (const addrinfo* address = addresses.get(); address != nullptr && listener_ < 0; address = address->ai_next) {
    listener_ = Listening(*address);
    if (listener_ < 0) problem = errno;
  }
  if (listener_ < 0) throw NotFree(host, port, problem);
  port_ = PortOf(listener_);
  wake_ = ::eventfd(0, EFD_CLOEXEC);
}

Doorkeeper::~Doorkeeper() {
  Stop();
  ::close(wake_);
}

void Doorkeeper::Start(std::function<void(int, int)> visitor) {
  visitor_ = std::move(visitor);
  thread_ = std::thread([this] { Work(); });
}

void Doorkeeper::Stop() {
  stopping_ = true;
  const uint64_t one = 1;
  if (::write(wake_, &one, sizeof one) < 0) {
    // Only a counter that is full already cannot be counted up.
  }
  if (thread_.joinable()) thread_.join();
  if (listener_ >= 0) ::close(std::exchange(listener_, -1));
}

void Doorkeeper::Work() {
  while (!stopping_) {
    pollfd watched[] = {{wake_, POLLIN, 0}, {listener_, POLLIN, 0}};
    if (::poll(watched, 2, -1) > 0 && (watched[1].revents & POLLIN) != 0 && !stopping_) LetIn();
  }
}

void Doorkeeper::LetIn() {
  const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (fd < 0) {
    if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM) return;
    TellOnce("no connection can be let in for a moment", std::strerror(errno));
    pollfd stop{wake_, POLLIN, 0};
    ::poll(&stop, 1, 100);
    return;
  }
  struct stat socket {};
  if (IsFull() || ::fstat(fd, &socket) != 0) {
    TellOnce("connections are turned away", fmt::format("there are {}, and that is the most", most_));
    ::close(fd);
    return;
  }
  told_ = false;
  inside_.push_back({fd, socket.st_ino});
  visitor_(listener_, fd);
}

// Whoever floods the door shall not flood the log.
void Doorkeeper::TellOnce(std::string_view what, const std::string& why) {
  if (!std::exchange(told_, true)) log::Write(log::Level::kWarn, what, {{"why", why}});
}

// Who left is not told to us; we look when it matters.
bool Doorkeeper::IsFull() {
  if (inside_.size() < most_) return false;
  std::erase_if(inside_, [](const Visitor& visitor) {
    struct stat now {};
    return ::fstat(visitor.fd, &now) != 0 || now.st_ino != visitor.socket;
  });
  return inside_.size() >= most_;
}

}  // namespace almanac::api
