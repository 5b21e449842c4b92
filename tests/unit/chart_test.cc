#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report_record.h"
#include "reporting/charts.h"
#include "reporting/figures.h"
#include "reporting/svg.h"

namespace almanac::reporting {
namespace {

using testing::HasSubstr;
using testing::Not;

size_t Count(const std::string& text, const std::string& word) {
  size_t count = 0;
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

TEST(Charts, SayWhatTheyShow) {
  const auto snapshot = Freeze(PaloBend());
  for (const std::string& chart :
       {PromiseStrip(snapshot.promises()), PromiseChart(snapshot), PublishedChart(snapshot.growth()),
        OpennessChart(snapshot.stock()), DepartmentsChart(snapshot.stock())}) {
    EXPECT_THAT(chart, HasSubstr("role=\"img\""));
    EXPECT_THAT(chart, HasSubstr("<title id="));
    EXPECT_THAT(chart, HasSubstr("<desc id="));
    EXPECT_THAT(chart, HasSubstr("aria-labelledby="));
  }
}

TEST(Charts, OfOnePageShareNoIds) {
  const auto snapshot = Freeze(PaloBend());
  const std::string all = PromiseStrip(snapshot.promises()) + PromiseChart(snapshot) +
                          PublishedChart(snapshot.growth()) + OpennessChart(snapshot.stock()) +
                          DepartmentsChart(snapshot.stock());
  for (size_t at = all.find(" id=\""); at != std::string::npos; at = all.find(" id=\"", at + 1)) {
    const std::string id = all.substr(at, all.find('"', at + 5) - at + 1);
    EXPECT_EQ(Count(all, id), 1U) << id;
  }
}

TEST(PromiseStrip, HasABarAPromise) {
  const std::string chart = PromiseStrip(Freeze(PaloBend()).promises());
  EXPECT_EQ(Count(chart, "<rect"), 17U);
  EXPECT_THAT(chart, HasSubstr("One bar a promise: 12 kept, 2 late, 2 moved and 1 cancelled."));
}

TEST(PromiseStrip, ShowsOneBarAGroupWhenThereAreTooMany) {
  v1::PromiseFigures promises;
  for (int i = 0; i < 900; ++i)
    promises.add_lines()->set_outcome(i < 700 ? v1::PromiseLine::KEPT : v1::PromiseLine::LATE);
  const std::string chart = PromiseStrip(promises);
  EXPECT_EQ(Count(chart, "<rect"), 2U);
  EXPECT_THAT(chart, HasSubstr("700 kept"));
}

TEST(Charts, OfNothingAreNotDrawn) {
  EXPECT_EQ(PromiseStrip({}), "");
  EXPECT_EQ(PromiseChart({}), "");
  EXPECT_EQ(PublishedChart({}), "");
  EXPECT_EQ(OpennessChart({}), "");
  EXPECT_EQ(DepartmentsChart({}), "");
}

TEST(Charts, EscapeTitles) {
  Record record = PaloBend();
  DatasetIn(record, "contracts").set_title("<b> & \"c\"");
  const std::string chart = PromiseChart(Freeze(record));
  EXPECT_THAT(chart, HasSubstr("&lt;b&gt; &amp; &quot;c&quot;"));
  EXPECT_THAT(chart, Not(HasSubstr("<b>")));
}

TEST(Shorten, KeepsCharactersWhole) {
  EXPECT_EQ(Shorten("Trails", 6), "Trails");
  EXPECT_EQ(Shorten("Trails and", 7), "Trails…");
  EXPECT_EQ(Shorten("ÉÉÉÉ", 3), "ÉÉ…");
}

}  // namespace
}  // namespace almanac::reporting
