#include "base/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>

#include "base/error.h"

namespace almanac {
namespace {

Error Invalid(std::string message) { return Error(Reason::CONFIG_INVALID, std::move(message)); }

const Setting* Find(std::span<const Setting> settings, std::string_view name) {
  const auto found = std::find_if(settings.begin(), settings.end(), [&](const Setting& s) { return s.name == name; });
  return found == settings.end() ? nullptr : &*found;
}

const Setting* FindLetter(std::span<const Setting> settings, std::string_view word) {
  if (word.size() != 2 || word[0] != '-') return nullptr;
  const auto found =
      std::find_if(settings.begin(), settings.end(), [&](const Setting& s) { return s.letter == word[1]; });
  return found == settings.end() ? nullptr : &*found;
}

// "; did you mean --socket?", or nothing when no name is near.
std::string Hint(std::span<const Setting> settings, std::string_view name, std::string_view dashes) {
  std::vector<std::string> names;
  for (const Setting& setting : settings) names.emplace_back(setting.name);
  const std::string nearest = Nearest(name, names);
  return nearest.empty() ? std::string("; see --help") : fmt::format("; did you mean {}{}?", dashes, nearest);
}

void Apply(const Setting& setting, const std::string& value, std::string_view where) {
  if (auto* const* text = std::get_if<std::string*>(&setting.target)) {
    **text = value;
  } else if (auto* const* flag = std::get_if<bool*>(&setting.target)) {
    if (value != "true" && value != "false") throw Invalid(fmt::format("{} is true or false, not '{}'", where, value));
    **flag = value == "true";
  } else {
    int& number = *std::get<int*>(setting.target);
    const char* end = value.data() + value.size();
    const auto [stop, problem] = std::from_chars(value.data(), end, number);
    if (problem != std::errc() || stop != end) throw Invalid(fmt::format("{} is a number, not '{}'", where, value));
  }
}

std::string ValueOf(const toml::node& node, std::string_view where) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  throw Invalid(fmt::format("{} is a text, a whole number, true or false", where));
}

void ApplyFile(const std::string& path, std::span<const Setting> settings,
               const std::map<std::string, std::string>& flags) {
  toml::table table;
  try {
    table = toml::parse_file(path);
  } catch (const toml::parse_error& problem) {
    const auto line = problem.source().begin.line;
    throw Invalid(line == 0 ? fmt::format("cannot read the config file {}", path)
                            : fmt::format("{}:{}: {}", path, line, problem.description()));
  }
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    const std::string where = fmt::format("{}:{}: {}", path, key.source().begin.line, name);
    const Setting* setting = Find(settings, name);
    if (setting == nullptr) throw Invalid(fmt::format("{} is no setting{}", where, Hint(settings, name, "")));
    if (!flags.contains(name)) Apply(*setting, ValueOf(node, where), where);
  }
}

// Takes a flag's value from behind its `=` or from the next word.
std::string TakeValue(const Setting& setting, std::string_view word, std::span<const char* const> rest, size_t* at) {
  const size_t equals = word.find('=');
  if (equals != std::string_view::npos) return std::string(word.substr(equals + 1));
  if (setting.value.empty()) return "true";
  if (*at + 1 >= rest.size()) throw Invalid(fmt::format("--{} needs {}", setting.name, setting.value));
  return rest[++*at];
}

size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string> ReadSettings(std::span<const Setting> settings, std::span<const char* const> arguments) {
  std::vector<std::string> words;
  std::map<std::string, std::string> flags;
  std::string config;
  const Setting config_setting{"config", "FILE", "", &config};
  for (size_t at = 0; at < arguments.size(); ++at) {
    const std::string_view word = arguments[at];
    if (const Setting* setting = FindLetter(settings, word)) {
      Apply(*setting, TakeValue(*setting, word, arguments, &at), word);
      flags[std::string(setting->name)] = "";
      continue;
    }
    if (!word.starts_with("--")) {
      words.emplace_back(word);
      continue;
    }
    const std::string_view name = word.substr(2, word.find('=') - 2);
    const Setting* setting = name == "config" ? &config_setting : Find(settings, name);
    if (setting == nullptr) throw Invalid(fmt::format("there is no flag --{}{}", name, Hint(settings, name, "--")));
    const std::string value = TakeValue(*setting, word, arguments, &at);
    Apply(*setting, value, fmt::format("--{}", name));
    flags[std::string(name)] = value;
  }
  if (!config.empty()) ApplyFile(config, settings, flags);
  return words;
}

std::string HelpOf(std::span<const Setting> settings) {
  std::string text;
  for (const Setting& setting : settings) {
    const std::string flag =
        setting.value.empty() ? fmt::format("--{}", setting.name) : fmt::format("--{} {}", setting.name, setting.value);
    text += fmt::format("  {:<26} {}\n", flag, setting.help);
  }
  return text + fmt::format("  {:<26} {}\n", "--config FILE", "settings as TOML, under the names above; flags win");
}

std::string DefaultSocketPath() {
  if (const char* path = std::getenv("ALMANAC_SOCKET"); path != nullptr && *path != '\0') return path;
  if (const char* run = std::getenv("XDG_RUNTIME_DIR"); run != nullptr && *run != '\0') {
    return fmt::format("{}/almanac/almanac.sock", run);
  }
  if (geteuid() == 0) return "/run/almanac/almanac.sock";
  const char* home = std::getenv("HOME");
  return fmt::format("{}/.local/state/almanac/almanac.sock", home != nullptr ? home : ".");
}

std::string Nearest(std::string_view word, std::span<const std::string> candidates) {
  std::string nearest;
  size_t best = std::max<size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const size_t distance = Distance(word, candidate);
    if (distance >= best) continue;
    best = distance;
    nearest = candidate;
  }
  return nearest;
}

}  // namespace almanac
