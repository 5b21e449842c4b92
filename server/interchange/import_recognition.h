// Portals change identifiers: one release of a portal's software renamed every
// dataset. Records are then recognised by where their data is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "interchange/import_plan.h"
#include "store/tx.h"

namespace almanac::interchange {

struct RecognitionContext {
  store::Tx& tx;
  const ImportFile& file;
  const std::string& catalogue;
  const std::string& today;
};

// Of the records to be created, finds those that share a landing page or a
// distribution's address with exactly one known dataset that is missing from
// the file, where no other record and no other dataset has that address. They
// become UPDATED and carry the previous identifier. `order` holds the taken
// records by identifier. Returns how many were found.
int64_t RecogniseByAddress(const RecognitionContext& context, const std::vector<uint32_t>& order, ImportPlan* plan);

}  // namespace almanac::interchange
