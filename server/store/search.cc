// Search: which resources have all of the words.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

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
// Search entries looked at in one statement when hits are common.
constexpr int64_t kFirstStride = 500;
constexpr int64_t kLongestStride = 64000;
// Of a thousand entries: fewer hits are gathered by an index, where there is one by parts, for less than it takes to
// look at all.
constexpr int64_t kFew = 50;

constexpr const char* kIndex = "search_internal";

struct Question {
  const TableInfo& table;
  const std::vector<int>& columns;
  // Of the resource's row `t`; empty when every row will do.
  std::string conditions;
  Binds binds;
  Searching index;
  // The conditions are the caller's own as well, and may leave few of many hits.
  bool filtered = false;

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
  // Hits among a thousand entries, where somebody has looked.
  int64_t in_thousand = 0;
};

Start StartOf(const std::string& token, const std::string& question) {
  if (token.empty()) return {};
  const auto key = ReadPageToken(token, question, 2);
  const auto* offset = std::get_if<int64_t>(&key[0]);
  const auto* below = std::get_if<int64_t>(&key[1]);
  if (offset == nullptr || below == nullptr || *offset < 0 || *below < 0)
    throw Error(Reason::INVALID_PAGE_TOKEN, "the page token is not one of a search");
  return {*offset, *below, 0};
}

int64_t NumberOf(TxState& state, const std::string& text, const Binds& binds = {}) {
  int64_t number = 0;
  const Cell cells[] = {Cell::kInteger};
  state.Select(text, binds, cells, [&](const Row& row) { number = row.Integer(0); });
  return number;
}

// Where the next page begins; or that hits are too many to be ranked, and where the newest are.
struct Ranked {
  Start next;
  bool common = false;
};

// Best first. The first page also counts, in the same statement and no further than it must: nothing is taken when the
// hits are too many to be ranked. Where the index can be looked at for less, not even that is counted.
Ranked TakeRanked(TxState& state, const Question& question, Start start, Page* page) {
  const bool first = start.offset == 0;
  const bool looks = first && !question.filtered && !question.index.looked.empty();
  const std::string most =
      looks   ? fmt::format(" LIMIT (SELECT CASE common WHEN 1 THEN 0 ELSE {} END FROM looked)", kRanked + 1)
      : first ? fmt::format(" LIMIT {}", kRanked + 1)
              : "";
  auto cells = CellsOf(question.table, question.columns);
  const size_t found = cells.size();
  cells.insert(cells.end(), 4, Cell::kInteger);
  const std::string text = fmt::format(
      "WITH looked AS ({6}) SELECT {0}, h.found, looked.top, looked.newest, looked.common{5} FROM looked LEFT JOIN "
      "((SELECT hit, rank, count(*) OVER () AS found FROM (SELECT m.name AS hit, {1} AS rank {2}{3}) hits "
      "ORDER BY rank, hit LIMIT :limit OFFSET :offset) h JOIN {4} t ON t.name = h.hit) ON 1 = 1 ORDER BY h.rank, h.hit",
      ColumnList(question.table, question.columns, "t."), question.index.rank, question.Matches(), most,
      question.table.table, state.MarkColumn(&cells),
      looks ? question.index.looked : "SELECT 0 AS top, 0 AS newest, 0 AS common");
  Ranked ranked;
  const Binds binds = question.With({{"limit", int64_t{page->size()} + 1}, {"offset", start.offset}});
  state.Select(text, binds, cells, [&](const Row& row) {
    state.TakeMark(row, found + 4);
    const bool hit = !row.IsNull(found);
    if (row.Integer(found + 3) == 1)
      ranked.next = {0, row.Integer(found + 1) + 1, row.Integer(found + 2) * 1000 / kLookedAt};
    ranked.common = ranked.next.below > 0 || (first && hit && row.Integer(found) > kRanked);
    if (hit && !ranked.common) page->Take(question.table, question.columns, row);
  });
  if (!ranked.common) ranked.next = {start.offset + page->taken(), 0, 0};
  return ranked;
}

// As many entries as should hold what is wanted and a little more, by how many of a thousand did so far.
int64_t NextStride(int64_t wanted, int64_t in_thousand) {
  return std::clamp(wanted * 1300 / std::max<int64_t>(in_thousand, 1), kFirstStride, kLongestStride);
}

// The numbers of the newest hits, as many as tell that they are too many to be ranked. Whether the caller sees all of
// them costs a row each, and few are hidden: only what a filter leaves is looked at.
std::vector<int64_t> NewestNumbers(TxState& state, const Question& question) {
  const Searching& index = question.index;
  const std::string entries =
      question.filtered ? question.Matches() : fmt::format("FROM {} WHERE {}", index.alone, index.matches);
  std::vector<int64_t> numbers;
  const Cell cells[] = {Cell::kInteger};
  state.Select(fmt::format("SELECT {0} {1} ORDER BY {0} DESC LIMIT {2}", index.number, entries, kRanked + 1),
               question.binds, cells, [&](const Row& row) { numbers.push_back(row.Integer(0)); });
  return numbers;
}

