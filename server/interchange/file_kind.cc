#include "interchange/file_kind.h"

#include <algorithm>

namespace almanac::interchange {
namespace {

bool StartsWith(std::string_view text, std::string_view beginning) {
  return text.substr(0, beginning.size()) == beginning;
}

bool LooksLikeCsv(std::string_view text) {
  const auto line = text.substr(0, text.find_first_of("\r\n"));
  return std::count(line.begin(), line.end(), ',') + std::count(line.begin(), line.end(), ';') +
             std::count(line.begin(), line.end(), '\t') >=
         2;
}

}  // namespace

std::string WhyNotJson(std::string_view beginning) {
  if (StartsWith(beginning, "\xEF\xBB\xBF")) beginning.remove_prefix(3);
  if (StartsWith(beginning, "PK\x03\x04")) {
    return "this is a workbook or a zip archive; import takes a data.json, so export the catalogue as one";
  }
  if (StartsWith(beginning, "\x1F\x8B")) return "this is compressed with gzip; unpack it first: gunzip FILE";
  if (StartsWith(beginning, "%PDF")) return "this is a PDF; import takes a data.json";
  if (StartsWith(beginning, "\xFF\xFE") || StartsWith(beginning, "\xFE\xFF")) {
    return "this is UTF-16 text; save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE";
  }
  const auto start = beginning.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) {
    return beginning.size() < 512 ? "the file is empty" : std::string();
  }
  const auto text = beginning.substr(start);
  if (text[0] == '{' || text[0] == '[') return {};
  if (text[0] == '<') {
    return "this is a web page or XML; a portal usually answers with its catalogue under the address /data.json";
  }
  if (LooksLikeCsv(text)) return "this looks like CSV; import takes a data.json (a JSON catalogue)";
  return "this is not JSON: a catalogue begins with { or [";
}

}  // namespace almanac::interchange
