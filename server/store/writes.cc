// The writing half of Tx: rows, mirrors, references, search.
#include <fmt/format.h>
#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <set>
#include <span>

#include "base/error.h"
#include "base/ids.h"
#include "store/json.h"
#include "store/references.h"
#include "store/search_text.h"
#include "store/tx.h"
#include "store/tx_state.h"

namespace almanac::store {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// An identity that is zero is left to the database.
bool IsLeftToDatabase(const TableInfo& table, const Column& column, const Message& message) {
  return column.name == "id" && table.key == "id" && column.kind == ColumnKind::kInteger &&
         message.GetReflection()->GetInt64(message, column.field) == 0;
}

Binds BindsOf(const TableInfo& table, const Message& message) {
  Binds binds;
  binds.reserve(table.columns.size() + 2);
  auto values = ToValues(message, table);
  for (size_t i = 0; i < values.size(); ++i) {
    const Column& column = table.columns[i];
    if (!IsLeftToDatabase(table, column, message)) binds.emplace_back(column.name, std::move(values[i]));
  }
  return binds;
}

std::string InsertTextOf(const TableInfo& table, const Binds& binds) {
  if (binds.size() == table.columns.size()) return table.insert;
  std::vector<std::string> columns;
  for (const auto& bind : binds) columns.push_back(bind.first);
  return InsertText(table.table, columns);
}

std::string KeyOf(const TableInfo& table, const Message& message) {
  const Column* key = table.Find(table.key);
  return message.GetReflection()->GetString(message, key->field);
}

void SetText(Message* message, const char* name, std::string text) {
  const auto* field = message->GetDescriptor()->FindFieldByName(name);
  if (field != nullptr) message->GetReflection()->SetString(message, field, std::move(text));
}

std::string GetText(const Message& message, const char* name) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? std::string() : message.GetReflection()->GetString(message, field);
}

void SetTime(Message* message, const char* name, Instant instant) {
  const auto* field = message->GetDescriptor()->FindFieldByName(name);
  if (field == nullptr) return;
  auto* time = static_cast<google::protobuf::Timestamp*>(message->GetReflection()->MutableMessage(message, field));
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
  time->set_seconds(seconds.time_since_epoch().count());
  time->set_nanos(static_cast<int32_t>((instant - seconds).count() * 1000));
}

using Reference = std::pair<const FieldDescriptor*, std::string>;

// Those that name something that is there, asked in one statement.
std::set<std::string> Existing(TxState& state, std::span<const Reference> references) {
  std::string text;
  Binds binds;
  for (const auto& [field, name] : references) {
    const std::string bind = fmt::format("r{}", binds.size());
    text += fmt::format("{}SELECT name FROM {} WHERE name = :{}", text.empty() ? "" : " UNION ALL ",
                        field->options().GetExtension(v1::reference), bind);
    binds.emplace_back(bind, name);
  }
  std::set<std::string> found;
  const Cell cells[] = {Cell::kText};
  state.Select(text, binds, cells, [&](const Row& row) { found.emplace(row.Text(0)); });
  return found;
}

// What was read in this unit of work is there: nothing else changes that before its end.
bool WasRead(const TxState& state, const FieldDescriptor* field, const std::string& name) {
  const auto read = state.read.find(name);
  return read != state.read.end() &&
         TableOf(read->second->GetDescriptor()).table == field->options().GetExtension(v1::reference);
}

void CheckReferences(TxState& state, const Message& message, const Message* original) {
  // A statement of more is long to plan, and its text is not soon asked again.
  constexpr size_t kAtOnce = 8;
  std::vector<Reference> known, fresh;
  const auto is_new = [&](const FieldDescriptor* field, const std::string& name) {
    const Reference one(field, name);
    if (std::find(known.begin(), known.end(), one) != known.end()) return false;
    known.push_back(one);
    return true;
  };
  if (original != nullptr) EachReference(*original, is_new);
  EachReference(message, [&](const FieldDescriptor* field, const std::string& name) {
    if (is_new(field, name) && !WasRead(state, field, name)) fresh.emplace_back(field, name);
  });
  std::vector<Error> wrong;
  for (std::span<const Reference> left = fresh; !left.empty(); left = left.subspan(std::min(kAtOnce, left.size()))) {
    const auto some = left.first(std::min(kAtOnce, left.size()));
    const auto found = Existing(state, some);
    for (const auto& [field, name] : some) {
      if (found.contains(name)) continue;
      const std::string what = fmt::format("names {}, which does not exist", name);
      wrong.push_back(
          Error(Reason::REFERENCE_NOT_FOUND, fmt::format("{} {}", field->name(), what)).Field(field->name(), what));
    }
  }
  if (!wrong.empty()) throw Joined(wrong);
}

