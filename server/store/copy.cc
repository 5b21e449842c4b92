#include "store/copy.h"

#include <fmt/format.h>

#include "store/connection.h"
#include "store/dialect.h"

namespace almanac::store {
namespace {

constexpr size_t kAtOnce = size_t{1} << 20;

// COPY's text format: backslashes escaped, and what would end a value or a row.
void AppendText(const std::string& text, std::string* out) {
  for (const char c : text) {
    switch (c) {
      case '\\':
        *out += "\\\\";
        break;
      case '\t':
        *out += "\\t";
        break;
      case '\n':
        *out += "\\n";
        break;
      case '\r':
        *out += "\\r";
        break;
      default:
        *out += c;
    }
  }
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

// What went wrong, by what the server said, or by its silence.
DatabaseError ErrorOf(PGconn* connection, const PGresult* result, const std::string& table) {
  const char* code = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const bool lost = PQstatus(connection) == CONNECTION_BAD;
  const std::string state = code != nullptr ? code : lost ? "08006" : "XX000";
  return {lost ? DatabaseError::Kind::kDisconnected : KindOfSqlstate(state),
          fmt::format("{}: COPY {}: {}", state, table, WithoutDetail(PQerrorMessage(connection)))};
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
