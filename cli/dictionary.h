// A data dictionary in a CSV: a row a field. What its columns are called is
// taken as people write it: Column Name, Data type, Description.
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"

namespace almanac::cli {

// The field of v1::Field that a header means; empty for none.
std::string DictionaryColumn(const std::string& header);

// A dictionary has a column of names and one of types or descriptions, and at
// least half of its columns are those of a dictionary.
bool IsDictionary(const std::vector<std::string>& headers);

struct Dictionary {
  std::vector<v1::Field> fields;
  // Columns that are none of a dictionary.
  std::vector<std::string> ignored;
};

// Rows of UTF-8, the header first. Throws UsageError: a value that is none of its kind, a row without a name, a name
// that stands there twice; each with its row.
Dictionary ReadDictionary(const std::vector<std::vector<std::string>>& rows, const std::string& file);

}  // namespace almanac::cli
