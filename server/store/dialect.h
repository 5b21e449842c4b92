// All that differs between the two databases, and the texts that Tx makes for
// both. docs: sql/README.md says what queries may use.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/connection.h"

namespace almanac::store {

// Statements that a fresh session runs.
std::vector<std::string> SessionSetUp(Backend backend, Connection::Purpose purpose);

// How a unit of work begins; empty for a single statement.
std::vector<std::string> BeginTexts(Backend backend, Mode mode);
// What is to be put back after it, however it ended.
std::vector<std::string> EndTexts(Backend backend, Mode mode);

// Within a unit of work: whether nobody else seals until its end. On SQLite nobody can.
bool TakeSealing(Connection& connection);
// The units of work that write on PostgreSQL just now, by whatever tells them apart: what they wrote will be seen once
// they are none of these any more, under identities that were given earlier. On SQLite none is ever late so.
std::set<std::string> WritesUnderWay(Connection& connection);

DatabaseError::Kind KindOfSqlstate(std::string_view sqlstate);
DatabaseError::Kind KindOfSqliteCode(int extended_code);
// Of a connect that failed: for that libpq has words alone. In another language
// than English they mean no more than that nobody answers.
DatabaseError::Kind KindOfRefusal(std::string_view words);

// PostgreSQL puts row values into the lines after the first.
std::string WithoutDetail(std::string_view message);
// All of it, for messages without row values.
std::string InOneLine(std::string_view message);

// INSERT with a bind a column, named like it.
std::string InsertText(const std::string& table, std::span<const std::string> columns);

// One row a distinct word of a JSON array, in one statement: binds :name and :words.
std::string InsertWordsText(Backend backend, const std::string& mirror);

// The SQLite authorizer of public sessions: reads of or through public_* views
// and of the public search, nothing else.
int AuthorizePublicRead(void*, int action, const char* first, const char* second, const char* database,
                        const char* view);

// The next `count` identities of a table, in order.
std::vector<int64_t> ReserveIds(Connection& connection, const std::string& table, int count);

// --- Search. `index` is search_internal or search_public.

struct IndexedWords {
  std::string name;
  std::string title;
  std::string words;
};
void IndexWords(Connection& connection, const std::string& index, const IndexedWords& entry, bool fresh);

// Run after a commit that brought many rows in: the planner knows nothing of a
// table that nobody has counted, and joins the long way round until it does.
std::vector<std::string> CountTexts(Backend backend, const std::vector<std::string>& tables);

void IndexManyWords(Connection& connection, const std::string& index, const std::vector<IndexedWords>& entries);
void DropWords(Connection& connection, const std::string& index, const std::string& name);

// A SELECT of name, title and words of an index, without its WHERE; and what
// they come to, in the same text whether they were found there or are kept.
std::string IndexedText(Backend backend, const std::string& index);
std::string WordsAsFound(Backend backend, const std::string& title, const std::string& words);
std::string WordsAsKept(Backend backend, const IndexedWords& entry);

// The parts of a question to an index. Its entries are called m and have a name.
struct Searching {
  std::string entries;
  // A later number means later words.
  std::string number;
  // That an entry matches the bind :query; the same where entries are looked at one by one, in a stretch of numbers.
  std::string matches;
  std::string matches_in_stride;
  // Small is good.
  std::string rank;
  // A SELECT of a number above all.
  std::string next_number;
  // Matches are found in the order of numbers, from the largest on, so that the first of them tell whether they are
  // too many to be ranked.
  bool in_order;
  // Then: the entries where nothing but `matches` is asked of them, and where they have their names, by number, as m.
  std::string alone;
  std::string names;
  // A SELECT of one row: the largest number as top, how many of the newest kLookedAt entries match as newest, and
  // whether so many match there and amid the others that those who match are beyond doubt too many to be ranked, as
  // common. Empty where counting is cheap.
  std::string looked;
  // The same as `matches` of the entries from :from to below :below, and maybe of some beside them, by an index that
  // gathers those alone. Empty where there is none, or no need.
  std::string matches_in_parts;
};
inline constexpr int kLookedAt = 500;
Searching SearchingIn(Backend backend, const std::string& index);
// That bind: every word must occur, the last may be a beginning.
std::string MatchQuery(Backend backend, std::span<const std::string> words);

}  // namespace almanac::store
