#include "cli/csv.h"

#include <fmt/format.h>

#include "base/formula.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

// Nobody writes that much into a cell; a quote that never ends does.
constexpr size_t kLargestCell = 16u << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

void CsvStream::EndCell() {
  row_.push_back(std::move(cell_));
  cell_.clear();
  at_ = At::kStart;
}

void CsvStream::EndRow() {
  EndCell();
  if (row_.size() > 1 || !row_[0].empty()) take_(row_);
  row_.clear();
}

// As many bytes as stand within one cell without ending it.
size_t CsvStream::TakeSpan(std::string_view bytes) {
  if (at_ == At::kQuoteWithin) return 0;
  if (at_ == At::kStart && bytes[0] == '"') return 0;
  const char ends[] = {separator_, '\r', '\n'};
  const size_t found = at_ == At::kQuoted ? bytes.find('"') : bytes.find_first_of(std::string_view(ends, sizeof ends));
  const size_t size = std::min(found, bytes.size());
  if (size == 0) return 0;
  if (cell_.size() + size > kLargestCell) {
    throw UsageError(fmt::format("a cell of the CSV is larger than {} MiB", kLargestCell >> 20),
                     at_ == At::kQuoted ? fmt::format("Look at the quote at byte {}: it may never end.", opened_)
                                        : "Check that it is the file you meant.");
  }
  cell_.append(bytes.substr(0, size));
  if (at_ == At::kStart) at_ = At::kPlain;
  return size;
}

void CsvStream::TakeByte(char byte) {
  if (at_ == At::kQuoted) {
    at_ = At::kQuoteWithin;
  } else if (byte == '"' && at_ == At::kQuoteWithin) {
    cell_ += '"';
    at_ = At::kQuoted;
  } else if (byte == '"' && at_ == At::kStart) {
    at_ = At::kQuoted;
    opened_ = read_ + 1;
  } else if (byte == separator_) {
    EndCell();
  } else if (byte == '\r' || byte == '\n') {
    EndRow();
    after_return_ = byte == '\r';
  } else {
    cell_ += byte;
    at_ = At::kPlain;
  }
}

void CsvStream::Feed(std::string_view bytes) {
  while (!bytes.empty()) {
    if (after_return_) {
      after_return_ = false;
      if (bytes[0] == '\n') {
        bytes.remove_prefix(1);
        ++read_;
        continue;
      }
    }
    size_t taken = TakeSpan(bytes);
    if (taken == 0) {
      TakeByte(bytes[0]);
      taken = 1;
    }
    read_ += taken;
    bytes.remove_prefix(taken);
  }
}

void CsvStream::Finish() {
  if (at_ == At::kQuoted) throw UsageError(fmt::format("the quote at byte {} of the CSV never ends", opened_));
  if (!row_.empty() || at_ != At::kStart) EndRow();
}

std::vector<std::vector<std::string>> ParseCsv(std::string_view text, char separator) {
  std::vector<std::vector<std::string>> rows;
  CsvStream stream(separator, [&](std::vector<std::string>& row) { rows.push_back(std::move(row)); });
  stream.Feed(text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text);
  stream.Finish();
  return rows;
}

std::string CsvLine(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& given : cells) {
    if (&given != &cells.front()) line += ',';
    const std::string cell = WithoutFormula(given);
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
