#include "api/port_owner.h"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace almanac::api {
namespace {

namespace fs = std::filesystem;

// Adds "socket:[inode]" of every listener on the port that a table of /proc/net names.
void AddListeners(const char* table, int port, std::set<std::string>* sockets) {
  constexpr std::string_view kListening = "0A";
  std::ifstream lines(table);
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string number, local, remote, state, queues, timer, retransmits, uid, timeout, inode;
    words >> number >> local >> remote >> state >> queues >> timer >> retransmits >> uid >> timeout >> inode;
    if (state == kListening && local.ends_with(fmt::format(":{:04X}", port))) sockets->insert("socket:[" + inode + "]");
  }
}

bool Holds(const fs::path& process, const std::set<std::string>& sockets) {
  std::error_code problem;
  for (fs::directory_iterator fd(process / "fd", problem), end; !problem && fd != end; fd.increment(problem)) {
    std::error_code unreadable;
    if (sockets.contains(fs::read_symlink(fd->path(), unreadable).string())) return true;
  }
  return false;
}

}  // namespace

std::optional<pid_t> PidListeningOn(int port) {
  std::set<std::string> sockets;
  AddListeners("/proc/net/tcp", port, &sockets);
  AddListeners("/proc/net/tcp6", port, &sockets);
  if (sockets.empty()) return std::nullopt;
  std::error_code problem;
  for (fs::directory_iterator process("/proc", problem), end; !problem && process != end; process.increment(problem)) {
    const std::string name = process->path().filename().string();
    pid_t pid = 0;
    const auto [stop, bad] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (bad == std::errc() && stop == name.data() + name.size() && Holds(process->path(), sockets)) return pid;
  }
  return std::nullopt;
}

}  // namespace almanac::api
