// Any bytes are a sheet that reads or a sheet that is refused: as XLSX, as ODS
// and as CSV. What reads is text that may be sent on.
//
// Few changes of a packed file are whole files, so the input is the parts of one, unpacked: the first byte says which
// kind, a line `== NAME` begins each part. What has no such line is taken as the file itself.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "../unit/zip_file.h"
#include "base/ids.h"
#include "cli/inventory_sheet.h"
#include "cli/usage.h"

namespace {

using Parts = std::vector<std::pair<std::string, std::string>>;

Parts PartsOf(const std::string& text) {
  Parts parts;
  size_t at = text.starts_with("== ") ? 0 : text.find("\n== ");
  while (at != text.npos) {
    const size_t name = text.find("== ", at) + 3;
    const size_t body = text.find('\n', name);
    if (body == text.npos) break;
    at = text.find("\n== ", body);
    parts.emplace_back(text.substr(name, body - name), text.substr(body + 1, at == text.npos ? at : at - body - 1));
  }
  return parts;
}

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
  const Parts parts = PartsOf(text);
  if (parts.empty()) {
    Read(text, "sheet.csv");
    Read(text, "sheet.xlsx");
    Read(text, "sheet.ods");
  } else {
    Read(almanac::ZipFile(parts), text.starts_with("ods") ? "sheet.ods" : "sheet.xlsx");
  }
  return 0;
}
