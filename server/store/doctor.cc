#include "store/doctor.h"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>

#include "base/clock.h"
#include "base/error.h"
#include "base/ids.h"
#include "store/address.h"
#include "store/json.h"
#include "store/migrate.h"
#include "store/tx_state.h"

namespace almanac::store {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr const char* kRestore = "restore the newest backup that the doctor finds sound: almanacd restore";

Connection OpenFor(const Address& address) {
  if (address.backend == Backend::kSqlite && !std::filesystem::exists(address.text)) {
    throw Error(Reason::DATABASE_UNUSABLE, fmt::format("there is no database {}; give another --db", address.text));
  }
  try {
    return {address.backend, address.text, Connection::Purpose::kInspection};
  } catch (const DatabaseError& error) {
    throw Error(Reason::DATABASE_UNUSABLE,
                fmt::format("cannot read the database ({}); check --db, and that it may be read", error.what()));
  }
}

bool SchemaIsOurs(Connection& connection, const Report& report) {
  const auto deviations = DeviationsOf(connection);
  for (const auto& [kind, name] : deviations) {
    switch (kind) {
      case Deviation::kMissing:
        report(FindingOf("schema", name, "has not run here", "run almanacd migrate on a copy, then here"));
        break;
      case Deviation::kEdited:
        report(
            FindingOf("schema", name, "was edited after it ran here", "install the almanacd that made the database"));
        break;
      case Deviation::kNewer:
        report(FindingOf("schema", name, "is not known to this almanacd", "use the newer almanacd that made it"));
        break;
    }
  }
  return deviations.empty();
}

std::string ColumnNamesText(Backend backend) {
  if (backend == Backend::kSqlite) return "SELECT name FROM pragma_table_info(:name)";
  return "SELECT CAST(column_name AS text) FROM information_schema.columns "
         "WHERE table_schema = current_schema() AND table_name = :name";
}

// A schema that says it is ours and was changed by hand.
bool ColumnsAreThere(Connection& connection, const Report& report) {
  bool sound = true;
  const Cell cells[] = {Cell::kText};
  for (const TableInfo* table : AllTables()) {
    std::vector<std::string> there;
    connection.Select(ColumnNamesText(connection.backend()), {{"name", table->table}}, cells,
                      [&](const Row& row) { there.push_back(std::get<std::string>(row.At(0))); });
    for (const Column& column : table->columns) {
      if (std::find(there.begin(), there.end(), column.name) != there.end()) continue;
      sound = false;
      report(FindingOf("schema", fmt::format("{}.{}", table->table, column.name), "is not there", kRestore));
    }
  }
  return sound;
}

// Tables whose writes renew the mark by which remembered callers are confirmed (sql/migrations/0011).
std::string MarkedTablesText(Backend backend) {
  if (backend == Backend::kSqlite) {
    return "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'renew_caller_mark%' "
           "GROUP BY tbl_name HAVING count(*) = 3";
  }
  return "SELECT CAST(c.relname AS text) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
         "WHERE t.tgname = 'renew_caller_mark' AND t.tgenabled <> 'D'";
}

// Without them a token that was revoked would go on.
void InspectTriggers(Connection& connection, const Report& report) {
  std::vector<std::string> there;
  const Cell cells[] = {Cell::kText};
  connection.Select(MarkedTablesText(connection.backend()), {}, cells,
                    [&](const Row& row) { there.emplace_back(row.Text(0)); });
  for (const char* table : {"token_secrets", "tokens", "people", "role_grants", "programs"}) {
    if (std::find(there.begin(), there.end(), table) != there.end()) continue;
    report(FindingOf("schema", table, "no trigger renews the mark of callers: a revoked token may go on", kRestore));
  }
}

// What SQLite itself says of its file.
void InspectFile(Connection& connection, const Report& report) {
  if (connection.backend() != Backend::kSqlite) return;
  const Cell cells[] = {Cell::kText};
  connection.Select("PRAGMA integrity_check(10)", {}, cells, [&](const Row& row) {
    const Value said = row.At(0);
    const auto* text = std::get_if<std::string>(&said);
    if (text == nullptr || *text == "ok") return;
    report(FindingOf("file", "the database file", *text, kRestore));
  });
}

std::string FormProblem(const Column& column, const std::string& text) {
  if (!IsUtf8(text)) return fmt::format("{} is not UTF-8", column.name);
  if (column.kind != ColumnKind::kText || text.empty()) return {};
  const auto form = column.field->options().GetExtension(v1::form);
  if (form == v1::DATE && !ParseDay(text)) return fmt::format("{} is no day", column.name);
  std::string problem;
  v1::EventSeal any;
  if (form == v1::JSON && !FromJson(text, &any, &problem))
    return fmt::format("{} is no JSON: {}", column.name, problem);
  return {};
}

// A number that was read as text.
bool IsNumberFor(const FieldDescriptor* field, const std::string& text, int64_t* number) {
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), *number);
  if (problem != std::errc() || stop != text.data() + text.size()) return false;
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) return *number == 0 || *number == 1;
  return field->cpp_type() != FieldDescriptor::CPPTYPE_INT32 || *number == static_cast<int32_t>(*number);
}

