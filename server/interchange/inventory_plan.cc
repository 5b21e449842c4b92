#include "interchange/inventory_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>

#include "almanac/v1/events.pb.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/dataset_rules.h"
#include "domain/derive.h"
#include "domain/editing.h"
#include "domain/grants.h"
#include "interchange/inventory_pull.h"
#include "interchange/sheet_cells.h"
#include "interchange/sheet_columns.h"
#include "interchange/sheet_department.h"
#include "sql/events.h"

namespace almanac::interchange {
namespace {

// The record as it was with an etag; none when it never was.
std::optional<v1::Dataset> WithEtag(store::Tx& tx, const v1::Dataset& current, const std::string& etag) {
  if (current.etag() == etag) return current;
  int64_t revision = 0;
  const auto [end, problem] = std::from_chars(etag.data(), etag.data() + etag.size(), revision);
  if (problem != std::errc() || end != etag.data() + etag.size() || revision < 1) return std::nullopt;
  const auto found =
      tx.SelectOne<v1::Revision>(sql::events::kRevision, {{"resource", current.name()}, {"revision", revision}});
  v1::Dataset then;
  if (!found || !FromJson(found->body(), &then)) return std::nullopt;
  return then;
}

std::string Refusal(const std::function<void()>& rule, Reason expected) {
  try {
    rule();
  } catch (const Error& error) {
    if (error.reason() != expected) throw;
    return error.message();
  }
  return {};
}

// One row while it is looked at.
struct Row {
  const v1::InventoryRow& source;
  v1::InventoryProblem place;
  std::string name;
  std::string etag;
};

class Planner {
 public:
  Planner(store::Tx& tx, const v1::InventorySheet& sheet) : tx_(tx), sheet_(sheet) {}

  SheetPlan Plan() {
    head_ = ReadHead(sheet_, &problems_);
    // Without names, every row would look like a new dataset.
    if (head_.name >= 0) {
      for (const auto& row : sheet_.rows()) Take(row);
      plan_.told.set_absent(departments_.CountAbsent(names_));
    }
    for (auto& problem : problems_) *plan_.told.add_problems() = std::move(problem);
    for (const auto& row : plan_.rows) *plan_.told.add_changes() = row.change;
    return std::move(plan_);
  }

 private:
  void Take(const v1::InventoryRow& source) {
    const auto& cells = source.cells();
    if (std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return NormalCell(cell).empty(); })) return;
    Row row{source, {}, Cell(source, head_.name), Cell(source, head_.etag)};
    row.place.set_row(source.row());
    if (!row.name.empty() && row.name.find('/') == std::string::npos) row.name = "datasets/" + row.name;
    row.place.set_dataset(row.name);
    if (row.name.empty()) return TakeNew(row);
    if (!names_.insert(row.name).second) {
      return Complain(row, "Name",
                      {"name_twice", fmt::format("{} stands in more than one row.", IdOf(row.name)),
                       "Delete the row that is not meant; for a new dataset leave Name and Etag empty."});
    }
    const auto current = tx_.Find<v1::Dataset>(row.name);
    if (current) return TakeKnown(row, *current);
    if (row.etag.empty() && IsSlug(IdOf(row.name))) return TakeNew(row);
    Complain(row, "Name",
             {"name_unknown", fmt::format("There is no dataset {}.", IdOf(row.name)),
              "Put back the name that was pulled; for a new dataset leave Name and Etag empty."});
  }

  void TakeKnown(const Row& row, const v1::Dataset& current) {
    departments_.Read(tx_, current.department());
    const auto base = WithEtag(tx_, current, row.etag);
    if (!base) {
      return Complain(row, "Etag",
                      {"etag_unknown", fmt::format("The etag of {} is not one that it has had.", IdOf(row.name)),
                       "Put back the etag that was pulled, or pull anew and copy your changes over."});
    }
    v1::Dataset after = current;
    const size_t problems_before = problems_.size();
    bool touched = false, said = false;
    for (size_t i = 0; i < head_.columns.size(); ++i) {
      if (head_.columns[i] < 0) continue;
      const Cells found = Edit(row, i, {*base, current}, &after);
      touched = touched || found == Cells::kChanges;
      said = said || found == Cells::kIsSo;
    }
    const bool well = problems_.size() == problems_before;
    if (well && !touched) {
      // Applied before, or somebody else had the same idea.
      if (said || current.etag() == base->etag()) return plan_.told.set_unchanged(plan_.told.unchanged() + 1);
      return plan_.told.add_moved(row.name), void();
    }
    if (current.etag() != base->etag()) Conflict(row);
    if (touched) Check(row, &current, &after);
    if (problems_.size() != problems_before) return;
    Add(row, current, std::move(after));
  }

