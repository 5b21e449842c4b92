#include "store/tx.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/ids.h"
#include "base/numbered_name.h"
#include "store/json.h"
#include "store/tx_state.h"
#include "store/visibility.h"

namespace almanac::store {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;

// "datasets/x" -> "dataset": how an error speaks of a resource.
std::string NounOf(const TableInfo& table) {
  std::string noun = table.message->name();
  for (char& c : noun) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return noun;
}

// Replaces `{{columns}}` in the text of a query by the columns of its message.
std::string Expanded(const Query& query, const TableInfo& table) {
  constexpr std::string_view kPlace = "{{columns}}";
  std::string text = query.text;
  const auto at = text.find(kPlace);
  if (at != std::string::npos) text.replace(at, kPlace.size(), ColumnList(table, table.full));
  return text;
}

// A session that is not as others expect it is given up.
void PutBack(Connection& connection, Mode mode) noexcept {
  try {
    for (const std::string& text : EndTexts(connection.backend(), mode)) connection.Run(text);
  } catch (const std::exception&) {
    connection.Close();
  }
}

}  // namespace

void TxState::RequireSound() const {
  if (failed) throw Error(Reason::INTERNAL, "a unit of work went on after its database had given it up");
}

void TxState::Write(const std::string& text, Binds binds, IfTaken if_taken) {
  AwaitStroke(*this);
  RequireSound();
  try {
    connection.Later(text, std::move(binds), std::move(if_taken));
  } catch (...) {
    failed = true;
    throw;
  }
}

void TxState::Select(const std::string& text, const Binds& binds, std::span<const Cell> cells,
                     const std::function<void(const Row&)>& each) {
  AwaitStroke(*this);
  RequireSound();
  try {
    connection.Select(text, binds, cells, each);
  } catch (...) {
    failed = true;
    throw;
  }
}

std::string_view TxState::MarkColumn(std::vector<Cell>* cells) const {
  if (!WantsMark()) return {};
  cells->push_back(Cell::kText);
  return kMarkColumn;
}

std::vector<Cell> CellsOf(const TableInfo& table, std::span<const int> columns) {
  std::vector<Cell> cells;
  cells.reserve(columns.size());
  for (const int i : columns) {
    const ColumnKind kind = table.columns[static_cast<size_t>(i)].kind;
    cells.push_back(kind == ColumnKind::kInteger ? Cell::kInteger
                    : kind == ColumnKind::kReal  ? Cell::kReal
                                                 : Cell::kText);
  }
  return cells;
}

Tx::Tx(Connection& connection, Mode mode, Caller caller, Instant now)
    : state_(std::make_unique<TxState>(connection, mode, std::move(caller), now)) {
  try {
    connection.Begin(BeginTexts(connection.backend(), mode));
  } catch (...) {
    PutBack(connection, mode);
    throw;
  }
  state_->open = mode != Mode::kOneStatement;
}

Tx::~Tx() {
  if (state_->stroke.valid()) state_->stroke.wait();
  if (state_->open) state_->connection.Rollback();
  PutBack(state_->connection, state_->mode);
}

void Tx::Commit() {
  state_->RequireSound();
  if (state_->bulk) throw Error(Reason::INTERNAL, "a bulk write was not ended");
  if (!state_->open) return;
  WriteHistory(*state_);
  state_->connection.Commit();
  state_->open = false;
}

void Tx::Rehearse() {
  state_->RequireSound();
  if (state_->open) state_->connection.Send();
}

const Caller& Tx::caller() const { return state_->caller; }
const std::string& Tx::now() const { return state_->now; }
Instant Tx::instant() const { return state_->instant; }
Mode Tx::mode() const { return state_->mode; }
void Tx::ForRequest(std::string_view request_id) { state_->request_id = request_id; }
bool Tx::CallerHolds() {
  if (state_->WantsMark()) {
    const Cell cells[] = {Cell::kText};
    state_->Select("SELECT mark FROM caller_marks", {}, cells, [&](const Row& row) { state_->TakeMark(row, 0); });
  }
  return state_->caller.mark.empty() || state_->seen_mark == state_->caller.mark;
}

void Tx::TellTimes(TimeWords words) { state_->time_words = words; }

bool Tx::FindInto(std::string_view key, Message* message) {
  const TableInfo& table = TableOf(message->GetDescriptor());
  const bool is_program = key == kProgram && table.table == kProgram;
  if (is_program && state_->program) {
    message->CopyFrom(*state_->program);
    return true;
  }
  Binds binds{{"key", std::string(key)}};
  const std::string seen = VisibleWhere(table, state_->caller, "t", &binds);
  auto cells = CellsOf(table, table.full);
  const std::string& by_key = state_->MarkColumn(&cells).empty() ? table.select_by_key : table.select_by_key_marked;
  bool found = false;
  state_->Select(seen.empty() ? by_key : by_key + " AND " + seen, binds, cells, [&](const Row& row) {
    ReadRow(table, table.full, row, message);
    state_->TakeMark(row, table.full.size());
    found = true;
  });
  if (found && table.recorded && state_->mode != Mode::kOneStatement && state_->mode != Mode::kRead) {
    auto& original = state_->read[std::string(key)];
    if (!original) original.reset(message->New());
    original->CopyFrom(*message);
  }
  if (is_program && found) {
    state_->program.reset(message->New());
    state_->program->CopyFrom(*message);
  }
  return found;
}

