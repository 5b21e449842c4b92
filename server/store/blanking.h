// Takes personal values out of what is sealed. Their hashes stay, so the log
// still verifies; their salts go, so nobody finds them by trying; and an event
// of its own, log.blanked, says who did it and why, and is sealed like any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/leaf.h"
#include "store/tx.h"

namespace almanac::store {

// `part` is actor, reason, request_id or body; of a body the facts go, and the
// hashes of revisions stay. Throws NOT_FOUND, INVALID_FIELD for another part,
// WRONG_STATE when it is not sealed yet or blanked already, INTERNAL when it is
// not what was sealed: that is not covered up.
void BlankEvent(Tx& tx, int64_t event, std::string_view part, std::string_view why);

// A former state of a record. Throws NOT_FOUND, WRONG_STATE when it stands
// still or is blanked already: change the record first.
void BlankRevision(Tx& tx, std::string_view resource, int64_t revision, std::string_view why);

// What stands in place of the salt of a revision that was blanked.
inline constexpr std::string_view kBlankedSalt = "blanked";

// What is wrong with what was blanked of an event; nothing when it is as BlankEvent left it.
std::vector<std::string> ProblemsOfBlanks(Tx& tx, const EventText& event);
// The event that says so is there.
bool IsBlankedOpenly(Tx& tx, std::string_view resource, std::string_view facts);
std::string FactsOfRevision(int64_t revision);

}  // namespace almanac::store
