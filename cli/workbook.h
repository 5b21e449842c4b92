// Spreadsheet files: cells out as XLSX, cells in from XLSX and ODS.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace almanac::cli {

using Grid = std::vector<std::vector<std::string>>;

// One column of the sheet that is edited.
struct WorkbookColumn {
  std::string title{};
  // What is shown beside the head.
  std::string note{};
  // May not be edited.
  bool locked = false;
  // Offered in a drop-down, each with what it means.
  std::vector<std::pair<std::string, std::string>> choices{};
  // Other values are taken too.
  bool open_choices = false;
};

struct Workbook {
  // Heads the sheet that is edited; the reader looks for it by this name.
  std::string sheet = "Datasets";
  std::vector<WorkbookColumn> columns{};
  Grid rows{};
  // The lines of the sheet "How to".
  std::vector<std::string> how_to{};
};

// What a cell of XLSX can hold, in characters.
inline constexpr size_t kLongestCell = 32767;

// The bytes of an XLSX. No cell is ever a formula. Throws Error (CANCELLED)
// when the disk says no.
std::string WriteWorkbook(const Workbook& workbook);

enum class WorkbookKind { kXlsx, kOds };

// The rows of the sheet called Datasets, else of the first: what cells show,
// numbers as digits, days as 2026-03-01, flags as yes and no, no formula but
// its last result. Throws UsageError for what is no such file, is packed to
// burst, or has more than 5,000 rows, 200 columns or 64 MiB of text.
Grid ReadWorkbook(std::string_view bytes, WorkbookKind kind);

// What a packed file says it will unpack to. Throws UsageError when that is
// too much, or when the bytes are no ZIP file.
void RequireModestZip(std::string_view bytes);

}  // namespace almanac::cli
