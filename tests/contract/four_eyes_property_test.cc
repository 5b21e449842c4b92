// Whatever people do, in whatever order: nothing is published with fewer, or other, people than its frozen tier
// demands, by its author, at a tier below its evidence, or on an approval that was voided or has expired. Random verbs
// by random people with one role, two or none, with accounts enrolled by one another; a book of its own keeps what they
// did.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "almanac/v1/events.pb.h"
#include "domain/lifecycle.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using Names = std::set<std::string>;

struct Somebody {
  std::string id;
  // Roles that reach the parks.
  Names roles;
};

const std::vector<Somebody>& Everybody() {
  static const auto& all = *new std::vector<Somebody>{
      {"sam", {"coordinator"}},
      {"grant", {"owner"}},
      {"gwen", {"owner", "leadership"}},
      {"lee", {"leadership"}},
      {"lou", {"leadership", "privacy_officer"}},
      {"helen", {"privacy_officer"}},
      {"pat", {"privacy_officer", "owner"}},
      {"ruben", {"manager"}},
      {"lena", {"legal"}},
      {"dana", {"administrator"}},
      {"drew", {"administrator", "owner"}},
      {"alan", {}},
  };
  return all;
}

// As the table of docs/security.md says it, not as the code does.
std::vector<std::pair<std::string, Names>> SeatsOfTier(int tier, bool high) {
  const std::pair<std::string, Names> owner{"owner", {"owner", "leadership", "administrator"}},
      privacy{"privacy", {"privacy_officer"}}, legal{"legal", {"legal", "manager"}},
      leadership{"leadership", {"leadership"}}, manager{"manager", {"manager"}};
  std::vector<std::pair<std::string, Names>> seats{owner};
  if (tier >= 1) seats.push_back(privacy);
  if (tier >= 3) seats.push_back(legal);
  if (tier >= 2) seats.push_back(leadership);
  if (high) seats.push_back(manager);
  return seats;
}

// One dataset, what was done to it, and whether that was right.
class Story {
 public:
  Story(Town& town, int number) : town_(town), id_(fmt::format("trees-{}", number)) {}

  void EnrolAtRandom() {
    for (const auto& one : Everybody()) {
      const auto& by = Everybody()[static_cast<size_t>(*rc::gen::inRange(0, 12))].id;
      const bool console = *rc::gen::inRange(0, 4) > 0;
      const std::string issuer = console || by == one.id ? "local/administrator" : "people/" + by;
      town_.EnrolledBy(one.id, issuer);
      issuers_["people/" + one.id] = issuer;
    }
  }
  void Begin(int kind) {
    v1::CreateDatasetRequest request;
    request.set_dataset_id(id_);
    *request.mutable_dataset() = Trees::Described();
    auto* dataset = request.mutable_dataset();
    if (kind >= 1) dataset->mutable_fields(0)->set_quasi_identifier(true);
    if (kind == 1) {
      dataset->set_granularity(v1::Dataset::AGGREGATE);
      dataset->set_aggregation_threshold(11);
    }
    if (kind == 3) dataset->set_title("Juvenile offenders who planted trees");
    evidence_ = kind;
    town_.Call<v1::Dataset>("sam", request);
    authors_.insert("people/sam");
  }

  // Some verb by somebody; most are refused, and that is no matter.
  void Do(int verb, const Somebody& who, int value) {
    const std::string person = "people/" + who.id;
    if (verb < 24) return Approve(who.id);
    if (verb < 42) return Decide(who.id, value);
    if (verb < 54) return Publish(who.id);
    if (verb < 66) return Submit(who.id);
    if (verb < 72) return Change(who.id, value);
    if (verb < 82) return Assess(who.id, value);
    if (verb < 86) return Raise(who.id, value % 3 + 1);
    if (verb < 89) return Lower(who.id, value % 3);
    if (verb < 90) return void(Try<v1::Review>(who.id, OfReview<v1::WithdrawReviewRequest>("Not yet.")));
    if (verb < 92) return void(Try<v1::Review>(who.id, OfReview<v1::PullBackReviewRequest>("No.")));
    if (verb < 93) return Suspend(who.id);
    if (verb < 95) return void(Try<v1::Dataset>(who.id, OfSet<v1::ReopenDatasetRequest>("Again.")));
    if (verb < 97) return ApproveRoutine(who.id);
    if (verb < 110) return Round(value);
    town_.clock().Advance(std::chrono::hours(24 * (value % 500)));
  }