// Those of them that the caller may see, until the page is full. The words are not asked for again: an index that
// gathers all that begin with the last one before it tells of the first would do all of it twice.
Start TakeNumbered(TxState& state, const Question& question, const std::vector<int64_t>& numbers, Page* page) {
  const std::string text = fmt::format(
      "SELECT {}, m.id FROM {} JOIN {} t ON t.name = m.name WHERE m.id IN (SELECT value FROM json_each(:numbers)){} "
      "ORDER BY m.id DESC",
      ColumnList(question.table, question.columns, "t."), question.index.names, question.table.table,
      question.conditions);
  auto cells = CellsOf(question.table, question.columns);
  cells.push_back(Cell::kInteger);
  int64_t last = numbers.back();
  for (size_t next = 0; next < numbers.size() && !page->more();) {
    const size_t end = std::min(numbers.size(), next + static_cast<size_t>(page->size() - page->taken()) + 1);
    const std::span some(numbers.data() + next, end - next);
    next = end;
    state.Select(text, question.With({{"numbers", fmt::format("[{}]", fmt::join(some, ","))}}), cells,
                 [&](const Row& row) {
                   if (page->Take(question.table, question.columns, row)) last = row.Integer(question.columns.size());
                 });
  }
  return {0, page->more() ? last : numbers.back(), 0};
}

// Newest words first, stride by stride: a page of a common word is found among the first few entries, and no database
// has to gather all of them to sort them.
Start TakeNewest(TxState& state, const Question& question, Start start, Page* page) {
  const Searching& index = question.index;
  const std::string columns = ColumnList(question.table, question.columns, "t.");
  const std::string one_by_one = fmt::format(
      "SELECT {0}, {1} FROM {2} JOIN {3} t ON t.name = m.name WHERE {1} < :below AND {1} >= :from AND {4}{5} "
      "ORDER BY {1} DESC LIMIT :limit",
      columns, index.number, index.entries, question.table.table, index.matches_in_stride, question.conditions);
  // Nothing is asked of the number itself: its index would be walked along, or gathered besides.
  const std::string by_parts = fmt::format(
      "SELECT {0}, h.number FROM (SELECT {1} + 0 AS number, m.name FROM {2} WHERE {1} + 0 < :below AND "
      "{1} + 0 >= :from AND {4} ORDER BY number DESC) h JOIN {3} t ON t.name = h.name WHERE 1 = 1{5} "
      "ORDER BY h.number DESC LIMIT :limit",
      columns, index.number, index.entries, question.table.table, index.matches_in_parts, question.conditions);
  auto cells = CellsOf(question.table, question.columns);
  cells.push_back(Cell::kInteger);
  int64_t below = start.below, last = start.below, in_thousand = start.in_thousand;
  while (below > 1 && !page->more()) {
    const int64_t limit = page->size() - page->taken() + 1;
    // An index that finds them from the end on stops by itself.
    const int64_t stride = index.in_order ? below : in_thousand == 0 ? kFirstStride : NextStride(limit, in_thousand);
    const int64_t from = std::max<int64_t>(1, below - stride);
    // What a filter leaves says nothing of how many have the words.
    const bool few = !index.matches_in_parts.empty() && !question.filtered && in_thousand > 0 && in_thousand < kFew;
    state.Select(few ? by_parts : one_by_one, question.With({{"below", below}, {"from", from}, {"limit", limit}}),
                 cells, [&](const Row& row) {
                   if (page->Take(question.table, question.columns, row)) last = row.Integer(question.columns.size());
                 });
    below = from;
    in_thousand = std::max<int64_t>(1, page->taken() * 1000 / (start.below - below));
  }
  return {0, last, 0};
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
  const Start start = StartOf(TextOf(request, "page_token"), asked);
  const Backend backend = state.connection.backend();
  Question question{table, IsFullView(request) ? table.full : table.basic, {}, {}, SearchingIn(backend, kIndex)};
  question.binds.emplace_back("query", MatchQuery(backend, words));
  for (const std::string& condition :
       {CompileFilter(table, filter, false, &question.binds), VisibleWhere(table, tx.caller(), "t", &question.binds)}) {
    if (!condition.empty()) question.conditions += " AND " + condition;
  }
  question.filtered = !filter.empty();
  Ranked ranked{start, start.below > 0};
  if (start.below == 0 && start.offset == 0 && question.index.in_order) {
    const auto newest = NewestNumbers(state, question);
    ranked.common = newest.size() > kRanked;
    if (ranked.common) ranked.next = TakeNumbered(state, question, newest, &page);
  }
  if (!ranked.common) ranked = TakeRanked(state, question, start, &page);
  if (ranked.common && !page.more()) {
    if (ranked.next.below == 0) ranked.next.below = NumberOf(state, question.index.next_number);
    ranked.next = TakeNewest(state, question, ranked.next, &page);
  }
  if (page.more()) SetToken(response, MakePageToken(asked, {ranked.next.offset, ranked.next.below}));
}

}  // namespace almanac::store
