// The plan and what became of it, in words that say in which direction a
// promise moved (design section 3: later by, overdue, late).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "almanac/v1/records.pb.h"
#include "almanac/v1/releases.pb.h"
#include "domain/program.h"
#include "domain/when.h"
#include "store/tx.h"

namespace almanac::domain {

// All its releases, whatever page is asked for, in the same order. Throws as ListTimeline does.
std::vector<v1::Release> ReleasesOf(store::Tx& tx, const v1::ListTimelineRequest& request);

// In order of the days shown: that of publication, else the last day planned. Throws INVALID_FIELD when `to` is before
// `from`, REFERENCE_NOT_FOUND for a department that is none, INVALID_PAGE_TOKEN. With `as_of` all of it is as it stood
// then, titles too, and today is that day.
v1::ListTimelineResponse ListTimeline(store::Tx& tx, const v1::ListTimelineRequest& request);

// Days, lateness and words of a release as it stands on a day; titles are left empty.
v1::TimelineEntry EntryOf(const v1::Release& release, Day today, int grace_days);

// What to call the datasets of these releases, by name. The public alias where there is one.
std::map<std::string, v1::TimelineTitle> TitlesFor(store::Tx& tx, const std::vector<v1::Release>& releases);

// How a promise of a year ended, as far as the record goes.
enum class PromiseEnd {
  // Published by the last day first promised for the year, grace included.
  kKept,
  // Published in the year, after that.
  kLate,
  // Its last day now lies after the year's end.
  kMoved,
  kCancelled,
  // Neither published nor moved: still due, or overdue.
  kOpen,
};

struct Promise {
  v1::Release release;
  // As the record stood at the year's first instant; of an added one, as it was first planned.
  Window window;
  // Planned in the course of the year.
  bool added = false;
  PromiseEnd end = PromiseEnd::kOpen;
  // From the last day promised to the day of publication, or to the current last day.
  int later_by_days = 0;
};

// A promise of the year is a release whose last day, as the record stood at
// the year's first instant, lies in the year; the rest that are due or were
// published in it were added. `releases` as they stood at the year's end, or
// at whatever instant the account is given; in order of promised last day.
std::vector<Promise> PromisesOfYear(const std::vector<v1::Release>& releases, const ProgramYear& year,
                                    const std::string& zone, int grace_days);

// The days a release had at an instant (RFC 3339 text): none before it was
// planned. From its own changes, which are never edited.
std::optional<Window> WindowAt(const v1::Release& release, const std::string& time);

}  // namespace almanac::domain
