// A record without a door: a fresh database, a clock that stands still, and
// units of work. For tests of store/ and of what is below the rpcs.
#pragma once

#include <functional>
#include <string>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/departments.pb.h"
#include "base/clock.h"
#include "store/work.h"
#include "support/databases.h"

namespace almanac::support {

class Record {
 public:
  explicit Record(store::Backend backend, int connections = 4)
      : fresh_(backend), database_(fresh_.Open(connections)), work_(*database_, clock_) {}

  void Write(const store::Unit& unit, const Caller& caller = Caller::Console()) {
    work_.Run(store::Mode::kWrite, caller, Soon(), unit);
  }
  void Read(const store::Unit& unit, const Caller& caller = Caller::Console()) {
    work_.Run(store::Mode::kRead, caller, Soon(), unit);
  }

  void AddDepartment(const std::string& id) {
    Write([&](store::Tx& tx) {
      v1::Department department;
      department.set_name("departments/" + id);
      department.set_title(id);
      tx.Because("department.created");
      tx.Create(department);
    });
  }
  v1::Dataset AddDataset(const std::string& id, const std::function<void(v1::Dataset&)>& adjust = {}) {
    v1::Dataset dataset;
    dataset.set_name("datasets/" + id);
    dataset.set_title(id);
    dataset.set_department("departments/parks");
    if (adjust) adjust(dataset);
    Write([&](store::Tx& tx) {
      tx.Because("dataset.created");
      dataset = tx.Create(dataset);
    });
    return dataset;
  }

  static store::Deadline Soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(30); }

  FakeClock& clock() { return clock_; }
  store::Work& work() { return work_; }
  store::Database& database() { return *database_; }
  const std::string& address() const { return fresh_.address(); }

 private:
  FreshDatabase fresh_;
  FakeClock clock_{*ParseInstant("2026-03-02T09:30:00Z")};
  std::unique_ptr<store::Database> database_;
  store::Work work_;
};

}  // namespace almanac::support
