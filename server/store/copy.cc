#include "store/copy.h"

#include <fmt/format.h>

#include "store/connection.h"
#include "store/pg_statements.h"

namespace almanac::store {
namespace {

constexpr size_t kAtOnce = size_t{1} << 20;

// The letter that stands for a character of COPY's text format behind a backslash; 0 for one that stands for itself.
constexpr char EscapeOf(char c) {
  switch (c) {
    case '\\':
      return '\\';
    case '\t':
      return 't';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    default:
      return 0;
  }
}

// Most texts have nothing to escape, so what lies between is copied as a whole.
void AppendText(std::string_view text, std::string* out) {
  size_t done = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char escape = EscapeOf(text[i]);
    if (escape == 0) continue;
    out->append(text, done, i - done);
    *out += '\\';
    *out += escape;
    done = i + 1;
  }
  out->append(text, done);
}

// \N for NULL.
void AppendValue(const Value& value, std::string* out) {
  if (std::holds_alternative<std::monostate>(value)) {
    *out += "\\N";
  } else if (const auto* i = std::get_if<int64_t>(&value)) {
    *out += std::to_string(*i);
  } else if (const auto* r = std::get_if<double>(&value)) {
    *out += fmt::format("{}", *r);
  } else {
    AppendText(std::get<std::string>(value), out);
  }
}

void AppendRow(const std::vector<Value>& row, std::string* out) {
  for (size_t i = 0; i < row.size(); ++i) {
    if (i > 0) *out += '\t';
    AppendValue(row[i], out);
  }
  *out += '\n';
}

DatabaseError ErrorOf(const PGconn* connection, const PGresult* result, const std::string& table) {
  return PgErrorOf(connection, result, "COPY " + table);
}

void Begin(PGconn* connection, const RowsOfTable& many) {
  PGresult* begun =
      PQexec(connection, fmt::format("COPY {} ({}) FROM STDIN", many.table, fmt::join(many.columns, ", ")).c_str());
  const bool copying = PQresultStatus(begun) == PGRES_COPY_IN;
  const auto error = ErrorOf(connection, begun, many.table);
  PQclear(begun);
  if (!copying) throw error;
}

void End(PGconn* connection, const std::string& table) {
  if (PQputCopyEnd(connection, nullptr) != 1) throw ErrorOf(connection, nullptr, table);
  std::optional<DatabaseError> error;
  while (PGresult* result = PQgetResult(connection)) {
    if (PQresultStatus(result) != PGRES_COMMAND_OK && !error) error = ErrorOf(connection, result, table);
    PQclear(result);
  }
  if (error) throw *error;
}

}  // namespace

void CopyIn(PGconn* connection, const RowsOfTable& many) {
  Begin(connection, many);
  std::string lines;
  const auto send = [&] {
    if (PQputCopyData(connection, lines.data(), static_cast<int>(lines.size())) != 1)
      throw ErrorOf(connection, nullptr, many.table);
    lines.clear();
  };
  for (const auto& row : many.rows) {
    AppendRow(row, &lines);
    if (lines.size() > kAtOnce) send();
  }
  if (!lines.empty()) send();
  End(connection, many.table);
}

}  // namespace almanac::store
