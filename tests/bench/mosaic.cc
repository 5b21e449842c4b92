#include "bench/mosaic.h"

#include <fmt/format.h>

#include <random>

#include "almanac/v1/mosaic.pb.h"
#include "bench/figures.h"
#include "support/databases.h"

namespace almanac::bench {
namespace {

constexpr int kFields = 30;

// Fifteen marked fields of forty that there are, so that nearly every set tells another combination.
v1::Dataset SetNumber(int number) {
  static const std::vector<std::string> kNames{
      "address", "block",     "zip",     "district",  "occurred_time", "report_date", "month",    "age",
      "sex",     "ethnicity", "vehicle", "education", "language",      "rank",        "religion", "disability"};
  std::mt19937 random(static_cast<unsigned>(number));
  v1::Dataset dataset = RecordNumber(number);
  dataset.clear_fields();
  dataset.set_state(v1::Dataset::PUBLISHED);
  dataset.set_access(v1::Dataset::OPEN);
  dataset.set_granularity(v1::Dataset::RECORD);
  for (int i = 0; i < kFields; ++i) {
    auto* field = dataset.add_fields();
    const size_t name = random() % (kNames.size() + 24);
    field->set_name(name < kNames.size() ? fmt::format("{}_{}", kNames[name], i)
                                         : fmt::format("trait_{}", static_cast<char>('a' + name - kNames.size())));
    field->set_type("text");
    field->set_definition("What the clerk entered when the case was opened.");
    field->set_release(v1::Field::AS_IS);
    field->set_quasi_identifier(i % 2 == 0);
  }
  return dataset;
}

}  // namespace

void MeasureMosaic(store::Backend backend, const Sizes& sizes) {
  support::FreshDatabase fresh(backend);
  Folder folder;
  const std::string token = FillRecord(fresh.address(), sizes.records, SetNumber);
  Almanacd server(fresh.address(), folder.path());
  Load load;
  load.calls = 1;
  load.in_flight = 1;
  load.method = "/almanac.v1.Mosaic/ListMosaicClusters";
  load.token = token;
  load.request = [](int) { return v1::ListMosaicClustersRequest().SerializeAsString(); };
  v1::ListMosaicClustersResponse clusters;
  CallOnce(server.channel(), load, &clusters);
  if (clusters.clusters().empty()) throw std::runtime_error("no set of the bench is in a cluster");
  PrintAtMost({fmt::format("{} mosaic clusters over {} sets of {} fields", NameOf(backend), sizes.records, kFields),
               "ms", 1000},
              MedianOfRuns([&] { return Drive(server.channel(), load).wall_seconds * 1e3; }));
}

}  // namespace almanac::bench