  struct States {
    // As it was pulled, and as it is.
    const v1::Dataset& base;
    const v1::Dataset& current;
  };
  // A cell as it was pulled; one that was edited to what the record says by now; one that changes it.
  enum class Cells { kUntouched, kIsSo, kChanges };
  Cells Edit(const Row& row, size_t index, const States& states, v1::Dataset* after) {
    const SheetColumn& column = SheetColumns()[index];
    const std::string cell = Cell(row.source, head_.columns[index]);
    if (cell == NormalCell(CellText(states.base, column))) return Cells::kUntouched;
    const std::string now = NormalCell(CellText(states.current, column));
    if (cell == now) return Cells::kIsSo;
    v1::Dataset edited = *after;
    const auto problem = PutCell(tx_, column, cell, &edited);
    if (!problem.rule.empty()) {
      Complain(row, column.title, {problem.rule, problem.message + ".", problem.fix});
      return Cells::kUntouched;
    }
    // Another spelling of the same.
    if (CellText(edited, column) == CellText(*after, column)) return Cells::kIsSo;
    *after = std::move(edited);
    return Cells::kChanges;
  }

  void Conflict(const Row& row) {
    const std::string said = Refusal([&] { tx_.Get<v1::Dataset>(row.name, row.etag); }, Reason::ETAG_MISMATCH);
    Complain(row, "",
             {"changed_since", said + ".",
              "Pull anew and make your change there; or delete the row, and the others can be applied."});
  }

  void Check(const Row& row, const v1::Dataset* before, v1::Dataset* after) {
    domain::SetDefaults(after);
    std::set<std::string> departments{after->department()};
    if (before != nullptr) departments.insert(before->department());
    for (const auto& department : departments) {
      const std::string said =
          Refusal([&] { domain::RequirePermission(tx_.caller(), v1::Permission::EDIT, department); },
                  Reason::PERMISSION_DENIED);
      if (!said.empty()) Complain(row, "", {"not_allowed", said + ".", "Delete the row, or ask for the role."});
    }
    for (const auto& error : domain::BrokenRules(tx_, before, *after)) AddProblems(error, row.place, &problems_);
  }

  void Add(const Row& row, const v1::Dataset& before, v1::Dataset after) {
    PlannedRow planned{{}, before, std::move(after), {}};
    auto& change = planned.change;
    change.set_action(v1::InventoryChange::CHANGED);
    change.set_row(row.source.row());
    change.set_dataset(row.name);
    change.set_title(before.title());
    AddFieldChanges(before, planned.after, &change);
    AddConsequences(before, planned.after, &change);
    if (change.changes().empty()) return plan_.told.set_unchanged(plan_.told.unchanged() + 1);
    plan_.rows.push_back(std::move(planned));
  }

  void TakeNew(const Row& row) {
    v1::Dataset dataset;
    const size_t problems_before = problems_.size();
    for (size_t i = 0; i < head_.columns.size(); ++i) {
      const SheetColumn& column = SheetColumns()[i];
      const std::string cell = Cell(row.source, head_.columns[i]);
      const bool required = column.leaf()->options().GetExtension(v1::required);
      if (cell.empty() && !required) continue;
      const auto problem = PutCell(tx_, column, cell, &dataset);
      if (!problem.rule.empty()) Complain(row, column.title, {problem.rule, problem.message + ".", problem.fix});
    }
    if (!dataset.department().empty() && !dataset.title().empty()) {
      if (const auto taken = departments_.NameOfTitle(tx_, dataset); !taken.empty()) {
        Complain(row, "Title",
                 {"title_taken", fmt::format("{} has this title already: {}.", IdOf(dataset.department()), taken),
                  "If it is the same one, delete this row and change the other; if not, give it a title of its own."});
      }
      Check(row, nullptr, &dataset);
    }
    if (problems_.size() != problems_before) return;
    PlannedRow planned{{}, std::nullopt, dataset, row.name.empty() ? std::string() : std::string(IdOf(row.name))};
    planned.change.set_action(v1::InventoryChange::ADDED);
    planned.change.set_row(row.source.row());
    planned.change.set_title(dataset.title());
    AddFieldChanges({}, dataset, &planned.change);
    plan_.rows.push_back(std::move(planned));
  }

