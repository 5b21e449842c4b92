// Who fills the seats of a review: who has, who may, and who could (domain A.2).
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Has as many agreements as it asks for.
bool IsFilled(const v1::Review& review, const v1::Seat& seat);
// The agreements that are still to come, over all seats.
int MissingApprovals(const v1::Review& review);

// An open seat that the caller holds a role for, and the role.
struct Place {
  std::string seat;
  std::string role;
};
// In the order of the seats. `seat` asks for one of them.
std::vector<Place> OpenPlaces(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review);
// The first, or the one asked for. Throws SEAT_REQUIRED, naming who could.
Place RequirePlace(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review, const std::string& seat);
// Any seat, filled or not: who may send it back. Throws SEAT_REQUIRED.
void RequireSeat(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review);
// Holds one of the seats other than the owner's, where there are others, and does not own it: an owner closes no set
// alone, whatever other role they hold. Throws SEAT_REQUIRED.
void RequireSayAgainst(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review);

// A seat a line, with who has filled it, and independent people who could, one proposed to each seat where that is
// possible. Throws nothing.
std::vector<v1::SeatStanding> StandingOf(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review);

// "the privacy officer: helen or priya", or the gap.
std::string WaitsForWords(const v1::SeatStanding& standing);
// Of the seats that are open: "the privacy officer (helen, priya); the leadership team (nobody today)".
std::string OpenSeatsWords(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review);
std::string ApproveCommand(const v1::Review& review);

// Its seats are filled by as many different people as it asks for, none of them an author of it.
bool IsAgreed(const v1::Review& review);

}  // namespace almanac::domain
