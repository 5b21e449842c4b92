// What is not right in a table that was sent, row by row.
#pragma once

#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

#include "cli/output.h"
#include "cli/session.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {

// What the server takes at once, with room for what surrounds it. Throws UsageError.
inline void RequireModest(const google::protobuf::Message& request) {
  constexpr size_t kLargestTable = (size_t{4} << 20) - (64 << 10);
  if (request.ByteSizeLong() <= kLargestTable) return;
  throw UsageError("the table holds more than 4 MiB of text, more than the server takes at once",
                   "Make two files of it, each with the head and some of the rows.");
}

// Of messages with row, column, rule and message. Returns the exit code.
template <class Problems>
int ShowRowProblems(const Session& session, const Problems& problems, int rows) {
  std::vector<std::vector<std::string>> shown;
  std::set<int> wrong;
  for (const auto& problem : problems) {
    wrong.insert(problem.row());
    shown.push_back({std::to_string(problem.row()), problem.column(), problem.rule(), OneLine(problem.message())});
  }
  if (session.style().format != Format::kTable) {
    ShowRows(session.style(), {"row", "column", "rule", "message"}, shown);
  } else {
    for (const auto& row : shown) {
      WriteOut(Hanging(fmt::format("row {}, {}: ", row[0], row[1]), row[3], session.style().width));
    }
  }
  session.Say(fmt::format("{} of {} rows {} not right; nothing was recorded. The head is row 1.", wrong.size(), rows,
                          wrong.size() == 1 ? "is" : "are"));
  return 6;
}

}  // namespace almanac::cli
