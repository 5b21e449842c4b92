// Working days: Monday to Friday without the holidays of the profile. The first that counts is the one after the day
// from which one counts, whichever day that is (domain A.1 no. 2).
#pragma once

#include "base/clock.h"
#include "domain/profile.h"

namespace almanac::domain {

bool IsWorkingDay(const Profile& profile, Day day);
// The day itself for zero.
Day AddWorkingDays(const Profile& profile, Day from, int days);
// Those after `from`, up to and with `to`; zero where `to` is not later.
int WorkingDaysBetween(const Profile& profile, Day from, Day to);

}  // namespace almanac::domain
