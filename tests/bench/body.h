// The body that is measured: records of a real shape, a person with a token,
// and a running almanacd.
#pragma once

#include <grpcpp/grpcpp.h>
#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "store/database.h"
#include "support/databases.h"

namespace almanac::bench {

// 2.5 kB of JSON: 4 distributions, 6 fields; every hundredth has a rare word.
v1::Dataset RecordNumber(int number);
// A Project Open Data 1.1 catalogue of that many such records.
void WriteCatalogue(const std::string& path, int records);

// The nth record of a body.
using RecordSource = std::function<v1::Dataset(int)>;
// The datasets of a data.json, over and over, each with the dictionary of RecordNumber and a title of its own.
RecordSource RecordsOf(const std::string& catalogue);
// Nine of ten say mesquite.
RecordSource RecordsWithCommonWord(const RecordSource& source);

// Fills an empty database; returns the token of a coordinator of the one department.
std::string FillRecord(const std::string& address, int records, const RecordSource& source = RecordNumber);

// A running almanacd on a socket of its own.
class Almanacd {
 public:
  // `more` are settings of its own.
  Almanacd(const std::string& address, const std::filesystem::path& folder, const std::vector<std::string>& more = {});
  ~Almanacd();
  pid_t pid() const { return pid_; }
  // From the start of the process to the first answer.
  double start_milliseconds() const { return start_milliseconds_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  pid_t pid_ = 0;
  double start_milliseconds_ = 0;
  std::shared_ptr<grpc::Channel> channel_;
};

// A folder that goes when it is done with.
class Folder {
 public:
  Folder();
  ~Folder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace almanac::bench
