#include "store/search_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/datasets.pb.h"

namespace almanac::store {
namespace {

TEST(Fold, MarksFallAwayAndCaseToo) {
  EXPECT_EQ(Fold("École  no. 7!"), "ecole no 7");
  EXPECT_EQ(Fold("Straße ﬁnd"), "strasse find");
  EXPECT_EQ(Fold("ΑΘΉΝΑ"), "αθηνα");
}

TEST(Fold, AddressesFallApartIntoWords) { EXPECT_EQ(Fold("me@x.gov"), "me x gov"); }

TEST(Fold, BytesThatAreNoTextDoNoHarm) { EXPECT_EQ(Fold("ab\xff\xfe cd"), "ab cd"); }

TEST(SearchText, TitleStandsApartFromTheRest) {
  v1::Dataset dataset;
  dataset.set_title("Traffic Crashes");
  dataset.set_description("Every crash");
  dataset.add_keywords("Safety");
  dataset.set_owner("people/secret");
  const SearchText text = SearchTextOf(dataset);
  EXPECT_EQ(text.title, "traffic crashes");
  EXPECT_EQ(text.words, "every crash safety");
}

TEST(QueryWords, AreFoldedLikeTheText) {
  EXPECT_THAT(QueryWords(" École\tCRIME "), testing::ElementsAre("ecole", "crime"));
  EXPECT_THAT(QueryWords("--\"'*"), testing::IsEmpty());
}

}  // namespace
}  // namespace almanac::store
