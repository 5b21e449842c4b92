// How departments keep their promises and their refreshes.
#pragma once

#include "almanac/v1/reports.pb.h"
#include "store/tx.h"

namespace almanac::reporting {

// The figures of the report of that year where it is frozen, else those that it
// would have now. Throws INVALID_FIELD for a year to come or before the record
// begins, PERMISSION_DENIED for a year that is not frozen without sight of every department.
v1::ListDepartmentRatesResponse ListDepartmentRates(store::Tx& tx, const v1::ListDepartmentRatesRequest& request);

}  // namespace almanac::reporting
