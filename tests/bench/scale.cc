#include "bench/scale.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "bench/figures.h"
#include "support/databases.h"

namespace almanac::bench {
namespace {

using store::Backend;
using support::FreshDatabase;

constexpr int kFarPage = 1000;

double BytesOf(Backend backend, const std::string& address) {
  if (backend == Backend::kSqlite) return static_cast<double>(std::filesystem::file_size(address));
  store::Connection connection(backend, address.substr(11), store::Connection::Purpose::kRecord);
  return std::stod(connection.SelectText("SELECT CAST(pg_database_size(current_database()) AS text)"));
}

Load PageLoad(const std::string& token, int calls, const std::string& page_token) {
  return {calls, kInFlight, "/almanac.v1.Datasets/ListDatasets", token, [page_token](int) {
            v1::ListDatasetsRequest request;
            request.set_page_size(50);
            request.set_page_token(page_token);
            return request.SerializeAsString();
          }};
}

// The token of the page that comes after `pages` pages; of the last one before the end if there are fewer.
std::string TokenAfter(const Almanacd& server, const std::string& token, int pages) {
  std::string page_token;
  for (int page = 0; page < pages; ++page) {
    v1::ListDatasetsResponse response;
    CallOnce(server.channel(), PageLoad(token, 1, page_token), &response);
    if (response.next_page_token().empty()) break;
    page_token = response.next_page_token();
  }
  return page_token;
}

Load WordLoad(const std::string& token, const char* word) {
  return {200, 1, "/almanac.v1.Datasets/SearchDatasets", token, [word](int) {
            v1::SearchDatasetsRequest request;
            request.set_query(word);
            return request.SerializeAsString();
          }};
}

// A server on SQLite seals what it finds, a million events in a minute or two, and that is no part of a call's cost.
void AwaitSealing(Backend backend, const std::string& address) {
  if (backend != Backend::kSqlite) return;
  store::Connection connection(backend, address, store::Connection::Purpose::kRecord);
  const auto waiting = [&] {
    return connection.SelectText(
        "SELECT CAST((SELECT count(*) FROM events) - (SELECT count(*) FROM log_leaves) AS text)");
  };
  while (waiting() != "0") std::this_thread::sleep_for(std::chrono::seconds(1));
  // Twice it looks whether that was all.
  std::this_thread::sleep_for(std::chrono::seconds(3));
}

struct Costs {
  double get = 0, list = 0, search = 0;
};

Costs CostsOf(const Almanacd& server, Backend backend, const std::string& token, const Sizes& sizes) {
  const auto cost = [&](const Load& load) { return MedianOfRuns([&] { return CpuPerCall(server, backend, load); }); };
  return {cost(GetLoad(token, sizes)), cost(ListLoad(token, sizes, v1::BASIC)), cost(SearchLoad(token, sizes))};
}

Costs CostsOfSmall(Backend backend, const Sizes& sizes) {
  FreshDatabase fresh(backend);
  Folder folder;
  const std::string token = FillRecord(fresh.address(), sizes.records, sizes.source);
  const Almanacd server(fresh.address(), folder.path());
  AwaitSealing(backend, fresh.address());
  return CostsOf(server, backend, token, sizes);
}

void MeasureCommonWord(Backend backend, const Sizes& sizes) {
  FreshDatabase fresh(backend);
  Folder folder;
  const std::string token = FillRecord(fresh.address(), sizes.common, RecordsWithCommonWord(sizes.source));
  const Almanacd server(fresh.address(), folder.path());
  AwaitSealing(backend, fresh.address());
  const Spent spent = Drive(server.channel(), WordLoad(token, "mesquite"));
  PrintAtMost({fmt::format("{} search, word in 90 % of {}", NameOf(backend), sizes.common), "ms, median", 10,
               fmt::format("{:.0f} ms of a hundred at most", Quantile(spent.milliseconds, 0.99))},
              Quantile(spent.milliseconds, 0.5));
}

void MeasureLarge(Backend backend, const Sizes& sizes, const Costs& small) {
  FreshDatabase fresh(backend);
  Folder folder;
  Sizes large = sizes;
  large.records = sizes.large;
  const std::string token = FillRecord(fresh.address(), sizes.large, sizes.source);
  const std::string name = fmt::format("{} of {}:", NameOf(backend), sizes.large);
  const Almanacd server(fresh.address(), folder.path());
  AwaitSealing(backend, fresh.address());
  const Costs costs = CostsOf(server, backend, token, large);
  const auto beside = [&](const char* what, double cost, double peer) {
    PrintAtMost({fmt::format("{} {}", name, what), fmt::format("times that of {}", sizes.records), 2,
                 fmt::format("{:.3f} ms beside {:.3f} ms CPU", cost, peer)},
                cost / peer);
  };
  beside("get", costs.get, small.get);
  beside("list of 50 BASIC", costs.list, small.list);
  beside("search, word in 1 %", costs.search, small.search);
  const std::string far = TokenAfter(server, token, kFarPage - 1);
  const auto page = [&](const std::string& at) {
    return MedianOfRuns([&] { return CpuPerCall(server, backend, PageLoad(token, sizes.calls / 4, at)); });
  };
  PrintAtMost({fmt::format("{} page {} of 50", name, kFarPage), "times the first", 1.15, "the first page"},
              page(far) / page({}));
  PrintAtMost({fmt::format("{} on disk, history and search in it", name), "bytes a dataset", 12000, "-"},
              BytesOf(backend, fresh.address()) / sizes.large);
}

}  // namespace

void MeasureScale(Backend backend, const Sizes& sizes) {
  MeasureCommonWord(backend, sizes);
  MeasureLarge(backend, sizes, CostsOfSmall(backend, sizes));
}

}  // namespace almanac::bench