// `<table>_<field>(name, value)`, one row a distinct word.
void WriteWordMirror(TxState& state, const TableInfo& table, const FieldDescriptor* field, const Message& message) {
  const Reflection* r = message.GetReflection();
  const std::string mirror = fmt::format("{}_{}", table.table, field->name());
  const std::string name = KeyOf(table, message);
  if (r->FieldSize(message, field) == 0) return;
  if (!state.bulk) {
    state.Write(InsertWordsText(state.connection.backend(), mirror),
                {{"name", name}, {"words", RepeatedToJson(message, field)}});
    return;
  }
  std::vector<std::string> words;
  for (int k = 0; k < r->FieldSize(message, field); ++k) words.push_back(r->GetRepeatedString(message, field, k));
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  for (const std::string& word : words) Gather(state, mirror, {"name", "value"}, {name, word});
}

void WriteRowMirror(TxState& state, const TableInfo& table, const FieldDescriptor* field, const Message& message) {
  const TableInfo& child = TableOf(field->message_type());
  const Reflection* r = message.GetReflection();
  std::vector<std::string> columns{"parent", "position"};
  for (const Column& column : child.columns) columns.push_back(column.name);
  for (int k = 0; k < r->FieldSize(message, field); ++k) {
    Binds binds{{"parent", KeyOf(table, message)}, {"position", static_cast<int64_t>(k)}};
    for (const Column& column : child.columns)
      binds.emplace_back(column.name, ToValue(r->GetRepeatedMessage(message, field, k), column));
    state.Write(InsertText(child.table, columns), std::move(binds));
  }
}

bool SameField(const Message& a, const Message& b, const FieldDescriptor* field) {
  return RepeatedToJson(a, field) == RepeatedToJson(b, field);
}

void WriteMirrors(TxState& state, const TableInfo& table, const Message& message, const Message* original) {
  for (const FieldDescriptor* field : table.word_mirrors) {
    if (original != nullptr && SameField(message, *original, field)) continue;
    if (original != nullptr) {
      state.Write(fmt::format("DELETE FROM {}_{} WHERE name = :name", table.table, field->name()),
                  {{"name", KeyOf(table, message)}});
    }
    WriteWordMirror(state, table, field, message);
  }
  for (const FieldDescriptor* field : table.row_mirrors) {
    if (original != nullptr && SameField(message, *original, field)) continue;
    if (original != nullptr) {
      state.Write(fmt::format("DELETE FROM {} WHERE parent = :parent", TableOf(field->message_type()).table),
                  {{"parent", KeyOf(table, message)}});
    }
    WriteRowMirror(state, table, field, message);
  }
}

bool SameSearched(const TableInfo& table, const Message& a, const Message& b) {
  const Reflection* r = a.GetReflection();
  std::string scratch_a, scratch_b;
  return std::all_of(table.searched.begin(), table.searched.end(), [&](const FieldDescriptor* field) {
    return field->is_repeated()
               ? SameField(a, b, field)
               : r->GetStringReference(a, field, &scratch_a) == r->GetStringReference(b, field, &scratch_b);
  });
}

void WriteSearch(TxState& state, const TableInfo& table, const Message& message, const Message* original) {
  if (table.searched.empty() || (original != nullptr && SameSearched(table, message, *original))) return;
  SearchText text = SearchTextOf(message);
  IndexedWords entry{KeyOf(table, message), std::move(text.title), std::move(text.words)};
  if (state.bulk) {
    state.gathered_internal.push_back(std::move(entry));
  } else {
    IndexWords(state.connection, "search_internal", entry, original == nullptr);
  }
}

