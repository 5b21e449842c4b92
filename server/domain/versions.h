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

// datasets/calls-for-service/versions/3
std::string VersionName(std::string_view dataset, int number);

// The version as a row: citation and contact filled in for the public, hashed as stored.
v1::DatasetVersion MakeVersion(const v1::Dataset& dataset, const v1::Department& department, const v1::Program& program,
                               const std::string& note);

// The one the public sees.
std::optional<v1::DatasetVersion> CurrentVersion(store::Tx& tx, const v1::Dataset& dataset);
// The dataset as it was published in it.
v1::Dataset DatasetOf(const v1::DatasetVersion& version);
// One more than the last there ever was.
int NextVersionNumber(store::Tx& tx, const v1::Dataset& dataset);

// Makes `shown` (its published_version is the new number) what the public sees
// and finds; the version before becomes archive.
void ShowVersion(store::Tx& tx, const v1::Dataset& shown, const std::string& note);
// The public sees and finds none.
void HideVersions(store::Tx& tx, const v1::Dataset& dataset);

// Of a change from `before` to `after`, puts into `shown` whatever no approval
// binds to; true when the public would read something else than before.
bool ApplyImmaterial(const v1::Dataset& before, const v1::Dataset& after, v1::Dataset* shown);

}  // namespace almanac::domain
