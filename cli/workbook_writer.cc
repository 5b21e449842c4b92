// The one door to libxlsxwriter.
#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/error.h"
#include "cli/files.h"
#include "cli/text.h"
#include "cli/workbook.h"

namespace almanac::cli {
namespace {

// The library writes to a path and nowhere else.
class TemporaryFile {
 public:
  TemporaryFile() : path_((std::filesystem::temp_directory_path() / "almanac-XXXXXX").string()) {
    const int descriptor = mkstemp(path_.data());
    if (descriptor < 0) throw Error(Reason::CANCELLED, "cannot write to the folder for temporary files");
    close(descriptor);
  }
  ~TemporaryFile() { unlink(path_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct Formats {
  lxw_format* head;
  lxw_format* locked;
  lxw_format* open;
  lxw_format* prose;
};

// Cells are text, so that no program makes a date of 2026-05-01 or 7 of 007.
Formats MakeFormats(lxw_workbook* book) {
  Formats formats{workbook_add_format(book), workbook_add_format(book), workbook_add_format(book),
                  workbook_add_format(book)};
  format_set_bold(formats.head);
  format_set_text_wrap(formats.head);
  format_set_align(formats.head, LXW_ALIGN_VERTICAL_TOP);
  format_set_bg_color(formats.head, 0xD9E2EC);
  format_set_border(formats.head, LXW_BORDER_THIN);
  for (auto* cell : {formats.locked, formats.open}) {
    format_set_num_format(cell, "@");
    format_set_text_wrap(cell);
    format_set_align(cell, LXW_ALIGN_VERTICAL_TOP);
  }
  format_set_bg_color(formats.locked, 0xEEEEEE);
  format_set_unlocked(formats.open);
  format_set_text_wrap(formats.prose);
  format_set_align(formats.prose, LXW_ALIGN_VERTICAL_TOP);
  return formats;
}

double WidthOf(const Workbook& workbook, size_t column) {
  constexpr size_t kNarrowest = 10, kWidest = 42;
  size_t width = std::max(kNarrowest, Width(workbook.columns[column].title) + 2);
  for (const auto& row : workbook.rows) {
    for (const auto& line : Split(row.at(column), '\n')) width = std::max(width, Width(line) + 1);
  }
  return static_cast<double>(std::min(width, kWidest));
}

void WriteHead(lxw_worksheet* sheet, const Workbook& workbook, const Formats& formats) {
  for (size_t i = 0; i < workbook.columns.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    const WorkbookColumn& one = workbook.columns[i];
    // The format of the column is that of the rows that are added below.
    worksheet_set_column(sheet, column, column, WidthOf(workbook, i), one.locked ? formats.locked : formats.open);
    worksheet_write_string(sheet, 0, column, one.title.c_str(), formats.head);
    if (one.note.empty()) continue;
    lxw_comment_options options{};
    options.width = 320;
    options.height = static_cast<uint16_t>(40 + 18 * Wrap(one.note, 45).size());
    worksheet_write_comment_opt(sheet, 0, column, one.note.c_str(), &options);
  }
  worksheet_set_row(sheet, 0, 32, nullptr);
  worksheet_freeze_panes(sheet, 1, 1);
}

void WriteRows(lxw_worksheet* sheet, const Workbook& workbook, const Formats& formats) {
  for (size_t r = 0; r < workbook.rows.size(); ++r) {
    for (size_t c = 0; c < workbook.columns.size(); ++c) {
      const std::string& text = workbook.rows[r][c];
      auto* format = workbook.columns[c].locked ? formats.locked : formats.open;
      const auto row = static_cast<lxw_row_t>(r + 1);
      const auto column = static_cast<lxw_col_t>(c);
      if (text.empty()) {
        worksheet_write_blank(sheet, row, column, format);
      } else if (worksheet_write_string(sheet, row, column, text.c_str(), format) != LXW_NO_ERROR) {
        throw Error(Reason::CANCELLED, fmt::format("a cell of '{}' cannot be written", workbook.columns[c].title));
      }
    }
    // Prose would make rows as tall as the screen.
    worksheet_set_row(sheet, static_cast<lxw_row_t>(r + 1), 30, nullptr);
  }
}

// Each column's choices stand in a column of their own, which the drop-downs point to: a list within the
// drop-down itself holds no more than 255 characters.
void WriteChoices(lxw_worksheet* sheet, lxw_worksheet* lists, const Workbook& workbook, const Formats& formats) {
  constexpr lxw_row_t kRowsBelow = 500;
  lxw_col_t at = 0;
  for (size_t i = 0; i < workbook.columns.size(); ++i) {
    const WorkbookColumn& column = workbook.columns[i];
    if (column.choices.empty()) continue;
    worksheet_set_column(lists, at, static_cast<lxw_col_t>(at + 1), 24, nullptr);
    worksheet_write_string(lists, 0, at, column.title.c_str(), formats.head);
    worksheet_write_string(lists, 0, static_cast<lxw_col_t>(at + 1), "meaning", formats.head);
    for (size_t k = 0; k < column.choices.size(); ++k) {
      const auto row = static_cast<lxw_row_t>(k + 1);
      worksheet_write_string(lists, row, at, column.choices[k].first.c_str(), nullptr);
      worksheet_write_string(lists, row, static_cast<lxw_col_t>(at + 1), column.choices[k].second.c_str(), nullptr);
    }
    char first[LXW_MAX_CELL_NAME_LENGTH], last[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell_abs(first, 1, at, 1, 1);
    lxw_rowcol_to_cell_abs(last, static_cast<lxw_row_t>(column.choices.size()), at, 1, 1);
    std::string formula = fmt::format("=Lists!{}:{}", first, last);
    std::string title = "Not in the list", message = "See the sheet Lists for what may stand here.";
    lxw_data_validation rule{};
    rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    rule.value_formula = formula.data();
    rule.error_type = column.open_choices ? LXW_VALIDATION_ERROR_TYPE_INFORMATION : LXW_VALIDATION_ERROR_TYPE_STOP;
    rule.error_title = title.data();
    rule.error_message = message.data();
    const auto place = static_cast<lxw_col_t>(i);
    worksheet_data_validation_range(sheet, 1, place, static_cast<lxw_row_t>(workbook.rows.size() + kRowsBelow), place,
                                    &rule);
    at = static_cast<lxw_col_t>(at + 2);
  }
}

void Protect(lxw_worksheet* sheet) {
  lxw_protection allowed{};
  allowed.format_cells = allowed.format_columns = allowed.format_rows = 1;
  allowed.insert_rows = allowed.sort = allowed.autofilter = 1;
  // No password: it keeps from slips, not from people.
  worksheet_protect(sheet, nullptr, &allowed);
}

void WriteHowTo(lxw_worksheet* sheet, const Workbook& workbook, const Formats& formats) {
  worksheet_set_column(sheet, 0, 0, 100, formats.prose);
  for (size_t i = 0; i < workbook.how_to.size(); ++i) {
    worksheet_write_string(sheet, static_cast<lxw_row_t>(i), 0, workbook.how_to[i].c_str(), formats.prose);
  }
}

}  // namespace

std::string WriteWorkbook(const Workbook& workbook) {
  const TemporaryFile file;
  lxw_workbook* book = workbook_new(file.path().c_str());
  if (book == nullptr) throw Error(Reason::CANCELLED, "there is not enough memory for the spreadsheet");
  try {
    const Formats formats = MakeFormats(book);
    lxw_worksheet* sheet = workbook_add_worksheet(book, workbook.sheet.c_str());
    lxw_worksheet* how_to = workbook_add_worksheet(book, "How to");
    lxw_worksheet* lists = workbook_add_worksheet(book, "Lists");
    WriteHead(sheet, workbook, formats);
    WriteRows(sheet, workbook, formats);
    WriteChoices(sheet, lists, workbook, formats);
    WriteHowTo(how_to, workbook, formats);
    Protect(sheet);
  } catch (...) {
    lxw_workbook_free(book);
    throw;
  }
  if (const lxw_error problem = workbook_close(book); problem != LXW_NO_ERROR) {
    throw Error(Reason::CANCELLED, fmt::format("cannot write the spreadsheet: {}", lxw_strerror(problem)));
  }
  return ReadWholeFile(file.path());
}

}  // namespace almanac::cli
