// Measures a running almanacd against the goals of docs/performance.md.
// usage: almanac_bench [--quick] [postgresql|sqlite]... [calls|import|export|strain|sealing|review|mosaic|scale]...
// [--data FILE]
// [--only WORDS] scale, a million datasets, is measured only when it is named; --data makes its records of those of a
// data.json.
// --only measures the calls whose name begins with WORDS, for a profiler beside it.
// (run by scripts/bench, which starts a PostgreSQL)
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <initializer_list>

#include "almanac/v1/inventory.pb.h"
#include "base/ids.h"
#include "base/json.h"
#include "bench/body.h"
#include "bench/client.h"
#include "bench/cpu.h"
#include "bench/echo.h"
#include "bench/figures.h"
#include "bench/loads.h"
#include "bench/mosaic.h"
#include "bench/raw.h"
#include "bench/review.h"
#include "bench/scale.h"
#include "bench/sealing.h"
#include "bench/strain.h"
#include "store/connection.h"
#include "store/row.h"

namespace almanac::bench {
namespace {

using store::Backend;
using support::FreshDatabase;

std::string FsyncOf(Backend backend, const std::string& address) {
  if (backend == Backend::kSqlite) return "synchronous=FULL";
  store::Connection connection(backend, address.substr(11), store::Connection::Purpose::kRecord);
  return fmt::format("fsync={} synchronous_commit={}", connection.SelectText("SELECT current_setting('fsync')"),
                     connection.SelectText("SELECT current_setting('synchronous_commit')"));
}

void MeasureCalls(Backend backend, const Sizes& sizes) {
  FreshDatabase fresh(backend);
  Folder folder;
  const std::string token = FillRecord(fresh.address(), sizes.records);
  const std::string name = NameOf(backend);
  fmt::print("# {}: {} records of {} bytes of JSON, {} columns, {}, {} in flight, permissions on, median of {}\n", name,
             sizes.records, ToJson(RecordNumber(0)).size(), store::TableOf(v1::Dataset::descriptor()).columns.size(),
             FsyncOf(backend, fresh.address()), kInFlight, kRuns);
  Almanacd server(fresh.address(), folder.path());
  if (backend == Backend::kPostgresql) {
    const auto figure = [&](const std::string& what, const Load& load, double goal, const char* peer) {
      if (!what.starts_with(sizes.only)) return;
      PrintAtMost({fmt::format("{} {}", name, what), "ms CPU a call", goal, peer},
                  MedianOfRuns([&] { return CpuPerCall(server, backend, load); }));
    };
    figure("get", GetLoad(token, sizes), 0.20, "PostGraphile 0.55, Directus 5.8, CKAN 12");
    figure("list of 50 BASIC", ListLoad(token, sizes, v1::BASIC), 0.45, "PostGraphile 3.2, Directus 6.1, CKAN 21");
    figure("list of 50 FULL", ListLoad(token, sizes, v1::FULL), 0.9, "PostGraphile 3.2, Directus 6.1, CKAN 21");
    figure("search, word in 1 %", SearchLoad(token, sizes), 0.6, "PostGraphile 1.2, Directus 20, CKAN 14");
    figure("update, event and revision", UpdateLoad(token, sizes), 0.8, "PostGraphile 0.9, Directus 9, CKAN 93-138");
    figure("create, event and revision", CreateLoad(token, sizes), 0.8, "PostGraphile 0.9, Directus 9, CKAN 93-138");
  }
  if (!sizes.only.empty()) return;
  // Turn and turn about, so that both see the same machine.
  EchoServer echo((folder.path() / "e").string(), 8);
  auto echo_channel = grpc::CreateChannel("unix:" + (folder.path() / "e").string(), grpc::InsecureChannelCredentials());
  std::vector<double> shares;
  Load get = GetLoad(token, sizes);
  Load bounce = get;
  bounce.token.clear();
  bounce.request = [](int) { return std::string(2500, 'x'); };
  for (int run = 0; run < kRuns; ++run) {
    const double limit = Drive(echo_channel, bounce).wall_seconds;
    shares.push_back(limit / Drive(server.channel(), get).wall_seconds);
  }
  PrintAtLeast(
      {name + " get throughput", "of a pooled echo's", backend == Backend::kSqlite ? 0.5 : 0.28, "pooled echo"},
      Median(shares));
}

void MeasureImport(Backend backend, const Sizes& sizes) {
  std::vector<double> shares, rates, peaks;
  Folder files;
  const std::string file = (files.path() / "data.json").string();
  WriteCatalogue(file, sizes.import_records);
  for (int run = 0; run < kRuns; ++run) {
    FreshDatabase fresh(backend), peer(backend);
    Folder folder;
    double seconds = 0;
    {
      Almanacd server(fresh.address(), folder.path());
      ForgetPeak(server.pid());
      const auto start = std::chrono::steady_clock::now();
      if (!SendImport(server.channel(), "", file)) throw std::runtime_error("the import was not applied");
      seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      peaks.push_back(PeakMegabytes(server.pid()));
    }
    rates.push_back(sizes.import_records / seconds);
    shares.push_back(RawInsertSeconds(fresh.address(), peer.address()) / seconds);
  }
  const std::string name = NameOf(backend);
  PrintAtLeast({name + " import", "records/s", 3000}, Median(rates));
  PrintAtLeast({name + " import", "of raw inserts' rate", 0.6, "raw prepared inserts (COPY), same tables"},
               Median(shares));
  PrintAtMost({name + " import memory", "MB", 400}, Median(peaks));
}

void MeasureExportAndRest(Backend backend, const Sizes& sizes) {
  FreshDatabase fresh(backend);
  std::vector<double> starts, idle;
  Folder folder;
  const std::string token = FillRecord(fresh.address(), sizes.export_records);
  for (int run = 0; run < kRuns; ++run) {
    Folder own;
    Almanacd server(fresh.address(), own.path());
    starts.push_back(server.start_milliseconds());
    idle.push_back(ResidentMegabytes(server.pid()));
  }
  Almanacd server(fresh.address(), folder.path());
  const double before = ResidentMegabytes(server.pid());
  ForgetPeak(server.pid());
  v1::ExportInventoryRequest request;
  request.set_internal(true);
  request.set_format(v1::ExportInventoryRequest::JSONL);
  const auto start = std::chrono::steady_clock::now();
  const size_t bytes = ReadExport(server.channel(), token, request.SerializeAsString());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const std::string name = NameOf(backend);
  PrintAtMost({fmt::format("{} export of {}", name, sizes.export_records), "MB above idle", 64,
               fmt::format("{:.0f} MB at {:.0f} MB/s", bytes / 1e6, bytes / 1e6 / seconds)},
              PeakMegabytes(server.pid()) - before);
  PrintAtMost({name + " start", "ms to the first connection", 300}, Median(starts));
  PrintAtMost({name + " idle", "MB", 40}, Median(idle));
}

// Words in any order: sizes, databases, parts.
void Measure(int argc, char** argv) {
  Sizes sizes;
  const auto given = [&](const char* word) {
    return std::any_of(argv + 1, argv + argc, [&](const char* arg) { return std::strcmp(arg, word) == 0; });
  };
  // A word of a group narrows the group; none means all of it.
  const auto wanted = [&](const char* word, std::initializer_list<const char*> group) {
    return given(word) || std::none_of(group.begin(), group.end(), given);
  };
  if (given("--quick")) sizes = {1000, 400, 1000, 2000, 20000, 5000, {}, RecordNumber};
  for (int i = 1; i + 1 < argc; ++i) {
    if (std::strcmp(argv[i], "--only") == 0) sizes.only = argv[i + 1];
    if (std::strcmp(argv[i], "--data") == 0) sizes.source = RecordsOf(argv[i + 1]);
  }
  PrintHeader();
  for (const Backend backend : {Backend::kPostgresql, Backend::kSqlite}) {
    if (!wanted(NameOf(backend).c_str(), {"postgresql", "sqlite"})) continue;
    const auto part = [&](const char* word) {
      return wanted(word, {"calls", "import", "export", "strain", "sealing", "review", "mosaic", "scale"});
    };
    if (part("calls")) MeasureCalls(backend, sizes);
    if (part("import")) MeasureImport(backend, sizes);
    if (part("export")) MeasureExportAndRest(backend, sizes);
    if (part("strain")) MeasureStrain(backend, sizes);
    if (part("sealing")) MeasureSealing(backend, sizes);
    if (part("review")) MeasureReview(backend, sizes);
    if (part("mosaic")) MeasureMosaic(backend, sizes);
    if (given("scale")) MeasureScale(backend, sizes);
  }
}

}  // namespace
}  // namespace almanac::bench

int main(int argc, char** argv) {
  try {
    almanac::bench::Measure(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "almanac_bench: {}\n", error.what());
    return 1;
  }
  return 0;
}
