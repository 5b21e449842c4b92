// The plan as a calendar for other programs (iCalendar, RFC 5545).
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/releases.pb.h"
#include "base/clock.h"
#include "store/tx.h"

namespace almanac::interchange {

// Releases whose titles anybody may read, as all-day events. Throws
// INVALID_FIELD when `to` is before `from`, NOT_FOUND for the department.
v1::ExportCalendarResponse ExportCalendar(store::Tx& tx, const v1::ExportCalendarRequest& request);

struct CalendarEvent {
  v1::TimelineEntry entry;
  // The same as long as the release is there.
  std::string uid;
  // Grows with every move, and when it is published or given up.
  int sequence = 0;
  Instant changed;
};

// One VEVENT an event, in the order given. TENTATIVE: planned; CONFIRMED:
// promised, or published and then on the day it was; CANCELLED. Lines end in
// CRLF and are folded at 75 bytes; the same events give the same bytes.
std::string CalendarText(const std::string& name, const std::vector<CalendarEvent>& events);

}  // namespace almanac::interchange
