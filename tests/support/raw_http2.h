// A client that speaks HTTP/2 byte by byte, as no library would: for callers
// who are slow or mean no good.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <string>

namespace almanac::support {

class RawHttp2 {
 public:
  // Connects to "127.0.0.1:PORT" and says nothing.
  explicit RawHttp2(const std::string& address) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(static_cast<uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) throw std::runtime_error("cannot connect");
  }
  RawHttp2(RawHttp2&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  ~RawHttp2() {
    if (fd_ >= 0) ::close(fd_);
  }

  bool Send(const std::string& bytes) {
    return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  void Greet() { Send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Frame(kSettings, 0, 0, "")); }
  // The head of a call on stream 1, and what will be a message of so many bytes.
  void Begin(const std::string& rpc, size_t bytes) {
    std::string head("\x83\x86", 2);
    head += std::string("\x04", 1) + Text("/" + rpc);
    head += std::string("\x01", 1) + Text("almanac");
    head += std::string("\x00", 1) + Text("content-type") + Text("application/grpc");
    head += std::string("\x00", 1) + Text("te") + Text("trailers");
    Send(Frame(kHeaders, kEndHeaders, 1, head));
    Send(Frame(kData, 0, 1, std::string("\0", 1) + Big(bytes)));
  }
  void Data(const std::string& bytes, bool last) { Send(Frame(kData, last ? kEndStream : 0, 1, bytes)); }
  void Ping() { Send(Frame(kPing, 0, 0, "12345678")); }

  // Everything that comes until the other side closes; throws when it does not within the time.
  std::string UntilClosed(std::chrono::milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    std::string all;
    char buffer[4096];
    for (;;) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      pollfd watched{fd_, POLLIN, 0};
      if (left.count() <= 0 || ::poll(&watched, 1, static_cast<int>(left.count())) <= 0)
        throw std::runtime_error("the connection stays open");
      const auto size = ::recv(fd_, buffer, sizeof buffer, 0);
      if (size <= 0) return all;
      all.append(buffer, static_cast<size_t>(size));
    }
  }

 private:
  static constexpr char kData = 0, kHeaders = 1, kSettings = 4, kPing = 6;
  static constexpr char kEndStream = 1, kEndHeaders = 4;

  static std::string Big(size_t number) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(number >> shift);
    return text;
  }
  static std::string Text(const std::string& text) { return static_cast<char>(text.size()) + text; }
  static std::string Frame(char type, char flags, size_t stream, const std::string& body) {
    return Big(body.size()).substr(1) + type + flags + Big(stream) + body;
  }

  int fd_;
};

}  // namespace almanac::support
