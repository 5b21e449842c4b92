// The schema and the messages agree, on both databases; every query prepares;
// every prefix of the migrations upgrades.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>

#include "almanac/v1/records.pb.h"
#include "almanac/v1/reports.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "base/error.h"
#include "sql/migrations.h"
#include "sql/people.h"
#include "store/connection.h"
#include "store/json.h"
#include "store/migrate.h"
#include "store/row.h"
#include "store/tx_state.h"
#include "support/record.h"

namespace almanac::store {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using support::Record;

// Every stored message of the contract.
std::vector<const Descriptor*> StoredMessages() {
  std::vector<const Descriptor*> found;
  for (const TableInfo* table : AllTables()) {
    if (!table->message->options().GetExtension(v1::table).mirror()) found.push_back(table->message);
  }
  EXPECT_GT(found.size(), 15u);
  return found;
}

std::unique_ptr<Message> New(const Descriptor* type) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

void Fill(Message* message, int seed);

void FillText(Message* message, const FieldDescriptor* field, int value) {
  const auto form = field->options().GetExtension(v1::form);
  const std::string text = form == v1::DATE   ? fmt::format("2026-{:02}-{:02}", 1 + value % 12, 1 + value % 28)
                           : form == v1::JSON ? std::string("{}")
                                              : fmt::format("{} 'é\" {}", field->name(), value);
  const auto* r = message->GetReflection();
  field->is_repeated() ? r->AddString(message, field, text) : r->SetString(message, field, text);
}

void FillChild(Message* message, const FieldDescriptor* field, int value) {
  const auto* r = message->GetReflection();
  Message* child = field->is_repeated() ? r->AddMessage(message, field) : r->MutableMessage(message, field);
  if (field->message_type()->full_name() == "google.protobuf.Timestamp") {
    child->GetReflection()->SetInt64(child, field->message_type()->field(0), 1'700'000'000 + value);
    child->GetReflection()->SetInt32(child, field->message_type()->field(1), 123'456'000);
  } else {
    Fill(child, value);
  }
}

void FillField(Message* message, const FieldDescriptor* field, int value) {
  const auto* r = message->GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      FillText(message, field, value);
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      r->SetBool(message, field, true);
      break;
    case FieldDescriptor::CPPTYPE_INT32:
      r->SetInt32(message, field, value);
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      r->SetInt64(message, field, 5'000'000'000 + value);
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      r->SetDouble(message, field, value + 0.25);
      break;
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* named = field->enum_type()->value(1 + value % (field->enum_type()->value_count() - 1));
      field->is_repeated() ? r->AddEnum(message, field, named) : r->SetEnum(message, field, named);
      break;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      FillChild(message, field, value);
      break;
    default:
      FAIL() << field->full_name();
  }
}

// Sets every field, differently for different seeds.
void Fill(Message* message, int seed) {
  const auto* type = message->GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const int times = type->field(i)->is_repeated() ? 2 : 1;
    for (int k = 0; k < times; ++k) FillField(message, type->field(i), seed * 100 + i * 3 + k + 1);
  }
}

class SchemaContract : public testing::TestWithParam<Backend> {
 protected:
  // Writes a row and reads it back.
  std::unique_ptr<Message> Through(Record& record, const Message& message) {
    const TableInfo& table = TableOf(message.GetDescriptor());
    auto back = New(message.GetDescriptor());
    record.Write([&](Tx& tx) { tx.Insert(message); });
    record.Read([&](Tx& tx) {
      const Column* key = table.Find(table.key);
      const Query query{"test", message.GetDescriptor()->full_name().c_str(), nullptr};
      const std::string text = fmt::format("SELECT {{{{columns}}}} FROM {} WHERE {} = :key", table.table, table.key);
      const Query filled{query.file, query.message, text.c_str()};
      int found = 0;
      auto row = New(message.GetDescriptor());
      tx.SelectEach(filled, {{"key", ToValue(message, *key)}}, row.get(), [&] {
        ++found;
        back->CopyFrom(*row);
      });
      EXPECT_EQ(found, 1) << table.table;
    });
    return back;
  }
};

INSTANTIATE_TEST_SUITE_P(Both, SchemaContract, support::BothDatabases(), support::NameOfDatabase);

TEST_P(SchemaContract, EveryStoredMessageRoundTripsWithAllFieldsSet) {
  Record record(GetParam());
  for (const Descriptor* type : StoredMessages()) {
    auto message = New(type);
    Fill(message.get(), 7);
    EXPECT_EQ(ToJson(*Through(record, *message)), ToJson(*message)) << type->name();
  }
}

TEST_P(SchemaContract, EveryStoredMessageRoundTripsEmpty) {
  Record record(GetParam());
  for (const Descriptor* type : StoredMessages()) {
    auto message = New(type);
    const Column* key = TableOf(type).Find(TableOf(type).key);
    const auto* r = message->GetReflection();
    key->kind == ColumnKind::kInteger ? r->SetInt64(message.get(), key->field, 9)
                                      : r->SetString(message.get(), key->field, "a");
    EXPECT_EQ(ToJson(*Through(record, *message)), ToJson(*message)) << type->name();
  }
}

TEST_P(SchemaContract, EveryValueOfEveryEnumSurvives) {
  Record record(GetParam());
  int row = 0;
  for (const Descriptor* type : StoredMessages()) {
    const TableInfo& table = TableOf(type);
    for (const Column& column : table.columns) {
      if (column.kind != ColumnKind::kEnum) continue;
      for (int i = 0; i < column.field->enum_type()->value_count(); ++i) {
        auto message = New(type);
        message->GetReflection()->SetString(message.get(), table.Find(table.key)->field, fmt::format("row-{}", row++));
        message->GetReflection()->SetEnum(message.get(), column.field, column.field->enum_type()->value(i));
        EXPECT_EQ(ToJson(*Through(record, *message)), ToJson(*message))
            << column.field->enum_type()->value(i)->full_name();
      }
    }
  }
  EXPECT_GT(row, 20);
}

TEST_P(SchemaContract, EveryQueryPrepares) {
  Record record(GetParam());
  for (const Query* query : sql::AllQueries()) {
    const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(query->message);
    ASSERT_NE(type, nullptr) << query->file << " names " << query->message;
    auto row = New(type);
    Binds binds;
    const std::string text = query->text;
    const std::regex place(":([a-z_0-9]+)");
    std::map<std::string, bool> seen;
    for (std::sregex_iterator it(text.begin(), text.end(), place), end; it != end; ++it) {
      if (!seen.emplace((*it)[1], true).second) continue;
      // SQLite wants a number where it counts rows; elsewhere nothing fits every type.
      const bool counts = it->prefix().str().ends_with("LIMIT ") || it->prefix().str().ends_with("OFFSET ");
      binds.emplace_back((*it)[1], counts ? Value(int64_t{1}) : Value());
    }
    const auto prepare = [&](Tx& tx) { tx.SelectEach(*query, binds, row.get(), [] {}); };
    EXPECT_NO_THROW(record.Read(prepare)) << query->file;
  }
  EXPECT_FALSE(sql::AllQueries().empty());
}

// A server that remembers a caller asks for the mark alone: a table that says who calls and does not renew it would let
// what was taken away go on.
TEST_P(SchemaContract, EveryTableThatTellsWhoCallsRenewsTheMark) {
  Record record(GetParam());
  const std::string text = sql::people::kCallerOfToken.text;
  const std::regex table("(?:FROM|JOIN) ([a-z_]+)");
  int tables = 0;
  for (std::sregex_iterator it(text.begin(), text.end(), table), end; it != end; ++it) {
    const std::string name = (*it)[1];
    if (name == "caller_marks") continue;
    ++tables;
    int64_t triggers = 0;
    record.Read([&](Tx& tx) {
      const Cell cells[] = {Cell::kInteger};
      tx.state().Select(GetParam() == Backend::kSqlite
                            ? "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name"
                            : "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                              "WHERE c.relname = :name AND t.tgname = 'renew_caller_mark'",
                        {{"name", name}}, cells, [&](const Row& row) { triggers = row.Integer(0); });
    });
    EXPECT_EQ(triggers, GetParam() == Backend::kSqlite ? 3 : 1) << name << ": see sql/migrations/0011";
  }
  EXPECT_EQ(tables, 5);
}

// On PostgreSQL a write that changes a column of any index writes into all of them, and under SERIALIZABLE edits of
// other records on their pages then run again: of 2,000 by eight writers 1,310 did, for one index by the time of the
// last change.
TEST_P(SchemaContract, NoIndexHasAColumnThatEveryEditChanges) {
  Record record(GetParam());
  const std::string changing = "('update_time', 'etag')";
  std::vector<std::string> found;
  record.Read([&](Tx& tx) {
    const Cell cells[] = {Cell::kText};
    tx.state().Select(GetParam() == Backend::kSqlite
                          ? "SELECT m.name FROM sqlite_master m, pragma_index_info(m.name) i "
                            "WHERE m.type = 'index' AND i.name IN " +
                                changing
                          : "SELECT CAST(c.relname AS text) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
                            "WHERE c.relkind = 'i' AND c.relnamespace = to_regnamespace(current_schema()) "
                            "AND a.attname IN " +
                                changing,
                      {}, cells, [&](const Row& row) { found.emplace_back(row.Text(0)); });
  });
  EXPECT_THAT(found, testing::IsEmpty());
}

TEST_P(SchemaContract, EveryPrefixOfTheMigrationsUpgradesToTheHead) {
  const size_t all = sql::Migrations().size();
  for (size_t count = 0; count <= all; ++count) {
    support::FreshDatabase fresh(GetParam());
    const std::string address = GetParam() == Backend::kSqlite ? fresh.address() : fresh.address().substr(11);
    {
      Connection connection(GetParam(), address, Connection::Purpose::kMigration);
      MigrateSome(connection, sql::Migrations().first(count), {});
    }
    EXPECT_NO_THROW(fresh.Open()) << "after " << count;
  }
}

TEST_P(SchemaContract, AnEditedMigrationIsRefused) {
  support::FreshDatabase fresh(GetParam());
  const std::string address = GetParam() == Backend::kSqlite ? fresh.address() : fresh.address().substr(11);
  Connection connection(GetParam(), address, Connection::Purpose::kMigration);
  std::vector<Script> edited(sql::Migrations().begin(), sql::Migrations().end());
  Migrate(connection);
  edited[0].hash = "another";
  try {
    MigrateSome(connection, edited, sql::Views());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::MIGRATION_EDITED);
  }
}

