// The limit that an import is held against: the same rows into the same
// tables, with nothing between: COPY on PostgreSQL, one kept INSERT a table on SQLite.
#pragma once

#include <string>

namespace almanac::bench {

// Reads every row that an import left in `from` and writes it into the empty
// database `to`, in one transaction. Returns the seconds of the writing alone.
double RawInsertSeconds(const std::string& from, const std::string& to);

}  // namespace almanac::bench
