#include "store/list.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "store/as_of.h"
#include "store/filter.h"
#include "store/page.h"
#include "store/search_text.h"
#include "store/tx_state.h"
#include "store/visibility.h"

namespace almanac::store {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kDefaultPage = 50;
constexpr int kLargestPage = 1000;
// A page ends early rather than outgrow what clients accept in one message.
constexpr size_t kPageBytes = 2 << 20;
constexpr int kRanked = 1000;

std::string TextOf(const Message& request, const char* name) {
  const auto* field = request.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? std::string() : request.GetReflection()->GetString(request, field);
}

int PageSizeOf(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("page_size");
  const int size = field == nullptr ? 0 : request.GetReflection()->GetInt32(request, field);
  if (size < 0)
    throw Error(Reason::INVALID_FIELD, "page_size is below zero").Field("page_size", "0 means the default, 50");
  return size == 0 ? kDefaultPage : std::min(size, kLargestPage);
}

bool IsFull(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("view");
  return field != nullptr && request.GetReflection()->GetEnumValue(request, field) == v1::FULL;
}

void SetToken(Message* response, std::string token) {
  const auto* field = response->GetDescriptor()->FindFieldByName("next_page_token");
  response->GetReflection()->SetString(response, field, std::move(token));
}

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

void AddCondition(std::string* where, const std::string& condition) {
  if (condition.empty()) return;
  *where += where->empty() ? " WHERE " : " AND ";
  *where += condition;
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

std::string ListText(const TableInfo& table, const std::vector<int>& columns, const Order& order,
                     const std::string& where) {
  const char* direction = order.descending ? "DESC" : "ASC";
  return fmt::format("SELECT {0}, t.{1}, t.{2} FROM {3} t{4} ORDER BY t.{1} {5}, t.{2} {5} LIMIT :limit",
                     ColumnList(table, columns, "t."), order.column, table.key, table.table, where, direction);
}

// The names that a page of a search is taken from. Ranking every match of a common word would cost more than the
// answer is worth: the newest kRanked are ranked, and what follows them comes by date.
std::string HitsText(Backend backend, const TableInfo& table, const std::string& where, bool ranked) {
  return fmt::format(
      "SELECT t.name AS hit, m.rank AS rank, t.update_time AS since FROM ({}) m JOIN {} t ON t.name = m.name{} "
      "ORDER BY t.update_time DESC, t.name{}",
      MatchText(backend, "search_internal"), table.table, where,
      ranked ? fmt::format(" LIMIT {}", kRanked) : " LIMIT :limit OFFSET :offset");
}

// How many hits the pages before this one took.
int64_t OffsetOf(const std::string& token, const std::string& question) {
  if (token.empty()) return 0;
  const auto key = ReadPageToken(token, question, 1);
  const auto* from = std::get_if<int64_t>(&key[0]);
  if (from == nullptr || *from < 0) throw Error(Reason::INVALID_PAGE_TOKEN, "the page token is not one of a search");
  return *from;
}

// Rows into the response until the page is full; the rest tells that there is more.
class Page {
 public:
  Page(const Message& request, Message* response)
      : response_(response), rows_(RowsOf(*response)), size_(PageSizeOf(request)) {}

  const TableInfo& table() const { return TableOf(rows_->message_type()); }
  int size() const { return size_; }
  int taken() const { return taken_; }
  bool more() const { return more_; }

  // False when the page is full, and the row is left for the next.
  bool Take(const TableInfo& table, const std::vector<int>& columns, const Row& row) {
    if (taken_ == size_ || (taken_ > 0 && bytes_ > kPageBytes)) {
      more_ = true;
      return false;
    }
    ++taken_;
    Message* message = response_->GetReflection()->AddMessage(response_, rows_);
    ReadRow(table, columns, row, message);
    bytes_ += message->ByteSizeLong();
    return true;
  }

 private:
  Message* response_;
  const FieldDescriptor* rows_;
  int size_;
  int taken_ = 0;
  size_t bytes_ = 0;
  bool more_ = false;
};

}  // namespace

const FieldDescriptor* RowsOf(const Message& response) {
  const auto* type = response.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    if (type->field(i)->is_repeated() && type->field(i)->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
      return type->field(i);
  }
  throw Error(Reason::INTERNAL, fmt::format("{} lists nothing", type->full_name()));
}

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
  const auto& columns = IsFull(request) ? table.full : table.basic;
  auto cells = CellsOf(table, columns);
  cells.push_back(order.cell);
  cells.push_back(table.key == "id" || table.key == "event_id" ? Cell::kInteger : Cell::kText);
  std::vector<Value> last;
  tx.state().Select(ListText(table, columns, order, where), binds, cells, [&](const Row& row) {
    if (page.Take(table, columns, row)) last = {row.At(columns.size()), row.At(columns.size() + 1)};
  });
  if (page.more()) SetToken(response, MakePageToken(question, last));
}

void Search(Tx& tx, const Message& request, Message* response) {
  TxState& state = tx.state();
  Page page(request, response);
  const TableInfo& table = page.table();
  const std::string query = TextOf(request, "query"), filter = TextOf(request, "filter");
  const auto words = QueryWords(query);
  if (words.empty()) {
    throw Error(Reason::INVALID_FIELD, "the search has no words").Field("query", "give at least one letter or digit");
  }
  const std::string question = fmt::format("search {}\n{}\n{}", table.table, query, filter);
  const int64_t offset = OffsetOf(TextOf(request, "page_token"), question);
  const Backend backend = state.connection.backend();
  Binds binds{{"query", MatchQuery(backend, words)}};
  std::string where;
  AddCondition(&where, CompileFilter(table, filter, false, &binds));
  AddCondition(&where, VisibleWhere(table, tx.caller(), "t", &binds));
  const auto& columns = IsFull(request) ? table.full : table.basic;
  const bool ranked = offset < kRanked;
  binds.emplace_back("limit",
                     ranked ? std::min<int64_t>(page.size() + 1, kRanked - offset + 1) : int64_t{page.size()} + 1);
  binds.emplace_back("offset", offset);
  const std::string text =
      fmt::format("SELECT {} FROM ({}) h JOIN {} t ON t.name = h.hit ORDER BY {}", ColumnList(table, columns, "t."),
                  HitsText(backend, table, where, ranked), table.table,
                  ranked ? "h.rank, t.name LIMIT :limit OFFSET :offset" : "h.since DESC, t.name");
  state.Select(text, binds, CellsOf(table, columns), [&](const Row& row) { page.Take(table, columns, row); });
  // At the seam between the ranked and the dated part a page may be short and not the last.
  const bool seam = ranked && offset + page.taken() == kRanked;
  if (page.more() || seam) SetToken(response, MakePageToken(question, {offset + page.taken()}));
}

}  // namespace almanac::store
