// Any bytes are a template that fills or a template that is refused with file and line. What fills lets no value
// through without its marks, and is the same the second time.
//
// The input may hold partials as well: parts.h.
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/error.h"
#include "parts.h"
#include "reporting/mustache.h"
#include "reporting/templates.h"

namespace almanac {
namespace {

using reporting::Data;

void Require(bool holds) {
  if (!holds) std::abort();
}

// What no template says by itself: it stands in values alone.
constexpr const char* kUnmarked = "<\x01|";

Data Filled() {
  Data line = Data::Object();
  line.Set("title", Data::Text(kUnmarked)).Set("reason", Data());
  Data body = Data::Object();
  body.Set("title", Data::Text(kUnmarked)).Set("lines", Data::List({line}));
  Data data = Data::Object();
  data.Set("title", Data::Text(kUnmarked)).Set("lines", Data::List({line, line})).Set("none", Data::List());
  return data.Set("body", body).Set("chart", Data::Text("<svg/>")).Set("draft", Data::Flag(true));
}

Data Specimen() {
  Data data = Filled();
  Data line = Data::Object();
  line.Set("title", Data::Text("a"));
  return data.Set("none", Data::List({line}));
}

// A folder of templates that goes with the process.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("almanac-fuzz-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_ / "partials");
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  void Write(const std::string& file, const std::string& text) { std::ofstream(path_ / file) << text; }
  void Clear() {
    for (const auto& entry : std::filesystem::directory_iterator(path_ / "partials")) {
      std::filesystem::remove(entry.path());
    }
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void Fill(const std::filesystem::path& folder, const char* format, reporting::Escape escape) {
  static const Data data = Filled();
  static const Data specimen = Specimen();
  try {
    const reporting::Templates templates(folder);
    const std::string text = templates.Assemble("annual", format, specimen, {"chart"});
    const std::string filled = reporting::Render(text, data, escape);
    Require(filled.find(kUnmarked) == filled.npos);
    Require(filled == reporting::Render(text, data, escape));
    templates.Head("annual", format);
  } catch (const Error& error) {
    Require(error.reason() == Reason::TEMPLATE_INVALID);
    Require(error.message().find(".mustache:") != std::string::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static Folder folder;
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (text.find('\x01') != text.npos) return 0;
  Parts parts = PartsOf(text);
  const std::string page = parts.empty() ? text : text.substr(0, text.find("== "));
  folder.Write("annual.html.mustache", page);
  folder.Write("annual.md.mustache", page);
  for (const auto& [name, body] : parts) {
    // A partial's name as a template may write it; others would leave the folder.
    if (!name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == name.npos) {
      folder.Write("partials/" + name.substr(0, 20) + ".mustache", body);
    }
  }
  Fill(folder.path(), "html", reporting::Escape::kHtml);
  Fill(folder.path(), "md", reporting::Escape::kMarkdown);
  if (!parts.empty()) folder.Clear();
  return 0;
}

}  // namespace almanac
