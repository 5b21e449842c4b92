// Series: one decision, many slices (domain A.3).
#pragma once

#include <optional>
#include <string>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "almanac/v1/series.pb.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListAllSeriesResponse ListAllSeries(store::Tx& tx, const v1::ListAllSeriesRequest& request);
// Throws NOT_FOUND.
v1::Series GetSeries(store::Tx& tx, const v1::GetSeriesRequest& request);
// Throws ALREADY_EXISTS, REFERENCE_NOT_FOUND, PERMISSION_DENIED to name a lead
// for whoever may not publish.
v1::Series CreateSeries(store::Tx& tx, const v1::CreateSeriesRequest& request);
// Throws NOT_FOUND, ETAG_MISMATCH and the same.
v1::Series UpdateSeries(store::Tx& tx, const v1::UpdateSeriesRequest& request);

// Over what an approval binds to, period, place and the addresses within a host
// left out: in those alone may slices differ. Its series is part of it.
std::string SeriesHash(const v1::Dataset& dataset);
// The decision to release the lead of its series, where it covers this slice
// and was not taken by one of the slice's authors.
std::optional<v1::Review> CoveringDecision(store::Tx& tx, const v1::Dataset& dataset);
// The decision under which it may be published: its own, or that of its series;
// its own also where it does not bind any more, so that it can be named.
std::optional<v1::Review> DecisionFor(store::Tx& tx, const v1::Dataset& dataset);

}  // namespace almanac::domain
