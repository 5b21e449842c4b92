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

// What libpq takes, with what it does not say about dead networks filled in: to
// connect takes seconds and not minutes, and a server that is gone without a
// word is noticed. What it says is kept; what does not read stays as it is.
std::string WithTimeouts(const std::string& conninfo);

}  // namespace almanac::store
