#include "store/as_of.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/connection.h"
#include "store/tx_state.h"

namespace almanac::store {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kRowsAtOnce = 500;

std::string CreateText(const TableInfo& table) {
  std::string columns;
  for (const Column& column : table.columns) {
    const char* type = column.kind == ColumnKind::kInteger ? "BIGINT"
                       : column.kind == ColumnKind::kReal  ? "DOUBLE"
                                                           : "TEXT";
    columns += fmt::format("{}{} {}{}", columns.empty() ? "" : ", ", column.name, type,
                           column.name == table.key ? " PRIMARY KEY" : "");
  }
  return fmt::format("CREATE TABLE {} ({})", table.table, columns);
}

// The table and its mirrors of words, which filters ask.
class Copy {
 public:
  Copy(Connection& memory, const TableInfo& table) : memory_(memory), table_(table) {
    memory_.Run(CreateText(table));
    for (const Column& column : table.columns) columns_.push_back(column.name);
    for (const auto* field : table.word_mirrors) {
      memory_.Run(fmt::format("CREATE TABLE {}_{} (name TEXT, value TEXT, PRIMARY KEY (name, value))", table.table,
                              field->name()));
      words_.emplace_back();
    }
  }

  void Add(const Message& message) {
    std::vector<Value> row;
    row.reserve(table_.columns.size());
    for (const Column& column : table_.columns) row.push_back(ToValue(message, column));
    rows_.push_back(std::move(row));
    for (size_t i = 0; i < words_.size(); ++i) AddWords(message, table_.word_mirrors[i], &words_[i]);
    if (rows_.size() >= kRowsAtOnce) Flush();
  }

  void Flush() {
    memory_.InsertMany(table_.table, columns_, rows_);
    rows_.clear();
    for (size_t i = 0; i < words_.size(); ++i) {
      memory_.InsertMany(fmt::format("{}_{}", table_.table, table_.word_mirrors[i]->name()), {"name", "value"},
                         words_[i]);
      words_[i].clear();
    }
  }

 private:
  void AddWords(const Message& message, const FieldDescriptor* field, std::vector<std::vector<Value>>* to) {
    const auto* r = message.GetReflection();
    const std::string name = r->GetString(message, table_.Find(table_.key)->field);
    std::vector<std::string> words;
    for (int k = 0; k < r->FieldSize(message, field); ++k) words.push_back(r->GetRepeatedString(message, field, k));
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    for (auto& word : words) to->push_back({name, std::move(word)});
  }

  Connection& memory_;
  const TableInfo& table_;
  std::vector<std::string> columns_;
  std::vector<std::vector<Value>> rows_;
  std::vector<std::vector<std::vector<Value>>> words_;
};

}  // namespace

void ListAsOf(Tx& tx, const Message& request, Message* response, const Scope& scope) {
  Connection memory(Backend::kSqlite, ":memory:", Connection::Purpose::kRecord);
  const TableInfo& table = TableOf(RowsOf(*response)->message_type());
  memory.Run("BEGIN");
  Copy copy(memory, table);
  // What the caller may not see today is left out here, so that nothing is left to ask of the copy.
  tx.EachAsOf(table.message, scope.as_of, [&](const Message& message) { copy.Add(message); });
  copy.Flush();
  memory.Run("COMMIT");
  Tx then(memory, Mode::kOneStatement, Caller::System(), tx.instant());
  List(then, request, response, {scope.filter, {}});
}

}  // namespace almanac::store
