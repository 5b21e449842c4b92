// Datasets as rows of a table: RFC 4180, UTF-8, a column a field, safe to open
// in a spreadsheet.
#pragma once

#include <string>
#include <vector>

#include "interchange/export_source.h"

namespace almanac::interchange {

class CsvWriter {
 public:
  // The columns follow from the message: all of its fields, or those that the public may see.
  explicit CsvWriter(bool internal);

  std::string Head() const;
  std::string Row(const ExportRow& row) const;

 private:
  std::vector<const google::protobuf::FieldDescriptor*> columns_;
};

// Quoted where it must be; a cell that a spreadsheet would run as a formula
// begins with an apostrophe instead.
std::string CsvCell(std::string_view text);

}  // namespace almanac::interchange