  // Every state that it was in came about by a row of the table.
  void CheckStates() {
    v1::ListEventsRequest request;
    request.set_filter(fmt::format("resource = \"{}\"", Name()));
    request.set_page_size(1000);
    const auto events = town_.Call<v1::ListEventsResponse>("dana", request);
    for (const auto& event : events.events()) {
      const std::string from = Fact(event.body(), "from"), to = Fact(event.body(), "to");
      if (from.empty() || to.empty()) continue;
      const auto rows = domain::Transitions();
      const bool there = std::any_of(rows.begin(), rows.end(), [&](const domain::Transition& row) {
        return domain::StateText(row.from) == from && domain::StateText(row.to) == to;
      });
      RC_ASSERT(there);
    }
  }

  static inline int published = 0, published_of_people = 0;

 private:
  std::string Name() const { return "datasets/" + id_; }
  std::string ReviewName() const { return fmt::format("reviews/{}-{}", id_, std::max(reviews_, 1)); }

  template <class Request>
  Request OfSet(const std::string& reason) const {
    Request request;
    request.set_name(Name());
    request.set_etag("*");
    request.set_reason(reason);
    return request;
  }
  template <class Request>
  Request OfReview(const std::string& reason) const {
    Request request;
    request.set_name(ReviewName());
    request.set_etag("*");
    request.set_reason(reason);
    return request;
  }
  template <class Response, class Request>
  std::optional<Response> Try(const std::string& who, const Request& request) {
    return town_.Try<Response>(who, request);
  }
  static std::string Fact(const std::string& body, const std::string& key) {
    const std::string mark = fmt::format("\"{}\":\"", key);
    const size_t at = body.find(mark);
    if (at == body.npos) return {};
    return body.substr(at + mark.size(), body.find('"', at + mark.size()) - at - mark.size());
  }

