#include "bench/cpu.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace almanac::bench {
namespace {

double StatusMegabytes(pid_t pid, const std::string& key) {
  std::ifstream status(fmt::format("/proc/{}/status", pid));
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(key)) return std::strtod(line.c_str() + key.size(), nullptr) / 1024;
  }
  return 0;
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

double CpuSecondsOf(const std::string& name) {
  double seconds = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string pid = entry.path().filename();
    if (pid.find_first_not_of("0123456789") != std::string::npos) continue;
    std::ifstream file(entry.path() / "comm");
    std::string comm;
    if (std::getline(file, comm) && comm == name) seconds += CpuSeconds(std::stoi(pid));
  }
  return seconds;
}

double ResidentMegabytes(pid_t pid) { return StatusMegabytes(pid, "VmRSS:"); }
double PeakMegabytes(pid_t pid) { return StatusMegabytes(pid, "VmHWM:"); }

void ForgetPeak(pid_t pid) { std::ofstream(fmt::format("/proc/{}/clear_refs", pid)) << "5"; }

}  // namespace almanac::bench
