#include "bench/raw.h"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/events.pb.h"
#include "almanac/v1/records.pb.h"
#include "store/connection.h"
#include "store/row.h"
#include "store/tx_state.h"
#include "support/databases.h"

namespace almanac::bench {
namespace {

using store::Backend;
using store::Cell;
using store::Column;
using store::Connection;
using store::Row;
using store::TableInfo;
using store::Value;

struct Rows {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
};

Rows ReadAll(Connection& connection, const std::string& table, const std::vector<std::string>& columns,
             const std::vector<Cell>& cells) {
  Rows all{columns, {}};
  connection.Select(fmt::format("SELECT {} FROM {}", fmt::join(columns, ", "), table), {}, cells, [&](const Row& row) {
    std::vector<Value> values;
    for (size_t i = 0; i < columns.size(); ++i) values.push_back(row.At(i));
    all.rows.push_back(std::move(values));
  });
  return all;
}

Rows ReadAll(Connection& connection, const google::protobuf::Descriptor* message) {
  const TableInfo& table = store::TableOf(message);
  std::vector<std::string> columns;
  for (const Column& column : table.columns) columns.push_back(column.name);
  std::vector<int> all;
  for (size_t i = 0; i < table.columns.size(); ++i) all.push_back(static_cast<int>(i));
  return ReadAll(connection, table.table, columns, store::CellsOf(table, all));
}

std::vector<store::IndexedWords> ReadWords(Connection& connection, const std::string& index) {
  std::vector<store::IndexedWords> all;
  const std::vector<Cell> text(3, Cell::kText);
  connection.Select(store::IndexedText(connection.backend(), index), {}, text, [&](const Row& row) {
    all.push_back({std::string(row.Text(0)), std::string(row.Text(1)), std::string(row.Text(2))});
  });
  return all;
}

// As they were found; on PostgreSQL that is what they were made into.
void WriteWords(Connection& connection, const std::string& index, const std::vector<store::IndexedWords>& words) {
  if (connection.backend() == Backend::kSqlite) return store::IndexManyWords(connection, index, words);
  std::vector<std::vector<Value>> rows;
  for (const auto& entry : words) rows.push_back({entry.name, entry.words});
  connection.InsertMany(index, {"name", "words"}, rows);
}

std::string Bare(const std::string& address) {
  return address.starts_with("postgresql:") ? address.substr(11) : address;
}

}  // namespace

double RawInsertSeconds(const std::string& from, const std::string& to) {
  const Backend backend = from.starts_with("postgresql:") ? Backend::kPostgresql : Backend::kSqlite;
  std::map<std::string, Rows> tables;
  std::map<std::string, std::vector<store::IndexedWords>> words;
  {
    Connection source(backend, Bare(from), Connection::Purpose::kRecord);
    for (const auto* message :
         {v1::Dataset::descriptor(), v1::DatasetVersion::descriptor(), v1::ImportedRecord::descriptor(),
          v1::Event::descriptor(), v1::Revision::descriptor()}) {
      tables[store::TableOf(message).table] = ReadAll(source, message);
    }
    const std::vector<Cell> text{Cell::kText, Cell::kText};
    for (const char* mirror : {"datasets_keywords", "datasets_themes"})
      tables[mirror] = ReadAll(source, mirror, {"name", "value"}, text);
    for (const char* index : {"search_internal", "search_public"}) words[index] = ReadWords(source, index);
  }
  store::Database::Open(to, 1).reset();
  Connection target(backend, Bare(to), Connection::Purpose::kRecord);
  const auto start = std::chrono::steady_clock::now();
  target.Run("BEGIN");
  for (const auto& [table, rows] : tables) target.InsertMany(table, rows.columns, rows.rows);
  for (const auto& [index, entries] : words) WriteWords(target, index, entries);
  target.Run("COMMIT");
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace almanac::bench
