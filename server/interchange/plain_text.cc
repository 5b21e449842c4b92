#include "interchange/plain_text.h"

#include <algorithm>

namespace almanac::interchange {
namespace {

bool IsControl(unsigned char c) { return c < 0x20 || c == 0x7F; }
bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// U+0080-U+009F, U+2028, U+2029, U+FEFF and the marks that turn the direction of text: seen by nobody, abused by some.
size_t InvisibleLength(std::string_view rest) {
  const auto at = [&](size_t i) { return static_cast<unsigned char>(rest[i]); };
  if (rest.size() >= 2 && at(0) == 0xC2 && at(1) >= 0x80 && at(1) <= 0x9F) return 2;
  if (rest.size() < 3) return 0;
  if (at(0) == 0xEF && at(1) == 0xBB && at(2) == 0xBF) return 3;
  if (at(0) != 0xE2) return 0;
  if (at(1) == 0x80 && (at(2) == 0x8B || (at(2) >= 0xA8 && at(2) <= 0xAE))) return 3;
  if (at(1) == 0x81 && at(2) >= 0xA6 && at(2) <= 0xA9) return 3;
  return 0;
}

bool IsNoBreakSpace(std::string_view rest) { return rest.size() >= 2 && rest[0] == '\xC2' && rest[1] == '\xA0'; }

}  // namespace

std::string_view Trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n\f\v");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n\f\v") - first + 1);
}

std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string ManyLines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  int line_ends = 0;
  bool blank = false;
  const auto put = [&](std::string_view piece) {
    if (!out.empty()) {
      if (line_ends > 0) out.append(std::min(line_ends, 2), '\n');
      if (line_ends == 0 && blank) out += ' ';
    }
    line_ends = 0;
    blank = false;
    out += piece;
  };
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    const auto rest = text.substr(i);
    if (c == '\n' || c == '\r') {
      if (c == '\n' || i + 1 == text.size() || text[i + 1] != '\n') ++line_ends;
      ++i;
    } else if (c == ' ' || c == '\t' || IsControl(static_cast<unsigned char>(c))) {
      blank = true;
      ++i;
    } else if (IsNoBreakSpace(rest)) {
      blank = true;
      i += 2;
    } else if (const size_t invisible = InvisibleLength(rest); invisible > 0) {
      i += invisible;
    } else {
      size_t end = i + 1;
      while (end < text.size() && static_cast<unsigned char>(text[end]) > 0x20 && text[end] != '\x7F' &&
             static_cast<unsigned char>(text[end]) < 0x80) {
        ++end;
      }
      while (end < text.size() && IsContinuation(text[end])) ++end;
      put(text.substr(i, end - i));
      i = end;
    }
  }
  return out;
}

std::string OneLine(std::string_view text) {
  std::string line = ManyLines(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  const auto twice = [](char a, char b) { return a == ' ' && b == ' '; };
  line.erase(std::unique(line.begin(), line.end(), twice), line.end());
  return line;
}

std::string_view CutUtf8(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && IsContinuation(text[bytes])) --bytes;
  return text.substr(0, bytes);
}

bool CutCharacters(std::string* text, size_t characters) {
  if (text->size() <= characters) return false;
  size_t seen = 0;
  for (size_t i = 0; i < text->size(); ++i) {
    if (IsContinuation((*text)[i])) continue;
    if (seen++ == characters) {
      text->resize(i);
      return true;
    }
  }
  return false;
}

}  // namespace almanac::interchange
