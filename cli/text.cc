#include "cli/text.h"

#include <utf8proc.h>

#include <algorithm>

namespace almanac::cli {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// The next character of `text` from `at`, which moves on; -1 for what is not UTF-8.
utf8proc_int32_t NextCharacter(std::string_view text, size_t* at) {
  utf8proc_int32_t character = -1;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + *at),
                                     static_cast<utf8proc_ssize_t>(text.size() - *at), &character);
  *at += size > 0 ? static_cast<size_t>(size) : 1;
  return size > 0 ? character : -1;
}

bool TurnsDirection(utf8proc_int32_t c) {
  return c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::string Cleaned(std::string_view text, bool keep_lines) {
  std::string clean;
  clean.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const size_t start = at;
    const auto c = NextCharacter(text, &at);
    if (c == -1) {
      clean += kReplacement;
    } else if (c == '\n' && keep_lines) {
      clean += '\n';
    } else if (c == '\n' || c == '\t') {
      clean += ' ';
    } else if (c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0) && !TurnsDirection(c)) {
      clean.append(text, start, at - start);
    }
  }
  return clean;
}

// How many letters must be changed, added, dropped or swapped with their neighbour.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> cost(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({change, cost[i - 1][j] + 1, cost[i][j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

void WrapParagraph(std::string_view paragraph, size_t width, std::vector<std::string>* lines) {
  std::string line;
  for (const std::string& word : Split(paragraph, ' ')) {
    if (word.empty()) continue;
    if (!line.empty() && Width(line) + 1 + Width(word) > width) {
      lines->push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  lines->push_back(std::move(line));
}

std::string Mapped(std::string_view text, char from, char to) {
  std::string mapped(text);
  std::replace(mapped.begin(), mapped.end(), from, to);
  return mapped;
}

}  // namespace

size_t Width(std::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) {
    const auto c = NextCharacter(text, &at);
    width += c == -1 ? 1 : static_cast<size_t>(std::max(0, utf8proc_charwidth(c)));
  }
  return width;
}

std::string OneLine(std::string_view text) { return Cleaned(text, false); }

std::string Harmless(std::string_view text) { return Cleaned(text, true); }

std::string Fit(std::string_view text, size_t width) {
  if (Width(text) <= width) return std::string(text);
  if (width == 0) return {};
  size_t used = 0;
  size_t end = 0;
  for (size_t at = 0; at < text.size();) {
    const auto c = NextCharacter(text, &at);
    const size_t wide = c == -1 ? 1 : static_cast<size_t>(std::max(0, utf8proc_charwidth(c)));
    if (used + wide > width - 1) break;
    used += wide;
    end = at;
  }
  while (end > 0 && text[end - 1] == ' ') --end;
  return std::string(text.substr(0, end)) + std::string(kEllipsis);
}

std::string Pad(std::string_view text, size_t width) {
  const size_t used = Width(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string PadLeft(std::string_view text, size_t width) {
  const size_t used = Width(text);
  return std::string(used < width ? width - used : 0, ' ') + std::string(text);
}

std::vector<std::string> Wrap(std::string_view text, size_t width) {
  std::vector<std::string> lines;
  for (const std::string& paragraph : Split(text, '\n')) WrapParagraph(paragraph, width, &lines);
  while (lines.size() > 1 && lines.back().empty()) lines.pop_back();
  return lines;
}

std::string Hanging(std::string_view lead, std::string_view text, size_t width) {
  constexpr size_t kLeast = 20;
  const size_t indent = Width(lead);
  std::string lines;
  std::string start(lead);
  for (const std::string& line : Wrap(text, width > indent + kLeast ? width - indent : kLeast)) {
    lines += start + line + "\n";
    start.assign(indent, ' ');
  }
  return lines;
}

std::string Label(std::string_view field) {
  std::string label = Mapped(field, '_', ' ');
  if (!label.empty() && label[0] >= 'a' && label[0] <= 'z') label[0] = static_cast<char>(label[0] - 32);
  for (const std::string_view abbreviation : {"url", "id"}) {
    if (label.ends_with(" " + std::string(abbreviation))) {
      label.replace(label.size() - abbreviation.size(), abbreviation.size(), Upper(abbreviation));
    }
  }
  return label;
}

std::string Dashed(std::string_view field) { return Mapped(field, '_', '-'); }

std::string Underscored(std::string_view option) { return Mapped(option, '-', '_'); }

std::string Upper(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
  return upper;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return lower;
}

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (size_t start = 0;;) {
    const size_t end = text.find(separator, start);
    parts.emplace_back(text.substr(start, end == text.npos ? end : end - start));
    if (end == text.npos) return parts;
    start = end + 1;
  }
}

std::string Join(const std::vector<std::string>& parts, std::string_view between) {
  std::string joined;
  for (const std::string& part : parts) {
    if (&part != &parts.front()) joined += between;
    joined += part;
  }
  return joined;
}

std::string Nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::string nearest;
  // A third of the letters wrong is a guess; more is another word.
  size_t best = std::max<size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const bool begins = word.size() >= 3 && candidate.starts_with(word);
    const size_t distance = begins ? 1 : Distance(word, candidate);
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace almanac::cli
