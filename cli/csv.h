// Comma-separated values as RFC 4180 has them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace almanac::cli {

// Rows of cells; quotes, doubled quotes, line ends within quotes and a byte
// order mark are understood, empty lines skipped. Throws UsageError for a
// quote that never ends.
std::vector<std::vector<std::string>> ParseCsv(std::string_view text, char separator = ',');

// One line with its end, CRLF as the standard wants it; quoted where needed.
std::string CsvLine(const std::vector<std::string>& cells);

}  // namespace almanac::cli