  void Submit(const std::string& who) {
    v1::SubmitDatasetRequest request;
    request.set_name(Name());
    request.set_etag("*");
    request.add_confirm("all");
    if (!Try<v1::Dataset>(who, request)) return;
    ++reviews_;
    authors_.insert("people/" + who);
  }
  void Change(const std::string& who, int value) {
    v1::UpdateDatasetRequest request;
    request.mutable_dataset()->set_name(Name());
    request.set_etag("*");
    request.mutable_dataset()->set_temporal_start(fmt::format("2025-{:02}-01", value % 12 + 1));
    request.mutable_update_mask()->add_paths("temporal_start");
    const auto before = Get();
    const auto after = Try<v1::Dataset>(who, request);
    if (after && after->temporal_start() != before.temporal_start()) authors_.insert("people/" + who);
  }
  void Approve(const std::string& who) {
    v1::ApproveReviewRequest request;
    request.set_name(ReviewName());
    request.set_etag("*");
    request.add_confirm("all");
    if (Try<v1::Review>(who, request)) CheckNoAuthor(who);
  }
  void ApproveRoutine(const std::string& who) {
    v1::ApproveRoutineReviewsRequest request;
    request.set_reason("Routine.");
    request.add_names(ReviewName());
    const auto done = Try<v1::ApproveRoutineReviewsResponse>(who, request);
    if (!done || (done->agreed().empty() && done->released().empty())) return;
    CheckNoAuthor(who);
    if (!done->released().empty()) authors_.clear();
  }
  void Decide(const std::string& who, int value) {
    static constexpr std::array kOutcomes{v1::RELEASE, v1::RELEASE, v1::RELEASE_WITH_CONTROLS, v1::RELEASE,
                                          v1::DEFER,   v1::RELEASE, v1::LIMITED_ACCESS};
    auto request = OfSet<v1::DecideDatasetRequest>("Because.");
    request.set_outcome(kOutcomes[static_cast<size_t>(value) % kOutcomes.size()]);
    request.set_rationale("Nobody is hurt.");
    request.add_confirm("all");
    if (!Try<v1::Dataset>(who, request)) return;
    const bool releases = request.outcome() == v1::RELEASE || request.outcome() == v1::RELEASE_WITH_CONTROLS;
    if (!releases) return;
    CheckNoAuthor(who);
    authors_.clear();
  }
  void Assess(const std::string& who, int value) {
    v1::AssessDatasetRequest request;
    request.mutable_assessment()->set_name("assessments/" + id_);
    request.mutable_assessment()->set_impact_after(static_cast<v1::Risk::Level>(value % 5 + 1));
    request.mutable_assessment()->set_likelihood_after(static_cast<v1::Risk::Level>(value / 5 % 5 + 1));
    Try<v1::Assessment>(who, request);
  }
  void Raise(const std::string& who, int tier) {
    auto request = OfReview<v1::RaiseReviewTierRequest>("More.");
    request.set_tier(tier);
    Try<v1::Review>(who, request);
  }
  void Lower(const std::string& who, int tier) {
    auto request = OfReview<v1::LowerReviewTierRequest>("Fewer.");
    request.set_tier(tier);
    if (!Try<v1::Review>(who, request)) return;
    CheckNoAuthor(who);
    const auto roles = RolesOf("people/" + who);
    RC_ASSERT(roles.count("privacy_officer") == 1U);
  }
  // Everybody tries to agree, to decide and to publish, beginning with somebody: what can be released is.
  void Round(int value) {
    const auto& all = Everybody();
    const auto each = [&](auto act) {
      for (size_t i = 0; i < all.size(); ++i) act(all[(i + static_cast<size_t>(value)) % all.size()].id);
    };
    if (value % 3 == 0) each([&](const std::string& who) { Submit(who); });
    each([&](const std::string& who) { Approve(who); });
    each([&](const std::string& who) { Decide(who, 0); });
    if (value % 4 < 2) each([&](const std::string& who) { Publish(who); });
  }
  void Suspend(const std::string& who) { Try<v1::Dataset>(who, OfSet<v1::SuspendDatasetRequest>("A moment.")); }
  void Publish(const std::string& who) {
    v1::PublishDatasetRequest request;
    request.set_name(Name());
    request.set_etag("*");
    if (Try<v1::Dataset>(who, request)) CheckPublished();
  }

  v1::Dataset Get() {
    v1::GetDatasetRequest request;
    request.set_name(Name());
    return town_.Call<v1::Dataset>("dana", request);
  }
  static Names RolesOf(const std::string& person) {
    for (const auto& one : Everybody()) {
      if ("people/" + one.id == person) return one.roles;
    }
    return {};
  }
  // By the book: neither they, nor who was shown their code, wrote it.
  void CheckNoAuthor(const std::string& who) {
    const std::string person = "people/" + who;
    RC_ASSERT(authors_.count(person) == 0U);
    RC_ASSERT(authors_.count(issuers_[person]) == 0U);
  }

