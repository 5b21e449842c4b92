// Brings a database to the schema of this program.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "store/connection.h"
#include "store/query.h"

namespace almanac::store {

// Throws DATABASE_UNUSABLE when the encoding or collation would sort text
// another way than the record needs.
void RequireSuitable(Connection& connection);

// Runs the migrations that are missing, each in a transaction of its own, and
// makes the public views anew when anything changed. Throws MIGRATION_EDITED
// when one that ran reads differently today, SCHEMA_TOO_NEW when the database
// has one that this program does not know.
void Migrate(Connection& connection);
// The first `count` of them; for tests.
void MigrateSome(Connection& connection, std::span<const Script> migrations, std::span<const Script> views);

// Where a database differs from the schema of this program.
struct Deviation {
  enum Kind { kMissing, kEdited, kNewer };
  Kind kind;
  // The migration, or `views`.
  std::string name;
};
// Reads and changes nothing. Throws DatabaseError when it is no database of ours.
std::vector<Deviation> DeviationsOf(Connection& connection);

}  // namespace almanac::store
