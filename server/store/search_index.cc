// The words of search as each database keeps them.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "store/dialect.h"

namespace almanac::store {
namespace {

// A lexeme longer than this is refused by PostgreSQL (2,046 bytes); no word is that long.
constexpr size_t kLongestWord = 500;

// The text form of a tsvector. Plain words need no parser, and only words with
// positions can carry a weight.
std::string VectorText(const IndexedWords& entry) {
  std::string vector;
  int position = 0;
  const auto append = [&](std::string_view text, bool title) {
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find(' ', at), text.size());
      if (!vector.empty()) vector += ' ';
      vector += '\'';
      vector += text.substr(at, std::min(end - at, kLongestWord));
      vector += '\'';
      if (title) vector += fmt::format(":{}A", std::min(++position, 16000));
      at = end + 1;
    }
  };
  append(entry.title, true);
  append(entry.words, false);
  return vector;
}

// PostgreSQL sorts what a tsvector holds and names each word once, with all its positions.
std::string InOneOrder(std::string_view vector) {
  std::map<std::string, std::set<std::string>> words;
  for (size_t at = 0; at < vector.size();) {
    const size_t end = std::min(vector.find(' ', at), vector.size());
    const std::string_view word = vector.substr(at, end - at);
    const size_t colon = std::min(word.find(':'), word.size());
    auto& positions = words[std::string(word.substr(0, colon))];
    for (size_t from = colon + 1; from < word.size();) {
      const size_t comma = std::min(word.find(',', from), word.size());
      positions.emplace(word.substr(from, comma - from));
      from = comma + 1;
    }
    at = end + 1;
  }
  std::string text;
  for (const auto& [word, positions] : words) text += fmt::format("{}:{} ", word, fmt::join(positions, ","));
  return text;
}

// As a SELECT it is read once a statement, and not once a row, and its value does not make the plan: a plan that is
// kept is as good, and planning a search takes as long as doing it.
constexpr const char* kAsked = "(SELECT CAST(:query AS tsquery))";

// Entries are indexed by parts, stretches of 16,384 numbers, each word with the part that its entry is in before it
// (search_parts, made by a migration). The question asked of some of them, any of which may answer.
std::string AskedOfParts(const std::string& from) {
  return fmt::format(
      "search_parts(m.id, m.words) @@ (SELECT CAST(string_agg(replace(' ' || CAST(:query AS text), ' ''', ' ''' || "
      "lpad(to_hex(part), 6, '0')), ' | ') AS tsquery) FROM {})",
      from);
}

// All of them: one that has no entry any more costs microseconds, and finding out which those are costs more.
std::string AllParts(const std::string& index) {
  return fmt::format("generate_series((SELECT min(id) >> 14 FROM {0}), (SELECT max(id) >> 14 FROM {0})) AS part",
                     index);
}

// Of fewer entries none is looked at for this: counting is cheap enough.
constexpr int kLarge = 20000;
// As many matches of two stretches of 500 in a million are 5,000 in all, five times what is ranked. In each there are
// some: words that came in together stand together, and are no more for it.
constexpr int64_t kBeyondDoubt = 5000;
constexpr int kInEach = 2;

std::string LookedText(const std::string& index) {
  const auto hits = [&](const char* stretch) {
    return fmt::format(
        "CROSS JOIN LATERAL (SELECT count(*) AS hits FROM {} e WHERE a.top > {} AND {} AND e.words @@ {}) ", index,
        kLarge, fmt::format(fmt::runtime(stretch), kLookedAt), kAsked);
  };
  return fmt::format(
      "SELECT a.top, n.hits AS newest, CASE WHEN n.hits >= {2} AND o.hits >= {2} AND (n.hits + o.hits) * a.top >= {3} "
      "THEN 1 ELSE 0 END AS common FROM (SELECT coalesce(max(id), 0) AS top FROM {4}) a {0}n {1}o",
      hits("e.id > a.top - {}"), hits("e.id > a.top / 2 AND e.id <= a.top / 2 + {}"), kInEach,
      kBeyondDoubt * 2 * kLookedAt, index);
}

}  // namespace

