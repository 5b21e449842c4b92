// One command, from its words to its exit code: 0 done, 1 failed, 2 usage,
// 3 not found, 4 denied, 5 conflict or wrong state, 6 invalid, 7 unavailable.
#pragma once

#include <string>
#include <vector>

namespace almanac::cli {

// `words` are those after the program's name. Data goes to standard output,
// words about it to standard error. Throws nothing.
int RunCommandLine(const std::vector<std::string>& words);

}  // namespace almanac::cli
