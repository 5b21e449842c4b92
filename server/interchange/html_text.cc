// Reads HTML the way a screen reader would, far from a browser: only tags by
// known names count as tags, so that "age < 5 and > 3" stays what it is.
#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

#include "interchange/plain_text.h"

namespace almanac::interchange {
namespace {

constexpr size_t kLongestTag = 20'000;
// Once this many brackets turned out to open no tag, only short ones are looked for: a wall of them is no HTML.
constexpr int kPatience = 20;
constexpr size_t kShortTag = 200;
constexpr size_t kLongestEntity = 12;

// Sorted.
constexpr std::array<std::string_view, 70> kTags{
    "a",      "abbr",    "address", "article", "aside",    "b",      "blockquote", "body",   "br",    "button",
    "center", "cite",    "code",    "col",     "dd",       "div",    "dl",         "dt",     "em",    "embed",
    "figure", "font",    "footer",  "form",    "h1",       "h2",     "h3",         "h4",     "h5",    "h6",
    "head",   "header",  "hr",      "html",    "i",        "iframe", "img",        "input",  "label", "li",
    "link",   "main",    "meta",    "nav",     "o:p",      "object", "ol",         "option", "p",     "pre",
    "script", "section", "select",  "small",   "span",     "strike", "strong",     "style",  "sub",   "sup",
    "svg",    "table",   "tbody",   "td",      "textarea", "th",     "thead",      "title",  "tr",    "u"};
constexpr std::array<std::string_view, 1> kMoreTags{"ul"};
constexpr std::array<std::string_view, 7> kSilent{"script", "style", "head", "iframe", "object", "svg", "textarea"};
constexpr std::array<std::string_view, 21> kBlocks{
    "address", "article", "aside", "blockquote", "div", "dl",   "footer", "form", "h1",  "h2",     "h3",
    "h4",      "h5",      "h6",    "header",     "hr",  "main", "ol",     "p",    "pre", "section"};

template <size_t N>
bool OneOf(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

struct Tag {
  std::string name;
  bool closing = false;
  std::string_view attributes;
  // Up to and with the bracket; zero when there is no tag here.
  size_t length = 0;
};

size_t LimitAfter(int failures) { return failures < kPatience ? kLongestTag : kShortTag; }

// `text` begins with '<'.
Tag TagAt(std::string_view text, size_t limit) {
  Tag tag;
  if (text.substr(0, 4) == "<!--") {
    const auto end = text.find("-->");
    tag.length = end == std::string_view::npos ? text.size() : end + 3;
    return tag;
  }
  size_t i = 1;
  if (i < text.size() && (text[i] == '/' || text[i] == '!' || text[i] == '?')) tag.closing = text[i++] == '/';
  const size_t start = i;
  while (i < text.size() && (std::isalnum(static_cast<unsigned char>(text[i])) || text[i] == ':')) ++i;
  tag.name = LowerAscii(text.substr(start, i - start));
  const bool known = OneOf(kTags, tag.name) || OneOf(kMoreTags, tag.name) || tag.name == "doctype" || tag.name == "xml";
  if (!known) return {};
  char quote = '\0';
  for (size_t end = i; end < text.size() && end < limit; ++end) {
    const char c = text[end];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      tag.attributes = text.substr(i, end - i);
      tag.length = end + 1;
      return tag;
    }
  }
  return {};
}

struct Named {
  std::string_view name;
  std::string_view text;
};
constexpr std::array<Named, 32> kEntities{
    {{"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},   {"nbsp", " "},
     {"ndash", "–"},  {"mdash", "—"},  {"lsquo", "‘"},  {"rsquo", "’"},  {"ldquo", "“"},  {"rdquo", "”"},
     {"hellip", "…"}, {"bull", "•"},   {"middot", "·"}, {"copy", "©"},   {"reg", "®"},    {"trade", "™"},
     {"deg", "°"},    {"sect", "§"},   {"eacute", "é"}, {"egrave", "è"}, {"aacute", "á"}, {"agrave", "à"},
     {"iacute", "í"}, {"oacute", "ó"}, {"uacute", "ú"}, {"ntilde", "ñ"}, {"uuml", "ü"},   {"ouml", "ö"},
     {"auml", "ä"},   {"ccedil", "ç"}}};

void AppendCodePoint(uint32_t code, std::string* out) {
  if (code < 0x80) {
    *out += static_cast<char>(code);
  } else if (code < 0x800) {
    *out += static_cast<char>(0xC0 | (code >> 6));
    *out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    *out += static_cast<char>(0xE0 | (code >> 12));
    *out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    *out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    *out += static_cast<char>(0xF0 | (code >> 18));
    *out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    *out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    *out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// `digits` follows "&#". False for what is no character.
bool AppendNumericEntity(std::string_view digits, std::string* out) {
  const bool hex = !digits.empty() && (digits[0] == 'x' || digits[0] == 'X');
  if (hex) digits.remove_prefix(1);
  if (digits.empty() || digits.size() > 7) return false;
  uint32_t code = 0;
  for (char c : digits) {
    const auto u = static_cast<unsigned char>(c);
    if (hex ? !std::isxdigit(u) : !std::isdigit(u)) return false;
    code = code * (hex ? 16 : 10) + static_cast<uint32_t>(std::isdigit(u) ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
  AppendCodePoint(code, out);
  return true;
}

// Appends what the entity at the front of `text` ("&...") stands for; its length, or 0 when it is none.
size_t AppendEntity(std::string_view text, std::string* out) {
  const auto end = text.substr(0, kLongestEntity).find(';');
  if (end == std::string_view::npos || end < 2) return 0;
  const auto name = text.substr(1, end - 1);
  if (name[0] == '#') return AppendNumericEntity(name.substr(1), out) ? end + 1 : 0;
  for (const auto& entity : kEntities) {
    if (entity.name == name) {
      *out += entity.text;
      return end + 1;
    }
  }
  return 0;
}

std::string HrefOf(std::string_view attributes) {
  const auto at = LowerAscii(attributes).find("href");
  if (at == std::string::npos) return {};
  auto rest = Trim(attributes.substr(at + 4));
  if (rest.empty() || rest[0] != '=') return {};
  rest = Trim(rest.substr(1));
  if (rest.empty()) return {};
  const char quote = rest[0];
  std::string_view value = quote == '"' || quote == '\'' ? rest.substr(1, rest.find(quote, 1) - 1)
                                                         : rest.substr(0, rest.find_first_of(" \t\r\n"));
  std::string address;
  for (size_t i = 0; i < value.size();) {
    const size_t entity = value[i] == '&' ? AppendEntity(value.substr(i), &address) : 0;
    if (entity == 0) address += value[i];
    i += std::max<size_t>(entity, 1);
  }
  const auto lower = LowerAscii(address);
  const bool web = lower.rfind("http://", 0) == 0 || lower.rfind("https://", 0) == 0;
  return web && address.find_first_of(" \t\r\n<>\"") == std::string::npos ? address : std::string();
}

bool HasLayout(std::string_view html) {
  int failures = 0;
  for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    const Tag tag = TagAt(html.substr(at), LimitAfter(failures));
    if (tag.name == "br" || tag.name == "li" || tag.name == "tr" || OneOf(kBlocks, tag.name)) return true;
    if (tag.length == 0) ++failures;
  }
  return false;
}

class Reader {
 public:
  explicit Reader(std::string_view html) : html_(html), keep_lines_(!HasLayout(html)) {}

  std::string Read() {
    while (at_ < html_.size()) {
      const char c = html_[at_];
      if (c == '<') {
        if (const Tag tag = TagAt(html_.substr(at_), LimitAfter(failures_)); tag.length > 0) {
          at_ += tag.length;
          Take(tag);
          continue;
        }
        ++failures_;
      }
      size_t entity = 0;
      if (c == '&') entity = AppendEntity(html_.substr(at_), &out_);
      if (entity == 0) out_ += c == '\n' && !keep_lines_ ? ' ' : c;
      at_ += std::max<size_t>(entity, 1);
    }
    return ManyLines(out_);
  }

 private:
  void Take(const Tag& tag) {
    if (!tag.closing && OneOf(kSilent, tag.name)) return SkipContent(tag.name);
    if (tag.name == "br") out_ += '\n';
    if (tag.name == "tr" || tag.name == "dt" || tag.name == "dd" || tag.name == "ul") out_ += '\n';
    if (tag.name == "li") out_ += tag.closing ? "" : "\n- ";
    if ((tag.name == "td" || tag.name == "th") && tag.closing) out_ += ' ';
    if (OneOf(kBlocks, tag.name)) out_ += "\n\n";
    if (tag.name == "a") Link(tag);
  }

  void Link(const Tag& tag) {
    if (!tag.closing) {
      href_ = HrefOf(tag.attributes);
      link_start_ = out_.size();
    } else if (!href_.empty()) {
      const auto words = Trim(std::string_view(out_).substr(std::min(link_start_, out_.size())));
      if (words.find(href_) == std::string_view::npos) out_ += words.empty() ? href_ : " (" + href_ + ")";
      href_.clear();
    }
  }

  void SkipContent(const std::string& name) {
    for (auto end = html_.find("</", at_); end != std::string_view::npos; end = html_.find("</", end + 2)) {
      const Tag tag = TagAt(html_.substr(end), kShortTag);
      if (tag.length == 0 || tag.name != name) continue;
      at_ = end + tag.length;
      return;
    }
    at_ = html_.size();
  }

  std::string_view html_;
  // Without tags that break lines, the line ends are the author's own; with them a line's end is a blank.
  bool keep_lines_;
  size_t at_ = 0;
  int failures_ = 0;
  std::string out_;
  std::string href_;
  size_t link_start_ = 0;
};

}  // namespace

bool LooksLikeHtml(std::string_view text) {
  int failures = 0;
  for (auto at = text.find_first_of("<&"); at != std::string_view::npos; at = text.find_first_of("<&", at + 1)) {
    if (text[at] == '<' && TagAt(text.substr(at), LimitAfter(failures++)).length > 0) return true;
    std::string ignored;
    if (text[at] == '&' && AppendEntity(text.substr(at), &ignored) > 0) return true;
  }
  return false;
}

std::string HtmlToText(std::string_view html) { return Reader(html).Read(); }

}  // namespace almanac::interchange
