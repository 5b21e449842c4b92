#include "reporting/templates.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/config.h"
#include "base/error.h"
#include "base/share.h"

namespace almanac::reporting {
namespace {

constexpr size_t kMostBytes = 256UL * 1024;
// Partials that include partials twice each grow fast without nesting deep.
constexpr size_t kMostAssembledBytes = 1024UL * 1024;
constexpr size_t kDeepestSection = 50;
constexpr size_t kDeepestPartial = 10;
constexpr std::string_view kExtension = ".mustache";

std::string FileOf(std::string_view report, std::string_view format) {
  return fmt::format("{}.{}{}", report, format, kExtension);
}

std::vector<std::string> SplitWords(std::string_view list) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : list) {
    if (c != ',' && c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

// Puts one template together. Contexts are specimens, the innermost last.
class Assembler {
 public:
  Assembler(const Templates& templates, std::string_view format, const std::vector<std::string>& raw)
      : templates_(templates), format_(format), raw_(raw) {}

  std::string Run(const TemplateSource& source, const Data& specimen) {
    contexts_.push_back(&specimen);
    Append(source);
    return std::move(out_);
  }

 private:
  void Append(const TemplateSource& source) {
    including_.push_back(source.file);
    std::vector<size_t> closing;
    size_t at = 0;
    for (const Tag& tag : ScanTags(source)) {
      AppendText(source, at, tag.begin);
      at = tag.end;
      AppendTag(source, tag, &closing);
      if (out_.size() > kMostAssembledBytes) {
        RefuseTemplate(source.file, tag.line, "with its partials the template is over 1 MB");
      }
    }
    AppendText(source, at, source.text.size());
    including_.pop_back();
  }

  void AppendText(const TemplateSource& source, size_t from, size_t to) {
    if (from >= to) return;
    const size_t start = out_.size();
    out_.append(source.text, from, to - from);
    const auto begin = out_.begin() + static_cast<ptrdiff_t>(start);
    std::replace(begin, out_.end(), '\n', kLineEnd);
    std::replace(begin, out_.end(), '{', kBrace);
  }

  // `closing` remembers how many contexts were open before each open section.
  void AppendTag(const TemplateSource& source, const Tag& tag, std::vector<size_t>* closing) {
    switch (tag.sigil) {
      case '!':
        return;
      case '>':
        return AppendPartial(source, tag);
      case '{':
        if (std::find(raw_.begin(), raw_.end(), tag.name) == raw_.end()) {
          RefuseTemplate(source.file, tag.line, fmt::format("`{}` must be escaped: two braces, not three", tag.name));
        }
        out_ += fmt::format("{{{{{{{}}}}}}}", tag.name);
        return;
      case '/':
        contexts_.resize(closing->back());
        closing->pop_back();
        --open_sections_;
        break;
      case ' ':
        if (const Data& found = Find(source, tag); found.kind() != Data::Kind::kText) {
          RefuseTemplate(source.file, tag.line,
                         fmt::format("`{}` is not text; open it with {{{{#{}}}}}", tag.name, tag.name));
        }
        break;
      default:
        Open(source, tag, closing);
    }
    out_ += tag.sigil == ' ' ? fmt::format("{{{{{}}}}}", tag.name) : fmt::format("{{{{{}{}}}}}", tag.sigil, tag.name);
  }

  void Open(const TemplateSource& source, const Tag& tag, std::vector<size_t>* closing) {
    const Data& found = Find(source, tag);
    closing->push_back(contexts_.size());
    if (tag.sigil == '#' && found.kind() == Data::Kind::kObject) contexts_.push_back(&found);
    if (tag.sigil == '#' && found.kind() == Data::Kind::kList) contexts_.push_back(&found.items().front());
    if (++open_sections_ > kDeepestSection) {
      RefuseTemplate(source.file, tag.line, fmt::format("sections nest deeper than {}", kDeepestSection));
    }
  }

  void AppendPartial(const TemplateSource& source, const Tag& tag) {
    std::string file = fmt::format("partials/{}.{}{}", tag.name, format_, kExtension);
    if (!templates_.Has(file)) file = fmt::format("partials/{}{}", tag.name, kExtension);
    if (std::find(including_.begin(), including_.end(), file) != including_.end()) {
      RefuseTemplate(source.file, tag.line, fmt::format("partial `{}` includes itself", tag.name));
    }
    if (including_.size() > kDeepestPartial) {
      RefuseTemplate(source.file, tag.line, fmt::format("partials nest deeper than {}", kDeepestPartial));
    }
    const size_t start = out_.size();
    Append(templates_.Read(file, fmt::format("{}:{}", source.file, tag.line)));
    if (source.text[tag.end - 1] != '\n') Flatten(start);
  }

  // A partial in the middle of a line becomes part of that line.
  void Flatten(size_t start) {
    while (out_.size() > start && out_.back() == kLineEnd) out_.pop_back();
    std::replace(out_.begin() + static_cast<ptrdiff_t>(start), out_.end(), kLineEnd, ' ');
  }

  // The engine seeks a dotted name as a whole in each context, from the innermost out.
  const Data& Find(const TemplateSource& source, const Tag& tag) const {
    for (auto context = contexts_.rbegin(); context != contexts_.rend(); ++context) {
      if (const Data* found = (*context)->FindPath(tag.name)) return *found;
    }
    std::vector<std::string> known;
    for (const Data* context : contexts_) {
      for (const auto& member : context->members()) known.push_back(member.first);
    }
    const std::string nearest = Nearest(tag.name, known);
    RefuseTemplate(source.file, tag.line,
                   fmt::format("`{}` is unknown here{}", tag.name,
                               nearest.empty() ? "" : fmt::format("; do you mean `{}`?", nearest)));
  }

  const Templates& templates_;
  std::string_view format_;
  const std::vector<std::string>& raw_;
  std::vector<const Data*> contexts_;
  std::vector<std::string> including_;
  // In this file and those that include it.
  size_t open_sections_ = 0;
  std::string out_;
};

}  // namespace

Templates Templates::Shipped() { return Templates(ShareFolder() / "reports"); }

std::vector<std::string> Templates::Reports(std::string_view format) const {
  std::vector<std::string> reports;
  const std::string ending = FileOf("", format);
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
    const std::string file = entry.path().filename().string();
    if (file.ends_with(ending) && file.size() > ending.size()) {
      reports.push_back(file.substr(0, file.size() - ending.size()));
    }
  }
  std::sort(reports.begin(), reports.end());
  return reports;
}

TemplateHead Templates::Head(std::string_view report, std::string_view format) const {
  const TemplateSource source = Read(FileOf(report, format), {});
  const auto tags = ScanTags(source);
  if (tags.empty() || tags.front().sigil != '!' || tags.front().line != 1) {
    RefuseTemplate(source.file, 1,
                   "the first line must be a comment: {{! title: ...; permission: ...; sections: ... }}");
  }
  TemplateHead head;
  std::istringstream entries(tags.front().name);
  for (std::string entry; std::getline(entries, entry, ';');) {
    const size_t colon = entry.find(':');
    const auto keys = SplitWords(entry.substr(0, colon));
    if (keys.size() != 1 || colon == std::string::npos) {
      RefuseTemplate(source.file, 1, fmt::format("`{}` is not `key: value`", entry));
    }
    const std::string value = entry.substr(std::min(entry.find_first_not_of(' ', colon + 1), entry.size()));
    if (keys[0] == "title") head.title = value;
    if (keys[0] == "permission") head.permission = SplitWords(value).empty() ? "" : SplitWords(value).front();
    if (keys[0] == "parameters") head.parameters = SplitWords(value);
    if (keys[0] == "sections") head.sections = SplitWords(value);
  }
  if (head.title.empty()) RefuseTemplate(source.file, 1, "the first line names no title");
  return head;
}

std::string Templates::Assemble(std::string_view report, std::string_view format, const Data& specimen,
                                const std::vector<std::string>& raw) const {
  return Assembler(*this, format, raw).Run(Read(FileOf(report, format), {}), specimen);
}

bool Templates::Has(const std::string& file) const {
  std::error_code error;
  return std::filesystem::is_regular_file(folder_ / file, error);
}

TemplateSource Templates::Read(const std::string& file, const std::string& from) const {
  const std::string where = from.empty() ? file + ":1" : from;
  std::ifstream stream(folder_ / file, std::ios::binary);
  if (!Has(file) || !stream) {
    throw Error(Reason::TEMPLATE_INVALID, fmt::format("{}: there is no file {}", where, file));
  }
  TemplateSource source{file, std::string(kMostBytes + 1, '\0')};
  stream.read(source.text.data(), static_cast<std::streamsize>(source.text.size()));
  source.text.resize(static_cast<size_t>(stream.gcount()));
  if (source.text.size() > kMostBytes) {
    throw Error(Reason::TEMPLATE_INVALID, fmt::format("{}:1: the file is over {} kB", file, kMostBytes / 1024));
  }
  return source;
}

}  // namespace almanac::reporting
