// Search: which resources have all of the words.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "store/dialect.h"
#include "store/filter.h"
#include "store/list.h"
#include "store/list_page.h"
#include "store/page.h"
#include "store/search_text.h"
#include "store/tx_state.h"
#include "store/visibility.h"

namespace almanac::store {
namespace {

using google::protobuf::Message;

// So many hits are ranked. Of more, rank tells little and costs much: they come newest words first.
constexpr int kRanked = 1000;
// Search entries looked at in one statement when hits are common; more each time that it was not enough.
constexpr int64_t kFirstStride = 500;
constexpr int64_t kLongestStride = 64000;

constexpr const char* kIndex = "search_internal";

struct Question {
  const TableInfo& table;
  const std::vector<int>& columns;
  // Of the resource's row `t`; empty when every row will do.
  std::string conditions;
  Binds binds;
  Searching index;

  Binds With(std::initializer_list<std::pair<std::string, Value>> more) const {
    Binds all = binds;
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  // FROM and WHERE of the entries that match; the resources' rows come in only if something is asked of them.
  std::string Matches() const {
    const std::string rows = conditions.empty() ? "" : fmt::format(" JOIN {} t ON t.name = m.name", table.table);
    return fmt::format("FROM {}{} WHERE {}{}", index.entries, rows, index.matches, conditions);
  }
};

// Where a page begins: after so many ranked hits, or below an entry's number.
struct Start {
  int64_t offset = 0;
  int64_t below = 0;
};

Start StartOf(const std::string& token, const std::string& question) {
  if (token.empty()) return {};
  const auto key = ReadPageToken(token, question, 2);
  const auto* offset = std::get_if<int64_t>(&key[0]);
  const auto* below = std::get_if<int64_t>(&key[1]);
  if (offset == nullptr || below == nullptr || *offset < 0 || *below < 0)
    throw Error(Reason::INVALID_PAGE_TOKEN, "the page token is not one of a search");
  return {*offset, *below};
}

int64_t NumberOf(TxState& state, const std::string& text, const Binds& binds = {}) {
  int64_t number = 0;
  const Cell cells[] = {Cell::kInteger};
  state.Select(text, binds, cells, [&](const Row& row) { number = row.Integer(0); });
  return number;
}

bool IsCommon(TxState& state, const Question& question) {
  return NumberOf(state,
                  fmt::format("SELECT count(*) FROM (SELECT 1 {} LIMIT {}) found", question.Matches(), kRanked + 1),
                  question.binds) > kRanked;
}

// Best first. The first page also counts, in the same statement and no further than it must; nothing is taken when the
// hits are too many to be ranked.
std::optional<Start> TakeRanked(TxState& state, const Question& question, Start start, Page* page) {
  const std::string most = start.offset == 0 ? fmt::format(" LIMIT {}", kRanked + 1) : "";
  auto cells = CellsOf(question.table, question.columns);
  cells.push_back(Cell::kInteger);
  const std::string text = fmt::format(
      "SELECT {0}, h.found{5} FROM (SELECT hit, rank, count(*) OVER () AS found FROM "
      "(SELECT m.name AS hit, {1} AS rank {2}{3}) hits ORDER BY rank, hit LIMIT :limit OFFSET :offset) h "
      "JOIN {4} t ON t.name = h.hit ORDER BY h.rank, h.hit",
      ColumnList(question.table, question.columns, "t."), question.index.rank, question.Matches(), most,
      question.table.table, state.MarkColumn(&cells));
  bool common = false;
  const Binds binds = question.With({{"limit", int64_t{page->size()} + 1}, {"offset", start.offset}});
  state.Select(text, binds, cells, [&](const Row& row) {
    state.TakeMark(row, question.columns.size() + 1);
    common = start.offset == 0 && row.Integer(question.columns.size()) > kRanked;
    if (!common) page->Take(question.table, question.columns, row);
  });
  if (common) return std::nullopt;
  return Start{start.offset + page->taken(), 0};
}

// Newest words first, stride by stride: a page of a common word is found among the first few entries, and no database
// has to gather all of them to sort them.
Start TakeNewest(TxState& state, const Question& question, Start start, Page* page) {
  const Searching& index = question.index;
  const std::string text = fmt::format(
      "SELECT {0}, {1} FROM {2} JOIN {3} t ON t.name = m.name WHERE {1} < :below AND {1} >= :from AND {4}{5} "
      "ORDER BY {1} DESC LIMIT :limit",
      ColumnList(question.table, question.columns, "t."), index.number, index.entries, question.table.table,
      index.matches_in_stride, question.conditions);
  auto cells = CellsOf(question.table, question.columns);
  cells.push_back(Cell::kInteger);
  int64_t below = start.below, last = 0;
  for (int64_t stride = kFirstStride; below > 1 && !page->more(); stride = std::min(stride * 2, kLongestStride)) {
    const int64_t from = std::max<int64_t>(1, below - stride);
    const int64_t limit = page->size() - page->taken() + 1;
    state.Select(text, question.With({{"below", below}, {"from", from}, {"limit", limit}}), cells, [&](const Row& row) {
      if (page->Take(question.table, question.columns, row)) last = row.Integer(question.columns.size());
    });
    below = from;
  }
  return {0, last};
}

}  // namespace

void Search(Tx& tx, const Message& request, Message* response) {
  TxState& state = tx.state();
  Page page(request, response);
  const TableInfo& table = page.table();
  const std::string query = TextOf(request, "query"), filter = TextOf(request, "filter");
  const auto words = QueryWords(query);
  if (words.empty()) {
    throw Error(Reason::INVALID_FIELD, "the search has no words").Field("query", "give at least one letter or digit");
  }
  const std::string asked = fmt::format("search {}\n{}\n{}", table.table, query, filter);
  Start start = StartOf(TextOf(request, "page_token"), asked);
  const Backend backend = state.connection.backend();
  Question question{table, IsFullView(request) ? table.full : table.basic, {}, {}, SearchingIn(backend, kIndex)};
  question.binds.emplace_back("query", MatchQuery(backend, words));
  for (const std::string& condition :
       {CompileFilter(table, filter, false, &question.binds), VisibleWhere(table, tx.caller(), "t", &question.binds)}) {
    if (!condition.empty()) question.conditions += " AND " + condition;
  }
  std::optional<Start> next;
  const bool known_common =
      start.below > 0 || (start.offset == 0 && question.index.counts_first && IsCommon(state, question));
  if (!known_common) next = TakeRanked(state, question, start, &page);
  if (!next) {
    if (start.below == 0) start.below = NumberOf(state, question.index.next_number);
    next = TakeNewest(state, question, start, &page);
  }
  if (page.more()) SetToken(response, MakePageToken(asked, {next->offset, next->below}));
}

}  // namespace almanac::store
