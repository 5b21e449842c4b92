// Rows: each reads, says what its latest revision says, and names what is there.
#include <fmt/format.h>

#include <numeric>
#include <set>

#include "almanac/v1/options.pb.h"
#include "base/json.h"
#include "store/doctor.h"
#include "store/references.h"
#include "store/tx_state.h"

namespace almanac::store {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int64_t kRowsAtOnce = 500;
// Names known to be there; forgotten together when there are more.
constexpr size_t kNamesKept = 20000;

constexpr const char* kPutBack = "compare with a backup, and put the row back as its last revision says";
constexpr const char* kNameAnother = "edit the record to name one that exists";

std::unique_ptr<Message> New(const TableInfo& table) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(table.message)->New());
}

class RowWalk {
 public:
  RowWalk(Tx& tx, const TableInfo& table, const Report& report)
      : tx_(tx),
        table_(table),
        report_(report),
        by_number_(table.Find(table.key)->kind == ColumnKind::kInteger),
        columns_(table.columns.size()) {
    std::iota(columns_.begin(), columns_.end(), 0);
    cells_ = LooseCellsOf(table, columns_);
    text_ = fmt::format("SELECT {}, t.{}", ColumnList(table, columns_, "t."), table.key);
    cells_.push_back(Cell::kText);
    if (table.recorded) {
      for (const char* column : {"revision", "body"}) {
        text_ += fmt::format(
            ", (SELECT r.{} FROM revisions r WHERE r.resource = t.name ORDER BY r.revision DESC LIMIT 1) AS last_{}",
            column, column);
        cells_.push_back(Cell::kText);
      }
    }
    text_ += fmt::format(" FROM {0} t WHERE t.{1} > :after ORDER BY t.{1} LIMIT :limit", table.table, table.key);
  }

  void Walk(const std::function<void(const Message&)>& each) {
    Run run;
    for (;;) {
      if (!ReadRun(&run)) {
        InspectRun(&run, each);
        return;
      }
      InspectRun(&run, each);
      run.after = run.last;
    }
  }

 private:
  // False when it is the last.
  bool ReadRun(Run* run) {
    run->rows.clear();
    const Value after =
        by_number_ ? Value(run->after.empty() ? int64_t{0} : std::stoll(run->after)) : Value(run->after);
    const Binds binds{{"after", after}, {"limit", kRowsAtOnce}};
    tx_.state().Select(text_, binds, cells_, [&](const Row& row) { ReadOne(row, run); });
    const bool more = static_cast<int64_t>(run->rows.size()) == kRowsAtOnce;
    run->last = more ? run->rows.back().first : std::string();
    return more;
  }

  void ReadOne(const Row& row, Run* run) {
    const std::string key = TextOf(row.At(columns_.size()));
    auto message = New(table_);
    if (const auto problem = ReadLoosely(table_, columns_, row, message.get()); !problem.empty()) {
      report_(FindingOf("rows", Named(key), problem, kPutBack));
      message.reset();
    } else if (table_.recorded) {
      CompareToRevision(key, *message, row);
    }
    run->rows.emplace_back(key, std::move(message));
  }

  void CompareToRevision(const std::string& key, const Message& message, const Row& row) {
    const std::string revision = TextOf(row.At(columns_.size() + 1));
    const std::string etag =
        message.GetReflection()->GetString(message, message.GetDescriptor()->FindFieldByName("etag"));
    if (revision != etag) {
      report_(FindingOf("history", key,
                        fmt::format("the record is at revision {}, its history at {}", etag.empty() ? "none" : etag,
                                    revision.empty() ? "none" : revision),
                        "a write outside of almanacd, or a lost one: compare with a backup"));
      return;
    }
    // Read and written again, so that a field of today does not make yesterday's text differ.
    auto told = New(table_);
    if (FromJson(TextOf(row.At(columns_.size() + 2)), told.get()) && ToJson(*told) != ToJson(message))
      report_(FindingOf("history", key, "the record differs from its latest revision", kPutBack));
  }

  void InspectRun(Run* run, const std::function<void(const Message&)>& each) {
    for (const auto& row : run->rows) {
      if (row.second) each(*row.second);
    }
    InspectMirrors(tx_, table_, *run, report_);
    if (!table_.searched.empty()) InspectWords(tx_, "search_internal", *run, report_);
  }

  std::string Named(const std::string& key) const {
    return key.find('/') == std::string::npos ? fmt::format("{} {}", table_.table, key) : key;
  }

  Tx& tx_;
  const TableInfo& table_;
  const Report& report_;
  const bool by_number_;
  // All of them, those with folded text too.
  std::vector<int> columns_;
  std::string text_;
  std::vector<Cell> cells_;
};

class References {
 public:
  References(Tx& tx, const Report& report) : tx_(tx), report_(report) {}

  void Check(const TableInfo& table, const Message& message) {
    const Column* key = table.Find(table.key);
    EachReference(message, [&](const FieldDescriptor* field, const std::string& value) {
      if (IsThere(field->options().GetExtension(v1::reference), value)) return;
      const std::string name = key->kind == ColumnKind::kText ? TextOf(ToValue(message, *key)) : table.table;
      report_(FindingOf("references", name, fmt::format("{} names {}, which is not there", field->name(), value),
                        kNameAnother));
    });
  }

 private:
  bool IsThere(const std::string& collection, const std::string& name) {
    if (known_.contains(name)) return true;
    bool found = false;
    const Cell cells[] = {Cell::kInteger};
    tx_.state().Select(fmt::format("SELECT 1 FROM {} WHERE name = :name", collection), {{"name", name}}, cells,
                       [&](const Row&) { found = true; });
    if (known_.size() >= kNamesKept) known_.clear();
    if (found) known_.insert(name);
    return found;
  }

  Tx& tx_;
  const Report& report_;
  std::set<std::string> known_;
};

}  // namespace

void InspectRows(Tx& tx, const Report& report) {
  References references(tx, report);
  for (const TableInfo* table : AllTables()) {
    // Mirrors are read with their parents, revisions with the history.
    if (table->message->options().GetExtension(v1::table).mirror() || table->table == "revisions") continue;
    RowWalk(tx, *table, report).Walk([&](const Message& message) { references.Check(*table, message); });
  }
}

}  // namespace almanac::store