TEST_P(SchemaContract, ANewerSchemaIsRefused) {
  support::FreshDatabase fresh(GetParam());
  const std::string address = GetParam() == Backend::kSqlite ? fresh.address() : fresh.address().substr(11);
  Connection connection(GetParam(), address, Connection::Purpose::kMigration);
  Migrate(connection);
  connection.Run("INSERT INTO schema_migrations (name, hash, time) VALUES ('9999_future', 'x', '')");
  try {
    Migrate(connection);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::SCHEMA_TOO_NEW);
  }
}

// The public session reads through the public views and nothing else; for
// PostgreSQL see public_role_test.cc.
TEST(PublicSession, ReadsNothingButThePublicViewsOnSqlite) {
  Record record(Backend::kSqlite);
  record.AddDepartment("parks");
  const auto reads = [&](const std::string& text) {
    const Query query{"test", "almanac.v1.Count", text.c_str()};
    try {
      record.work().RunPublic(Record::Soon(), [&](Tx& tx) { tx.Select<v1::Count>(query, {}); });
      return true;
    } catch (const std::exception&) {
      return false;
    }
  };
  EXPECT_TRUE(reads("SELECT count(name) AS count FROM public_datasets"));
  EXPECT_TRUE(reads("SELECT count(name) AS count FROM public_departments"));
  for (const char* road :
       {"SELECT count(*) FROM datasets", "SELECT count(*) FROM departments", "SELECT 1 FROM people",
        "SELECT count(*) FROM public_datasets d JOIN datasets w ON w.name = d.name",
        "WITH x AS (SELECT name FROM people) SELECT count(*) FROM x", "SELECT count(*) FROM sqlite_master",
        "SELECT (SELECT count(*) FROM tokens)", "SELECT count(*) FROM pragma_table_info('people')",
        "SELECT count(*) FROM dataset_versions", "SELECT count(*) FROM revisions",
        "DELETE FROM departments RETURNING 1", "SELECT load_extension('x')", "SELECT count(*) FROM search_internal"}) {
    EXPECT_FALSE(reads(road)) << road;
  }
}

TEST(PublicViews, NameNoColumnOfAPerson) {
  for (const Script& script : sql::Views()) {
    for (const char* word : {"people", "owner", "coordinator", "authors", "message", "rationale"}) {
      EXPECT_EQ(std::string(script.text).find(word), std::string::npos) << script.name << " names " << word;
    }
  }
}

}  // namespace
}  // namespace almanac::store
