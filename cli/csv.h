// Comma-separated values as RFC 4180 has them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac::cli {

// The same piece by piece, for files that are larger than memory. Bytes stay as they are, a byte order mark included.
class CsvStream {
 public:
  // The row is the callee's to move from.
  CsvStream(char separator, std::function<void(std::vector<std::string>&)> take)
      : separator_(separator), take_(std::move(take)) {}

  // A piece may end anywhere. Throws UsageError for a cell of more than 16 MiB.
  void Feed(std::string_view bytes);
  // The last row. Throws UsageError for a quote that never ends.
  void Finish();

 private:
  enum class At { kStart, kPlain, kQuoted, kQuoteWithin };

  size_t TakeSpan(std::string_view bytes);
  void TakeByte(char byte);
  void EndCell();
  void EndRow();

  char separator_;
  std::function<void(std::vector<std::string>&)> take_;
  std::vector<std::string> row_;
  std::string cell_;
  At at_ = At::kStart;
  bool after_return_ = false;
  uint64_t read_ = 0;
  uint64_t opened_ = 0;
};

// Rows of cells; quotes, doubled quotes, line ends within quotes and a byte
// order mark are understood, empty lines skipped. Throws UsageError for a
// quote that never ends.
std::vector<std::vector<std::string>> ParseCsv(std::string_view text, char separator = ',');

// One line with its end, CRLF as the standard wants it; quoted where needed.
std::string CsvLine(const std::vector<std::string>& cells);

}  // namespace almanac::cli