void IndexWords(Connection& connection, const std::string& index, const IndexedWords& entry, bool fresh) {
  if (connection.backend() == Backend::kPostgresql) {
    connection.Later(fmt::format("INSERT INTO {} (name, words) VALUES (:name, CAST(:words AS tsvector)) "
                                 "ON CONFLICT (name) DO UPDATE SET words = excluded.words, id = excluded.id",
                                 index),
                     {{"name", entry.name}, {"words", VectorText(entry)}});
    return;
  }
  if (!fresh) DropWords(connection, index, entry.name);
  connection.Execute(fmt::format("INSERT INTO {}_rows (name) VALUES (:name)", index), {{"name", entry.name}});
  connection.Execute(
      fmt::format("INSERT INTO {} (rowid, title, words) VALUES (last_insert_rowid(), :title, :words)", index),
      {{"title", entry.title}, {"words", entry.words}});
}

void IndexManyWords(Connection& connection, const std::string& index, const std::vector<IndexedWords>& entries) {
  if (connection.backend() == Backend::kSqlite) {
    for (const auto& entry : entries) IndexWords(connection, index, entry, true);
    return;
  }
  std::vector<std::vector<Value>> rows;
  rows.reserve(entries.size());
  for (const auto& entry : entries) rows.push_back({entry.name, VectorText(entry)});
  connection.InsertMany(index, {"name", "words"}, rows);
}

void DropWords(Connection& connection, const std::string& index, const std::string& name) {
  if (connection.backend() == Backend::kPostgresql) {
    connection.Later(fmt::format("DELETE FROM {} WHERE name = :name", index), {{"name", name}});
    return;
  }
  connection.Execute(fmt::format("DELETE FROM {0} WHERE rowid = (SELECT id FROM {0}_rows WHERE name = :name)", index),
                     {{"name", name}});
  connection.Execute(fmt::format("DELETE FROM {}_rows WHERE name = :name", index), {{"name", name}});
}

std::string IndexedText(Backend backend, const std::string& index) {
  if (backend == Backend::kPostgresql) return fmt::format("SELECT name, '', CAST(words AS text) FROM {}", index);
  return fmt::format("SELECT r.name, w.title, w.words FROM {0}_rows r LEFT JOIN {0} w ON w.rowid = r.id", index);
}

std::string WordsAsFound(Backend backend, const std::string& title, const std::string& words) {
  return backend == Backend::kPostgresql ? InOneOrder(words) : title + '\n' + words;
}

std::string WordsAsKept(Backend backend, const IndexedWords& entry) {
  return backend == Backend::kPostgresql ? InOneOrder(VectorText(entry)) : entry.title + '\n' + entry.words;
}

Searching SearchingIn(Backend backend, const std::string& index) {
  if (backend == Backend::kPostgresql) {
    return {index + " m",
            "m.id",
            AskedOfParts(AllParts(index)),
            fmt::format("m.words @@ {}", kAsked),
            fmt::format("-ts_rank(m.words, {})", kAsked),
            fmt::format("SELECT coalesce(max(id), 0) + 1 FROM {}", index),
            false,
            {},
            {},
            LookedText(index),
            AskedOfParts("generate_series(CAST(:from AS bigint) >> 14, (CAST(:below AS bigint) - 1) >> 14) AS part")};
  }
  return {fmt::format("{0} JOIN {0}_rows m ON m.id = {0}.rowid", index),
          index + ".rowid",
          index + " MATCH :query",
          index + " MATCH :query",
          fmt::format("bm25({}, 5.0, 1.0)", index),
          fmt::format("SELECT coalesce(max(id), 0) + 1 FROM {}_rows", index),
          true,
          index,
          index + "_rows m",
          {},
          {}};
}

std::string MatchQuery(Backend backend, std::span<const std::string> words) {
  std::string query;
  for (size_t i = 0; i < words.size(); ++i) {
    const bool last = i + 1 == words.size();
    if (!query.empty()) query += backend == Backend::kPostgresql ? " & " : " AND ";
    const char quote = backend == Backend::kPostgresql ? '\'' : '"';
    query += quote;
    query += words[i];
    query += quote;
    if (last) query += backend == Backend::kPostgresql ? ":*" : "*";
  }
  return query;
}

}  // namespace almanac::store
