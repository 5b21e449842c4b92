#include "store/public_role.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"

namespace almanac::store {
namespace {

Error Unusable(std::string message) { return Error(Reason::DATABASE_UNUSABLE, std::move(message)); }

std::vector<std::string> Names(Connection& connection, const std::string& text, const Binds& binds) {
  std::vector<std::string> names;
  const Cell cells[] = {Cell::kText};
  connection.Select(text, binds, cells, [&](const Row& row) { names.push_back(std::get<std::string>(row.At(0))); });
  return names;
}

bool IsTrue(Connection& connection, const std::string& text, const std::string& role) {
  return connection.SelectText(text, {{"role", role}}) == "true";
}

void RequireRole(Connection& connection, const std::string& role) {
  const std::string us = connection.SelectText("SELECT CAST(current_user AS text)");
  const std::string grant = fmt::format("GRANT {} TO \"{}\"", role, us);
  if (!IsTrue(connection, "SELECT CAST(count(*) = 1 AS text) FROM pg_roles WHERE rolname = :role", role)) {
    throw Unusable(fmt::format("there is no role {}; as a superuser: CREATE ROLE {} NOLOGIN; {}", role, role, grant));
  }
  if (!IsTrue(connection, "SELECT CAST(pg_has_role(CAST(:role AS name), 'MEMBER') AS text)", role)) {
    throw Unusable(fmt::format("we may not take the role {}; as a superuser: {}", role, grant));
  }
}

void Grant(Connection& connection, const std::string& role) {
  const std::string schema = connection.SelectText("SELECT quote_ident(CAST(current_schema() AS text))");
  connection.Run(fmt::format("GRANT USAGE ON SCHEMA {} TO {}", schema, role));
  connection.Run(fmt::format("REVOKE ALL ON ALL TABLES IN SCHEMA {} FROM {}", schema, role));
  const auto views = Names(
      connection,
      "SELECT CAST(viewname AS text) FROM pg_views WHERE schemaname = current_schema() AND viewname LIKE 'public_%'",
      {});
  for (const std::string& view : views) connection.Run(fmt::format("GRANT SELECT ON {} TO {}", view, role));
  connection.Run(fmt::format("GRANT SELECT ON search_public TO {}", role));
}

// By whatever way: a superuser, the owner, a grant to everybody or to a group.
void RequireNoMore(Connection& connection, const std::string& role) {
  const auto open =
      Names(connection,
            "SELECT CAST(c.relname AS text) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f') "
            "AND c.relname <> 'search_public' AND c.relname NOT LIKE 'public_%' "
            "AND (has_any_column_privilege(CAST(:role AS name), c.oid, 'SELECT, INSERT, UPDATE') "
            "OR has_table_privilege(CAST(:role AS name), c.oid, 'DELETE, TRUNCATE')) ORDER BY c.relname",
            {{"role", role}});
  if (open.empty()) return;
  throw Unusable(
      fmt::format("the role {} may read or write {} and {} more, and should not; take a role that is no "
                  "superuser, owns nothing and is in no group",
                  role, open.front(), open.size() - 1));
}

}  // namespace

void RequireRoleName(const std::string& role) {
  const bool plain = !role.empty() && role.size() <= 63 && (role[0] < '0' || role[0] > '9') &&
                     std::all_of(role.begin(), role.end(),
                                 [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
  if (!plain)
    throw Error(Reason::CONFIG_INVALID, fmt::format("--public-role is a name of a-z, 0-9 and _, not '{}'", role));
}

void PreparePublicRole(Connection& connection, const std::string& role) {
  RequireRole(connection, role);
  connection.Run("BEGIN");
  try {
    // Servers that start together do it one after the other.
    connection.SelectText("SELECT CAST(pg_advisory_xact_lock(77006501) AS text)");
    Grant(connection, role);
    RequireNoMore(connection, role);
    connection.Run("COMMIT");
  } catch (...) {
    connection.Forget();
    connection.Rollback();
    throw;
  }
}

}  // namespace almanac::store
