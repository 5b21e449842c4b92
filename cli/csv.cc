#include "cli/csv.h"

#include <fmt/format.h>

#include "cli/usage.h"

namespace almanac::cli {
namespace {

class Reader {
 public:
  Reader(std::string_view text, char separator)
      : separator_(separator),
        ends_{separator, '\r', '\n'},
        text_(text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text) {}

  std::vector<std::vector<std::string>> Rows() {
    std::vector<std::vector<std::string>> rows;
    while (at_ < text_.size()) {
      std::vector<std::string> row = Row();
      if (row.size() > 1 || !row[0].empty()) rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  std::vector<std::string> Row() {
    std::vector<std::string> cells;
    while (true) {
      cells.push_back(at_ < text_.size() && text_[at_] == '"' ? Quoted() : Plain());
      if (at_ >= text_.size()) return cells;
      if (text_[at_++] == separator_) continue;
      if (text_[at_ - 1] == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
      return cells;
    }
  }

  std::string Plain() {
    const size_t end = std::min(text_.find_first_of(ends_, at_), text_.size());
    std::string cell(text_.substr(at_, end - at_));
    at_ = end;
    return cell;
  }

  std::string Quoted() {
    const size_t opened = at_++;
    std::string cell;
    while (at_ < text_.size()) {
      if (text_[at_] != '"') {
        cell += text_[at_++];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell += '"';
        at_ += 2;
      } else {
        ++at_;
        return cell + Plain();
      }
    }
    throw UsageError(fmt::format("the quote at byte {} of the CSV never ends", opened + 1));
  }

  const char separator_;
  const std::string ends_;
  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::vector<std::vector<std::string>> ParseCsv(std::string_view text, char separator) {
  return Reader(text, separator).Rows();
}

std::string CsvLine(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) line += ',';
    if (cell.find_first_of(",\"\r\n") == cell.npos) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char c : cell) {
      if (c == '"') line += '"';
      line += c;
    }
    line += '"';
  }
  return line + "\r\n";
}

}  // namespace almanac::cli
