// History: one event a changed resource and step, one revision a changed
// resource and unit of work, written in the same commit as the change.
#include <fmt/format.h>

#include "almanac/v1/events.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "store/json.h"
#include "store/tx.h"
#include "store/tx_state.h"

namespace almanac::store {
namespace {

using google::protobuf::Message;

const std::vector<std::string>& EventColumns() {
  static const auto& columns = *new std::vector<std::string>{"time",       "actor", "verb", "resource", "reason",
                                                             "request_id", "body",  "salt", "scope"};
  return columns;
}

const std::vector<std::string>& RevisionColumns() {
  static const auto& columns =
      *new std::vector<std::string>{"resource", "revision", "event_id", "from_time", "to_time", "body", "salt"};
  return columns;
}

// The record whose visibility the events of this resource share: itself when
// rows of its kind may be marked, or the one it hangs on.
std::string ScopeOf(const Message& message, const TableInfo& table) {
  if (!table.has_visibility) return {};
  const auto& visibility = table.visibility;
  const auto* field =
      message.GetDescriptor()->FindFieldByName(visibility.marking().empty() ? visibility.through() : table.key);
  return message.GetReflection()->GetString(message, field);
}

// A seal covers the revisions that the event left, by salted hash, so that a
// blanked body still verifies.
std::string EventBody(const Written& written, const std::string& salt, bool last, const Step& step) {
  std::string body = "{\"revisions\":[";
  if (last) {
    body += "{\"resource\":";
    AppendJsonString(written.resource, &body);
    body += fmt::format(",\"revision\":{},\"sha256\":\"{}\"}}", written.revision, Sha256Hex(salt + written.body));
  }
  body += ']';
  if (!step.facts.empty()) body += ",\"facts\":" + step.facts;
  body += '}';
  return body;
}

std::vector<Value> EventRow(const TxState& state, const Written& written, const Step& step, std::string body) {
  return {state.now,        state.caller.principal, step.verb, written.resource, step.reason,
          state.request_id, std::move(body),        NewSalt(), written.scope};
}

Binds EventBinds(std::vector<Value> row) {
  Binds binds;
  for (size_t i = 0; i < row.size(); ++i) binds.emplace_back(EventColumns()[i], std::move(row[i]));
  return binds;
}

int64_t InsertEvent(TxState& state, std::vector<Value> row) {
  static const std::string text = InsertText("events", EventColumns()) + " RETURNING id";
  int64_t id = 0;
  const Cell cells[] = {Cell::kInteger};
  state.Select(text, EventBinds(std::move(row)), cells,
               [&](const Row& inserted) { id = std::get<int64_t>(inserted.At(0)); });
  return id;
}

// Not through TxState::Write: a stroke runs beside the unit of work.
void ClosePrevious(const TxState& state, const Written& written) {
  if (written.revision == 1) return;
  state.connection.Later("UPDATE revisions SET to_time = :now WHERE resource = :resource AND revision = :previous",
                         {{"now", state.now}, {"resource", written.resource}, {"previous", written.revision - 1}});
}

// PostgreSQL takes the event, the end of the revision before and the new one in one statement: two ways to the
// database less, of eight that a change goes.
std::string TogetherText() {
  return fmt::format(
      "WITH event AS ({} RETURNING id), "
      "ended AS (UPDATE revisions SET to_time = :time WHERE resource = :resource AND revision = :previous) "
      "INSERT INTO revisions (resource, revision, event_id, from_time, body, salt) "
      "SELECT :resource, CAST(:revision AS bigint), event.id, :time, :revision_body, :revision_salt FROM event",
      InsertText("events", EventColumns()));
}

void InsertTogether(TxState& state, const Written& written, const std::string& salt, std::vector<Value> row) {
  static const std::string text = TogetherText();
  Binds binds = EventBinds(std::move(row));
  binds.emplace_back("previous", written.revision - 1);
  binds.emplace_back("revision", written.revision);
  binds.emplace_back("revision_body", written.body);
  binds.emplace_back("revision_salt", salt);
  state.Write(text, std::move(binds));
}

void InsertRevision(TxState& state, const Written& written, const std::string& salt, int64_t event) {
  ClosePrevious(state, written);
  static const std::string text = InsertText("revisions", RevisionColumns());
  state.Write(text, {{"resource", written.resource},
                     {"revision", written.revision},
                     {"event_id", event},
                     {"from_time", state.now},
                     {"to_time", Value()},
                     {"body", written.body},
                     {"salt", salt}});
}

void WriteOneByOne(TxState& state) {
  const bool together = state.connection.backend() == Backend::kPostgresql;
  for (const Written& written : state.written) {
    const std::string salt = NewSalt();
    for (size_t i = 0; i < written.steps.size(); ++i) {
      const bool last = i + 1 == written.steps.size();
      const Step& step = written.steps[i];
      auto row = EventRow(state, written, step, EventBody(written, salt, last, step));
      if (last && together) {
        InsertTogether(state, written, salt, std::move(row));
      } else if (last) {
        InsertRevision(state, written, salt, InsertEvent(state, std::move(row)));
      } else {
        state.Write(InsertText("events", EventColumns()), EventBinds(std::move(row)));
      }
    }
  }
}

}  // namespace

void Tx::Because(std::string_view verb, std::string_view reason, std::string_view facts) {
  state_->fresh_steps.push_back({std::string(verb), std::string(reason), std::string(facts)});
  state_->last_step = state_->fresh_steps.back();
  state_->explained = true;
}

void NoteWritten(TxState& state, const Message& message, const TableInfo& table, int64_t revision) {
  if (!table.recorded) return;
  if (!state.explained) {
    throw Error(Reason::INTERNAL, fmt::format("{} was changed and nobody said why", table.table));
  }
  const auto* key = table.Find(table.key);
  const std::string name = message.GetReflection()->GetString(message, key->field);
  if (name == kProgram) state.program.reset();
  const auto [place, fresh] = state.written_at.try_emplace(name, state.written.size());
  if (fresh) state.written.emplace_back(Written{name, ScopeOf(message, table), revision, {}, {}});
  Written* written = &state.written[place->second];
  written->revision = revision;
  written->body = ToJson(message);
  if (state.fresh_steps.empty()) {
    // A second resource of the same step; a second write of one adds nothing to say.
    if (written->steps.empty()) written->steps.push_back(state.last_step);
  } else {
    for (Step& step : state.fresh_steps) written->steps.push_back(std::move(step));
    state.fresh_steps.clear();
  }
}

void WriteHistory(TxState& state) {
  try {
    WriteOneByOne(state);
  } catch (...) {
    state.failed = true;
    throw;
  }
  state.written.clear();
  state.written_at.clear();
}

// Identities are reserved, so that revisions can name their events.
void WriteHistoryOf(const TxState& state, std::vector<Written>* many) {
  size_t count = 0;
  for (const Written& written : *many) count += written.steps.size();
  const auto ids = ReserveIds(state.connection, "events", static_cast<int>(count));
  std::vector<std::string> columns{"id"};
  columns.insert(columns.end(), EventColumns().begin(), EventColumns().end());
  std::vector<std::vector<Value>> events, revisions;
  size_t next = 0;
  for (Written& written : *many) {
    ClosePrevious(state, written);
    const std::string salt = NewSalt();
    for (size_t i = 0; i < written.steps.size(); ++i) {
      const bool last = i + 1 == written.steps.size();
      auto row = EventRow(state, written, written.steps[i], EventBody(written, salt, last, written.steps[i]));
      row.insert(row.begin(), ids[next++]);
      events.push_back(std::move(row));
    }
    revisions.push_back(
        {written.resource, written.revision, ids[next - 1], state.now, Value(), std::move(written.body), salt});
  }
  state.connection.InsertMany("events", columns, events);
  state.connection.InsertMany("revisions", RevisionColumns(), revisions);
}

}  // namespace almanac::store
