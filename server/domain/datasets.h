// Datasets: describing what the body holds. What moves a dataset on its way to
// the public is in submitting, deciding, publishing, taking_down, listing and
// refreshing.
#pragma once

#include "almanac/v1/datasets.pb.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListDatasetsResponse ListDatasets(store::Tx& tx, const v1::ListDatasetsRequest& request);
// Throws NOT_FOUND.
v1::Dataset GetDataset(store::Tx& tx, const v1::GetDatasetRequest& request);
v1::SearchDatasetsResponse SearchDatasets(store::Tx& tx, const v1::SearchDatasetsRequest& request);

// A new dataset is identified; open and unassessed unless said otherwise.
// Throws INVALID_FIELD, REFERENCE_NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED.
v1::Dataset CreateDataset(store::Tx& tx, const v1::CreateDatasetRequest& request);

// A material change makes its author an author, voids a review or an approval
// that stands, and waits on a published set as a pending edit. Any other
// change of a published set goes to the public at once, as a new version.
// Throws ETAG_MISMATCH, INVALID_FIELD, INVALID_MASK, REFERENCE_NOT_FOUND, PERMISSION_DENIED.
v1::Dataset UpdateDataset(store::Tx& tx, const v1::UpdateDatasetRequest& request);

// What submitting and publishing still need, and what can be done next.
v1::CheckDatasetResponse CheckDataset(store::Tx& tx, const v1::CheckDatasetRequest& request);

}  // namespace almanac::domain
