// Lists and searches page without gaps or repeats, in every order, on both databases.
#include "store/list.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/error.h"
#include "store/row.h"
#include "store/tx_state.h"
#include "support/record.h"

namespace almanac::store {
namespace {

using support::Record;
using testing::ElementsAre;

class ListContract : public testing::TestWithParam<Backend> {
 protected:
  ListContract() : record_(GetParam()) {
    record_.AddDepartment("parks");
    record_.Write([](Tx& tx) {
      tx.Because("dataset.created");
      for (int i = 0; i < 23; ++i) {
        v1::Dataset dataset;
        dataset.set_name(fmt::format("datasets/set-{:02}", i));
        // Equal titles and unset days: what makes keys collide and vanish.
        dataset.set_title(i % 3 == 0 ? "Same title" : fmt::format("Tïtle {}", i % 7));
        dataset.set_department("departments/parks");
        if (i % 2 == 0) dataset.set_refreshed_date(fmt::format("2026-01-{:02}", 1 + i % 5));
        dataset.set_description(i % 4 == 0 ? "river water" : "street");
        tx.Create(dataset);
      }
    });
  }

  std::vector<std::string> AllPages(const std::string& order, int page_size, const std::string& filter = "") {
    std::vector<std::string> names;
    v1::ListDatasetsRequest request;
    request.set_order_by(order);
    request.set_page_size(page_size);
    request.set_filter(filter);
    do {
      v1::ListDatasetsResponse response;
      record_.Read([&](Tx& tx) {
        response.Clear();
        List(tx, request, &response);
      });
      EXPECT_LE(response.datasets_size(), page_size);
      for (const auto& dataset : response.datasets()) names.push_back(dataset.name());
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty() && names.size() < 100);
    return names;
  }

  void ExpectRefused(Reason reason, const v1::ListDatasetsRequest& request) {
    v1::ListDatasetsResponse response;
    try {
      record_.Read([&](Tx& tx) { List(tx, request, &response); });
      FAIL() << "accepted " << request.ShortDebugString();
    } catch (const Error& error) {
      EXPECT_EQ(error.reason(), reason) << error.message();
    }
  }

