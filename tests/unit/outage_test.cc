// When a server that is away is asked again, and how long it is waited for.
#include "store/outage.h"

#include <gtest/gtest.h>

namespace almanac::store {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Outages : testing::Test {
  Outage outage;
  const Outage::Time start{seconds(1000)};
};

TEST_F(Outages, LetEverybodyTryWhileNothingIsWrong) {
  EXPECT_TRUE(outage.MayTry(start));
  EXPECT_TRUE(outage.MayTry(start));
  EXPECT_FALSE(outage.away());
}

TEST_F(Outages, LetOneTryAtATimeAndGiveTheServerARest) {
  outage.Failed(start);
  EXPECT_TRUE(outage.away());
  EXPECT_FALSE(outage.MayTry(start + milliseconds(50)));
  EXPECT_TRUE(outage.MayTry(start + milliseconds(100)));
  EXPECT_FALSE(outage.MayTry(start + seconds(3)));
  outage.Failed(start + seconds(5));
  EXPECT_FALSE(outage.MayTry(start + seconds(5)));
  EXPECT_TRUE(outage.MayTry(start + seconds(6)));
}

TEST_F(Outages, AreOverWhenOneGotThrough) {
  outage.Failed(start);
  EXPECT_TRUE(outage.MayTry(start + seconds(1)));
  outage.Answered();
  EXPECT_FALSE(outage.away());
  EXPECT_TRUE(outage.MayTry(start + seconds(1)));
  EXPECT_TRUE(outage.MayTry(start + seconds(1)));
}

TEST_F(Outages, AreWaitedForFromTheirBeginningAndNotFromEachCallOn) {
  EXPECT_EQ(outage.WorthWaitingUntil(start), start + Outage::kPatience);
  outage.Failed(start);
  outage.Failed(start + seconds(8));
  EXPECT_EQ(outage.WorthWaitingUntil(start + seconds(9)), start + Outage::kPatience);
  outage.Answered();
  outage.Failed(start + seconds(60));
  EXPECT_EQ(outage.WorthWaitingUntil(start + seconds(61)), start + seconds(60) + Outage::kPatience);
}

}  // namespace
}  // namespace almanac::store
