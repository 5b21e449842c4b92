// What somebody owns or has to act on.
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/handovers.pb.h"
#include "almanac/v1/people.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Throws NOT_FOUND.
v1::ListDutiesResponse ListDuties(store::Tx& tx, const v1::ListDutiesRequest& request);

// That name the person as owner or coordinator, and that the caller may see.
std::vector<v1::Dataset> DatasetsNaming(store::Tx& tx, const std::string& person);
// That hold today, or will.
std::vector<v1::RoleGrant> StandingGrants(const v1::Person& person, const std::string& today);
// Handovers to the person that wait for an answer, all of them.
std::vector<v1::Handover> OfferedTo(store::Tx& tx, const std::string& person);

// An open seat of a review that the person could fill.
struct SeatToFill {
  std::string review;
  std::string dataset;
  // "the privacy officer".
  std::string seat;
  // Who else could.
  std::vector<std::string> others;
};
std::vector<SeatToFill> SeatsToFill(store::Tx& tx, const std::string& person);

// "coordinator of parks", "privacy officer".
std::string RoleWords(v1::Role role, const std::string& department);

}  // namespace almanac::domain
