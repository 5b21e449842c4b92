// Copies of an SQLite database, whole and of one instant. PostgreSQL brings
// its own tools for that, and is referred to them.
#pragma once

#include <string>

namespace almanac::store {

// Writes the database as it is now to a file that is not there yet, also while
// almanacd serves it: writers do not wait. The file is an SQLite database
// itself, and is on the disk when this returns. Throws CONFIG_INVALID on
// PostgreSQL, DATABASE_UNUSABLE.
void Backup(const std::string& database, const std::string& file);

// Makes a database of a backup. Throws CONFIG_INVALID on PostgreSQL,
// DATABASE_UNUSABLE when the file is no backup of ours or the database is in
// use or not empty, SCHEMA_TOO_NEW.
void Restore(const std::string& file, const std::string& database);

}  // namespace almanac::store
