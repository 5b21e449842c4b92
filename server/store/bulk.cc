// Many rows at once: gathered by table, written a few hundred resources at a
// time, so that memory stays small and the database sees long strokes.
#include "base/error.h"
#include "store/tx.h"
#include "store/tx_state.h"

namespace almanac::store {
namespace {

constexpr size_t kResourcesAtOnce = 500;

}  // namespace

void Gather(TxState& state, const std::string& table, const std::vector<std::string>& columns, std::vector<Value> row) {
  Gathered& gathered = state.gathered[table];
  if (gathered.columns.empty()) gathered.columns = columns;
  gathered.rows.push_back(std::move(row));
}

void FlushGathered(TxState& state, bool all) {
  if (!all && state.written.size() < kResourcesAtOnce) return;
  try {
    for (auto& [table, gathered] : state.gathered) {
      state.connection.InsertMany(table, gathered.columns, gathered.rows);
      gathered.rows.clear();
    }
    IndexManyWords(state.connection, "search_internal", state.gathered_internal);
    IndexManyWords(state.connection, "search_public", state.gathered_public);
  } catch (...) {
    state.failed = true;
    throw;
  }
  state.gathered_internal.clear();
  state.gathered_public.clear();
  if (!state.written.empty()) WriteHistory(state);
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
  state_->gathered.clear();
  state_->bulk = false;
}

}  // namespace almanac::store
