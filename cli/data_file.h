// A CSV file of data as its columns: names and types. It is read as a stream,
// here, and nothing of its values is kept or sent.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/type_guess.h"

namespace almanac::cli {

struct DataColumn {
  // As the file spells it, in UTF-8; made up or numbered where the file names none, or the same twice.
  std::string name;
  // What the record calls it: integer, text; empty for a column without values.
  std::string type;
  // What a reader should look at; mostly empty.
  std::string note;
};

struct DataFile {
  std::vector<DataColumn> columns;
  int64_t rows = 0;
  // ',', ';', '\t' or '|'.
  char separator = ',';
  // UTF-8, or Windows-1252 where the bytes are no UTF-8.
  std::string encoding;
  // Of the file as a whole: rows of another length, a first row that looks like data.
  std::vector<std::string> notes;
  // The first row as it is, in UTF-8: what a dictionary is told by.
  std::vector<std::string> headers;
};

// Takes a file in pieces.
class DataFileReader {
 public:
  DataFileReader();
  ~DataFileReader();
  DataFileReader(const DataFileReader&) = delete;
  DataFileReader& operator=(const DataFileReader&) = delete;

  // Throws UsageError: what is no text, a spreadsheet, UTF-16, a quote that never ends, too many columns.
  void Feed(std::string_view bytes);
  // Throws UsageError also for a file without a header row.
  DataFile Finish();

 private:
  class Reading;
  std::unique_ptr<Reading> reading_;
};

// Opens and reads a file; `done` hears how many bytes were read, of how many (0: unknown).
// Throws UsageError as the reader does.
DataFile ReadDataFile(const std::string& path, const std::function<void(int64_t, int64_t)>& done);

// The whole of a smaller file as rows of UTF-8, its separator and encoding found as above. Throws UsageError.
std::vector<std::vector<std::string>> ReadRows(const std::string& bytes);

}  // namespace almanac::cli
