// What an inventory brought in from a file does to the record. Importing makes
// nobody an author. The names of new datasets are the caller's to choose;
// inside Tx::BeginBulk the first two read nothing.
#pragma once

#include <map>
#include <string>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/departments.pb.h"
#include "almanac/v1/program.pb.h"
#include "domain/profile.h"
#include "store/tx.h"

namespace almanac::domain {

// Read once before an import, so that no record costs a read.
struct ImportContext {
  std::string catalogue;
  // For the history: the file, or where it came from.
  std::string source;
  std::string today;
  v1::Program program;
  const Profile* profile = nullptr;
  // By name.
  std::map<std::string, v1::Department, std::less<>> departments;
};

ImportContext PrepareImport(store::Tx& tx, std::string catalogue, std::string source);

// Not public as far as the file says: inventoried.
v1::Dataset CreateImported(store::Tx& tx, const ImportContext& context, v1::Dataset dataset);

// Public before it came here: published, adopted, with its first version.
// Keeps first_published_date, last_published_date and refreshed_date where given.
v1::Dataset AdoptDataset(store::Tx& tx, const ImportContext& context, v1::Dataset dataset);

// The same of a set that is known here, inventoried and no more: `after` is
// `before` with what the source changed. Reads, so not inside BeginBulk.
v1::Dataset AdoptKnown(store::Tx& tx, const ImportContext& context, const v1::Dataset& before, v1::Dataset after);

// `after` is `before` with what the source changed. An adopted set gets a new
// version at once; a published one a pending edit where the change is
// material, and a new version where it is not; otherwise as UpdateDataset.
// Reads, so not inside BeginBulk.
v1::Dataset UpdateImported(store::Tx& tx, const ImportContext& context, const v1::Dataset& before, v1::Dataset after);

}  // namespace almanac::domain
