// In which format a file is written: as --format says, else as -o does, else as
// the ending of --to has it.
#pragma once

#include <string>
#include <vector>

#include "cli/command_line.h"

namespace almanac::cli {

struct FileFormat {
  // As --format calls it.
  std::string name;
  // Of its files: .json. Without the dot, what -o calls it.
  std::string ending;
};

// The name of one of `known`, the first of them where nothing says which.
// `asked` is what --format says, empty when it was not given. Throws UsageError
// for a format that is none, a -o that is none of them, an ending that nobody
// knows unless something else says which, and where two of the three contradict
// each other.
std::string FormatFor(const std::string& asked, const Values& values, const std::vector<FileFormat>& known);

}  // namespace almanac::cli
