// Any bytes are a sheet that reads or a sheet that is refused: as XLSX, as ODS
// and as CSV. What reads is text that may be sent on.
//
// The input is the parts of a packed file, unpacked (parts.h); its first bytes say which kind. Without parts it is
// taken as the file itself.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "../unit/zip_file.h"
#include "base/ids.h"
#include "cli/inventory_sheet.h"
#include "cli/usage.h"
#include "parts.h"

namespace {

void Read(const std::string& bytes, const std::string& name) {
  try {
    const auto sheet = almanac::cli::ReadSheet(bytes, name);
    for (const auto& row : sheet.rows()) {
      for (const auto& cell : row.cells()) {
        if (!almanac::IsUtf8(cell)) std::abort();
      }
    }
  } catch (const almanac::cli::UsageError&) {
    // Refused with a word to the reader.
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const almanac::Parts parts = almanac::PartsOf(text);
  if (parts.empty()) {
    Read(text, "sheet.csv");
    Read(text, "sheet.xlsx");
    Read(text, "sheet.ods");
  } else {
    Read(almanac::ZipFile(parts), text.starts_with("ods") ? "sheet.ods" : "sheet.xlsx");
  }
  return 0;
}
