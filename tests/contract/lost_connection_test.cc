// PostgreSQL goes away and comes back. Whoever calls hears of it as little as
// can be, and never a word that is not true. SQLite is a file: its troubles are
// in full_disk_test.cc.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <thread>

#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "store/connection.h"
#include "store/tx_state.h"
#include "support/cable.h"
#include "support/record.h"

namespace almanac::store {
namespace {

using support::Record;
using testing::HasSubstr;
using testing::Not;

constexpr int kConnections = 4;

struct LostConnection : testing::Test {
  Record record{Backend::kPostgresql};
  support::Cable cable{record.address()};
  std::unique_ptr<Database> database = Database::Open(cable.address(), kConnections);
  Work work{*database, record.clock()};

  LostConnection() {
    record.AddDepartment("parks");
    record.AddDataset("trees");
  }

  // As many sessions as there may be, all open at once.
  std::vector<Lease> TakeAll() {
    std::vector<Lease> leases;
    for (int i = 0; i < kConnections; ++i) leases.push_back(database->Acquire(Record::Soon()));
    return leases;
  }
  static Deadline In(int milliseconds) {
    return std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
  }
  void Write(const Unit& unit, Deadline deadline = Record::Soon()) {
    work.Run(Mode::kWrite, Caller::Console(), deadline, unit);
  }
  void Read(Deadline deadline = Record::Soon()) {
    work.Run(Mode::kOneStatement, Caller::Console(), deadline,
             [](Tx& tx) { EXPECT_TRUE(tx.Exists<v1::Dataset>("datasets/trees")); });
  }
  static void Change(Tx& tx, const std::string& retention) {
    auto dataset = tx.Get<v1::Dataset>("datasets/trees");
    dataset.set_retention(retention);
    tx.Because("dataset.updated");
    tx.Update(dataset);
  }
  Error ErrorOf(const std::function<void()>& act) {
    try {
      act();
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "it worked";
    return Error(Reason::REASON_UNSPECIFIED, "");
  }

  // Past the cable.
  int64_t CountOf(const std::string& sql) {
    const Query count{"test", "almanac.v1.Count", sql.c_str()};
    int64_t found = 0;
    record.Read([&](Tx& tx) { found = tx.SelectOne<v1::Count>(count, {})->count(); });
    return found;
  }
  int64_t Revisions() { return CountOf("SELECT count(*) FROM revisions WHERE resource = 'datasets/trees'"); }
  int64_t Events() { return CountOf("SELECT count(*) FROM events WHERE resource = 'datasets/trees'"); }
};

TEST_F(LostConnection, IsSeenToForTheOthersOnceOneWasFoundLost) {
  TakeAll();
  cable.CutAll();
  Read();
  for (const Lease& lease : TakeAll()) EXPECT_EQ((*lease).SelectText("SELECT 'there'"), "there");
}

TEST_F(LostConnection, OfAPublicReaderIsReplacedUnseen) {
  const auto read = [&] {
    static const Query query{"test", "almanac.v1.Count", "SELECT count(*) FROM public_datasets"};
    work.RunPublic(Record::Soon(), [](Tx& tx) { tx.Select<v1::Count>(query, {}); });
  };
  read();
  cable.CutAll();
  EXPECT_NO_THROW(read());
}

TEST_F(LostConnection, InTheMiddleOfAWriteIsAWriteRunAgain) {
  int runs = 0;
  Write([&](Tx& tx) {
    Change(tx, "seven years");
    if (runs++ == 0) cable.CutAll();
    Change(tx, "eight years");
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Revisions(), 2);
  // Created, and the two steps of the run that was kept.
  EXPECT_EQ(Events(), 3);
}

TEST_F(LostConnection, WhileTheHistoryIsWrittenIsAWriteRunAgain) {
  int runs = 0;
  Write([&](Tx& tx) {
    Change(tx, "seven years");
    if (runs++ == 0) cable.CutAll();
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Revisions(), 2);
}

TEST_F(LostConnection, OfWhoeverKillsTheirOwnIsGivenUpSoon) {
  int runs = 0;
  const auto error = ErrorOf([&] {
    Write([&](Tx& tx) {
      ++runs;
      cable.CutAll();
      Change(tx, "never");
    });
  });
  EXPECT_EQ(error.reason(), Reason::UNAVAILABLE);
  EXPECT_THAT(error.message(), HasSubstr("the database does not answer just now; nothing was changed"));
  EXPECT_LE(runs, 4);
  EXPECT_EQ(Revisions(), 1);
}

TEST_F(LostConnection, DuringABulkWriteIsABulkWriteRunAgain) {
  cable.CutAfter("FROM STDIN");
  int runs = 0;
  work.Run(Mode::kExclusive, Caller::Console(), Record::Soon(), [&](Tx& tx) {
    ++runs;
    tx.BeginBulk();
    for (int i = 0; i < 10; ++i) {
      v1::Dataset dataset;
      dataset.set_name(fmt::format("datasets/bulk-{}", i));
      dataset.set_department("departments/parks");
      tx.Because("dataset.adopted");
      tx.Create(dataset);
    }
    tx.EndBulk();
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(CountOf("SELECT count(*) FROM datasets WHERE name LIKE 'datasets/bulk-%'"), 10);
}

TEST_F(LostConnection, IsWaitedForWhileTheServerRestarts) {
  Read();
  cable.Unplug();
  std::thread reader([&] { EXPECT_NO_THROW(Read()); });
  std::thread writer([&] { EXPECT_NO_THROW(Write([](Tx& tx) { Change(tx, "nine years"); })); });
  cable.AwaitTurnedAway(3);
  cable.Plug();
  reader.join();
  writer.join();
  EXPECT_EQ(Revisions(), 2);
}

TEST_F(LostConnection, IsToldWhenTheTimeOfTheCallIsOver) {
  cable.Unplug();
  for (int call = 0; call < 3; ++call) {
    const auto read = ErrorOf([&] { Read(In(200)); });
    EXPECT_EQ(read.reason(), Reason::UNAVAILABLE);
    EXPECT_EQ(read.message(), "the database does not answer just now");
  }
  EXPECT_FALSE(database->Answers());
  cable.Plug();
  Read();
  EXPECT_TRUE(database->Answers());
}

TEST_F(LostConnection, AtTheCommitIsNoReasonToWriteBlindlyAgain) {
  int runs = 0;
  const auto write = [&] {
    Write([&](Tx& tx) {
      ++runs;
      Change(tx, fmt::format("{} years", runs));
    });
  };
  cable.CutAfter("COMMIT");
  const auto done = ErrorOf(write);
  EXPECT_EQ(done.reason(), Reason::OUTCOME_UNKNOWN);
  EXPECT_THAT(done.message(), HasSubstr("look whether it is there"));
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(Revisions(), 2);

  cable.CutBefore("COMMIT");
  const auto undone = ErrorOf(write);
  EXPECT_EQ(undone.reason(), Reason::OUTCOME_UNKNOWN);
  EXPECT_THAT(undone.message(), Not(HasSubstr("nothing was changed")));
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Revisions(), 2);

  Write([](Tx& tx) { Change(tx, "for ever"); });
  EXPECT_EQ(Revisions(), 3);
}

// What the server says of itself becomes a word that somebody can act on.
TEST_F(LostConnection, AndOtherTroublesAreToldApart) {
  const auto trouble = [&](Mode mode, const std::string& state) {
    return ErrorOf([&] {
      work.Run(mode, Caller::Console(), Record::Soon(), [&](Tx& tx) {
        tx.state().connection.Run(
            fmt::format("DO 'BEGIN RAISE EXCEPTION ''trouble'' USING ERRCODE = ''{}''; END'", state));
      });
    });
  };
  struct Told {
    const char* state;
    Reason reason;
    const char* words;
  };
  for (const Told& told :
       {Told{"53100", Reason::UNAVAILABLE, "no room left"}, Told{"53200", Reason::UNAVAILABLE, "no room left"},
        Told{"53300", Reason::UNAVAILABLE, "takes no more connections"},
        Told{"25006", Reason::UNAVAILABLE, "read-only"},
        Told{"58030", Reason::UNAVAILABLE, "cannot read or write its files"},
        Told{"57014", Reason::DEADLINE_EXCEEDED, "longer than this request may"}}) {
    const auto error = trouble(Mode::kWrite, told.state);
    EXPECT_EQ(error.reason(), told.reason) << told.state;
    EXPECT_THAT(error.message(), HasSubstr(told.words)) << told.state;
    EXPECT_THAT(error.message(), HasSubstr("nothing was changed")) << told.state;
  }
  EXPECT_THAT(trouble(Mode::kRead, "53100").message(), Not(HasSubstr("nothing was changed")));
  Write([](Tx& tx) { Change(tx, "on"); });
}

// After a failover the old sessions lead to a server that only reads.
TEST_F(LostConnection, IsWhatASessionIsThatMayOnlyRead) {
  int runs = 0;
  Write([&](Tx& tx) {
    if (runs++ == 0) tx.state().connection.Run("SET TRANSACTION READ ONLY");
    Change(tx, "ten years");
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Revisions(), 2);
}

}  // namespace
}  // namespace almanac::store
