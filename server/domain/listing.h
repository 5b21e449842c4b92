// The public list of holdings that are not published (ob:M10). It changes by
// listing, deciding and confirming alone, never by an edit.
#pragma once

#include <optional>
#include <string>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/releases.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Throws MISSING_REQUIREMENTS when access is not open and no reason is given,
// WRONG_STATE when it is published, ETAG_MISMATCH, PERMISSION_DENIED.
v1::Dataset ListDatasetPublicly(store::Tx& tx, const v1::ListDatasetPubliclyRequest& request);

// Notes on the record that it is on the list, as of now.
void MarkListed(store::Tx& tx, v1::Dataset* dataset);
// Writes the row that the public reads, from the record as it stands.
void WriteListing(store::Tx& tx, const v1::Dataset& dataset);
void RemoveListing(store::Tx& tx, const v1::Dataset& dataset);

}  // namespace almanac::domain
