// Which record of the file is which dataset: by identifier, else by an
// address that one record and one dataset alone have.
#pragma once

#include <string>

#include "interchange/import_plan.h"
#include "interchange/import_report.h"
#include "store/tx.h"

namespace almanac::interchange {

struct MatchingContext {
  store::Tx& tx;
  const ImportFile& file;
  ImportReport& report;
  std::string catalogue;
  std::string today;
};

// Sets identifier, action and dataset of every record, and how many known
// records are missing. Equal copies collapse; different records that share an
// identifier get an ordinal by content, so that their order in the file does
// not matter. New records are CREATED and have no name yet.
void MatchRecords(const MatchingContext& context, ImportPlan* plan);

// The key of a row in imported_records.
std::string ImportedName(const std::string& catalogue, std::string_view identifier);

}  // namespace almanac::interchange
