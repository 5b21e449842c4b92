// Messages and rows: which columns a message has, and how the one becomes the
// other. From descriptors alone; no resource is known here.
//
//   string            TEXT NOT NULL ''         optional string   TEXT
//   bool, int32/64    BIGINT NOT NULL 0        double            DOUBLE PRECISION NOT NULL 0
//   enum              TEXT: the value's name in lower case; '' for zero
//   Timestamp         TEXT: UTC of fixed width; NULL when unset
//   message           TEXT: JSON; NULL when unset
//   repeated          TEXT: a JSON array, NOT NULL '[]'
//   (folded) string   besides: <field>_key, the folded text
//   (sortable) DATE   TEXT NOT NULL, '9999-12-31' when unset, so that keyset pages lose no row
#pragma once

#include <google/protobuf/message.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/options.pb.h"
#include "base/json.h"
#include "store/tx.h"

namespace almanac::store {

enum class ColumnKind { kText, kInteger, kReal, kEnum, kTime, kJson, kFolded };

class Row;

struct Column {
  std::string name;
  const google::protobuf::FieldDescriptor* field;
  ColumnKind kind;
  // NULL when the field is absent.
  bool nullable;
  // Unset is stored as 9999-12-31.
  bool far_date;
};

// What store knows of a stored message. Built once a message, never dropped.
struct TableInfo {
  const google::protobuf::Descriptor* message;
  std::string table;
  std::string key;
  // Prefix of names: "datasets/". Empty for unnamed rows.
  std::string collection;
  bool recorded;
  v1::Visibility visibility;
  bool has_visibility;
  std::vector<Column> columns;
  std::vector<std::string> names;
  // Indexes into columns: all of them, and those of the BASIC view.
  std::vector<int> full;
  std::vector<int> basic;
  // Repeated scalars marked filterable: mirrored to <table>_<field>(name, value).
  std::vector<const google::protobuf::FieldDescriptor*> word_mirrors;
  // Repeated messages whose type has a mirror table.
  std::vector<const google::protobuf::FieldDescriptor*> row_mirrors;
  // The fields that search finds words in.
  std::vector<const google::protobuf::FieldDescriptor*> searched;
  // Texts that are needed at every turn, made once.
  std::string select_by_key;
  // The same with a column more, of TxState::MarkColumn.
  std::string select_by_key_marked;
  std::string insert;
  std::string update_by_etag;
  const Column* Find(std::string_view name) const;
};

// Says whether what is remembered of a caller still holds: sql/migrations/0011.
inline constexpr std::string_view kMarkColumn = ", (SELECT mark FROM caller_marks)";

// Throws INTERNAL for a message without a table.
const TableInfo& TableOf(const google::protobuf::Descriptor* message);

// Every table of the contract, those of mirrors included, in order of name.
const std::vector<const TableInfo*>& AllTables();

// "a, b, c", each with the prefix.
std::string ColumnList(const TableInfo& table, std::span<const int> columns, std::string_view prefix = {});

// A field's value as its column stores it.
Value ToValue(const google::protobuf::Message& message, const Column& column);
// Those of all columns of its table, in their order.
std::vector<Value> ToValues(const google::protobuf::Message& message, const TableInfo& table);
// Clears the message and fills it from a row of those columns; NULL and the far date are unset.
void ReadRow(const TableInfo& table, std::span<const int> columns, const Row& row, google::protobuf::Message* message);
// Puts one value back, of the column's type or NULL.
void FromValue(const Column& column, const Value& value, google::protobuf::Message* message);

using almanac::EnumOfText;
using almanac::EnumText;

}  // namespace almanac::store
