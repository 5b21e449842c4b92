#include "bench/loads.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids.h"
#include "bench/cpu.h"
#include "bench/figures.h"

namespace almanac::bench {

using store::Backend;

std::string NameOf(Backend backend) { return backend == Backend::kSqlite ? "sqlite" : "postgresql"; }

double CpuPerCall(const Almanacd& server, Backend backend, const Load& load) {
  const auto cpu = [&] {
    return CpuSeconds(server.pid()) + (backend == Backend::kPostgresql ? CpuSecondsOfPostgres() : 0);
  };
  Load warm = load;
  warm.calls = load.calls / 10;
  Drive(server.channel(), warm);
  const double before = cpu();
  const Spent spent = Drive(server.channel(), load);
  if (spent.failed > 0)
    fmt::print(stderr, "{}: {} of {} failed: {}\n", load.method, spent.failed, load.calls, spent.first_error);
  return (cpu() - before) / load.calls * 1e3;
}

double MedianOfRuns(const std::function<double()>& measure) {
  std::vector<double> values;
  for (int run = 0; run < kRuns; ++run) values.push_back(measure());
  return Median(values);
}

Load GetLoad(const std::string& token, const Sizes& sizes) {
  return {sizes.calls, kInFlight, "/almanac.v1.Datasets/GetDataset", token, [&sizes](int i) {
            v1::GetDatasetRequest request;
            request.set_name(fmt::format("datasets/cases-{}", i * 7919 % sizes.records));
            return request.SerializeAsString();
          }};
}

Load ListLoad(const std::string& token, const Sizes& sizes, v1::View view) {
  return {sizes.calls / 4, kInFlight, "/almanac.v1.Datasets/ListDatasets", token, [view](int) {
            v1::ListDatasetsRequest request;
            request.set_page_size(50);
            request.set_view(view);
            return request.SerializeAsString();
          }};
}

Load SearchLoad(const std::string& token, const Sizes& sizes) {
  return {sizes.calls / 4, kInFlight, "/almanac.v1.Datasets/SearchDatasets", token, [](int) {
            v1::SearchDatasetsRequest request;
            request.set_query("ocotillo");
            return request.SerializeAsString();
          }};
}

Load UpdateLoad(const std::string& token, const Sizes& sizes) {
  return {sizes.calls / 2, kInFlight, "/almanac.v1.Datasets/UpdateDataset", token, [&sizes](int i) {
            v1::UpdateDatasetRequest request;
            request.mutable_dataset()->set_name(fmt::format("datasets/cases-{}", i * 7919 % sizes.records));
            request.mutable_dataset()->set_retention("kept for " + RandomId(6));
            request.mutable_update_mask()->add_paths("retention");
            request.set_etag("*");
            return request.SerializeAsString();
          }};
}

Load CreateLoad(const std::string& token, const Sizes& sizes) {
  return {sizes.calls / 2, kInFlight, "/almanac.v1.Datasets/CreateDataset", token, [](int i) {
            v1::CreateDatasetRequest request;
            request.set_dataset_id("made-" + RandomId(12));
            *request.mutable_dataset() = RecordNumber(1'000'001 + i);
            return request.SerializeAsString();
          }};
}

}  // namespace almanac::bench
