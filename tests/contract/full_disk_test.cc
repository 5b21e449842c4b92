// A disk that is full: the write that does not fit is refused in words, reads go on, the record stays whole, and when
// there is room again the next write is stored by the same server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>

#include "almanac/v1/records.pb.h"
#include "api/doctor.h"
#include "base/error.h"
#include "store/connection.h"
#include "support/record.h"

namespace almanac::store {
namespace {

using support::Record;
using testing::HasSubstr;

// No file of this process may grow beyond so many bytes, while it lives.
class FileLimit {
 public:
  explicit FileLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FileLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FileLimit(const FileLimit&) = delete;
  FileLimit& operator=(const FileLimit&) = delete;

 private:
  rlimit before_{};
};

class FullDisk : public testing::TestWithParam<Backend> {
 protected:
  FullDisk() {
    record_.AddDepartment("parks");
    record_.AddDataset("trees");
  }

  void Write(const std::string& retention) {
    record_.Write([&](Tx& tx) {
      auto dataset = tx.Get<v1::Dataset>("datasets/trees");
      dataset.set_retention(retention);
      tx.Because("dataset.updated");
      tx.Update(dataset);
    });
  }
  // Writes until one is refused.
  Error FirstRefusal() {
    for (int i = 0; i < 1000; ++i) {
      try {
        Write(std::string(20'000, static_cast<char>('a' + i % 26)));
        ++written_;
      } catch (const Error& error) {
        return error;
      }
    }
    ADD_FAILURE() << "a thousand writes found room";
    return Error(Reason::REASON_UNSPECIFIED, "");
  }
  int64_t Revisions() {
    static const Query count{"test", "almanac.v1.Count",
                             "SELECT count(*) FROM revisions WHERE resource = 'datasets/trees'"};
    int64_t found = 0;
    record_.Read([&](Tx& tx) { found = tx.SelectOne<v1::Count>(count, {})->count(); });
    return found;
  }
  void ExpectWhole() {
    EXPECT_EQ(Revisions(), 1 + written_);
    EXPECT_EQ(api::ExamineRecord(record_.address(),
                                 [](const v1::Finding& finding) { ADD_FAILURE() << finding.ShortDebugString(); })
                  .found,
              0);
  }

  // One connection, so that what is said to it holds for every write.
  Record record_{GetParam(), 1};
  int written_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Both, FullDisk, support::BothDatabases(), support::NameOfDatabase);

// Says to the database that there is no room, and that there is again.
TEST_P(FullDisk, RefusesTheWriteAndNothingElse) {
  const auto say = [&](const char* sqlite, const char* postgresql) {
    const auto lease = record_.database().Acquire(Record::Soon());
    lease.connection().SelectText("SELECT 1");
    lease.connection().Run(GetParam() == Backend::kSqlite ? sqlite : postgresql);
  };
  say("PRAGMA max_page_count = 1",
      "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
      "'BEGIN RAISE EXCEPTION ''could not extend file'' USING ERRCODE = ''disk_full''; END'");
  say("SELECT 1", "CREATE TRIGGER full_disk BEFORE INSERT ON revisions EXECUTE FUNCTION full_disk()");
  const auto error = FirstRefusal();
  EXPECT_EQ(error.reason(), Reason::UNAVAILABLE);
  EXPECT_EQ(error.message(), "the database has no room left, on its disk or in memory; nothing was changed");
  EXPECT_EQ(Revisions(), 1 + written_);
  say("PRAGMA max_page_count = 1000000", "DROP TRIGGER full_disk ON revisions");
  Write("seven years");
  ++written_;
  say("SELECT 1", "DROP FUNCTION full_disk()");
  ExpectWhole();
}

// As the operating system says it, to the server of PostgreSQL never: tests/e2e/full_disk.sh fills that one's disk.
TEST(FullFile, OfSqliteRefusesTheWriteAndNothingElse) {
  Record record(Backend::kSqlite, 2);
  record.AddDepartment("parks");
  record.AddDataset("trees");
  const auto write = [&](const std::string& id) {
    record.AddDataset(id, [](v1::Dataset& dataset) { dataset.set_description(std::string(20'000, 'x')); });
  };
  int written = 0;
  try {
    const FileLimit limit(std::filesystem::file_size(record.address() + "-wal") + 200'000);
    for (; written < 1000; ++written) write("set-" + std::to_string(written));
    FAIL() << "a thousand writes found room";
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::UNAVAILABLE);
    EXPECT_THAT(error.message(), HasSubstr("cannot read or write its files just now (a full disk, a lost file)"));
  }
  write("set-" + std::to_string(written));
  static const Query count{"test", "almanac.v1.Count",
                           "SELECT count(*) FROM datasets WHERE name LIKE 'datasets/set-%'"};
  record.Read([&](Tx& tx) { EXPECT_EQ(tx.SelectOne<v1::Count>(count, {})->count(), written + 1); });
  EXPECT_EQ(api::ExamineRecord(record.address(),
                               [](const v1::Finding& finding) { ADD_FAILURE() << finding.ShortDebugString(); })
                .found,
            0);
}

}  // namespace
}  // namespace almanac::store
