#include "store/list.h"

#include <fmt/format.h>

#include "base/error.h"
#include "store/as_of.h"
#include "store/filter.h"
#include "store/list_page.h"
#include "store/page.h"
#include "store/tx_state.h"
#include "store/visibility.h"

namespace almanac::store {
namespace {

using google::protobuf::Message;

struct Order {
  std::string column;
  Cell cell = Cell::kText;
  bool descending = false;
};

Error InvalidOrder(const TableInfo& table, const std::string& text) {
  std::string known;
  for (const Column& column : table.columns) {
    if (column.kind == ColumnKind::kFolded || !column.field->options().GetExtension(v1::sortable)) continue;
    known += (known.empty() ? "" : ", ") + column.name;
  }
  const std::string what = fmt::format("'{}' is no order; order by one of {}, with or without ' desc'", text, known);
  return Error(Reason::INVALID_ORDER, what).Field("order_by", "one of those, with or without ' desc'");
}

// "title", "title desc"; the table's own order when empty.
Order OrderOf(const TableInfo& table, const std::string& asked) {
  std::string text = asked.empty() ? table.message->options().GetExtension(v1::table).order() : asked;
  if (text.empty()) text = table.key;
  Order order;
  std::string name = text;
  if (const auto space = text.find(' '); space != std::string::npos) {
    const std::string direction = text.substr(text.find_last_of(' ') + 1);
    name = text.substr(0, space);
    if (direction != "desc" && direction != "asc") throw InvalidOrder(table, text);
    order.descending = direction == "desc";
  }
  const Column* column = table.Find(name);
  const bool known = column != nullptr && column->kind != ColumnKind::kFolded &&
                     (column->field->options().GetExtension(v1::sortable) || name == table.key || asked.empty());
  if (!known) throw InvalidOrder(table, text);
  order.column = column->field->options().GetExtension(v1::folded) ? name + "_key" : name;
  order.cell = column->kind == ColumnKind::kInteger ? Cell::kInteger
               : column->kind == ColumnKind::kReal  ? Cell::kReal
                                                    : Cell::kText;
  return order;
}

// A caller's filter and the scope's own, whose places are numbered on from the caller's.
void AddScope(const TableInfo& table, const std::string& filter, std::string* where, Binds* binds) {
  if (filter.empty()) return;
  Binds own;
  std::string condition = CompileFilter(table, filter, true, &own);
  for (size_t i = own.size(); i-- > 0;) {
    const std::string from = ":f" + std::to_string(i), to = ":s" + std::to_string(i);
    for (size_t at = condition.find(from); at != std::string::npos; at = condition.find(from, at + to.size())) {
      condition.replace(at, from.size(), to);
    }
    binds->emplace_back("s" + std::to_string(i), own[i].second);
  }
  AddCondition(where, condition);
}

// `columns` with those of the order behind them.
std::string ListText(const TableInfo& table, const std::string& columns, const Order& order, const std::string& where) {
  const char* direction = order.descending ? "DESC" : "ASC";
  return fmt::format("SELECT {0} FROM {1} t{2} ORDER BY t.{3} {4}, t.{5} {4} LIMIT :limit", columns, table.table, where,
                     order.column, direction, table.key);
}

// Nothing was found: it may be that what the filter asks for is nowhere, which an empty list would not say. Only of
// what everybody may know of.
void RequireReferences(Tx& tx, const TableInfo& table, const std::string& filter) {
  for (const auto& [collection, name] : ReferencesIn(table, filter)) {
    for (const TableInfo* other : AllTables()) {
      if (other->collection != collection + "/" || other->has_visibility || tx.Exists(other->message, name)) continue;
      throw Error(Reason::INVALID_FILTER, fmt::format("the filter asks for {}, which does not exist", name))
          .Field("filter", fmt::format("there is no {}", name));
    }
  }
}

}  // namespace

void List(Tx& tx, const Message& request, Message* response, const Scope& scope) {
  if (!scope.as_of.empty()) return ListAsOf(tx, request, response, scope);
  Page page(request, response);
  const TableInfo& table = page.table();
  const std::string filter = TextOf(request, "filter"), order_text = TextOf(request, "order_by");
  const Order order = OrderOf(table, order_text);
  const std::string question =
      fmt::format("{}\n{}\n{}\n{}{}", table.table, filter, order_text, scope.filter, TextOf(request, "as_of"));
  Binds binds;
  std::string where;
  AddCondition(&where, CompileFilter(table, filter, false, &binds));
  AddScope(table, scope.filter, &where, &binds);
  AddCondition(&where, VisibleWhere(table, tx.caller(), "t", &binds));
  if (const std::string token = TextOf(request, "page_token"); !token.empty()) {
    const auto key = ReadPageToken(token, question, 2);
    binds.emplace_back("after_value", key[0]);
    binds.emplace_back("after_key", key[1]);
    AddCondition(&where, fmt::format("(t.{}, t.{}) {} (:after_value, :after_key)", order.column, table.key,
                                     order.descending ? "<" : ">"));
  }
  binds.emplace_back("limit", static_cast<int64_t>(page.size() + 1));
  const auto& columns = IsFullView(request) ? table.full : table.basic;
  auto cells = CellsOf(table, columns);
  cells.push_back(order.cell);
  cells.push_back(table.key == "id" || table.key == "event_id" ? Cell::kInteger : Cell::kText);
  const std::string selected = fmt::format("{}, t.{}, t.{}{}", ColumnList(table, columns, "t."), order.column,
                                           table.key, tx.state().MarkColumn(&cells));
  std::vector<Value> last;
  tx.state().Select(ListText(table, selected, order, where), binds, cells, [&](const Row& row) {
    tx.state().TakeMark(row, columns.size() + 2);
    if (page.Take(table, columns, row)) last = {row.At(columns.size()), row.At(columns.size() + 1)};
  });
  if (page.more()) SetToken(response, MakePageToken(question, last));
  // A past day is listed by the system, in a database of its own that holds this table and no other.
  const bool first = TextOf(request, "page_token").empty();
  if (page.taken() == 0 && first && !tx.caller().IsSystem()) RequireReferences(tx, table, filter);
}

}  // namespace almanac::store
