#include "bench/strain.h"

#include <fmt/format.h>
#include <signal.h>

#include <atomic>
#include <fstream>
#include <thread>
#include <vector>

#include "almanac/v1/inventory.pb.h"
#include "base/ids.h"
#include "bench/figures.h"
#include "support/databases.h"

namespace almanac::bench {
namespace {

using store::Backend;
using support::FreshDatabase;

constexpr int kWriters = 8;
constexpr int kContested = 10;
constexpr int kSlowReaders = 4;

// One small read after the other until `done`; how long each took.
std::vector<double> ReadsUntil(const Almanacd& server, const Load& get, const std::atomic<bool>& done) {
  std::vector<double> all;
  Load few = get;
  few.calls = 20;
  few.in_flight = 1;
  while (!done) {
    const Spent spent = Drive(server.channel(), few);
    all.insert(all.end(), spent.milliseconds.begin(), spent.milliseconds.end());
  }
  return all;
}

void MeasureReadsBesideImport(Backend backend, const Sizes& sizes) {
  FreshDatabase fresh(backend);
  Folder folder;
  const std::string token = FillRecord(fresh.address(), sizes.records);
  const std::string file = (folder.path() / "data.json").string();
  WriteCatalogue(file, sizes.import_records);
  const Almanacd server(fresh.address(), folder.path());
  std::atomic<bool> done{false};
  std::thread import([&] {
    SendImport(server.channel(), {}, file);
    done = true;
  });
  const auto reads = ReadsUntil(server, GetLoad(token, sizes), done);
  import.join();
  PrintAtMost({NameOf(backend) + " get beside an import", "ms, 99 of 100", 50,
               fmt::format("{:.1f} ms the median of {}", Quantile(reads, 0.5), reads.size())},
              Quantile(reads, 0.99));
}

void MeasureReadsBesideExports(Backend backend, const Sizes& sizes) {
  FreshDatabase fresh(backend);
  Folder folder;
  const std::string token = FillRecord(fresh.address(), sizes.records);
  const Almanacd server(fresh.address(), folder.path());
  v1::ExportInventoryRequest request;
  request.set_internal(true);
  request.set_format(v1::ExportInventoryRequest::JSONL);
  const std::string bytes = request.SerializeAsString();
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  for (int i = 0; i < kSlowReaders; ++i) {
    readers.emplace_back([&] {
      while (!done) ReadExport(server.channel(), token, bytes, std::chrono::milliseconds(5));
    });
  }
  Load get = GetLoad(token, sizes);
  get.in_flight = 1;
  const Spent spent = Drive(server.channel(), get);
  done = true;
  for (auto& reader : readers) reader.join();
  PrintAtMost({fmt::format("{} get beside {} slow exports", NameOf(backend), kSlowReaders), "ms, 99 of 100", 50,
               fmt::format("{:.1f} ms the median", Quantile(spent.milliseconds, 0.5))},
              Quantile(spent.milliseconds, 0.99));
}

// The server writes its metrics to its log when it is asked to.
int64_t RetriesOf(const Almanacd& server, const std::filesystem::path& folder) {
  ::kill(server.pid(), SIGUSR1);
  const std::string name = "almanac_retries_total ";
  for (int wait = 0; wait < 100; ++wait) {
    std::ifstream log(folder / "log");
    for (std::string line; std::getline(log, line);) {
      if (line.starts_with(name)) return std::stoll(line.substr(name.size()));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return -1;
}

void MeasureContention(Backend backend, const Sizes& sizes) {
  FreshDatabase fresh(backend);
  Folder folder;
  const std::string token = FillRecord(fresh.address(), kContested);
  const Almanacd server(fresh.address(), folder.path());
  Load edits = UpdateLoad(token, sizes);
  edits.in_flight = kWriters;
  edits.request = [](int i) {
    v1::UpdateDatasetRequest request;
    request.mutable_dataset()->set_name(fmt::format("datasets/cases-{}", i % kContested));
    request.mutable_dataset()->set_retention("kept for " + RandomId(6));
    request.mutable_update_mask()->add_paths("retention");
    request.set_etag("*");
    return request.SerializeAsString();
  };
  const Spent spent = Drive(server.channel(), edits);
  PrintAtMost({fmt::format("{} {} writers at {} datasets", NameOf(backend), kWriters, kContested), "calls failed", 0,
               fmt::format("{} of {} run again", RetriesOf(server, folder.path()), edits.calls)},
              spent.failed);
}

}  // namespace

void MeasureStrain(Backend backend, const Sizes& sizes) {
  MeasureReadsBesideImport(backend, sizes);
  MeasureReadsBesideExports(backend, sizes);
  MeasureContention(backend, sizes);
}

}  // namespace almanac::bench
