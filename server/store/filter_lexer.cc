#include "store/filter_lexer.h"

#include <fmt/format.h>

#include "base/error.h"

namespace almanac::store {
namespace {

using Kind = FilterToken::Kind;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool EndsWord(char c) {
  return IsSpace(c) || c == '(' || c == ')' || c == '"' || c == '=' || c == '<' || c == '>' || c == '!';
}

Error Invalid(size_t at, std::string what) {
  return Error(Reason::INVALID_FILTER, fmt::format("the filter does not read at character {}: {}", at + 1, what));
}

FilterToken Quoted(std::string_view filter, size_t* at) {
  FilterToken token{Kind::kQuoted, {}, *at};
  for (size_t i = *at + 1; i < filter.size(); ++i) {
    if (filter[i] == '"') {
      *at = i + 1;
      return token;
    }
    if (filter[i] == '\\' && i + 1 < filter.size()) ++i;
    token.text += filter[i];
  }
  throw Invalid(*at, "a quote is never closed");
}

FilterToken Operator(std::string_view filter, size_t* at) {
  const size_t length = *at + 1 < filter.size() && filter[*at + 1] == '=' && filter[*at] != '=' ? 2 : 1;
  FilterToken token{Kind::kOperator, std::string(filter.substr(*at, length)), *at};
  if (token.text == "!") throw Invalid(*at, "write != or NOT");
  *at += length;
  return token;
}

// The colon belongs to a word that goes on after it (a time, an address), and
// is an operator after the first word of a comparison.
FilterToken Word(std::string_view filter, size_t* at, bool is_value) {
  FilterToken token{Kind::kWord, {}, *at};
  size_t i = *at;
  while (i < filter.size() && !EndsWord(filter[i]) && (is_value || filter[i] != ':')) ++i;
  token.text = filter.substr(*at, i - *at);
  *at = i;
  return token;
}

}  // namespace

std::vector<FilterToken> LexFilter(std::string_view filter) {
  std::vector<FilterToken> tokens;
  for (size_t at = 0; at < filter.size();) {
    const char c = filter[at];
    const bool is_value = !tokens.empty() && tokens.back().kind == Kind::kOperator;
    if (IsSpace(c)) {
      ++at;
    } else if (c == '(' || c == ')') {
      tokens.push_back({c == '(' ? Kind::kOpen : Kind::kClose, std::string(1, c), at});
      ++at;
    } else if (c == '"') {
      tokens.push_back(Quoted(filter, &at));
    } else if (c == '=' || c == '<' || c == '>' || c == '!') {
      tokens.push_back(Operator(filter, &at));
    } else if (c == ':' && !is_value) {
      tokens.push_back({Kind::kOperator, ":", at});
      ++at;
    } else {
      tokens.push_back(Word(filter, &at, is_value));
    }
  }
  tokens.push_back({Kind::kEnd, {}, filter.size()});
  return tokens;
}

}  // namespace almanac::store
