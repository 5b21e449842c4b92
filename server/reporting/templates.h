// The folder of report templates: reports/<report>.<format>.mustache, and what
// they share in reports/partials/. A template is put together and checked
// here, name by name, before the engine sees it; every error is
// TEMPLATE_INVALID with file and line.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "reporting/template_data.h"
#include "reporting/template_scan.h"

namespace almanac::reporting {

// The first line of a template:
// {{! title: Annual Open Data Report; permission: report; parameters: year; sections: progress, benefit }}
struct TemplateHead {
  std::string title;
  // As options.proto names it, in lower case.
  std::string permission;
  std::vector<std::string> parameters;
  // The prose that people write for it, by key.
  std::vector<std::string> sections;
};

class Templates {
 public:
  // Those of the share folder (base/share.h).
  static Templates Shipped();
  explicit Templates(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Reports that have a template for the format, sorted: annual.
  std::vector<std::string> Reports(std::string_view format) const;
  TemplateHead Head(std::string_view report, std::string_view format) const;

  // The text with every partial in its place. `raw` names what may stand in
  // {{{ }}}: charts that we make. Partials are sought as <name>.<format>.mustache,
  // then as <name>.mustache; one inside a line becomes part of it. Refuses names that `specimen` does not have at
  // that place, files over 256 kB, sections nested deeper than 50, partials
  // that include themselves or nest deeper than 10.
  std::string Assemble(std::string_view report, std::string_view format, const Data& specimen,
                       const std::vector<std::string>& raw) const;

  // Throws as above for a file that is not there, `from` naming who asked.
  TemplateSource Read(const std::string& file, const std::string& from) const;
  bool Has(const std::string& file) const;

 private:
  std::filesystem::path folder_;
};

// Stands for a line's end in an assembled text. The engine drops lines by rules of its own;
// Templates has dropped those that the specification drops, and hides the others from it.
inline constexpr char kLineEnd = '\x1e';
// Stands for a brace outside of tags, so that it never becomes part of one.
inline constexpr char kBrace = '\x1d';

}  // namespace almanac::reporting
