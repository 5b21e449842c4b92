#include "interchange/inventory_undo.h"

#include <fmt/format.h>

#include <limits>
#include <set>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/events.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/dataset_rules.h"
#include "domain/editing.h"
#include "domain/grants.h"
#include "domain/program.h"
#include "domain/times.h"
#include "interchange/inventory_plan.h"
#include "interchange/sheet_cells.h"
#include "interchange/sheet_columns.h"
#include "sql/events.h"

namespace almanac::interchange {
namespace {

constexpr const char* kUndone = "dataset.sheet_undone";
constexpr int64_t kNoEnd = std::numeric_limits<int64_t>::max();

std::string ReasonOf(const std::string& apply) { return fmt::format("takes back apply {}", apply); }

// Takes one dataset back; what stands against it is gathered.
struct Undoing {
  v1::Dataset current;
  v1::Dataset after;
  v1::InventoryChange change;
};

std::string ApplyOf(store::Tx& tx, const v1::UndoInventoryRequest& request) {
  if (!request.apply().empty()) return request.apply();
  const auto last = tx.SelectOne<v1::Event>(sql::events::kLastSheet, {{"actor", tx.caller().principal}});
  if (last) return last->request_id();
  throw Error(Reason::NOT_FOUND, "you have applied no sheet yet, so there is nothing to take back");
}

v1::Dataset StateOf(const v1::Revision& revision) {
  v1::Dataset dataset;
  std::string problem;
  if (FromJson(revision.body(), &dataset, &problem)) return dataset;
  throw Error(Reason::INTERNAL, fmt::format("a revision of {} does not read: {}", revision.resource(), problem));
}

// Puts back what differs between before and after the apply.
void PutBack(const v1::Dataset& before, const v1::Dataset& applied, Undoing* undoing) {
  for (const SheetColumn& column : SheetColumns()) {
    const std::string was = CellText(before, column), is = CellText(applied, column);
    if (was == is) continue;
    CopyCell(before, column, &undoing->after);
    auto* change = undoing->change.add_changes();
    change->set_field(column.path);
    change->set_before(is);
    change->set_after(was);
  }
}

// Where somebody took this apply back already, that is what has changed since. An undo is whole, so one dataset tells.
void RefuseIfTakenBack(store::Tx& tx, const v1::Event& applied, const std::string& apply) {
  // Where more has happened since, the refusal says what instead.
  const store::Binds latest{{"resource", applied.resource()}, {"before", kNoEnd}, {"limit", int64_t{100}}};
  for (const auto& event : tx.Select<v1::Event>(sql::events::kOfResource, latest)) {
    if (event.id() <= applied.id()) return;
    if (event.verb() != kUndone || event.reason() != ReasonOf(apply)) continue;
    throw Error(Reason::UNDO_REFUSED,
                fmt::format("apply {} was taken back already, by {} at {}; nothing was changed", apply,
                            IdOf(event.actor()), domain::TimeHere(tx, domain::ToInstant(event.time()))));
  }
}

class Undo {
 public:
  explicit Undo(store::Tx& tx) : tx_(tx) {}

  // `event` is of the apply.
  void Take(const v1::Event& event, v1::UndoInventoryResponse* response) {
    const auto current = tx_.Find<v1::Dataset>(event.resource());
    // Not by its name: the id of an apply is no key to what may not be seen.
    if (!current) return refused_.Missing("not_seen", "one of its datasets is not yours to see"), void();
    const auto revisions = tx_.Select<v1::Revision>(
        sql::events::kRevisionsOfResource, {{"resource", event.resource()}, {"first", event.id()}, {"last", kNoEnd}});
    const int64_t applied = revisions.at(0).revision();
    // What the apply added stays: a record is never removed.
    if (applied == 1) return response->add_kept(current->name()), void();
    if (!IsAsApplied(*current, applied)) return;
    const auto before = tx_.SelectOne<v1::Revision>(sql::events::kRevision,
                                                    {{"resource", event.resource()}, {"revision", applied - 1}});
    Undoing undoing{*current, *current, {}};
    PutBack(StateOf(before.value()), StateOf(revisions.front()), &undoing);
    Check(undoing);
    undoing.change.set_action(v1::InventoryChange::CHANGED);
    undoing.change.set_dataset(current->name());
    undoing.change.set_title(current->title());
    AddConsequences(undoing.current, undoing.after, &undoing.change);
    undoings_.push_back(std::move(undoing));
  }

  void Write(const std::string& apply, v1::UndoInventoryResponse* response) {
    if (!refused_.missing().empty()) throw refused_;
    for (auto& undoing : undoings_) {
      domain::WriteEdit(tx_, undoing.current, undoing.after,
                        {kUndone, ReasonOf(apply), "A correction was taken back."});
      *response->add_changes() = std::move(undoing.change);
    }
  }

 private:
  bool IsAsApplied(const v1::Dataset& current, int64_t applied) {
    try {
      tx_.Get<v1::Dataset>(current.name(), std::to_string(applied));
      return true;
    } catch (const Error& error) {
      if (error.reason() != Reason::ETAG_MISMATCH) throw;
      std::string message = error.message();
      constexpr std::string_view kYou = "since you read it";
      if (const size_t at = message.find(kYou); at != message.npos) message.replace(at, kYou.size(), "since the apply");
      refused_.Missing("changed_since", message, "almanac history show " + current.name());
      return false;
    }
  }

  void Check(const Undoing& undoing) {
    const std::string& name = undoing.current.name();
    for (const auto& department : std::set{undoing.current.department(), undoing.after.department()}) {
      if (domain::Allows(tx_.caller(), v1::Permission::EDIT, department)) continue;
      Refuse(name, "not_allowed", fmt::format("is not yours to change in {}", IdOf(department)));
    }
    for (const auto& error : domain::BrokenRules(tx_, &undoing.current, undoing.after)) {
      Refuse(name, "not_as_ruled", "cannot go back: " + error.message());
    }
  }

  void Refuse(const std::string& name, const char* rule, const std::string& what) {
    refused_.Missing(rule, fmt::format("{} {}", IdOf(name), what));
  }

  store::Tx& tx_;
  std::vector<Undoing> undoings_;
  Error refused_{Reason::UNDO_REFUSED, "the apply cannot be taken back; nothing was changed"};
};

}  // namespace

v1::UndoInventoryResponse UndoInventory(store::Tx& tx, const v1::UndoInventoryRequest& request) {
  v1::UndoInventoryResponse response;
  response.set_apply(ApplyOf(tx, request));
  const auto events = tx.Select<v1::Event>(sql::events::kOfSheet, {{"request_id", response.apply()}});
  if (events.empty()) {
    throw Error(Reason::NOT_FOUND,
                fmt::format("there is no apply {}; `almanac inventory apply` prints the id", response.apply()));
  }
  for (const auto& event : events) RefuseIfTakenBack(tx, event, response.apply());
  Undo undo(tx);
  for (const auto& event : events) undo.Take(event, &response);
  undo.Write(response.apply(), &response);
  return response;
}

}  // namespace almanac::interchange