  void CheckPublished() {
    v1::ListReviewsRequest request;
    request.set_filter(fmt::format("dataset = \"{}\" AND state = decided", Name()));
    request.set_order_by("decide_time desc");
    request.set_view(v1::FULL);
    const auto decided = town_.Call<v1::ListReviewsResponse>("dana", request);
    RC_ASSERT(decided.reviews_size() > 0);
    const auto& decision = decided.reviews(0);
    RC_ASSERT(decision.outcome() == v1::RELEASE || decision.outcome() == v1::RELEASE_WITH_CONTROLS);
    RC_ASSERT(decision.tier() >= evidence_ || !decision.lowered_by().empty());
    CheckAge(decision);
    CheckSeats(decision);
    ++published;
    if (decision.tier() >= 2) ++published_of_people;
  }
  void CheckAge(const v1::Review& decision) {
    const auto decided = Instant(std::chrono::seconds(decision.decide_time().seconds()));
    const Day last = AddMonths(DayIn("America/Phoenix", decided), 12);
    RC_ASSERT(DayIn("America/Phoenix", town_.clock().Now()) <= last);
  }
  void CheckSeats(const v1::Review& decision) {
    const bool high = decision.residual() == v1::Risk::HIGH;
    RC_ASSERT(decision.residual() != v1::Risk::VERY_HIGH);
    const auto seats = SeatsOfTier(decision.tier(), high);
    RC_ASSERT(static_cast<size_t>(decision.approvals_size()) == seats.size());
    Names people;
    for (const auto& [key, roles] : seats) {
      const auto& all = decision.approvals();
      const auto found =
          std::find_if(all.begin(), all.end(), [&key = key](const v1::Approval& one) { return one.seat() == key; });
      RC_ASSERT(found != all.end());
      const auto held = RolesOf(found->person());
      RC_ASSERT(std::any_of(roles.begin(), roles.end(), [&](const std::string& role) { return held.count(role) > 0; }));
      RC_ASSERT(people.insert(found->person()).second);
    }
    // Nobody agreed by an account that another of them was shown the code of.
    for (const auto& person : people) RC_ASSERT(people.count(issuers_[person]) == 0U);
  }

  Town& town_;
  std::string id_;
  int evidence_ = 0;
  int reviews_ = 0;
  // Who changed it in substance or put it forward since it was last released.
  Names authors_;
  std::map<std::string, std::string> issuers_;
};

struct FourEyes : testing::TestWithParam<store::Backend> {};
INSTANTIATE_TEST_SUITE_P(Both, FourEyes, BothDatabases(), NameOfDatabase);

void AddTheOthers(Town& town) {
  town.AddPerson("gwen", "Gwen", v1::OWNER, "departments/parks");
  town.AddPerson("lou", "Lou", v1::LEADERSHIP);
  town.AddPerson("pat", "Pat", v1::PRIVACY_OFFICER);
  town.AddPerson("lena", "Lena", v1::LEGAL);
  town.AddPerson("drew", "Drew", v1::ADMINISTRATOR);
  const auto also = [&](const std::string& who, v1::Role role, const std::string& department) {
    v1::GrantRoleRequest request;
    request.set_name("people/" + who);
    request.set_role(role);
    request.set_department(department);
    town.Call<v1::Person>("", request);
  };
  also("gwen", v1::LEADERSHIP, {});
  also("lou", v1::PRIVACY_OFFICER, {});
  also("pat", v1::OWNER, "departments/parks");
  also("drew", v1::OWNER, "departments/parks");
}

TEST_P(FourEyes, AreNeverFewerNorOthersThanTheTierDemands) {
  Town town(GetParam());
  AddTheOthers(town);
  Story::published = Story::published_of_people = 0;
  int number = 0;
  const auto steps =
      rc::gen::resize(120, rc::gen::container<std::vector<std::tuple<int, int, int>>>(rc::gen::tuple(
                               rc::gen::inRange(0, 117), rc::gen::inRange(0, 12), rc::gen::inRange(0, 1000))));
  const bool holds = rc::check([&] {
    Story story(town, ++number);
    story.EnrolAtRandom();
    story.Begin(*rc::gen::inRange(0, 4));
    for (const auto& [verb, person, value] : *steps) {
      story.Do(verb, Everybody()[static_cast<size_t>(person)], value);
    }
    story.CheckStates();
  });
  EXPECT_TRUE(holds);
  // Else it would have shown nothing.
  EXPECT_GE(Story::published, 20);
  EXPECT_GE(Story::published_of_people, 3);
}

}  // namespace
}  // namespace almanac::support
