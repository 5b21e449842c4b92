// The checks of the record that need no resource: whether what is stored is
// what Tx would have stored. Read only, in one snapshot, in memory that does
// not grow with the record.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/finding.h"
#include "store/connection.h"
#include "store/row.h"
#include "store/tx.h"

namespace almanac::store {

// Opens the database for reading, tells where its schema differs, and where
// it does not, runs `check` in a Tx that holds one snapshot. What the database
// cannot read is a finding. Throws DATABASE_UNUSABLE when there is none.
void Examine(const std::string& address, const Report& report, const std::function<void(Tx&)>& check);

// A run of rows of one table in order of key: those after `after`, up to and
// including `last`, or to the end when it is empty.
struct Run {
  std::string after;
  std::string last;
  // Of rows that do not read there is the key alone.
  std::vector<std::pair<std::string, std::unique_ptr<google::protobuf::Message>>> rows;
};

// Every row of every table reads into its message and says what its latest
// revision says; what the record names is there; tables that repeat a part of
// a row (mirrors, search) repeat what it says.
void InspectRows(Tx& tx, const Report& report);
// Revisions have no gap and meet in time; each is what its event sealed.
void InspectHistory(Tx& tx, const Report& report);
// The leaves of the log are what the events say, and the tree is what was signed. Returns how many events wait to be
// sealed, which is nothing wrong.
int64_t InspectLog(Tx& tx, const Report& report);

// The rows of `index` in the run are the words of its messages.
void InspectWords(Tx& tx, const std::string& index, const Run& run, const Report& report);

// --- Shared by the files that implement these.

v1::Finding FindingOf(std::string check, std::string resource, std::string problem, std::string remedy);

// Empty for what is no text.
std::string TextOf(const Value& value);
// Cells in which even values of the wrong type can be read.
std::vector<Cell> LooseCellsOf(const TableInfo& table, std::span<const int> columns);
// Fills the message from a row of loose cells. The problem, or none.
std::string ReadLoosely(const TableInfo& table, std::span<const int> columns, const Row& row,
                        google::protobuf::Message* message);
// The mirrors of a table in the run are what its rows say.
void InspectMirrors(Tx& tx, const TableInfo& table, const Run& run, const Report& report);

}  // namespace almanac::store
