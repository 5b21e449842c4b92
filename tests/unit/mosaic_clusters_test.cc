// Clusters of what sets tell, against a naive reckoning.
#include "domain/mosaic_clusters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace almanac::domain {
namespace {

using testing::ElementsAre;
using testing::Pair;

v1::Field Marked(const std::string& name, const std::string& type = "text", const std::string& treatment = {}) {
  v1::Field field;
  field.set_name(name);
  field.set_type(type);
  field.set_quasi_identifier(true);
  field.set_release(treatment.empty() ? v1::Field::AS_IS : v1::Field::TREATED);
  field.set_treatment(treatment);
  return field;
}

Traits Of(const std::vector<v1::Field>& fields) {
  google::protobuf::RepeatedPtrField<v1::Field> all;
  for (const auto& field : fields) *all.Add() = field;
  return TraitsOf(all);
}

TEST(Traits, AreReadFromNamesTypesAndTreatments) {
  EXPECT_THAT(Of({Marked("HomeAddress")}), ElementsAre(Pair("place", 4)));
  EXPECT_THAT(Of({Marked("block")}), ElementsAre(Pair("place", 3)));
  EXPECT_THAT(Of({Marked("block_group")}), ElementsAre(Pair("place", 2)));
  EXPECT_THAT(Of({Marked("police_beat")}), ElementsAre(Pair("place", 1)));
  EXPECT_THAT(Of({Marked("address", "text", "Cut to the hundred block")}), ElementsAre(Pair("place", 3)));
  EXPECT_THAT(Of({Marked("shape", "geometry")}), ElementsAre(Pair("place", 4)));
  EXPECT_THAT(Of({Marked("occurred", "datetime")}), ElementsAre(Pair("time", 3)));
  EXPECT_THAT(Of({Marked("occurred", "datetime", "Month only")}), ElementsAre(Pair("time", 1)));
  EXPECT_THAT(Of({Marked("report_date", "date")}), ElementsAre(Pair("time", 2)));
  EXPECT_THAT(Of({Marked("date_of_birth", "date")}), ElementsAre(Pair("age", 3)));
  EXPECT_THAT(Of({Marked("age_band")}), ElementsAre(Pair("age", 1)));
  EXPECT_THAT(Of({Marked("Gender"), Marked("tenure")}), ElementsAre(Pair("sex", 1), Pair("tenure", 1)));
}

TEST(Traits, AreOfMarkedAndReleasedFieldsAlone) {
  auto dropped = Marked("address");
  dropped.set_release(v1::Field::DROPPED);
  auto unmarked = Marked("address");
  unmarked.set_quasi_identifier(false);
  EXPECT_TRUE(Of({dropped, unmarked}).empty());
}

TEST(Clusters, AskAboutAFinePlaceOrAnExactTimeAlone) {
  EXPECT_FALSE(IsAskedAbout({{"place", 2}, {"time", 1}, {"age", 3}, {"sex", 1}}));
  EXPECT_TRUE(IsAskedAbout({{"place", 3}}));
  EXPECT_TRUE(IsAskedAbout({{"time", 2}}));
}

TEST(Clusters, AreClearedForWhatIsAsFineOrCoarser) {
  const std::vector<Traits> cleared{{{"place", 3}, {"time", 3}, {"age", 1}}};
  EXPECT_TRUE(IsCleared({{"place", 3}}, cleared));
  EXPECT_TRUE(IsCleared({{"place", 2}, {"time", 3}}, cleared));
  EXPECT_FALSE(IsCleared({{"place", 4}}, cleared));
  EXPECT_FALSE(IsCleared({{"place", 3}, {"sex", 1}}, cleared));
}

TEST(Clusters, AreClearedByCombinationsAndNotByTheFinestOfAll) {
  const Traits address_by_month{{"place", 4}, {"time", 1}}, block_by_hour{{"place", 3}, {"time", 3}};
  const auto kept = Maximal({{{"place", 3}, {"time", 1}}, address_by_month, block_by_hour, address_by_month});
  EXPECT_THAT(kept, ElementsAre(address_by_month, block_by_hour));
  EXPECT_TRUE(IsCleared({{"place", 3}, {"time", 2}}, kept));
  EXPECT_FALSE(IsCleared({{"place", 4}, {"time", 2}}, kept));
}

TEST(Clusters, OfKindsWithDashesAreKeptApart) {
  EXPECT_NE(ClusterName({{"a-b", 1}, {"place", 3}}), ClusterName({{"a", 1}, {"b", 1}, {"place", 3}}));
  Traits many;
  for (int i = 0; i < 30; ++i) many["field-" + std::to_string(i)] = 1;
  Traits other = many;
  other["field-99"] = 1;
  EXPECT_LE(ClusterName(many).size(), std::string("mosaic_clusters/").size() + 63);
  EXPECT_NE(ClusterName(many), ClusterName(other));
}

TEST(Traits, AreToldInWords) {
  EXPECT_EQ(TraitsWords({{"age", 1}, {"place", 4}, {"time", 2}}), "an age in bands, an address and a day");
  EXPECT_EQ(TraitsWords({{"sex", 1}, {"tenure", 1}}), "a sex and “tenure”");
}

// Random sets and clearings, against every pair looked at one by one.
TEST(Clusters, HoldAgainstANaiveReckoning) {
  std::mt19937 random(20260701);
  const auto upto = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most + 1)); };
  const std::vector<std::string> kinds{"place", "time", "age", "sex", "ethnicity", "a-b", "a", "b"};
  const auto draw = [&] {
    Traits traits;
    for (const auto& kind : kinds) {
      if (upto(2) == 0) traits[kind] = 1 + upto(3);
    }
    return traits;
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<ToldBy> sets;
    std::vector<Traits> cleared;
    for (int i = upto(12); i > 0; --i) sets.push_back({"datasets/" + std::to_string(i), draw()});
    for (int i = upto(3); i > 0; --i) cleared.push_back(draw());
    std::vector<int> in_cluster(sets.size(), 0), waits(sets.size(), 0);
    for (const auto& cluster : ClustersOf(sets, cleared)) {
      for (const size_t i : cluster.sets) ++in_cluster[i];
      for (const size_t i : cluster.waiting) ++waits[i];
      for (const size_t i : cluster.sets) {
        EXPECT_TRUE(IsCoveredBy(sets[i].traits, cluster.traits));
        EXPECT_EQ(sets[i].traits.size(), cluster.traits.size());
      }
    }
    for (size_t i = 0; i < sets.size(); ++i) {
      const auto& own = sets[i].traits;
      const auto level = [](const Traits& traits, const char* kind) {
        return traits.count(kind) > 0 ? traits.at(kind) : 0;
      };
      const bool asked = level(own, "place") >= 3 || level(own, "time") >= 2;
      bool covered = false, joined = false;
      for (const auto& one : cleared) {
        bool all = true;
        for (const auto& [kind, fineness] : own) all = all && one.count(kind) > 0 && one.at(kind) >= fineness;
        covered = covered || all;
      }
      for (size_t k = 0; k < sets.size(); ++k) {
        const auto& other = sets[k].traits;
        joined = joined || (k != i && ((level(own, "place") >= 3 && level(other, "place") >= 3) ||
                                       (level(own, "time") >= 2 && level(other, "time") >= 2)));
      }
      EXPECT_EQ(in_cluster[i], asked ? 1 : 0);
      EXPECT_EQ(waits[i], asked && !covered && joined ? 1 : 0);
    }
  }
}

}  // namespace
}  // namespace almanac::domain
