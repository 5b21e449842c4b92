// The sheet of an inventory between a file and the server: XLSX or CSV out,
// XLSX, ODS or CSV in.
#pragma once

#include <string>
#include <string_view>

#include "almanac/v1/inventory.pb.h"

namespace almanac::cli {

// The bytes of a file to be edited, with what each column is for. Throws
// Error (CANCELLED) for a text that no cell can hold.
std::string SheetAsXlsx(const v1::PullInventoryResponse& pulled);
// RFC 4180 with a byte order mark, by which spreadsheet programs know UTF-8; a
// cell that would run as a formula begins with an apostrophe.
std::string SheetAsCsv(const v1::PullInventoryResponse& pulled);

// What an edited file holds, by its ending, else by its first bytes. Empty
// rows are left out, rows are numbered as the spreadsheet does. Throws UsageError.
v1::InventorySheet ReadSheet(const std::string& path);
v1::InventorySheet ReadSheet(std::string_view bytes, const std::string& file_name);

}  // namespace almanac::cli
