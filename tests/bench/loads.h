// The calls that are measured, and what one of them costs.
#pragma once

#include <functional>
#include <string>

#include "almanac/v1/datasets.pb.h"
#include "bench/body.h"
#include "bench/client.h"
#include "store/connection.h"

namespace almanac::bench {

constexpr int kRuns = 5;
constexpr int kInFlight = 16;

struct Sizes {
  int records = 10000;
  int calls = 4000;
  int import_records = 10000;
  int export_records = 100000;
  // Of the large record, and of the one where nine of ten have the word searched for.
  int large = 1000000;
  int common = 100000;
  std::string only;
  RecordSource source = RecordNumber;
};

std::string NameOf(store::Backend backend);

// What a call costs the server and its database together, in milliseconds.
double CpuPerCall(const Almanacd& server, store::Backend backend, const Load& load);
double MedianOfRuns(const std::function<double()>& measure);

// The sizes are borrowed.
Load GetLoad(const std::string& token, const Sizes& sizes);
Load ListLoad(const std::string& token, const Sizes& sizes, v1::View view);
Load SearchLoad(const std::string& token, const Sizes& sizes);
Load UpdateLoad(const std::string& token, const Sizes& sizes);
Load CreateLoad(const std::string& token, const Sizes& sizes);

}  // namespace almanac::bench
