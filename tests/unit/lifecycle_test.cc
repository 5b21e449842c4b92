#include "domain/lifecycle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/error.h"

namespace almanac::domain {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

v1::Dataset In(v1::Dataset::State state) {
  v1::Dataset dataset;
  dataset.set_name("datasets/trees");
  dataset.set_state(state);
  return dataset;
}

std::string Refusal(v1::Dataset::State state, DatasetVerb verb) {
  auto dataset = In(state);
  try {
    Move(dataset, verb);
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::WRONG_STATE);
    EXPECT_EQ(dataset.state(), state);
    return error.message();
  }
  return "moved";
}

TEST(Lifecycle, LeavesNoStateWithoutAWayOn) {
  const auto* states = v1::Dataset::State_descriptor();
  for (int i = 0; i < states->value_count(); ++i) {
    const auto state = static_cast<v1::Dataset::State>(states->value(i)->number());
    if (state != v1::Dataset::STATE_UNSPECIFIED) {
      EXPECT_FALSE(OpenVerbs(state).empty()) << states->value(i)->name();
    }
  }
}

TEST(Lifecycle, HasOneRowAStateAndVerb) {
  std::set<std::pair<int, int>> seen;
  for (const auto& row : Transitions()) {
    EXPECT_TRUE(seen.emplace(row.from, static_cast<int>(row.verb)).second)
        << StateText(row.from) << " " << static_cast<int>(row.verb);
  }
}

TEST(Lifecycle, PublishesNothingThatWasNotApproved) {
  for (const auto& row : Transitions()) {
    if (row.to != v1::Dataset::PUBLISHED || row.from == v1::Dataset::PUBLISHED) continue;
    // In an emergency, by rules of its own (docs/decisions/0024).
    if (row.verb == DatasetVerb::kPublishAhead) continue;
    EXPECT_TRUE(row.from == v1::Dataset::APPROVED || row.from == v1::Dataset::SCHEDULED) << StateText(row.from);
    EXPECT_EQ(row.who, v1::Permission::PUBLISH);
  }
}

TEST(Lifecycle, ReachesApprovedByDecisionAlone) {
  for (const auto& row : Transitions()) {
    if (row.to != v1::Dataset::APPROVED || row.verb == DatasetVerb::kUnschedule) continue;
    // That of its series, taken on another slice.
    if (row.verb == DatasetVerb::kCover) continue;
    EXPECT_EQ(row.from, v1::Dataset::IN_REVIEW);
    EXPECT_EQ(row.who, v1::Permission::DECIDE);
  }
}

TEST(Move, NamesTheStatesFromWhichItCanBeDoneAndTheNextCommand) {
  const auto message = Refusal(v1::Dataset::IN_REVIEW, DatasetVerb::kPublish);
  EXPECT_THAT(message, HasSubstr("trees is in review"));
  EXPECT_THAT(message, HasSubstr("approved, scheduled or published"));
  EXPECT_THAT(message, HasSubstr("almanac dataset decide trees release"));
}

TEST(Move, CountsTheEarlyStatesAmongThoseToSubmitFrom) {
  EXPECT_THAT(Refusal(v1::Dataset::WITHDRAWN, DatasetVerb::kSubmit),
              HasSubstr("identified, inventoried, classified or published"));
  EXPECT_TRUE(CanMove(v1::Dataset::IDENTIFIED, DatasetVerb::kSubmit));
  EXPECT_FALSE(CanMove(v1::Dataset::IN_REVIEW, DatasetVerb::kSubmit));
}

TEST(OpenVerbs, OfASuspendedSetAreWithdrawAndReopen) {
  EXPECT_THAT(OpenVerbs(v1::Dataset::SUSPENDED), ElementsAre(DatasetVerb::kWithdraw, DatasetVerb::kReopen));
}

TEST(NextCommand, OfAQuietPublishedSetIsToRefreshIt) {
  auto dataset = In(v1::Dataset::PUBLISHED);
  EXPECT_EQ(NextCommand(dataset), "almanac dataset refreshed trees");
}

TEST(NextCommands, OfAQuietPublishedSetOfferNeitherSubmitNorDecideNorPublish) {
  const auto commands = NextCommands(In(v1::Dataset::PUBLISHED), false);
  EXPECT_THAT(commands, ElementsAre("almanac dataset refreshed trees", "almanac dataset suspend trees --reason '...'",
                                    "almanac dataset withdraw trees --reason '...'"));
}

TEST(NextCommands, OfAPublishedSetWithAPendingEditOfferToSubmitItAndOnceSubmittedToDecide) {
  auto dataset = In(v1::Dataset::PUBLISHED);
  dataset.set_pending_edit(true);
  EXPECT_EQ(NextCommand(dataset), "almanac dataset submit trees");
  EXPECT_THAT(NextCommands(dataset, false), Not(Contains(HasSubstr("decide"))));
  EXPECT_THAT(NextCommands(dataset, true), Not(Contains("almanac dataset submit trees")));
  EXPECT_THAT(NextCommands(dataset, true), Contains("almanac dataset decide trees release --reason '...'"));
  EXPECT_THAT(NextCommands(dataset, true), Contains("almanac dataset discard-edit trees"));
}

TEST(NextCommands, OfAnAdoptedSetOfferItsFirstReviewHere) {
  auto dataset = In(v1::Dataset::PUBLISHED);
  dataset.mutable_adopted_time()->set_seconds(1);
  EXPECT_THAT(NextCommands(dataset, false), Contains("almanac dataset submit trees"));
}

}  // namespace
}  // namespace almanac::domain