  Record record_;
};

INSTANTIATE_TEST_SUITE_P(Both, ListContract, support::BothDatabases(), support::NameOfDatabase);

TEST_P(ListContract, TheLastPartOfANameIsEnoughWhereAFieldRefers) {
  for (const std::string filter : {"department = parks", "department = \"parks\"", "department = departments/parks",
                                   "NOT department != parks", "department = police OR department = parks"}) {
    EXPECT_EQ(AllPages("", 100, filter).size(), 23u) << filter;
  }
  EXPECT_THAT(AllPages("", 100, "name = set-07"), ElementsAre("datasets/set-07"));
}

TEST_P(ListContract, WhatIsNowhereIsRefusedAndNotFoundEmpty) {
  v1::ListDatasetsRequest request;
  for (const std::string filter : {"department = police", "title:Same AND owner = nobody", "department = people/kim"}) {
    request.set_filter(filter);
    ExpectRefused(Reason::INVALID_FILTER, request);
  }
  // What is there and has nothing is empty, and what was not found by name alone.
  EXPECT_TRUE(AllPages("", 100, "department = parks AND title = nothing").empty());
  EXPECT_TRUE(AllPages("", 100, "name = set-99").empty());
}

TEST_P(ListContract, EveryOrderPagesWithoutGapsOrRepeats) {
  const auto& table = TableOf(v1::Dataset::descriptor());
  for (const Column& column : table.columns) {
    if (column.kind == ColumnKind::kFolded || !column.field->options().GetExtension(v1::sortable)) continue;
    for (const char* direction : {"", " desc"}) {
      const auto names = AllPages(column.name + direction, 4);
      EXPECT_EQ(names.size(), 23u) << column.name << direction;
      EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 23u) << column.name << direction;
      EXPECT_EQ(names, AllPages(column.name + direction, 100)) << column.name << direction;
    }
  }
}

TEST_P(ListContract, TheLastPageSaysSo) {
  v1::ListDatasetsRequest request;
  v1::ListDatasetsResponse response;
  request.set_page_size(23);
  record_.Read([&](Tx& tx) { List(tx, request, &response); });
  EXPECT_EQ(response.datasets_size(), 23);
  EXPECT_EQ(response.next_page_token(), "");
}

TEST_P(ListContract, TitlesSortLooselyAndAlikeOnBothDatabases) {
  record_.AddDataset("a", [](v1::Dataset& d) { d.set_title("éclair"); });
  record_.AddDataset("b", [](v1::Dataset& d) { d.set_title("Zebra"); });
  record_.AddDataset("c", [](v1::Dataset& d) { d.set_title("Echo"); });
  EXPECT_THAT(AllPages("title", 10, "title:e -title:title"), ElementsAre("datasets/c", "datasets/a", "datasets/b"));
}

TEST_P(ListContract, ATokenBelongsToItsFilterAndOrder) {
  v1::ListDatasetsRequest request;
  v1::ListDatasetsResponse response;
  request.set_page_size(2);
  record_.Read([&](Tx& tx) { List(tx, request, &response); });
  request.set_page_token(response.next_page_token());
  request.set_filter("description:river");
  ExpectRefused(Reason::INVALID_PAGE_TOKEN, request);
  request.clear_filter();
  request.set_order_by("title");
  ExpectRefused(Reason::INVALID_PAGE_TOKEN, request);
}

TEST_P(ListContract, AnOrderThatIsNoneNamesThoseThatAre) {
  v1::ListDatasetsRequest request;
  for (const char* order : {"licence", "title sideways", "title_key", "title; DROP TABLE datasets", ","}) {
    request.set_order_by(order);
    ExpectRefused(Reason::INVALID_ORDER, request);
  }
}

TEST_P(ListContract, APageSizeBelowZeroIsRefused) {
  v1::ListDatasetsRequest request;
  request.set_page_size(-1);
  ExpectRefused(Reason::INVALID_FIELD, request);
}

TEST_P(ListContract, TheBasicViewLeavesTheRestOut) {
  v1::ListDatasetsRequest request;
  v1::ListDatasetsResponse basic, full;
  request.set_filter("name = datasets/set-00");
  record_.Read([&](Tx& tx) { List(tx, request, &basic); });
  request.set_view(v1::FULL);
  record_.Read([&](Tx& tx) { List(tx, request, &full); });
  EXPECT_EQ(basic.datasets(0).description(), "");
  EXPECT_EQ(full.datasets(0).description(), "river water");
}

TEST_P(ListContract, ADomainScopeNarrowsWhatTheCallerAsks) {
  v1::ListDatasetsRequest request;
  v1::ListDatasetsResponse response;
  request.set_filter("name = datasets/set-00 OR name = datasets/set-01");
  record_.Read([&](Tx& tx) { List(tx, request, &response, {"description = street"}); });
  ASSERT_EQ(response.datasets_size(), 1);
  EXPECT_EQ(response.datasets(0).name(), "datasets/set-01");
}

TEST_P(ListContract, SearchFindsEveryWordAndTheBeginningOfTheLast) {
  const auto found = [&](const std::string& query, const std::string& filter = "") {
    std::set<std::string> names;
    v1::SearchDatasetsRequest request;
    request.set_query(query);
    request.set_filter(filter);
    request.set_page_size(2);
    do {
      v1::SearchDatasetsResponse response;
      record_.Read([&](Tx& tx) {
        response.Clear();
        Search(tx, request, &response);
      });
      for (const auto& dataset : response.datasets()) EXPECT_TRUE(names.insert(dataset.name()).second);
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return names.size();
  };
  EXPECT_EQ(found("river"), 6u);
  EXPECT_EQ(found("WATER riv"), 6u);
  EXPECT_EQ(found("riv water"), 0u) << "only the last word may be a beginning";
  EXPECT_EQ(found("TITLE"), 23u);
  EXPECT_EQ(found("tïtle"), 23u);
  EXPECT_EQ(found("river", "title:same"), 2u);
  EXPECT_EQ(found("river' | 'street"), 0u) << "no operator of the engine gets through";
  EXPECT_EQ(found("\"river\" OR street*"), 0u);
  EXPECT_EQ(found("nothing"), 0u);
}

// The names of all pages of a search.
class SearchContract : public ListContract {
 protected:
  std::vector<std::string> Found(const std::string& query, const std::string& filter = "",
                                 const Caller& caller = Caller::Console()) {
    std::vector<std::string> names;
    v1::SearchDatasetsRequest request;
    request.set_query(query);
    request.set_filter(filter);
    request.set_page_size(400);
    do {
      v1::SearchDatasetsResponse response;
      record_.Read(
          [&](Tx& tx) {
            response.Clear();
            Search(tx, request, &response);
          },
          caller);
      for (const auto& dataset : response.datasets()) names.push_back(dataset.name());
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  void AddMany(int count, int from = 0) {
    record_.Write([&](Tx& tx) {
      tx.BeginBulk();
      for (int i = from; i < from + count; ++i) {
        v1::Dataset dataset;
        dataset.set_name(fmt::format("datasets/many-{:04}", i));
        dataset.set_title(fmt::format("Gauge {}", i));
        dataset.set_department("departments/parks");
        dataset.set_description(i % 2 == 0 ? "common" : "common and odd");
        tx.Because("dataset.created");
        tx.Create(dataset);
      }
      tx.EndBulk();
    });
  }
};
// Entries of the index alone, every second with the word `common`: as many as a large record has.
void FillIndex(Tx& tx, store::Backend backend, int from = 0, int count = 24000) {
  const auto run = [&](const std::string& text) { tx.state().connection.Execute(text); };
  if (backend == store::Backend::kPostgresql) {
    run(fmt::format(
        "INSERT INTO search_internal (name, words) SELECT 'none/' || n, CAST(CASE n % 2 WHEN 0 THEN 'common' "
        "ELSE 'rare' END AS tsvector) FROM generate_series({}, {}) n",
        from + 1, from + count));
    return;
  }
  run(
      fmt::format("INSERT INTO search_internal_rows (name) WITH RECURSIVE c(n) AS (SELECT {} UNION ALL SELECT n + 1 "
                  "FROM c WHERE n < {}) SELECT 'none/' || n FROM c",
                  from + 1, from + count));
  run("INSERT INTO search_internal (rowid, title, words) SELECT id, '', CASE id % 2 WHEN 0 THEN 'common' ELSE 'rare' "
      "END FROM search_internal_rows WHERE id > (SELECT coalesce(max(rowid), 0) FROM search_internal) AND name LIKE "
      "'none/%'");
}

INSTANTIATE_TEST_SUITE_P(Both, SearchContract, support::BothDatabases(), support::NameOfDatabase);

TEST_P(SearchContract, MoreThanAThousandHitsComeNewestWordsFirstWithoutGapsOrRepeats) {
  AddMany(1400);
  record_.Write([](Tx& tx) {
    tx.Because("dataset.updated");
    auto dataset = tx.Get<v1::Dataset>("datasets/many-0007");
    dataset.set_description("common again");
    tx.Update(dataset);
  });
  const auto names = Found("common");
  ASSERT_EQ(names.size(), 1400u);
  EXPECT_EQ(names[0], "datasets/many-0007") << "its words changed last";
  EXPECT_EQ(names[1], "datasets/many-1399");
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 1400u);
}

// A thousand hits tell that they are too many to be ranked, whether the caller sees them or not.
TEST_P(SearchContract, WhereTheNewestOfManyHitsAreHiddenTheOthersComeAllTheSame) {
  AddMany(2400);
  record_.Write([](Tx& tx) {
    tx.state().connection.Execute(
        "UPDATE datasets SET marking = 'named', readers = '[\"people/reader\"]' WHERE name >= 'datasets/many-1100'");
  });
  Caller clerk;
  clerk.principal = "people/clerk";
  const auto names = Found("common", {}, clerk);
  ASSERT_EQ(names.size(), 1100u);
  EXPECT_EQ(names[0], "datasets/many-1099");
  EXPECT_EQ(names[1099], "datasets/many-0000");
}

TEST_P(SearchContract, InALargeRecordWordsThatCameInTogetherAreRankedAndCommonOnesAreNot) {
  record_.Write([&](Tx& tx) { FillIndex(tx, GetParam()); });
  AddMany(300);
  const auto common = Found("common");
  ASSERT_EQ(common.size(), 300u) << "entries without a dataset are none";
  EXPECT_EQ(common[0], "datasets/many-0299");
  const auto odd = Found("odd");
  ASSERT_EQ(odd.size(), 150u);
  EXPECT_EQ(odd[0], "datasets/many-0001") << "ranked: all alike, so by name";
  EXPECT_TRUE(Found("nothing").empty());
}

// Fifty among two thousand, all the way down a record of 60,000 entries.
TEST_P(SearchContract, HitsThatAreManyAndYetFewAmongAllComeNewestFirstToo) {
  for (int batch = 0; batch < 28; ++batch) {
    record_.Write([&](Tx& tx) { FillIndex(tx, GetParam(), batch * 2000, 2000); });
    AddMany(50, batch * 50);
  }
  record_.Write([](Tx& tx) {
    tx.Because("dataset.updated");
    auto dataset = tx.Get<v1::Dataset>("datasets/many-0007");
    dataset.set_title("A gauge that was moved");
    tx.Update(dataset);
  });
  std::vector<std::string> expected{"datasets/many-0007"};
  for (int i = 1399; i >= 0; --i) {
    if (i != 7) expected.push_back(fmt::format("datasets/many-{:04}", i));
  }
  EXPECT_EQ(Found("gauge"), expected);
  EXPECT_EQ(Found("gaug"), expected) << "the beginning of a word";
  EXPECT_EQ(Found("common gauge"), expected) << "beside a word that others have";
}

TEST_P(SearchContract, WhatAFilterLeavesOfACommonWordIsRankedWhenItIsFew) {
  AddMany(1400);
  EXPECT_EQ(Found("common", "description:odd").size(), 700u);
  EXPECT_EQ(Found("common", "name = datasets/many-0003"), std::vector<std::string>{"datasets/many-0003"});
}

TEST_P(ListContract, TheTitleWeighsMoreThanTheText) {
  record_.AddDataset("in-text", [](v1::Dataset& d) { d.set_description("all about zebras"); });
  record_.AddDataset("in-title", [](v1::Dataset& d) { d.set_title("Zebras"); });
  v1::SearchDatasetsRequest request;
  v1::SearchDatasetsResponse response;
  request.set_query("zebras");
  record_.Read([&](Tx& tx) { Search(tx, request, &response); });
  ASSERT_EQ(response.datasets_size(), 2);
  EXPECT_EQ(response.datasets(0).name(), "datasets/in-title");
}

}  // namespace
}  // namespace almanac::store
