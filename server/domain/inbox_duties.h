// What waits in the inbox beside the way to the public: incidents, reviews that are late, and second looks.
#pragma once

#include "base/clock.h"
#include "domain/inbox_items.h"

namespace almanac::domain {

// Open ones, for those who may close them.
void AddIncidents(store::Tx& tx, Items* items);

// Reviews that nobody answered in time, for managers and administrators: whom each waits for.
void AddLateReviews(store::Tx& tx, Day today, Items* items);

// Routine decisions drawn to be read again, and those of the week for the leadership team; published sets whose
// decision is to be looked at again; removals to which nobody can object any more; agreements that end.
void AddSecondLooks(store::Tx& tx, Day today, Items* items);

}  // namespace almanac::domain