void InsertRow(TxState& state, const TableInfo& table, const Message& message, IfTaken if_taken) {
  if (state.bulk && table.key != "id") {
    Gather(state, table.table, table.names, ToValues(message, table));
    return;
  }
  Binds binds = BindsOf(table, message);
  if (!if_taken) {
    const Column* key = table.Find(table.key);
    const std::string name = key != nullptr && key->kind == ColumnKind::kText ? KeyOf(table, message) : std::string();
    if_taken = [name] { throw Error(Reason::ALREADY_EXISTS, fmt::format("{} is taken already", name)); };
  }
  const std::string text = InsertTextOf(table, binds);
  state.Write(text, std::move(binds), std::move(if_taken));
}

// Messages have no maps, so equal ones have equal bytes.
bool Differs(const Message& a, const Message& b) { return a.SerializeAsString() != b.SerializeAsString(); }

}  // namespace

void Tx::CreateFrom(Message* message) {
  const TableInfo& table = TableOf(message->GetDescriptor());
  if (!state_->bulk) CheckReferences(*state_, *message, nullptr);
  SetText(message, "etag", "1");
  SetTime(message, "create_time", state_->instant);
  SetTime(message, "update_time", state_->instant);
  InsertRow(*state_, table, *message, {});
  WriteMirrors(*state_, table, *message, nullptr);
  WriteSearch(*state_, table, *message, nullptr);
  NoteWritten(*state_, *message, table, 1);
  if (state_->bulk) {
    FlushGathered(*state_, false);
    return;
  }
  auto& original = state_->read[KeyOf(table, *message)];
  original.reset(message->New());
  original->CopyFrom(*message);
}

void Tx::UpdateFrom(Message* message) {
  const TableInfo& table = TableOf(message->GetDescriptor());
  const std::string name = KeyOf(table, *message);
  if (!state_->read.contains(name)) {
    std::unique_ptr<Message> current(message->New());
    GetInto(name, current.get());
  }
  Message* original = state_->read.at(name).get();
  const std::string etag = GetText(*original, "etag");
  if (GetText(*message, "etag") != etag)
    throw Error(Reason::ETAG_MISMATCH, fmt::format("{} has changed since it was read", IdOf(name)));
  if (!Differs(*message, *original)) return;
  CheckReferences(*state_, *message, original);
  // However often a unit of work writes a resource, it leaves one revision.
  int64_t revision = std::stoll(etag);
  if (!state_->written_at.contains(name)) ++revision;
  SetText(message, "etag", std::to_string(revision));
  SetTime(message, "update_time", state_->instant);
  Binds binds = BindsOf(table, *message);
  binds.emplace_back("old_etag", etag);
  // It was read in this transaction, whose view is frozen: where somebody else was faster the database refuses it.
  state_->Write(table.update_by_etag, std::move(binds));
  WriteMirrors(*state_, table, *message, original);
  WriteSearch(*state_, table, *message, original);
  NoteWritten(*state_, *message, table, revision);
  original->CopyFrom(*message);
}

void Tx::Insert(const Message& message, const std::function<void()>& if_taken) {
  InsertRow(*state_, TableOf(message.GetDescriptor()), message, if_taken);
}

void Tx::Put(const Message& message) {
  const TableInfo& table = TableOf(message.GetDescriptor());
  Binds binds = BindsOf(table, message);
  std::string sets;
  for (const auto& bind : binds) {
    if (bind.first != table.key)
      sets += fmt::format("{}{} = excluded.{}", sets.empty() ? "" : ", ", bind.first, bind.first);
  }
  const std::string text =
      fmt::format("{} ON CONFLICT ({}) DO UPDATE SET {}", InsertTextOf(table, binds), table.key, sets);
  state_->Write(text, std::move(binds));
}

void Tx::Erase(const google::protobuf::Descriptor* type, std::string_view key) {
  const TableInfo& table = TableOf(type);
  state_->Write(fmt::format("DELETE FROM {} WHERE {} = :key", table.table, table.key), {{"key", std::string(key)}});
}

void Tx::IndexPublicly(const Message& resource) {
  SearchText text = SearchTextOf(resource);
  IndexedWords entry{KeyOf(TableOf(resource.GetDescriptor()), resource), std::move(text.title), std::move(text.words)};
  if (state_->bulk) {
    state_->gathered_public.push_back(std::move(entry));
  } else {
    IndexWords(state_->connection, "search_public", entry, false);
  }
}

void Tx::UnindexPublicly(std::string_view name) { DropWords(state_->connection, "search_public", std::string(name)); }

}  // namespace almanac::store