  static void AddFieldChanges(const v1::Dataset& before, const v1::Dataset& after, v1::InventoryChange* change) {
    for (const SheetColumn& column : SheetColumns()) {
      const std::string was = CellText(before, column), is = CellText(after, column);
      if (was == is) continue;
      auto* field = change->add_changes();
      field->set_field(column.path);
      field->set_before(was);
      field->set_after(is);
    }
  }

  static std::string Cell(const v1::InventoryRow& row, int column) {
    return column < 0 || column >= row.cells_size() ? std::string() : NormalCell(row.cells(column));
  }

  void Complain(const Row& row, const std::string& column, CellProblem complaint) {
    v1::InventoryProblem problem = row.place;
    problem.set_column(column);
    problem.set_rule(std::move(complaint.rule));
    problem.set_message(std::move(complaint.message));
    problem.set_fix(std::move(complaint.fix));
    problems_.push_back(std::move(problem));
  }

  store::Tx& tx_;
  const v1::InventorySheet& sheet_;
  SheetHead head_;
  SheetPlan plan_;
  std::vector<v1::InventoryProblem> problems_;
  std::set<std::string> names_;
  SheetDepartments departments_;
};

std::string TitleOfPath(const std::string& path) {
  const std::string field = path.substr(path.find('.') + 1);
  for (const SheetColumn& column : SheetColumns()) {
    if (column.path == field) return column.title;
  }
  return {};
}

}  // namespace

void AddConsequences(const v1::Dataset& before, const v1::Dataset& after, v1::InventoryChange* change) {
  const auto follows = domain::FollowsFrom(before, after);
  if (follows.public_at_once) change->add_consequences(v1::InventoryChange::PUBLIC_AT_ONCE);
  if (follows.waits) change->add_consequences(v1::InventoryChange::WAITS_FOR_DECISION);
  if (follows.sent_back) change->add_consequences(v1::InventoryChange::SENT_BACK);
}

void AddProblems(const Error& error, const v1::InventoryProblem& of_row, std::vector<v1::InventoryProblem>* problems) {
  const auto add = [&](const std::string& rule, const std::string& column, std::string message, std::string fix) {
    v1::InventoryProblem problem = of_row;
    problem.set_rule(rule);
    problem.set_column(column);
    problem.set_message(std::move(message));
    problem.set_fix(std::move(fix));
    problems->push_back(std::move(problem));
  };
  for (const auto& missing : error.missing()) add(missing.rule, "", missing.message, missing.command);
  for (const auto& field : error.fields()) {
    const std::string title = TitleOfPath(field.field);
    add("not_as_ruled", title, fmt::format("{} {}.", title.empty() ? field.field : title, field.description),
        title.empty() ? "It is not in the sheet: see `almanac dataset update --help`."
                      : "Correct or fill in the cell.");
  }
  if (error.missing().empty() && error.fields().empty()) add("not_as_ruled", "", error.message() + ".", "");
}

SheetPlan MakePlan(store::Tx& tx, const v1::InventorySheet& sheet) {
  if (sheet.rows_size() > kMostSheetRows) {
    throw Error(Reason::INVALID_FIELD, fmt::format("the sheet has {} rows; {} is the most. Make two files of it",
                                                   sheet.rows_size(), kMostSheetRows))
        .Field("sheet.rows", "are too many");
  }
  return Planner(tx, sheet).Plan();
}

v1::PlanInventoryResponse PlanInventory(store::Tx& tx, const v1::PlanInventoryRequest& request) {
  v1::PlanInventoryResponse response;
  *response.mutable_plan() = MakePlan(tx, request.sheet()).told;
  return response;
}

}  // namespace almanac::interchange
