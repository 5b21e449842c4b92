// Words as search sees them: both databases get the same plain text, so both
// find the same rows.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>
#include <vector>

namespace almanac::store {

// Marks stripped, case folded, everything but letters and digits a single
// space: "École  no. 7!" -> "ecole no 7".
std::string Fold(std::string_view text);

struct SearchText {
  // The searched fields that are folded too: the title, which weighs more.
  std::string title;
  // All other searched fields.
  std::string words;
};
SearchText SearchTextOf(const google::protobuf::Message& message);

// The words of a query, folded; every one must occur, the last may be a beginning.
std::vector<std::string> QueryWords(std::string_view query);

}  // namespace almanac::store
