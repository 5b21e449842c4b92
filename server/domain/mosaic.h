// What can be put together from sets that are harmless one by one, and who has looked at it (domain A.3, row C4).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/mosaic.pb.h"
#include "base/error.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListMosaicClustersResponse ListMosaicClusters(store::Tx& tx, const v1::ListMosaicClustersRequest& request);
// Throws NOT_FOUND.
v1::MosaicCluster GetMosaicCluster(store::Tx& tx, const v1::GetMosaicClusterRequest& request);
// Throws NOT_FOUND, WRONG_STATE when nothing of it waits, SEAT_REQUIRED to who is no privacy officer,
// APPROVER_NOT_INDEPENDENT to an author of a set that waits, ETAG_MISMATCH where it is not what they looked at.
v1::MosaicCluster ClearMosaicCluster(store::Tx& tx, const v1::ClearMosaicClusterRequest& request);
// Throws the same, but for the etag, to somebody who would.
void RequireMayClear(store::Tx& tx, const Caller& who, const std::string& cluster);

// Clusters that hold up a set which is in review, approved or edited, at a glance: of the first 500 such sets, and the
// first 500 they could be joined with. Of a larger body `mosaic list` tells all.
std::vector<v1::MosaicCluster> ClustersThatWait(store::Tx& tx);

// A set whose rows can be joined with those of others, and tell something finer than anybody has cleared; none where
// that is cleared, there is nothing to join it with, or it is of tier 0 or 1. Looks at other sets only where it has to.
std::optional<Error::Requirement> WaitsForMosaic(store::Tx& tx, const v1::Dataset& dataset, int tier);
// Throws MISSING_REQUIREMENTS for the same.
void RequireMosaicCleared(store::Tx& tx, const v1::Dataset& dataset, int tier);

}  // namespace almanac::domain
