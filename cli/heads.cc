#include "cli/heads.h"

#include <fmt/format.h>

#include <filesystem>

#include "cli/data_file.h"
#include "cli/files.h"
#include "cli/text.h"
#include "cli/usage.h"
#include "cli/workbook.h"

namespace almanac::cli {

std::string HeadKey(const std::string& text) {
  std::string key;
  for (const char c : Lower(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
  }
  return key;
}

size_t ColumnHeaded(const std::vector<std::string>& heads, const std::vector<std::string>& keys) {
  for (const auto& key : keys) {
    for (size_t i = 0; i < heads.size(); ++i) {
      if (HeadKey(heads[i]) == key) return i;
    }
  }
  return kNoColumn;
}

size_t ColumnNamed(const std::vector<std::string>& heads, const std::string& name, const char* option) {
  const size_t column = ColumnHeaded(heads, {HeadKey(name)});
  if (column != kNoColumn) return column;
  throw UsageError(
      fmt::format("--{}: the table has no column {}; it has {}", option, OneLine(name), HeadsWords(heads)));
}

std::string HeadsWords(const std::vector<std::string>& heads) {
  std::vector<std::string> shown;
  for (const auto& head : heads) shown.push_back(OneLine(head));
  return Join(shown, ", ");
}

std::string CellAt(const std::vector<std::string>& row, size_t column) {
  return column < row.size() ? row[column] : std::string();
}

std::vector<std::vector<std::string>> RowsOfFile(const std::string& path) {
  const std::string bytes = ReadWholeFile(path);
  const std::string ending = Lower(std::filesystem::path(path).extension().string());
  auto rows = ending == ".xlsx"  ? ReadWorkbook(bytes, WorkbookKind::kXlsx)
              : ending == ".ods" ? ReadWorkbook(bytes, WorkbookKind::kOds)
                                 : ReadRows(bytes);
  if (rows.empty()) throw UsageError("the file is empty");
  return rows;
}

}  // namespace almanac::cli