std::string ReadCell(const Column& column, const Value& value, Message* message) {
  const auto* text = std::get_if<std::string>(&value);
  if (column.kind == ColumnKind::kInteger) {
    int64_t number = 0;
    if (text == nullptr) return column.nullable ? std::string() : fmt::format("{} is empty", column.name);
    if (!IsNumberFor(column.field, *text, &number)) return fmt::format("{} is no number that it may be", column.name);
    FromValue(column, number, message);
    return {};
  }
  if (text == nullptr && column.kind != ColumnKind::kReal && !column.nullable)
    return fmt::format("{} is empty", column.name);
  if (text != nullptr) {
    if (auto problem = FormProblem(column, *text); !problem.empty()) return problem;
  }
  try {
    FromValue(column, value, message);
  } catch (const Error& error) {
    return error.message();
  }
  if (column.kind == ColumnKind::kFolded && value != ToValue(*message, column))
    return fmt::format("{} is not the folded {}", column.name, column.field->name());
  return {};
}

}  // namespace

v1::Finding FindingOf(std::string check, std::string resource, std::string problem, std::string remedy) {
  v1::Finding finding;
  finding.set_check(std::move(check));
  finding.set_resource(std::move(resource));
  finding.set_problem(std::move(problem));
  finding.set_remedy(std::move(remedy));
  return finding;
}

std::string TextOf(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string() : *text;
}

std::vector<Cell> LooseCellsOf(const TableInfo& table, std::span<const int> columns) {
  std::vector<Cell> cells;
  cells.reserve(columns.size());
  for (const int i : columns) {
    const bool real = table.columns[static_cast<size_t>(i)].kind == ColumnKind::kReal;
    cells.push_back(real ? Cell::kReal : Cell::kText);
  }
  return cells;
}

std::string ReadLoosely(const TableInfo& table, std::span<const int> columns, const Row& row, Message* message) {
  message->Clear();
  for (size_t i = 0; i < columns.size(); ++i) {
    const Column& column = table.columns[static_cast<size_t>(columns[i])];
    if (auto problem = ReadCell(column, row.At(i), message); !problem.empty()) return problem;
  }
  return {};
}

void Examine(const std::string& address, const Report& report, const std::function<void(Tx&)>& check) {
  Connection connection = OpenFor(AddressOf(address));
  try {
    InspectFile(connection, report);
    if (!SchemaIsOurs(connection, report) || !ColumnsAreThere(connection, report)) return;
    InspectTriggers(connection, report);
    Tx tx(connection, Mode::kRead, Caller::System(), SystemClock().Now());
    check(tx);
  } catch (const DatabaseError& error) {
    report(FindingOf("file", "the database", fmt::format("cannot be read further: {}", error.what()), kRestore));
  }
}

}  // namespace almanac::store
