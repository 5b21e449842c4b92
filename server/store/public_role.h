// The role that public sessions take on PostgreSQL: it may read the views
// public_* and the public search, and nothing else. On SQLite an authorizer
// does the same (dialect.h).
#pragma once

#include <string>

#include "store/connection.h"

namespace almanac::store {

// Throws CONFIG_INVALID unless it is a plain name: a-z, 0-9 and _.
void RequireRoleName(const std::string& role);

// Gives the role what it needs and sees that it has no more. Throws
// DATABASE_UNUSABLE with the statements to run when there is no such role, we
// may not take it, or it may read anything else.
void PreparePublicRole(Connection& connection, const std::string& role);

}  // namespace almanac::store
