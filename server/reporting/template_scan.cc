#include "reporting/template_scan.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"

namespace almanac::reporting {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool IsName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
  });
}

// By the specification a section, comment or partial alone on its line takes the line with it.
void TakeWholeLine(std::string_view text, Tag* tag) {
  if (tag->sigil == ' ' || tag->sigil == '{') return;
  size_t begin = tag->begin, end = tag->end;
  while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\t' || text[end] == '\r')) ++end;
  const bool starts = begin == 0 || text[begin - 1] == '\n';
  const bool ends = end == text.size() || text[end] == '\n';
  if (!starts || !ends) return;
  tag->begin = begin;
  tag->end = end == text.size() ? end : end + 1;
}

class Scanner {
 public:
  explicit Scanner(const TemplateSource& source) : source_(source), text_(source.text) {}

  std::vector<Tag> Run() {
    for (size_t at = text_.find("{{"); at != std::string_view::npos; at = text_.find("{{", at)) {
      CountLinesTo(at);
      tags_.push_back(Read(at));
      at = end_of_tag_;
      Pair(tags_.back());
    }
    if (!open_.empty()) {
      RefuseTemplate(source_.file, open_.back().line, fmt::format("section `{}` does not close", open_.back().name));
    }
    return std::move(tags_);
  }

 private:
  [[noreturn]] void Refuse(const std::string& why) const { RefuseTemplate(source_.file, line_, why); }

  void CountLinesTo(size_t at) {
    line_ += static_cast<int>(std::count(text_.begin() + counted_, text_.begin() + at, '\n'));
    counted_ = at;
  }

  Tag Read(size_t at) {
    const bool raw = text_.substr(at).starts_with("{{{");
    const std::string_view closing = raw ? "}}}" : "}}";
    const size_t content = at + closing.size();
    const size_t end = text_.find(closing, content);
    if (end == std::string_view::npos) Refuse(fmt::format("a tag begins here and has no `{}`", closing));
    end_of_tag_ = end + closing.size();
    std::string_view inside = Trim(text_.substr(content, end - content));
    Tag tag{raw ? '{' : ' ', {}, at, end_of_tag_, line_};
    if (!raw && !inside.empty() && std::string_view("#^/>!&=").find(inside.front()) != std::string_view::npos) {
      tag.sigil = inside.front();
      inside = Trim(inside.substr(1));
    }
    if (tag.sigil == '=') Refuse("the delimiters cannot be changed");
    if (tag.sigil == '&') Refuse("{{& is not offered: every value is escaped");
    if (tag.sigil != '!' && !IsName(inside)) {
      Refuse(fmt::format("`{}` is no name: a-z, 0-9, _, - and dots", inside.substr(0, 60)));
    }
    tag.name = inside;
    TakeWholeLine(text_, &tag);
    return tag;
  }

  void Pair(const Tag& tag) {
    if (tag.sigil == '#' || tag.sigil == '^') open_.push_back(tag);
    if (tag.sigil != '/') return;
    if (open_.empty()) Refuse(fmt::format("`{}` closes here and was never opened", tag.name));
    if (open_.back().name != tag.name) {
      Refuse(
          fmt::format("`{}` closes here, but `{}` of line {} is open", tag.name, open_.back().name, open_.back().line));
    }
    open_.pop_back();
  }

  const TemplateSource& source_;
  std::string_view text_;
  std::vector<Tag> tags_;
  std::vector<Tag> open_;
  int line_ = 1;
  size_t counted_ = 0;
  size_t end_of_tag_ = 0;
};

}  // namespace

std::vector<Tag> ScanTags(const TemplateSource& source) { return Scanner(source).Run(); }

void RefuseTemplate(std::string_view file, int line, const std::string& why) {
  throw Error(Reason::TEMPLATE_INVALID, fmt::format("{}:{}: {}", file, line, why));
}

}  // namespace almanac::reporting
