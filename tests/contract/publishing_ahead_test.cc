// Published ahead of its review: in an emergency, where nobody can be hurt, and for some hours only.
#include "domain/publishing_ahead.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "domain/versions.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;

// A profile that gives twelve hours, as a file.
class TwelveHours {
 public:
  TwelveHours() {
    std::ofstream(path_) << "name = \"stormy\"\ndefault_licence = \"CC0-1.0\"\n[review]\nahead_hours = 12\n"
                            "[[review.special_category]]\nkey = \"victims\"\nwords = [\"victims\"]\n";
  }
  ~TwelveHours() { std::filesystem::remove(path_); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_ = std::filesystem::temp_directory_path() / fmt::format("stormy-{}.toml", getpid());
};

struct Ahead : testing::TestWithParam<store::Backend> {
  TwelveHours rules;
  Town town{GetParam(), rules.path()};
  Trees trees{town};

  static v1::PublishAheadRequest Publishing() {
    auto request = Trees::OfReview<v1::PublishAheadRequest>();
    request.set_reason("The storm is here.");
    return request;
  }
  void Published() {
    trees.Create();
    trees.Submit();
    town.Call<v1::Review>("dana", Publishing());
  }
  int Pass() {
    std::vector<std::string> late;
    town.Read([&](store::Tx& tx) { late = domain::UnansweredReviews(tx); });
    int suspended = 0;
    for (const auto& review : late) {
      town.Write([&](store::Tx& tx) { suspended += domain::SuspendUnanswered(tx, review) ? 1 : 0; });
    }
    return suspended;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Ahead, BothDatabases(), NameOfDatabase);

TEST_P(Ahead, IsPublicAndSaysThatNobodyElseHasAgreed) {
  Published();
  EXPECT_EQ(trees.Get().state(), v1::Dataset::PUBLISHED);
  town.Read([](store::Tx& tx) {
    EXPECT_THAT(domain::CurrentVersion(tx, "datasets/trees")->note(), HasSubstr("before anybody else had agreed"));
  });
  EXPECT_EQ(trees.GetReview().state(), v1::Review::OPEN);
}

TEST_P(Ahead, StaysOnceTheOthersAgree) {
  Published();
  EXPECT_EQ(trees.Decide().state(), v1::Dataset::PUBLISHED);
  town.clock().Advance(std::chrono::hours(13));
  EXPECT_EQ(Pass(), 0);
  EXPECT_EQ(trees.Get().state(), v1::Dataset::PUBLISHED);
}

TEST_P(Ahead, IsSuspendedWhenNobodyAnswersInTime) {
  Published();
  EXPECT_EQ(Pass(), 0);
  town.clock().Advance(std::chrono::hours(13));
  EXPECT_EQ(Pass(), 1);
  EXPECT_EQ(trees.Get().state(), v1::Dataset::SUSPENDED);
  EXPECT_EQ(trees.GetReview().state(), v1::Review::VOID);
}

TEST_P(Ahead, IsSuspendedWhenSomebodySaysNo) {
  Published();
  EXPECT_EQ(trees.Decide(v1::DEFER).state(), v1::Dataset::SUSPENDED);
}

TEST_P(Ahead, IsStillNotDecidedByItsAuthor) {
  trees.Create();
  trees.Submit("grant");
  town.Call<v1::Review>("dana", Publishing());
  EXPECT_EQ(town.Refused<v1::Dataset>("grant", Trees::Deciding(v1::RELEASE)).reason(),
            Reason::APPROVER_NOT_INDEPENDENT);
}

TEST_P(Ahead, IsNothingAboutPeople) {
  auto dataset = Trees::Described();
  dataset.mutable_fields(0)->set_quasi_identifier(true);
  trees.Create(dataset);
  trees.Submit();
  EXPECT_THAT(town.Refused<v1::Review>("dana", Publishing()).message(), HasSubstr("of tier 2"));
}

// A title is no material edit, so the review stays as it was opened.
TEST_P(Ahead, IsNothingThatTellsOfPeopleByNow) {
  trees.Create();
  trees.Submit();
  auto request = Trees::Update("title");
  request.mutable_dataset()->set_title("Victims of falling trees");
  trees.Change(request);
  EXPECT_EQ(trees.GetReview().tier(), 0);
  EXPECT_EQ(town.Refused<v1::Review>("dana", Publishing()).reason(), Reason::WRONG_STATE);
}

TEST_P(Ahead, IsTakenDownWhenItTurnsOutToBeAboutPeople) {
  Published();
  auto raise = Trees::OfReview<v1::RaiseReviewTierRequest>();
  raise.set_tier(2);
  raise.set_reason("Every tree is a home.");
  town.Call<v1::Review>("lee", raise);
  EXPECT_EQ(trees.Get().state(), v1::Dataset::SUSPENDED);
}

TEST_P(Ahead, IsNotChangedNorTakenBackBeforeItIsAnswered) {
  Published();
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", Trees::Coarsen(5)).reason(), Reason::WRONG_STATE);
  auto withdraw = Trees::OfReview<v1::WithdrawReviewRequest>();
  withdraw.set_reason("Sorry.");
  EXPECT_EQ(town.Refused<v1::Review>("sam", withdraw).reason(), Reason::WRONG_STATE);
}

TEST_P(Ahead, LacksNothingElse) {
  auto dataset = Trees::Described();
  dataset.clear_distributions();
  trees.Create(dataset);
  trees.Submit();
  EXPECT_EQ(MissingRules(town.Refused<v1::Review>("dana", Publishing())), std::vector<std::string>{"distribution"});
}

TEST_P(Ahead, IsForNobodyWhereTheProfileGivesNoHours) {
  Town calm(GetParam());
  Trees its(calm);
  its.Create();
  its.Submit();
  EXPECT_THAT(calm.Refused<v1::Review>("dana", Publishing()).message(), HasSubstr("--urgent"));
}

}  // namespace
}  // namespace almanac::support
