#include "cli/file_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using Formats = std::vector<FileFormat>;

std::string Listed(const Formats& known, std::string FileFormat::*part) {
  std::vector<std::string> words;
  for (const FileFormat& format : known) words.push_back(format.*part);
  const std::string last = words.back();
  words.pop_back();
  return Join(words, ", ") + " or " + last;
}

const FileFormat* Find(const Formats& known, std::string FileFormat::*part, const std::string& text) {
  const auto found = std::find_if(known.begin(), known.end(), [&](const FileFormat& one) { return one.*part == text; });
  return found == known.end() ? nullptr : &*found;
}

std::string WayOut(const Formats& known) {
  return fmt::format("--format {} says it whatever the file is called.", Listed(known, &FileFormat::name));
}

// What one of the three says, as it was typed; `format` is null when it says nothing.
struct Says {
  const FileFormat* format = nullptr;
  std::string typed{};
};

Says ByName(const std::string& asked, const Formats& known) {
  if (asked.empty()) return {};
  if (const auto* format = Find(known, &FileFormat::name, asked)) return {format, "--format " + asked};
  throw UsageError(fmt::format("--format {}: the formats are {}", OneLine(asked), Listed(known, &FileFormat::name)));
}

Says ByOutput(const std::string& output, const Formats& known) {
  if (output.empty()) return {};
  if (const auto* format = Find(known, &FileFormat::ending, "." + output)) return {format, "-o " + output};
  throw UsageError(fmt::format("-o {}: what is written here is a file", output), WayOut(known));
}

// `said`: something else says which format it is, so that the file may be called as it likes.
Says ByEnding(const std::string& to, const Formats& known, bool said) {
  const std::string ending = Lower(std::filesystem::path(to).extension().string());
  if (ending.empty()) return {};
  if (const auto* format = Find(known, &FileFormat::ending, ending)) return {format, "--to " + to};
  if (said) return {};
  throw UsageError(fmt::format("--to {}: the endings are {}", OneLine(to), Listed(known, &FileFormat::ending)),
                   WayOut(known));
}

}  // namespace

std::string FormatFor(const std::string& asked, const Values& values, const Formats& known) {
  const Says name = ByName(asked, known), output = ByOutput(values.Text("output"), known);
  const Says ending = ByEnding(values.Text("to"), known, name.format != nullptr || output.format != nullptr);
  Says chosen;
  for (const Says& one : {name, output, ending}) {
    if (one.format == nullptr) continue;
    if (chosen.format != nullptr && chosen.format != one.format) {
      throw UsageError(fmt::format("{} and {} contradict each other", chosen.typed, OneLine(one.typed)));
    }
    if (chosen.format == nullptr) chosen = one;
  }
  return chosen.format != nullptr ? chosen.format->name : known.front().name;
}

}  // namespace almanac::cli
