// A client that keeps a number of calls in flight.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace almanac::bench {

struct Load {
  int calls = 0;
  int in_flight = 16;
  // "/almanac.v1.Datasets/GetDataset"
  std::string method;
  std::string token;
  // The request of the nth call.
  std::function<std::string(int)> request;
};

struct Spent {
  double wall_seconds = 0;
  int failed = 0;
  std::string first_error;
  // Of each call, in the order of their answers.
  std::vector<double> milliseconds;
};

// The value below which this share of the calls lies; 0.5 is the median.
double Quantile(std::vector<double> values, double share);

// Sends all calls over one channel and waits for the last answer.
Spent Drive(const std::shared_ptr<grpc::Channel>& channel, const Load& load);

// One call; throws std::runtime_error with what went wrong.
void CallOnce(const std::shared_ptr<grpc::Channel>& channel, const Load& load, google::protobuf::Message* response);

// Reads an export to its end, with a pause after each chunk; returns its bytes.
size_t ReadExport(const std::shared_ptr<grpc::Channel>& channel, const std::string& token, const std::string& request,
                  std::chrono::milliseconds pause = {});
// Sends a file to an import; true when the summary said that it was applied.
bool SendImport(const std::shared_ptr<grpc::Channel>& channel, const std::string& token, const std::string& path);

}  // namespace almanac::bench
