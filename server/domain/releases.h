// Releases: promises to publish, with every date they ever had (domain 10.2;
// Code of Practice T3.2).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/releases.pb.h"
#include "domain/when.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListReleasesResponse ListReleases(store::Tx& tx, const v1::ListReleasesRequest& request);
// Throws NOT_FOUND.
v1::Release GetRelease(store::Tx& tx, const v1::GetReleaseRequest& request);

// Provisional; before or after approval. Throws NOT_FOUND, INVALID_FIELD for days
// that do not parse or are over, WRONG_STATE for a withdrawn dataset, PERMISSION_DENIED.
v1::Release PlanRelease(store::Tx& tx, const v1::PlanReleaseRequest& request);
// Appends a change of date. A promise moves only with a reason and by who may
// publish. Throws REASON_REQUIRED, WRONG_STATE when published or cancelled,
// INVALID_FIELD for days that do not parse, are over or are its own already,
// ETAG_MISMATCH, PERMISSION_DENIED.
v1::Release MoveRelease(store::Tx& tx, const v1::MoveReleaseRequest& request);
// Makes a promise of it, puts the dataset on the public list and schedules an
// approved one. Throws WRONG_STATE unless provisional, INVALID_FIELD for days
// that are over, ETAG_MISMATCH, PERMISSION_DENIED.
v1::Release ConfirmRelease(store::Tx& tx, const v1::ConfirmReleaseRequest& request);
// Throws REASON_REQUIRED, WRONG_STATE when published or cancelled, ETAG_MISMATCH, PERMISSION_DENIED.
v1::Release CancelRelease(store::Tx& tx, const v1::CancelReleaseRequest& request);

// Provisional and confirmed ones of a dataset, the first due first.
std::vector<v1::Release> OpenReleasesOf(store::Tx& tx, std::string_view dataset);
bool IsOpen(const v1::Release& release);
// Publishing keeps the promises that it meets: the only open one, or of
// several those that have begun, or else the first.
void MarkReleasesPublished(store::Tx& tx, std::string_view dataset, const std::string& today);

Window WindowOf(const v1::Release& release);

}  // namespace almanac::domain
