#include "support/cable.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace almanac::support {
namespace {

std::filesystem::path FreshFolder() {
  std::string path = (std::filesystem::temp_directory_path() / "almanac-cable-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("no folder for a cable");
  return path;
}

sockaddr_un NameOf(const std::string& path) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  if (path.size() >= sizeof(name.sun_path)) throw std::runtime_error("too long for a socket: " + path);
  std::memcpy(name.sun_path, path.c_str(), path.size() + 1);
  return name;
}

int Dial(const std::string& path) {
  const sockaddr_un name = NameOf(path);
  const int connection = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(connection, reinterpret_cast<const sockaddr*>(&name), sizeof(name)) == 0) return connection;
  ::close(connection);
  return -1;
}

bool SendAll(int to, const std::string& bytes) {
  for (size_t sent = 0; sent < bytes.size();) {
    const auto n = ::send(to, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) return false;
    sent += static_cast<size_t>(n);
  }
  return true;
}

// Empty when the other side is gone.
std::string Receive(int from) {
  std::string bytes(1 << 16, '\0');
  const auto n = ::recv(from, bytes.data(), bytes.size(), 0);
  bytes.resize(n > 0 ? static_cast<size_t>(n) : 0);
  return bytes;
}

}  // namespace

Cable::Cable(const std::string& address) : folder_(FreshFolder()) {
  const auto from = address.find("host=") + 5;
  const auto to = address.find(' ', from);
  server_ = address.substr(from, to - from) + "/.s.PGSQL.5432";
  address_ = address.substr(0, from) + folder_.string() + address.substr(to);
  const sockaddr_un name = NameOf((folder_ / ".s.PGSQL.5432").string());
  listening_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::bind(listening_, reinterpret_cast<const sockaddr*>(&name), sizeof(name)) != 0 || ::listen(listening_, 64) != 0)
    throw std::runtime_error("cannot listen for a cable");
  porter_ = std::thread([this] { LetIn(); });
}

Cable::~Cable() {
  ::shutdown(listening_, SHUT_RDWR);
  porter_.join();
  CutAll();
  for (auto& carrier : carriers_) carrier.join();
  ::close(listening_);
  std::filesystem::remove_all(folder_);
}

void Cable::CutAllLocked() {
  for (const Line& line : lines_) {
    ::shutdown(line.client, SHUT_RDWR);
    ::shutdown(line.server, SHUT_RDWR);
  }
}

void Cable::CutAll() {
  std::lock_guard lock(mutex_);
  CutAllLocked();
}

void Cable::Unplug() {
  std::lock_guard lock(mutex_);
  plugged_ = false;
  turned_away_ = 0;
  CutAllLocked();
}

void Cable::Plug() {
  std::lock_guard lock(mutex_);
  plugged_ = true;
}

void Cable::AwaitTurnedAway(int count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return turned_away_ >= count; });
}

void Cable::CutBefore(const std::string& statement) {
  std::lock_guard lock(mutex_);
  watched_ = statement;
  fate_ = Fate::kLose;
}

void Cable::CutAfter(const std::string& statement) {
  std::lock_guard lock(mutex_);
  watched_ = statement;
  fate_ = Fate::kLoseAnswer;
}

void Cable::ThenUnplug() {
  std::lock_guard lock(mutex_);
  then_unplug_ = true;
}

void Cable::LetIn() {
  for (;;) {
    const int client = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    std::lock_guard lock(mutex_);
    const int server = plugged_ ? Dial(server_) : -1;
    if (server < 0) {
      ::close(client);
      ++turned_away_;
      changed_.notify_all();
      continue;
    }
    const auto line = lines_.insert(lines_.end(), {client, server});
    carriers_.emplace_back([this, line] { Carry(line); });
  }
}

void Cable::Carry(std::list<Line>::iterator line) {
  CarryBytes(*line);
  std::lock_guard lock(mutex_);
  ::close(line->client);
  ::close(line->server);
  lines_.erase(line);
}

void Cable::CarryBytes(const Line& line) {
  bool answer_is_lost = false;
  for (;;) {
    pollfd ends[] = {{line.client, POLLIN, 0}, {line.server, POLLIN, 0}};
    if (::poll(ends, 2, -1) < 0) return;
    if (ends[0].revents != 0) {
      const std::string bytes = Receive(line.client);
      const Fate fate = FateOf(bytes);
      if (bytes.empty() || fate == Fate::kLose || !SendAll(line.server, bytes)) return;
      answer_is_lost = answer_is_lost || fate == Fate::kLoseAnswer;
    }
    if (ends[1].revents != 0) {
      const std::string bytes = Receive(line.server);
      if (bytes.empty() || answer_is_lost || !SendAll(line.client, bytes)) return;
    }
  }
}

Cable::Fate Cable::FateOf(const std::string& bytes) {
  std::lock_guard lock(mutex_);
  // On the wire the text of a statement ends with a zero.
  if (fate_ == Fate::kPass || bytes.find(watched_ + '\0') == std::string::npos) return Fate::kPass;
  if (then_unplug_) {
    plugged_ = false;
    turned_away_ = 0;
  }
  then_unplug_ = false;
  return std::exchange(fate_, Fate::kPass);
}

}  // namespace almanac::support
