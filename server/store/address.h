// Where a database is, as --db says it.
#pragma once

#include <string>

#include "store/database.h"

namespace almanac::store {

struct Address {
  Backend backend;
  // The path of a file, or what libpq takes.
  std::string text;
};

// "postgresql://..." or "dbname=... host=..." with the prefix "postgresql:";
// anything else is the path of an SQLite file.
Address AddressOf(const std::string& text);

}  // namespace almanac::store
