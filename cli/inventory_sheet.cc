#include "cli/inventory_sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "almanac/v1/datasets.pb.h"
#include "base/error.h"
#include "base/formula.h"
#include "base/ids.h"
#include "cli/commands.h"
#include "cli/csv.h"
#include "cli/files.h"
#include "cli/text.h"
#include "cli/usage.h"
#include "cli/workbook.h"

namespace almanac::cli {
namespace {

constexpr size_t kLargestFile = size_t{16} << 20;

const google::protobuf::FieldDescriptor* FieldOf(const std::string& path) {
  const size_t dot = path.find('.');
  const auto* field = v1::Dataset::descriptor()->FindFieldByName(path.substr(0, dot));
  if (dot == path.npos || field == nullptr) return field;
  return field->message_type()->FindFieldByName(path.substr(dot + 1));
}

// What the contract says of the field, and how to write it.
std::string NoteOf(const v1::InventoryColumn& column) {
  if (column.field() == "etag") return "Which state of the record this is. Leave it as it is; of a new dataset, empty.";
  if (column.field() == "name") return "Which dataset it is. Leave it as it is; of a new dataset, empty.";
  const auto* field = FieldOf(column.field());
  std::string note = field == nullptr ? std::string() : CommentOf(field);
  const auto add = [&](std::string_view words) { note += (note.empty() ? "" : "\n") + std::string(words); };
  if (field != nullptr && field->options().GetExtension(v1::required)) add("Required.");
  if (field != nullptr && field->options().GetExtension(v1::form) == v1::DATE)
    add("Year-month-day, such as 2026-03-01.");
  if (column.list()) add("Several: with ; between them, or a line each.");
  if (!column.choices().empty())
    add(column.open_choices() ? "The usual ones are in the list; others may be written." : "Choose one of the list.");
  if (field != nullptr && field->options().GetExtension(v1::material))
    add("On a published dataset, or one that is approved, a change needs a new decision.");
  return note;
}

std::vector<std::string> HowTo() {
  return {
      "How to use this file",
      "",
      "1. Change what you want on the sheet Datasets: one row is one dataset. Save it as XLSX, ODS or CSV.",
      "2. See what it would change, and what is not right in it:   almanac inventory plan FILE",
      "3. Write it to the record, all of it or nothing:   almanac inventory apply FILE",
      "4. Take it back, should it have been wrong:   almanac inventory undo",
      "",
      "Name and Etag tell the datasets apart. Leave them as they are.",
      "A cell that you empty clears that field. The plan shows it.",
      "A column that you delete changes nothing. Columns may stand in any order, with the heads they have.",
      "A row that you delete changes nothing either: no dataset is ever deleted by this file.",
      "For a new dataset write a new row at the bottom and leave Name and Etag empty. Title and Department are enough.",
      "Several values in one cell, such as keywords, have a semicolon between them, or stand on a line each.",
      "Days are written year-month-day, such as 2026-03-01. Cells are text, so that the program does not change them.",
      "Point at the head of a column to read what it is for. Drop-downs show what may be chosen.",
      "The sheet Lists says what the choices mean.",
      "The columns of data fields and of files are too much for one cell: use almanac dataset update for those.",
      "The sheet is protected without a password, to keep from slips.",
      "To delete rows, take the protection off (Review, Unprotect Sheet).",
      "If somebody else changes a dataset in between that you have changed too, the apply says so and writes nothing.",
      "Then pull the file anew.",
  };
}

// What no cell should have: control characters, and how spreadsheets write a carriage return.
std::string CleanCell(const std::string& text) {
  std::string clean;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 7, "_x000D_") == 0) {
      i += 6;
    } else if (static_cast<unsigned char>(text[i]) >= 0x20 || text[i] == '\n' || text[i] == '\r' || text[i] == '\t') {
      if (text[i] != 0x7f) clean += text[i];
    }
  }
  return clean;
}

// Programs of half of Europe write semicolons, since their comma is in their numbers.
char SeparatorOf(std::string_view text) {
  const std::string_view head = text.substr(0, text.find('\n'));
  const auto count = [&](char c) { return std::count(head.begin(), head.end(), c); };
  if (count('\t') > count(',') && count('\t') > count(';')) return '\t';
  return count(';') > count(',') ? ';' : ',';
}

