#include "reporting/mustache.h"

#include <kainjow/mustache.hpp>

#include <algorithm>

#include "base/error.h"
#include "reporting/templates.h"

namespace almanac::reporting {
namespace {

using kainjow::mustache::data;

// A value must not bring along what stands for our line ends and braces.
std::string Clean(std::string text) {
  std::replace(text.begin(), text.end(), kLineEnd, ' ');
  std::replace(text.begin(), text.end(), kBrace, ' ');
  return text;
}

data Convert(const Data& from) {
  switch (from.kind()) {
    case Data::Kind::kFlag:
      return data(from.flag());
    case Data::Kind::kText:
      return data(Clean(from.text()));
    case Data::Kind::kList: {
      data list(data::type::list);
      for (const Data& item : from.items()) list.push_back(Convert(item));
      return list;
    }
    case Data::Kind::kObject:
      break;
  }
  data object(data::type::object);
  for (const auto& [name, member] : from.members()) object.set(name, Convert(member));
  return object;
}

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) > 127;
}

// "1. " or "1) " at the start would begin a list.
size_t ListNumberEnd(std::string_view text) {
  const size_t end = text.find_first_not_of("0123456789");
  return end != std::string_view::npos && end > 0 && (text[end] == '.' || text[end] == ')') ? end
                                                                                            : std::string_view::npos;
}

bool NeedsMark(std::string_view text, size_t at) {
  const char c = text[at];
  if (std::string_view("\\`*[]<>|~").find(c) != std::string_view::npos) return true;
  if (at == 0 && std::string_view("#-+=").find(c) != std::string_view::npos) return true;
  if (at == ListNumberEnd(text)) return true;
  // An underscore inside a word is one; elsewhere it may begin emphasis.
  if (c == '_')
    return at == 0 || at + 1 == text.size() || !IsWordCharacter(text[at - 1]) || !IsWordCharacter(text[at + 1]);
  // &copy; and &#169; would turn into a sign.
  return c == '&' && at + 1 < text.size() && (text[at + 1] == '#' || IsWordCharacter(text[at + 1]));
}

}  // namespace

std::string EscapeMarkdown(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n' || text[at] == '\r' || text[at] == '\t') {
      out += ' ';
      continue;
    }
    if (NeedsMark(text, at)) out += '\\';
    out += text[at];
  }
  return out;
}

std::string Render(const std::string& assembled, const Data& data, Escape escape) {
  kainjow::mustache::mustache engine(assembled);
  if (!engine.is_valid()) throw Error(Reason::TEMPLATE_INVALID, engine.error_message());
  if (escape == Escape::kMarkdown) {
    engine.set_custom_escape([](const std::string& text) { return EscapeMarkdown(text); });
  }
  std::string out = engine.render(Convert(data));
  if (!engine.is_valid()) throw Error(Reason::TEMPLATE_INVALID, engine.error_message());
  std::replace(out.begin(), out.end(), kLineEnd, '\n');
  std::replace(out.begin(), out.end(), kBrace, '{');
  return out;
}

}  // namespace almanac::reporting
