// Who sees a dataset that is marked (store/visibility.h says how).
#pragma once

#include <string>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/mosaic.pb.h"
#include "almanac/v1/records.pb.h"
#include "base/caller.h"
#include "store/tx.h"

namespace almanac::domain {

bool Sees(const Caller& caller, const v1::Dataset& dataset);
bool Sees(const Caller& caller, const v1::MosaicSet& set);
bool Sees(const Caller& caller, const v1::MosaicClearing& clearing);
// With the roles that hold today.
bool Sees(store::Tx& tx, const std::string& person, const v1::Dataset& dataset);

// Of a marked dataset: those who work on it are among its readers, and so is who writes it. Throws INVALID_FIELD.
void RequireReaders(const Caller& caller, const v1::Dataset& dataset);

// What lets a person see it: "Name them: almanac dataset update ..."
std::string HowToSee(const std::string& person, const v1::Dataset& dataset);

}  // namespace almanac::domain
