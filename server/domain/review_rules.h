// How heavy a review is, by the rules of the body: which tier asks for whose
// agreement, and what makes a set one of people who have to be protected
// (domain A.2, A.3).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/reviews.pb.h"

namespace almanac::domain {

// Light where nobody can be hurt, heavy where somebody can.
enum Tier : int {
  // Nothing about people or protected places.
  kNobody = 0,
  // People in totals alone.
  kTotals = 1,
  // Records about people, homes or staff.
  kRecords = 2,
  // Victims, juveniles, health, live cases.
  kVulnerable = 3,
};
inline constexpr int kHighestTier = kVulnerable;

struct TierRule {
  int number = kNobody;
  std::string title;
  // Keys of seats, in the order in which people usually agree. At least one.
  std::vector<std::string> seats;
  // What is published is reviewed again after so many months; zero: never.
  int review_again_months = 0;
  // From submission to the answer.
  int working_days = 10;
};

// Whom a question of the checklist is asked, where it is no seat: who submits it.
inline constexpr std::string_view kAuthorAsked = "author";

// A question that people look into before something is released.
struct CheckRule {
  std::string key;
  std::string question;
  // author, or the key of a seat; where the tier has no such seat, of whoever agrees last.
  std::string seat{kAuthorAsked};
  // The law or rule behind it; may be empty.
  std::string law{};
  // Asked from this tier on.
  int from_tier = kNobody;
  // Nothing is released before it is confirmed. Else it informs.
  bool blocks = true;
};

// People of whom the law protects more than their names. Its words are looked for in titles, themes, keywords and
// names of fields.
struct SpecialCategory {
  std::string key;
  std::string title;
  // The law that says so.
  std::string law;
  std::vector<std::string> words;
  // What is asked where it is found, and which seat answers; empty: nothing.
  std::string question;
  std::string seat = "legal";
};

struct ReviewRules {
  // One a tier, 0 to 3.
  std::vector<TierRule> tiers;
  // How many different members of the leadership team fill its seat.
  int leadership_quorum = 1;
  // An approval that nobody used lapses after so many months.
  int approval_months = 12;
  // Of decisions of tier 0, one in so many is read again by the privacy officer, and the first of every quarter; zero:
  // none.
  int sample_one_in = 10;
  // Within so many hours those whose seats are open answer what is urgent.
  int urgent_hours = 4;
  // In an emergency something of tier 0 or 1 is published ahead of its review, which is answered within so many hours;
  // zero: never.
  int ahead_hours = 0;
  // From this tier on nothing is released without an assessment.
  int assess_from_tier = kRecords;
  // So many days anybody may object to a removal, three months unless the profile says otherwise; zero: nobody is
  // asked.
  int objection_days = 91;
  // What is published is withdrawn only after those days, unless waiting would do harm. Else they begin with the
  // withdrawal.
  bool announce_removals = false;
  std::vector<CheckRule> checks;
  std::vector<SpecialCategory> categories;
  // Places and networks whose plans help whoever would harm them.
  std::vector<std::string> infrastructure_words;

  const TierRule& Of(int tier) const;
};

// What holds where the profile says nothing (domain A.2).
ReviewRules DefaultReviewRules();

// A seat by its key; empty roles for a key that is none.
v1::Seat SeatOf(const ReviewRules& rules, std::string_view key);
// The seats of a tier, in order.
std::vector<v1::Seat> SeatsOf(const ReviewRules& rules, int tier);
// "owner, privacy, legal, manager or leadership": the keys there are.
std::vector<std::string> SeatKeys();
// "the owner of the data": who sits there, for a reader.
std::string SeatTitle(std::string_view key);

}  // namespace almanac::domain
