// The record as it stood: one resource, lists with their filters, and what changed in between.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/events.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Created on 2 March 2026, a Monday; given keywords on the 10th, published on the 20th.
struct AsOf : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  void SetUp() override {
    trees.Create();
    town.SetToday("2026-03-10");
    auto keywords = Trees::Update("keywords");
    keywords.mutable_dataset()->add_keywords("shade");
    trees.Change(keywords);
    town.SetToday("2026-03-20");
    trees.Submit();
    trees.Decide();
    trees.Publish();
    town.SetToday("2026-03-25");
  }
  v1::GetDatasetRequest Getting(const std::string& as_of) {
    v1::GetDatasetRequest request;
    request.set_name("datasets/trees");
    request.set_as_of(as_of);
    return request;
  }
  v1::Dataset Get(const std::string& as_of) { return town.Call<v1::Dataset>("dana", Getting(as_of)); }
  std::vector<std::string> List(const std::string& as_of, const std::string& filter, const std::string& who = "dana") {
    v1::ListDatasetsRequest request;
    request.set_as_of(as_of);
    request.set_filter(filter);
    const auto found = town.Call<v1::ListDatasetsResponse>(who, request);
    std::vector<std::string> names;
    for (const auto& dataset : found.datasets()) names.push_back(dataset.name());
    return names;
  }
  void AddMany(int count) {
    for (int i = 0; i < count; ++i) {
      v1::CreateDatasetRequest request;
      request.mutable_dataset()->set_title("Set " + std::to_string(i));
      request.mutable_dataset()->set_department("departments/parks");
      town.Call<v1::Dataset>("sam", request);
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Both, AsOf, BothDatabases(), NameOfDatabase);

TEST_P(AsOf, YesterdayAndTodayAreDaysOfTheBody) {
  EXPECT_EQ(Get("yesterday").state(), v1::Dataset::PUBLISHED);
  town.SetToday("2026-03-11");
  EXPECT_EQ(Get("today").keywords_size(), 1);
  EXPECT_EQ(town.Refused<v1::Dataset>("dana", Getting("last week")).reason(), Reason::INVALID_FIELD);
}

TEST_P(AsOf, ADayIsTheRecordAtItsEndInTheZoneOfTheBody) {
  EXPECT_EQ(Get("2026-03-09").keywords_size(), 0);
  EXPECT_EQ(Get("2026-03-10").keywords_size(), 1);
  EXPECT_EQ(Get("2026-03-10").state(), v1::Dataset::IDENTIFIED);
  EXPECT_EQ(Get("2026-03-20").state(), v1::Dataset::PUBLISHED);
  // At 17:00 UTC it was changed.
  EXPECT_EQ(Get("2026-03-10T16:59:59Z").keywords_size(), 0);
  EXPECT_EQ(Get("2026-03-10T17:00:00Z").keywords_size(), 1);
}

TEST_P(AsOf, TodayIsNowAndTomorrowIsRefused) {
  EXPECT_EQ(Get("2026-03-25").state(), v1::Dataset::PUBLISHED);
  for (const std::string time : {"2026-03-26", "2026-03-25T17:00:01Z", "last week"}) {
    EXPECT_EQ(town.Refused<v1::Dataset>("dana", Getting(time)).reason(), Reason::INVALID_FIELD) << time;
  }
}

TEST_P(AsOf, WhatWasNotThereYetIsNotFound) {
  const auto error = town.Refused<v1::Dataset>("dana", Getting("2026-03-01"));
  EXPECT_EQ(error.reason(), Reason::NOT_FOUND);
  EXPECT_THAT(error.message(), HasSubstr("was not there yet"));
}

TEST_P(AsOf, ListsFilterWhatWasThen) {
  EXPECT_THAT(List("2026-03-20", "state = published"), ElementsAre("datasets/trees"));
  EXPECT_THAT(List("2026-03-19", "state = published"), IsEmpty());
  EXPECT_THAT(List("2026-03-10", "keywords:shade AND title:tree"), ElementsAre("datasets/trees"));
  EXPECT_THAT(List("2026-03-09", "keywords:shade"), IsEmpty());
  EXPECT_THAT(List("2026-03-01", ""), IsEmpty());
}

TEST_P(AsOf, ListsComeInPagesAndOrder) {
  AddMany(7);
  town.SetToday("2026-04-01");
  AddMany(3);
  v1::ListDatasetsRequest request;
  request.set_as_of("2026-03-31");
  request.set_page_size(3);
  request.set_order_by("title desc");
  std::vector<std::string> titles;
  do {
    const auto page = town.Call<v1::ListDatasetsResponse>("dana", request);
    for (const auto& dataset : page.datasets()) titles.push_back(dataset.title());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(titles,
              ElementsAre("Set 6", "Set 5", "Set 4", "Set 3", "Set 2", "Set 1", "Set 0", "Public Tree Inventory"));
}

TEST_P(AsOf, APageBelongsToItsTime) {
  AddMany(3);
  v1::ListDatasetsRequest request;
  request.set_as_of("2026-03-25");
  request.set_page_size(2);
  request.set_page_token(town.Call<v1::ListDatasetsResponse>("dana", request).next_page_token());
  request.set_as_of("2026-03-24");
  EXPECT_EQ(town.Refused<v1::ListDatasetsResponse>("dana", request).reason(), Reason::INVALID_PAGE_TOKEN);
}

TEST_P(AsOf, WhatIsMarkedTodayWasNotForOthersYesterday) {
  auto mark = Trees::Update("marking");
  mark.mutable_dataset()->set_marking(v1::Dataset::RESTRICTED);
  trees.Change(mark);
  EXPECT_THAT(List("2026-03-20", "", "alan"), IsEmpty());
  EXPECT_THAT(List("2026-03-20", "", "sam"), ElementsAre("datasets/trees"));
  EXPECT_EQ(town.Refused<v1::Dataset>("alan", Getting("2026-03-20")).reason(), Reason::NOT_FOUND);
}

struct DiffHistory : AsOf {
  v1::DiffHistoryResponse Diff(int64_t from, int64_t to) {
    v1::DiffHistoryRequest request;
    request.set_name("trees");
    request.set_from_revision(from);
    request.set_to_revision(to);
    return town.Call<v1::DiffHistoryResponse>("dana", request);
  }
  static std::vector<std::string> FieldsOf(const v1::DiffHistoryResponse& diff) {
    std::vector<std::string> fields;
    for (const auto& change : diff.changes()) fields.push_back(change.field());
    return fields;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, DiffHistory, BothDatabases(), NameOfDatabase);

TEST_P(DiffHistory, NamesEachFieldThatDiffersAndWhoDidIt) {
  const auto diff = Diff(1, 2);
  EXPECT_THAT(FieldsOf(diff), ElementsAre("keywords"));
  EXPECT_EQ(diff.changes(0).before(), "");
  EXPECT_EQ(diff.changes(0).after(), R"(["shade"])");
  ASSERT_EQ(diff.events_size(), 1);
  EXPECT_EQ(diff.events(0).actor(), "people/sam");
}

TEST_P(DiffHistory, MatchesElementsByTheirNames) {
  auto fields = Trees::Update("fields");
  auto* changed = fields.mutable_dataset()->add_fields();
  *changed = Trees::Described().fields(0);
  changed->set_definition("Genus and species.");
  fields.mutable_dataset()->add_fields()->set_name("height");
  trees.Change(fields);
  const auto diff = Diff(0, 0);
  EXPECT_THAT(FieldsOf(diff), testing::IsSupersetOf({"fields[species].definition", "fields[height]", "pending_edit"}));
  EXPECT_EQ(diff.to_revision(), diff.from_revision() + 1);
}

TEST_P(DiffHistory, RefusesARevisionThatThereIsNoneOf) {
  v1::DiffHistoryRequest request;
  request.set_name("datasets/trees");
  request.set_to_revision(99);
  EXPECT_EQ(town.Refused<v1::DiffHistoryResponse>("dana", request).reason(), Reason::INVALID_FIELD);
}

}  // namespace
}  // namespace almanac::support
