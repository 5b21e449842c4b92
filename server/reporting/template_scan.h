// The tags of a Mustache text, each with its place. Errors are
// TEMPLATE_INVALID with file and line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace almanac::reporting {

// A template or partial as it was read.
struct TemplateSource {
  // Relative to the folder of templates: partials/summary.html.mustache.
  std::string file;
  std::string text;
};

struct Tag {
  // '#', '^', '/', '>', '!', '{' for unescaped, ' ' for a plain name.
  char sigil = ' ';
  // Of a comment: all of it.
  std::string name;
  // The stretch of text it takes up; of a tag alone on its line, the whole line.
  size_t begin = 0;
  size_t end = 0;
  int line = 0;
};

// In order of place. Throws for a tag that does not end, a name that is none,
// a section that does not close in its file, changed delimiters and {{&.
std::vector<Tag> ScanTags(const TemplateSource& source);

// Always throws: "partials/summary.html.mustache:7: ...".
[[noreturn]] void RefuseTemplate(std::string_view file, int line, const std::string& why);

}  // namespace almanac::reporting
