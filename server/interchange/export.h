// The inventory as a file: what the public may see, or all that the caller may.
#pragma once

#include <functional>
#include <string_view>

#include "almanac/v1/inventory.pb.h"
#include "base/caller.h"
#include "store/work.h"

namespace almanac::interchange {

// Streams in order of name and constant memory; no connection is held between
// pages. Without `internal` it reads in a public session: published versions
// and the public list, nothing else. `emit` answers false to stop.
//
//   data.json  Project Open Data 1.1, valid for the fields it has; importing it
//              elsewhere and exporting again gives the same bytes
//   csv        RFC 4180, a column a field, safe to open in a spreadsheet
//   jsonl      one dataset a line, as the API has it
void ExportInventory(store::Work& work, const Caller& caller, const v1::ExportInventoryRequest& request,
                     const std::function<bool(std::string_view)>& emit);

}  // namespace almanac::interchange
