// Many rows at once into a table of PostgreSQL: COPY ... FROM STDIN.
#pragma once

#include <libpq-fe.h>

#include <string>
#include <vector>

#include "store/tx.h"

namespace almanac::store {

struct RowsOfTable {
  const std::string& table;
  const std::vector<std::string>& columns;
  const std::vector<std::vector<Value>>& rows;
};

// Absent values are NULL. Throws DatabaseError.
void CopyIn(PGconn* connection, const RowsOfTable& many);

}  // namespace almanac::store
