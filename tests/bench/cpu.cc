#include "bench/cpu.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support/databases.h"

namespace almanac::bench {
namespace {

double StatusNumber(pid_t pid, const std::string& key) {
  std::ifstream status(fmt::format("/proc/{}/status", pid));
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(key)) return std::strtod(line.c_str() + key.size(), nullptr);
  }
  return 0;
}

// "host=FOLDER user=...": its data lie beside its socket.
pid_t Postmaster() {
  const std::string server = support::PostgresServer();
  const size_t from = server.find("host=") + 5;
  const std::string folder = server.substr(from, server.find(' ', from) - from);
  std::ifstream file(folder + "/data/postmaster.pid");
  pid_t pid = 0;
  file >> pid;
  return pid;
}

}  // namespace

double CpuSeconds(pid_t pid) {
  double seconds = 0;
  std::error_code gone;
  for (const auto& task : std::filesystem::directory_iterator(fmt::format("/proc/{}/task", pid), gone)) {
    std::ifstream file(task.path() / "schedstat");
    double nanoseconds = 0;
    if (file >> nanoseconds) seconds += nanoseconds * 1e-9;
  }
  return seconds;
}

double CpuSecondsOfPostgres() {
  const pid_t postmaster = Postmaster();
  double seconds = CpuSeconds(postmaster);
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string pid = entry.path().filename();
    if (pid.find_first_not_of("0123456789") != std::string::npos) continue;
    if (StatusNumber(std::stoi(pid), "PPid:") == postmaster) seconds += CpuSeconds(std::stoi(pid));
  }
  return seconds;
}

double ResidentMegabytes(pid_t pid) { return StatusNumber(pid, "VmRSS:") / 1024; }
double PeakMegabytes(pid_t pid) { return StatusNumber(pid, "VmHWM:") / 1024; }

void ForgetPeak(pid_t pid) { std::ofstream(fmt::format("/proc/{}/clear_refs", pid)) << "5"; }

}  // namespace almanac::bench
