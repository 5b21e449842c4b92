// Any bytes are columns, or are refused in words. However the file is cut into
// pieces, it reads the same; names are sound text, each once.
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>

#include "base/ids.h"
#include "cli/data_file.h"
#include "cli/dictionary.h"
#include "cli/usage.h"

namespace almanac {
namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

// What came of it, in one text.
std::string Told(const std::string& bytes, size_t piece) {
  try {
    cli::DataFileReader reader;
    for (size_t at = 0; at < bytes.size(); at += piece) reader.Feed(bytes.substr(at, piece));
    const auto file = reader.Finish();
    std::string told = std::to_string(file.rows) + file.separator + file.encoding;
    std::set<std::string> names;
    for (const auto& column : file.columns) {
      Require(!column.name.empty() && IsUtf8(column.name) && names.insert(column.name).second);
      told += "\n" + column.name + "\t" + column.type + "\t" + column.note;
    }
    for (const auto& note : file.notes) told += "\n" + note;
    return told;
  } catch (const cli::UsageError& error) {
    Require(std::string(error.what()).size() > 5);
    return "refused";
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  Require(Told(bytes, SIZE_MAX / 2) == Told(bytes, 7));
  try {
    const auto rows = cli::ReadRows(bytes);
    for (const auto& field : cli::ReadDictionary(rows, "d.csv").fields)
      Require(IsUtf8(field.name()) && !field.name().empty());
  } catch (const cli::UsageError&) {
  }
  return 0;
}

}  // namespace almanac
