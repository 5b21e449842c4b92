#include "domain/openness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace almanac::domain {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

v1::Dataset OpenTrees() {
  v1::Dataset dataset;
  dataset.set_published_version(1);
  dataset.set_access(v1::Dataset::OPEN);
  dataset.set_licence("CC0-1.0");
  auto* file = dataset.add_distributions();
  file->set_format("CSV");
  file->set_media_type("text/csv");
  file->set_download_url("https://data.example.gov/trees.csv");
  return dataset;
}

TEST(Openness, IsOpenDataWithLicenceFormatAndFileAndWithoutFeeOrRegistration) {
  const auto result = OpennessOf(OpenTrees());
  EXPECT_EQ(result.openness, v1::Dataset::OPEN_DATA);
  EXPECT_THAT(result.notes, IsEmpty());
}

TEST(Openness, OfAPublicSetWithoutALicenceIsPublicNotOpen) {
  auto dataset = OpenTrees();
  dataset.clear_licence();
  const auto result = OpennessOf(dataset);
  EXPECT_EQ(result.openness, v1::Dataset::PUBLIC_NOT_OPEN);
  EXPECT_THAT(result.notes, ElementsAre(HasSubstr("no licence")));
}

TEST(Openness, NamesEverythingThatIsInTheWay) {
  auto dataset = OpenTrees();
  dataset.set_licence("CC-BY-NC-4.0");
  dataset.set_fee(true);
  dataset.set_registration(true);
  dataset.mutable_distributions(0)->set_format("PDF");
  EXPECT_EQ(OpennessOf(dataset).notes.size(), 4u);
}

TEST(Openness, IsNotPublicBeforeItIsPublished) {
  auto dataset = OpenTrees();
  dataset.set_published_version(0);
  EXPECT_EQ(OpennessOf(dataset).openness, v1::Dataset::NOT_PUBLIC);
}

TEST(Openness, TakesAnApiInPlaceOfAFile) {
  auto dataset = OpenTrees();
  auto* api = dataset.mutable_distributions(0);
  api->clear_download_url();
  api->set_kind(v1::Distribution::API);
  api->set_access_url("https://data.example.gov/api/trees");
  EXPECT_EQ(OpennessOf(dataset).openness, v1::Dataset::OPEN_DATA);
  api->set_kind(v1::Distribution::DASHBOARD);
  EXPECT_EQ(OpennessOf(dataset).openness, v1::Dataset::PUBLIC_NOT_OPEN);
}

TEST(OpenFormat, IsToldByFormatOrMediaType) {
  v1::Distribution file;
  file.set_media_type("application/vnd.geo+json; charset=utf-8");
  EXPECT_TRUE(IsOpenFormat(file));
  file.set_media_type("application/vnd.ms-excel");
  EXPECT_FALSE(IsOpenFormat(file));
  file.set_format("GeoJSON");
  EXPECT_TRUE(IsOpenFormat(file));
}

}  // namespace
}  // namespace almanac::domain
