// The record as a report needs it, out of its history.
#pragma once

#include "reporting/record.h"
#include "store/tx.h"

namespace almanac::reporting {

// The record as it stood at the last instant of `last`, a day of the program's
// year, in the body's zone; now, if that is to come. Throws INVALID_FIELD for a
// year to come and for one before the record begins.
Record ReadRecord(store::Tx& tx, const v1::Program& program, int year, Day last);

// The same day, with what has been set right since. What people did counts on
// the day it was done, so states, decisions, dates of promises and access stay
// as they stood; what describes (titles, dictionaries, licences, frequencies,
// reasons) is taken as it is written now, and a refresh on or before the day
// counts although it was recorded after it.
void SetRight(store::Tx& tx, Record* record);

}  // namespace almanac::reporting
