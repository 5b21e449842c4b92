// Who speaks for each department, and who coordinates in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "almanac/v1/departments.pb.h"
#include "almanac/v1/leadership.pb.h"
#include "almanac/v1/people.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// A seat a department or office that has not ended; others have none (ob:G4.0).
v1::ListLeadershipResponse ListLeadership(store::Tx& tx, const v1::ListLeadershipRequest& request);

// Who holds a role of this department itself today, holders before deputies.
struct Held {
  std::vector<v1::Person> holders;
  std::vector<v1::Person> deputies;
  // Of the first holder's grant; may be empty.
  std::string start_date;
  // Until when the first holder is away, where all of them are; empty otherwise.
  std::string away_until;
};
Held HeldIn(store::Tx& tx, v1::Role role, const std::string& department);

// The directory as anybody may have it (ob:G4.2): of a coordinator, the channels that the profile opens.
std::vector<v1::DirectoryEntry> DirectoryOf(store::Tx& tx);

}  // namespace almanac::domain