Grid ReadCsv(std::string_view bytes) {
  if (!IsUtf8(std::string(bytes))) {
    throw UsageError("the CSV is not UTF-8, so that letters with accents would be read wrongly",
                     "Save it again as 'CSV UTF-8', or as XLSX.");
  }
  Grid grid = ParseCsv(bytes, SeparatorOf(bytes));
  for (auto& row : grid) {
    for (auto& cell : row) cell = WithFormula(cell);
  }
  return grid;
}

Grid ReadGrid(std::string_view bytes, const std::string& file_name) {
  const std::string ending = Lower(std::filesystem::path(file_name).extension().string());
  if (ending == ".ods") return ReadWorkbook(bytes, WorkbookKind::kOds);
  if (ending == ".xls") {
    throw UsageError(fmt::format("{} is of the old kind of spreadsheet", file_name), "Save it as XLSX, ODS or CSV.");
  }
  if (ending == ".xlsx" || bytes.starts_with("PK")) return ReadWorkbook(bytes, WorkbookKind::kXlsx);
  return ReadCsv(bytes);
}

bool IsEmpty(const std::vector<std::string>& row) {
  return std::all_of(row.begin(), row.end(),
                     [](const auto& cell) { return cell.find_first_not_of(" \t\r\n") == cell.npos; });
}

void RequireRoom(const v1::PullInventoryResponse& pulled, const v1::InventoryRow& row) {
  for (int i = 0; i < row.cells_size(); ++i) {
    if (row.cells(i).size() <= kLongestCell) continue;
    throw Error(Reason::CANCELLED,
                fmt::format("{} of {} is longer than a cell of a spreadsheet can be. Pull it as .csv, "
                            "or shorten it first",
                            pulled.columns(i).title(), row.cells(0)));
  }
}

}  // namespace

std::string SheetAsXlsx(const v1::PullInventoryResponse& pulled) {
  Workbook workbook;
  for (const auto& column : pulled.columns()) {
    WorkbookColumn one{column.title(), NoteOf(column), column.key()};
    for (const auto& choice : column.choices()) one.choices.emplace_back(choice.value(), choice.label());
    one.open_choices = column.open_choices();
    workbook.columns.push_back(std::move(one));
  }
  for (const auto& row : pulled.rows()) {
    RequireRoom(pulled, row);
    workbook.rows.emplace_back(row.cells().begin(), row.cells().end());
  }
  workbook.how_to = HowTo();
  return WriteWorkbook(workbook);
}

std::string SheetAsCsv(const v1::PullInventoryResponse& pulled) {
  std::vector<std::string> cells;
  for (const auto& column : pulled.columns()) cells.push_back(column.title());
  std::string csv = "\xEF\xBB\xBF" + CsvLine(cells);
  for (const auto& row : pulled.rows()) {
    cells.clear();
    for (const auto& cell : row.cells()) cells.push_back(cell);
    csv += CsvLine(cells);
  }
  return csv;
}

v1::InventorySheet ReadSheet(std::string_view bytes, const std::string& file_name) {
  const Grid grid = ReadGrid(bytes, file_name);
  v1::InventorySheet sheet;
  sheet.set_file_name(RepairUtf8(file_name));
  size_t head = 0;
  while (head < grid.size() && IsEmpty(grid[head])) ++head;
  if (head == grid.size()) throw UsageError(fmt::format("{} is empty", file_name), "Pull the sheet anew.");
  for (const auto& cell : grid[head]) sheet.add_columns(CleanCell(RepairUtf8(cell)));
  for (size_t r = head + 1; r < grid.size(); ++r) {
    if (IsEmpty(grid[r])) continue;
    auto* row = sheet.add_rows();
    row->set_row(static_cast<int32_t>(r + 1));
    for (const auto& cell : grid[r]) row->add_cells(CleanCell(RepairUtf8(cell)));
    // Beyond the head there is no column.
    const auto count = static_cast<size_t>(sheet.columns_size());
    for (size_t i = row->cells_size(); i > count && row->cells(static_cast<int>(i - 1)).empty(); --i)
      row->mutable_cells()->RemoveLast();
  }
  return sheet;
}

v1::InventorySheet ReadSheet(const std::string& path) {
  return ReadSheet(ReadWholeFile(path, kLargestFile), std::filesystem::path(path).filename().string());
}

}  // namespace almanac::cli
