// Tokens of the filter grammar.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace almanac::store {

struct FilterToken {
  enum class Kind { kWord, kQuoted, kOperator, kOpen, kClose, kEnd };
  Kind kind = Kind::kEnd;
  std::string text;
  // Where it begins, in bytes from 0.
  size_t at = 0;
};

// The last token is kEnd. Throws INVALID_FILTER for an open quote or a stray character.
std::vector<FilterToken> LexFilter(std::string_view filter);

}  // namespace almanac::store
