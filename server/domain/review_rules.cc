#include "domain/review_rules.h"

#include <algorithm>
#include <array>

namespace almanac::domain {
namespace {

struct KnownSeat {
  std::string_view key;
  std::string_view title;
  std::array<std::string_view, 2> roles;
  std::array<std::string_view, 2> otherwise;
};

constexpr std::array<KnownSeat, 5> kSeats{{
    {"owner", "the owner of the data", {"owner"}, {"leadership", "administrator"}},
    {"privacy", "the privacy officer", {"privacy_officer"}, {}},
    // Counsel where there is one; a small town has a manager who answers for it.
    {"legal", "legal or the manager", {"legal", "manager"}, {}},
    {"manager", "the manager", {"manager"}, {}},
    {"leadership", "the leadership team", {"leadership"}, {}},
}};

const KnownSeat* Find(std::string_view key) {
  const auto* seat = std::find_if(kSeats.begin(), kSeats.end(), [&](const KnownSeat& one) { return one.key == key; });
  return seat == kSeats.end() ? nullptr : seat;
}

}  // namespace

const TierRule& ReviewRules::Of(int tier) const { return tiers.at(std::clamp(tier, 0, kHighestTier)); }

ReviewRules DefaultReviewRules() {
  ReviewRules rules;
  rules.tiers = {{kNobody, "nothing about people or protected places", {"owner"}, 0, 5},
                 {kTotals, "people in totals alone", {"owner", "privacy"}, 36, 10},
                 {kRecords, "records about people, homes or staff", {"owner", "privacy", "leadership"}, 24, 15},
                 {kVulnerable,
                  "victims, juveniles, health, live cases and the like",
                  {"owner", "privacy", "legal", "leadership"},
                  12,
                  20}};
  rules.checks = {
      {"as-described", "The file opens, and holds what the description and the fields say, and nothing else."},
      {"free-text", "No column of notes or free text is released that nobody has read through."},
      {"rights", "The body may publish it: nobody else holds rights in it, and no contract forbids it."},
      {"small-cells",
       "No small number can be worked out by subtraction, over its tables and totals and against earlier versions.",
       "privacy", "", kTotals},
      {"find-a-person",
       "Somebody who knows a person in it has tried to find them with the fields that stay, and could not.", "privacy",
       "", kRecords},
      {"retest", "The extract was tested again after treatment, by somebody who had not treated it.", "privacy", "",
       kVulnerable}};
  return rules;
}

v1::Seat SeatOf(const ReviewRules& rules, std::string_view key) {
  v1::Seat seat;
  seat.set_key(std::string(key));
  seat.set_people(key == "leadership" ? rules.leadership_quorum : 1);
  const KnownSeat* known = Find(key);
  if (known == nullptr) return seat;
  for (const auto role : known->roles) {
    if (!role.empty()) seat.add_roles(std::string(role));
  }
  for (const auto role : known->otherwise) {
    if (!role.empty()) seat.add_otherwise(std::string(role));
  }
  return seat;
}

std::vector<v1::Seat> SeatsOf(const ReviewRules& rules, int tier) {
  std::vector<v1::Seat> seats;
  for (const auto& key : rules.Of(tier).seats) seats.push_back(SeatOf(rules, key));
  return seats;
}

std::vector<std::string> SeatKeys() {
  std::vector<std::string> keys;
  for (const auto& seat : kSeats) keys.emplace_back(seat.key);
  return keys;
}

std::string SeatTitle(std::string_view key) {
  const KnownSeat* seat = Find(key);
  return std::string(seat == nullptr ? key : seat->title);
}

}  // namespace almanac::domain
