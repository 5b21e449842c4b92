// Many writers at once: no call fails, nothing is lost, on either database.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <thread>

#include "almanac/v1/events.pb.h"
#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "support/record.h"

namespace almanac::store {
namespace {

using support::Record;

constexpr int kWriters = 8;
constexpr int kEdits = 1000;
// As many sets as the sample town has.
constexpr int kDatasets = 60;

class Contention : public testing::TestWithParam<Backend> {};

INSTANTIATE_TEST_SUITE_P(Both, Contention, support::BothDatabases(), support::NameOfDatabase);

TEST_P(Contention, EightWritersOfAThousandEditsEachAllSucceed) {
  Record record(GetParam(), kWriters);
  record.AddDepartment("parks");
  for (int i = 0; i < kDatasets; ++i) record.AddDataset(fmt::format("set-{}", i));
  std::atomic<int> failed = 0;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      for (int edit = 0; edit < kEdits; ++edit) {
        try {
          record.Write([&](Tx& tx) {
            auto dataset = tx.Get<v1::Dataset>(fmt::format("datasets/set-{}", (edit * 31 + writer * 7) % kDatasets));
            dataset.set_retention(fmt::format("{} {}", writer, edit));
            tx.Because("dataset.updated");
            tx.Update(dataset);
          });
        } catch (const std::exception& error) {
          if (failed++ == 0) ADD_FAILURE() << error.what();
        }
      }
    });
  }
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(failed, 0);
  static const Query count{"test", "almanac.v1.Count",
                           "SELECT count(*) FROM revisions WHERE resource LIKE 'datasets/%'"};
  record.Read([&](Tx& tx) { EXPECT_EQ(tx.SelectOne<v1::Count>(count, {})->count(), kDatasets + kWriters * kEdits); });
  // Not a rule, but what says how near to one we are.
  std::printf("[          ] %lld units of work ran again\n", static_cast<long long>(record.work().retries()));
}

TEST_P(Contention, AnImportWaitsForSmallWritesAndTheyForIt) {
  Record record(GetParam(), 4);
  record.AddDepartment("parks");
  record.AddDataset("small");
  std::atomic<bool> done = false;
  std::atomic<int> edits = 0;
  std::thread small([&] {
    while (!done) {
      record.Write([&](Tx& tx) {
        auto dataset = tx.Get<v1::Dataset>("datasets/small");
        dataset.set_retention(std::to_string(edits));
        tx.Because("dataset.updated");
        tx.Update(dataset);
      });
      ++edits;
    }
  });
  while (edits < 5) std::this_thread::yield();
  EXPECT_NO_THROW(record.work().Run(Mode::kExclusive, Caller::Console(), Record::Soon(), [](Tx& tx) {
    tx.BeginBulk();
    for (int i = 0; i < 2000; ++i) {
      v1::Dataset dataset;
      dataset.set_name(fmt::format("datasets/bulk-{}", i));
      dataset.set_department("departments/parks");
      tx.Because("dataset.adopted");
      tx.Create(dataset);
    }
    tx.EndBulk();
  }));
  const int during = edits;
  while (edits < during + 5) std::this_thread::yield();
  done = true;
  small.join();
}

}  // namespace
}  // namespace almanac::store
