// What we know of the two streams we write to.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace almanac::cli {

// Whether somebody looks at it.
bool IsTerminal(FILE* stream);
// Columns: of the terminal, else $COLUMNS, else 100.
size_t TerminalWidth(FILE* stream);

// Bold or dim on a terminal; plain elsewhere and where NO_COLOR is set.
std::string Bold(std::string_view text, FILE* stream);
std::string Dim(std::string_view text, FILE* stream);

}  // namespace almanac::cli
