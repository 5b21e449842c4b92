// What is altered by hand after it was sealed is found and named; what is
// blanked openly is not in the way of that. On both databases.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/records.pb.h"
#include "api/doctor.h"
#include "base/error.h"
#include "base/ids.h"
#include "store/address.h"
#include "store/blanking.h"
#include "store/connection.h"
#include "store/sealing.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

struct Tampering : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};
  store::Sealer sealer{town.work(), NoteSigner::Make("data.example.gov/log")};

  Tampering() {
    trees.Create(Trees::Described());
    sealer.SealAll();
    trees.Change(Trees::Describe("Every public tree of the town."));
    sealer.SealAll();
    trees.Submit();
    sealer.SealAll();
  }

  // By hand, past every rule.
  std::string Text(const std::string& sql) {
    const auto address = store::AddressOf(town.address());
    store::Connection connection(address.backend, address.text, store::Connection::Purpose::kMigration);
    return connection.SelectText(sql);
  }
  void Break(const std::string& sql) {
    const auto address = store::AddressOf(town.address());
    store::Connection connection(address.backend, address.text, store::Connection::Purpose::kMigration);
    EXPECT_GT(connection.Execute(sql), 0) << "nothing was broken by " << sql;
  }
  std::vector<std::string> Found() {
    std::vector<std::string> found;
    unsealed = api::ExamineRecord(town.address(), [&](const v1::Finding& finding) {
                 found.push_back(fmt::format("{}: {}: {}", finding.check(), finding.resource(), finding.problem()));
               }).unsealed;
    return found;
  }
  // The latest event of the tree inventory with that verb.
  int64_t EventOf(const std::string& verb) {
    const std::string text =
        "SELECT max(id) AS count FROM events WHERE resource = 'datasets/trees' AND verb = '" + verb + "'";
    const store::Query query{"test", "almanac.v1.Count", text.c_str()};
    int64_t id = 0;
    town.Read([&](store::Tx& tx) { id = tx.SelectOne<v1::Count>(query, {})->count(); });
    return id;
  }
  std::string Named(const std::string& verb) {
    return fmt::format("log: event {} ({} of datasets/trees", EventOf(verb), verb);
  }
  void Blank(int64_t event, const std::string& part) {
    town.Write([&](store::Tx& tx) { store::BlankEvent(tx, event, part, "A wish under the law."); }, Caller::Console());
  }
  Error BlankRefused(int64_t event, const std::string& part) {
    try {
      Blank(event, part);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "blanked";
    return Error(Reason::INTERNAL, "");
  }

  int64_t unsealed = 0;
};
INSTANTIATE_TEST_SUITE_P(Both, Tampering, BothDatabases(), NameOfDatabase);

TEST_P(Tampering, IsNotWhatTheServerDoes) {
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_EQ(unsealed, 0);
}

TEST_P(Tampering, IsNotThatSomethingWaitsToBeSealed) {
  trees.Decide();
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_GT(unsealed, 0);
}

TEST_P(Tampering, WithAnyColumnOfAnEventNamesTheEvent) {
  const int64_t id = EventOf("dataset.submitted");
  for (const std::string column : {"reason", "actor", "time", "request_id", "salt", "scope"}) {
    const std::string before = Text(fmt::format("SELECT {} FROM events WHERE id = {}", column, id));
    Break(fmt::format("UPDATE events SET {0} = {0} || '0' WHERE id = {1}", column, id));
    EXPECT_THAT(Found(), Contains(AllOf(StartsWith(Named("dataset.submitted")), HasSubstr("is not what was sealed"))))
        << column;
    Break(fmt::format("UPDATE events SET {} = '{}' WHERE id = {}", column, before, id));
    EXPECT_THAT(Found(), IsEmpty()) << column;
  }
}

TEST_P(Tampering, WithTheBodyOfAnEventNamesTheEvent) {
  Break(fmt::format("UPDATE events SET body = replace(body, '\"revision\":', '\"revision\": ') WHERE id = {}",
                    EventOf("dataset.submitted")));
  EXPECT_THAT(Found(), Contains(StartsWith(Named("dataset.submitted"))));
}

TEST_P(Tampering, WithTheVerbNamesTheEvent) {
  const int64_t id = EventOf("dataset.submitted");
  Break(fmt::format("UPDATE events SET verb = 'dataset.decided' WHERE id = {}", id));
  EXPECT_THAT(Found(), Contains(StartsWith(fmt::format("log: event {} (dataset.decided", id))));
}

TEST_P(Tampering, WithARevisionNamesTheRecord) {
  Break(
      "UPDATE revisions SET body = replace(body, 'Every public', 'Any public') WHERE resource = "
      "'datasets/trees' AND revision = 2");
  EXPECT_THAT(Found(), Contains("history: datasets/trees revision 2: is not the text that its event sealed"));
}

// Whoever changes a revision, and its hash in the event, has changed what was sealed.
TEST_P(Tampering, WithARevisionAndItsHashNamesTheEvent) {
  const int64_t id = EventOf("dataset.updated");
  Break(fmt::format("UPDATE events SET body = replace(replace(body, 'a', 'b'), '1', '2') WHERE id = {}", id));
  EXPECT_THAT(Found(), Contains(StartsWith(fmt::format("log: event {} ", id))));
}

TEST_P(Tampering, WithALeafNamesTheLeaf) {
  Break("UPDATE log_leaves SET entry = replace(replace(entry, '1', '2'), 'a', 'b') WHERE number = 3");
  EXPECT_THAT(Found(), Contains(AllOf(StartsWith("log: leaf 3: is not what was signed; event "), HasSubstr(" is"))));
}