void Tx::GetInto(std::string_view name, Message* message) {
  if (FindInto(name, message)) return;
  const TableInfo& table = TableOf(message->GetDescriptor());
  throw Error(Reason::NOT_FOUND, fmt::format("there is no {} {}", NounOf(table), IdOf(name)));
}

bool Tx::FindAsOfInto(std::string_view name, std::string_view time, Message* message) {
  std::string body;
  const Cell cells[] = {Cell::kText};
  state_->Select(
      "SELECT body FROM revisions WHERE resource = :resource AND from_time <= :time AND "
      "(to_time IS NULL OR to_time > :time) AND body <> '' ORDER BY revision DESC LIMIT 1",
      {{"resource", std::string(name)}, {"time", std::string(time)}}, cells,
      [&](const Row& row) { body = std::get<std::string>(row.At(0)); });
  if (body.empty()) return false;
  std::string problem;
  if (!FromJson(body, message, &problem))
    throw Error(Reason::INTERNAL, fmt::format("a revision of {} does not read: {}", name, problem));
  return true;
}

void Tx::EachAsOf(const Descriptor* type, std::string_view time, const std::function<void(const Message&)>& each) {
  Seen seen;
  seen.first = VisibleWhere(TableOf(type), state_->caller, "now", &seen.second);
  EachSeenAsOf(type, time, seen, each);
}

void Tx::EachSeenAsOf(const Descriptor* type, std::string_view time, const Seen& seen,
                      const std::function<void(const Message&)>& each) {
  const TableInfo& table = TableOf(type);
  // "datasets/" up to, not including, "datasets0": the character after the slash.
  std::string end = table.collection;
  end.back() = static_cast<char>(end.back() + 1);
  Binds binds{{"start", table.collection}, {"end", end}, {"time", std::string(time)}};
  std::string text =
      "SELECT r.body FROM revisions r WHERE r.resource >= :start AND r.resource < :end AND "
      "r.from_time <= :time AND (r.to_time IS NULL OR r.to_time > :time) AND r.body <> ''";
  if (!seen.first.empty()) {
    // What is marked today was not less delicate yesterday.
    text +=
        fmt::format(" AND EXISTS (SELECT 1 FROM {} now WHERE now.name = r.resource AND {})", table.table, seen.first);
    binds.insert(binds.end(), seen.second.begin(), seen.second.end());
  }
  text += " ORDER BY r.resource, r.revision";
  std::unique_ptr<Message> message(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  const Cell cells[] = {Cell::kText};
  state_->Select(text, binds, cells, [&](const Row& row) {
    std::string problem;
    if (!FromJson(std::get<std::string>(row.At(0)), message.get(), &problem)) {
      throw Error(Reason::INTERNAL, fmt::format("a revision does not read: {}", problem));
    }
    each(*message);
  });
}

void Tx::SelectEach(const Query& query, const Binds& binds, Message* row, const std::function<void()>& each) {
  if (row->GetDescriptor()->full_name() != query.message) {
    throw Error(Reason::INTERNAL, fmt::format("sql/queries/{}.sql gives {}, not {}", query.file, query.message,
                                              row->GetDescriptor()->full_name()));
  }
  const TableInfo& table = TableOf(row->GetDescriptor());
  state_->Select(Expanded(query, table), binds, CellsOf(table, table.full), [&](const Row& found) {
    ReadRow(table, table.full, found, row);
    each();
  });
}

bool Tx::Exists(const Descriptor* type, std::string_view key) {
  const TableInfo& table = TableOf(type);
  bool found = false;
  std::vector<Cell> cells{Cell::kInteger};
  // One row in any case, for the mark.
  const std::string text = fmt::format("SELECT CASE WHEN EXISTS (SELECT 1 FROM {} WHERE {} = :key) THEN 1 ELSE 0 END{}",
                                       table.table, table.key, state_->MarkColumn(&cells));
  state_->Select(text, {{"key", std::string(key)}}, cells, [&](const Row& row) {
    found = row.Integer(0) == 1;
    state_->TakeMark(row, 1);
  });
  return found;
}

std::string Tx::FreeName(const Descriptor* type, std::string_view collection, std::string_view slug) {
  int number = 1;
  std::string name = NumberedName(collection, slug, number);
  while (Exists(type, name)) name = NumberedName(collection, slug, ++number);
  return name;
}

}  // namespace almanac::store
