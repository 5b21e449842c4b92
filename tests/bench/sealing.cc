#include "bench/sealing.h"

#include <fmt/format.h>
#include <signal.h>

#include <fstream>
#include <thread>

#include "bench/figures.h"
#include "support/databases.h"

namespace almanac::bench {
namespace {

using store::Backend;
using support::FreshDatabase;

constexpr int kRecords = 200;

// A server with a record of its own, and what it says of itself.
struct Side {
  Side(Backend backend, const std::string& key)
      : fresh(backend),
        token(FillRecord(fresh.address(), kRecords)),
        server(fresh.address(), folder.path(), {"--log-key", key.empty() ? (folder.path() / "key").string() : key}) {}

  double Rate(const Load& load) const { return load.calls / Drive(server.channel(), load).wall_seconds; }
  // Of its metrics, written to its log when it is asked to; the last line of that name.
  int64_t Metric(const std::string& name) const {
    ::kill(server.pid(), SIGUSR1);
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    std::ifstream log(folder.path() / "log");
    int64_t value = -1;
    for (std::string line; std::getline(log, line);) {
      if (line.starts_with(name + " ")) value = std::stoll(line.substr(name.size() + 1));
    }
    return value;
  }

  FreshDatabase fresh;
  Folder folder;
  std::string token;
  Almanacd server;
};

}  // namespace

void MeasureSealing(Backend backend, const Sizes& sizes) {
  const Side with(backend, ""), without(backend, "none");
  Sizes of_record = sizes;
  of_record.records = kRecords;
  std::vector<double> updates, creates;
  for (int run = 0; run < kRuns; ++run) {
    const double bare = without.Rate(UpdateLoad(without.token, of_record));
    updates.push_back(with.Rate(UpdateLoad(with.token, of_record)) / bare);
    const double bare_creates = without.Rate(CreateLoad(without.token, of_record));
    creates.push_back(with.Rate(CreateLoad(with.token, of_record)) / bare_creates);
  }
  std::this_thread::sleep_for(std::chrono::seconds(1));
  const std::string sealed = fmt::format("{} events in {} batches", with.Metric("almanac_log_leaves_total"),
                                         with.Metric("almanac_log_batches_total"));
  PrintAtLeast({NameOf(backend) + " updates while they are sealed", "of the rate without", 0.9, sealed},
               Median(updates));
  PrintAtLeast({NameOf(backend) + " creates while they are sealed", "of the rate without", 0.9, sealed},
               Median(creates));
  if (backend == Backend::kSqlite) {
    PrintAtMost({"sqlite longest hold of a batch", "ms", 5, sealed},
                static_cast<double>(with.Metric("almanac_log_longest_hold_microseconds")) / 1000);
  }
}

}  // namespace almanac::bench