TEST_P(Tampering, ThatTakesAnEventAwayNamesIt) {
  const int64_t id = EventOf("dataset.submitted");
  Break(fmt::format("DELETE FROM events WHERE id = {}", id));
  EXPECT_THAT(Found(), Contains(fmt::format("log: event {}: was sealed, and is gone", id)));
}

TEST_P(Tampering, ThatTakesALeafAwayNamesIt) {
  Break("DELETE FROM log_leaves WHERE number = 3");
  EXPECT_THAT(Found(), Contains("log: leaf 3: is gone, so what follows cannot be checked"));
}

TEST_P(Tampering, ThatCutsTheLogIsFound) {
  Break("DELETE FROM log_leaves WHERE number >= (SELECT max(number) FROM log_leaves)");
  EXPECT_THAT(Found(), Contains(HasSubstr("covers leaves that are gone")));
}

TEST_P(Tampering, WithACheckpointNamesIt) {
  Break(
      "UPDATE log_checkpoints SET note = replace(note, 'data.example.gov', 'date.example.gov') WHERE size = (SELECT "
      "max(size) FROM log_checkpoints)");
  EXPECT_THAT(Found(), Contains(AllOf(StartsWith("log: the checkpoint at "), HasSubstr("key"))));
}

// An event and its leaf together: then the signature tells, and those it may be are named.
TEST_P(Tampering, WithAnEventAndItsLeafNamesTheEvent) {
  const int64_t id = EventOf("dataset.submitted");
  Break(fmt::format("UPDATE events SET reason = 'Another.' WHERE id = {}", id));
  store::EventText altered;
  town.Read([&](store::Tx& tx) { altered = store::FindEventText(tx, id).value(); });
  Break(fmt::format("UPDATE log_leaves SET entry = '{}' WHERE event_id = {}", ToHex(store::EntryOf(altered)), id));
  EXPECT_THAT(Found(), Contains(AllOf(StartsWith(fmt::format("log: event {} ", id)), HasSubstr("what was signed"))));
}

TEST_P(Tampering, WithATileNamesTheTile) {
  for (int i = 0; i < 270; ++i) trees.Change(Trees::Describe(fmt::format("Trees, {}.", i)));
  sealer.SealAll();
  EXPECT_THAT(Found(), IsEmpty());
  Break("UPDATE log_nodes SET hash = replace(replace(hash, '1', '2'), 'a', 'b') WHERE level = 1 AND number = 0");
  EXPECT_THAT(Found(), Contains("log: tile 0 of level 1: its hash 0 is not the root of the leaves under it"));
}

TEST_P(Tampering, IsNotToBlankAPartOfAnEvent) {
  const int64_t id = EventOf("dataset.submitted");
  Blank(id, "reason");
  Blank(id, "actor");
  EXPECT_THAT(Found(), IsEmpty());
  sealer.SealAll();
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_EQ(BlankRefused(id, "reason").reason(), Reason::WRONG_STATE);
  EXPECT_EQ(BlankRefused(id, "resource").reason(), Reason::INVALID_FIELD);
  EXPECT_EQ(BlankRefused(999999, "reason").reason(), Reason::NOT_FOUND);
  // What is left is held as firmly as before.
  Break(fmt::format("UPDATE events SET request_id = 'x' WHERE id = {}", id));
  EXPECT_THAT(Found(), Contains(StartsWith(Named("dataset.submitted"))));
}

TEST_P(Tampering, IsNotToBlankTheFactsOfAnEvent) {
  const int64_t id = EventOf("dataset.updated");
  Blank(id, "body");
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_P(Tampering, IsToBlankWithoutSayingSo) {
  const int64_t id = EventOf("dataset.submitted");
  Blank(id, "reason");
  Break("DELETE FROM events WHERE verb = 'log.blanked'");
  EXPECT_THAT(Found(), Contains(HasSubstr("its reason was blanked, and no event says by whom")));
}

TEST_P(Tampering, IsToWriteSomethingWhereItWasBlanked) {
  const int64_t id = EventOf("dataset.submitted");
  Blank(id, "reason");
  Break(fmt::format("UPDATE events SET reason = 'Another.' WHERE id = {}", id));
  EXPECT_THAT(Found(), Contains(HasSubstr("its reason was blanked, and says something again")));
}

TEST_P(Tampering, CannotBeCoveredUpByBlanking) {
  const int64_t id = EventOf("dataset.submitted");
  Break(fmt::format("UPDATE events SET reason = 'Another.' WHERE id = {}", id));
  EXPECT_EQ(BlankRefused(id, "reason").reason(), Reason::INTERNAL);
}

TEST_P(Tampering, IsNotToBlankWhatARecordWas) {
  const auto blank = [&](int64_t revision) {
    town.Write([&](store::Tx& tx) { store::BlankRevision(tx, "datasets/trees", revision, "A wish."); },
               Caller::Console());
  };
  blank(1);
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_THROW(blank(1), Error);
  EXPECT_THROW(blank(3), Error) << "what stands";
  EXPECT_THROW(blank(99), Error);
  Break("DELETE FROM events WHERE verb = 'log.blanked'");
  EXPECT_THAT(Found(), Contains("history: datasets/trees revision 1: was blanked, and no event says by whom"));
}

}  // namespace
}  // namespace almanac::support
