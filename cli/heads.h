// The heads of a table's columns, as people write them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace almanac::cli {

inline constexpr size_t kNoColumn = SIZE_MAX;

// "Date Received" and "date_received" are datereceived.
std::string HeadKey(const std::string& text);
// The column that the first of the keys heads that heads any; kNoColumn for none.
size_t ColumnHeaded(const std::vector<std::string>& heads, const std::vector<std::string>& keys);
// The column of that head. Throws UsageError for none, naming the option and the heads there are.
size_t ColumnNamed(const std::vector<std::string>& heads, const std::string& name, const char* option);
// "Theme, Period, Requests"
std::string HeadsWords(const std::vector<std::string>& heads);
// Empty for a column that is not there, or a row that is too short.
std::string CellAt(const std::vector<std::string>& row, size_t column);

// The rows of a table, CSV or by its ending XLSX or ODS, the heads first. Throws UsageError.
std::vector<std::vector<std::string>> RowsOfFile(const std::string& path);

}  // namespace almanac::cli
