// Many rows at once: gathered by table, written a few hundred resources at a
// time, so that memory stays small and the database sees long strokes. While
// it is busy with one, the next is gathered: the two take turns otherwise, and
// an import on PostgreSQL was a third slower for it.
#include <memory>
#include <utility>

#include "base/error.h"
#include "store/tx.h"
#include "store/tx_state.h"

namespace almanac::store {
namespace {

constexpr size_t kResourcesAtOnce = 500;

// Runs beside the unit of work: it uses the connection and what never changes of the state.
void WriteStroke(const TxState& state, Stroke* stroke) {
  for (const auto& [table, gathered] : stroke->rows) {
    state.connection.InsertMany(table, gathered.columns, gathered.rows);
  }
  IndexManyWords(state.connection, "search_internal", stroke->internal_words);
  IndexManyWords(state.connection, "search_public", stroke->public_words);
  if (!stroke->written.empty()) WriteHistoryOf(state, &stroke->written);
}

}  // namespace

void Gather(TxState& state, const std::string& table, const std::vector<std::string>& columns, std::vector<Value> row) {
  Gathered& gathered = state.gathered[table];
  if (gathered.columns.empty()) gathered.columns = columns;
  gathered.rows.push_back(std::move(row));
}

void AwaitStroke(TxState& state) {
  if (!state.stroke.valid()) return;
  try {
    state.stroke.get();
  } catch (...) {
    state.failed = true;
    throw;
  }
}

void FlushGathered(TxState& state, bool all) {
  if (!all && state.written.size() < kResourcesAtOnce) return;
  AwaitStroke(state);
  auto stroke =
      std::make_shared<Stroke>(Stroke{std::exchange(state.gathered, {}), std::exchange(state.gathered_internal, {}),
                                      std::exchange(state.gathered_public, {}), std::exchange(state.written, {})});
  state.written_at.clear();
  for (const auto& entry : stroke->rows) state.filled.insert(entry.first);
  if (!stroke->internal_words.empty()) state.filled.insert("search_internal");
  if (!stroke->public_words.empty()) state.filled.insert("search_public");
  state.stroke = std::async(std::launch::async, [&state, stroke] { WriteStroke(state, stroke.get()); });
  if (all) AwaitStroke(state);
}

void Tx::BeginBulk() {
  // What was written before is told first, so that the two ways of telling do not mix.
  WriteHistory(*state_);
  // Many updates come in strokes between bulk writes; what they read is let go with each.
  state_->read.clear();
  state_->bulk = true;
}

void Tx::EndBulk() {
  FlushGathered(*state_, true);
  state_->bulk = false;
}

}  // namespace almanac::store
