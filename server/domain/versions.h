// The versions of a published dataset: what the public sees, and its archive.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/departments.pb.h"
#include "almanac/v1/program.pb.h"
#include "almanac/v1/records.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// SHA-256 over the fields marked material, in field-number order: what a
// decision binds to.
std::string MaterialHash(const v1::Dataset& dataset);
// Of what is material about the data itself: fields and their treatment, granularity, threshold, period and place. What
// an assessment binds to: a licence or a class says nothing of the people in it.
std::string DataHash(const v1::Dataset& dataset);

// datasets/calls-for-service/versions/3
std::string VersionName(std::string_view dataset, int number);

// The current version as a row, made at an instant: citation and contact
// filled in for the public, hashed as stored.
v1::DatasetVersion MakeVersion(const v1::Dataset& dataset, const v1::Department& department, const v1::Program& program,
                               Instant instant);

// The one the public sees.
std::optional<v1::DatasetVersion> CurrentVersion(store::Tx& tx, std::string_view dataset);
// The dataset as it was published in it.
v1::Dataset DatasetOf(const v1::DatasetVersion& version);
// What the public sees of it now; none while it sees nothing.
std::optional<v1::Dataset> ShownOf(store::Tx& tx, const v1::Dataset& dataset);
// The record with what the public sees of it in place of an edit that waits.
v1::Dataset AsShown(store::Tx& tx, const v1::Dataset& dataset);
// One more than the last there ever was.
int NextVersionNumber(store::Tx& tx, std::string_view dataset);

// Makes `shown` (its published_version is the new number) what the public sees
// and finds; the version before becomes archive. `note` is for its readers.
void ShowVersion(store::Tx& tx, const v1::Dataset& shown, const std::string& note);
// The public sees and finds none.
void HideVersions(store::Tx& tx, std::string_view dataset);

// Of a change from `before` to `after`, puts into `shown` whatever is public
// and no approval binds to; true when the public would read something else
// than before.
bool ApplyImmaterial(const v1::Dataset& before, const v1::Dataset& after, v1::Dataset* shown);

// The same of whatever is public.
bool ApplyEverything(const v1::Dataset& before, const v1::Dataset& after, v1::Dataset* shown);

// The other way round: puts into `dataset` whatever approvals bind to, as `shown` has it.
void RestoreMaterial(const v1::Dataset& shown, v1::Dataset* dataset);

}  // namespace almanac::domain
