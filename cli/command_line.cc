#include "cli/command_line.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

constexpr int kManyWords = 1000;

std::string Spelled(const Argument& argument) {
  // As the usage line has it.
  if (argument.positional && !argument.value.empty()) return argument.value;
  if (argument.positional) return Upper(Dashed(argument.name.substr(argument.name.rfind('.') + 1)));
  return "--" + argument.name;
}

// CLI11 takes `--note= next` for an option that wants the next word; we mean
// an empty value, which clears a field.
std::vector<std::string> WithEmptyValuesApart(std::vector<std::string> words) {
  std::vector<std::string> apart;
  bool options = true;
  for (std::string& word : words) {
    if (word == "--") options = false;
    if (options && word.size() > 3 && word.starts_with("--") && word.find('=') == word.size() - 1) {
      apart.push_back(word.substr(0, word.size() - 1));
      apart.emplace_back();
    } else {
      apart.push_back(std::move(word));
    }
  }
  return apart;
}

CLI::Option* Declare(CLI::App* app, const Argument& argument) {
  if (argument.positional) {
    const bool several = argument.kind == Argument::Kind::kList;
    return app->add_option(argument.name)->expected(1, several ? kManyWords : 1)->allow_extra_args(several);
  }
  std::string names = "--" + argument.name;
  if (argument.letter != 0) names = fmt::format("-{},{}", argument.letter, names);
  if (argument.kind == Argument::Kind::kFlag) return app->add_flag(names);
  return app->add_option(names)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

// An option that is called otherwise elsewhere: what people type for what this command calls --as-of.
std::string MeantBy(const std::string& typed, const std::vector<std::string>& names) {
  static const auto& meanings = *new std::multimap<std::string, std::string>{
      {"--date", "--as-of"},      {"--date", "--until"},     {"--date", "--end-date"},  {"--day", "--as-of"},
      {"--day", "--until"},       {"--on", "--as-of"},       {"--comment", "--note"},   {"--comment", "--reason"},
      {"--message", "--note"},    {"--message", "--reason"}, {"--why", "--reason"},     {"--because", "--reason"},
      {"--file", "--to"},         {"--out", "--to"},         {"--name", "--title"},     {"--email", "--contact-email"},
      {"--license", "--licence"}, {"--since", "--from"},     {"--since", "--first-day"}};
  const auto [first, last] = meanings.equal_range(typed);
  for (auto it = first; it != last; ++it) {
    if (std::find(names.begin(), names.end(), it->second) != names.end()) return it->second;
  }
  return Nearest(typed, names);
}

// What was typed as a word may be the value of the one option that must be given.
[[noreturn]] void RefuseWord(const std::vector<Argument>& arguments, const std::string& word) {
  const auto required = [](const Argument& argument) {
    return !argument.positional && (argument.required || argument.help.starts_with("Required."));
  };
  const auto option = std::find_if(arguments.begin(), arguments.end(), required);
  const bool words = std::any_of(arguments.begin(), arguments.end(), [](const Argument& a) { return a.positional; });
  if (!words && option != arguments.end()) {
    throw UsageError(fmt::format("'{}' is one word too many; did you mean --{} {}?", word, option->name, word));
  }
  throw UsageError(fmt::format("'{}' is one word too many; put quotes around a text of several words", word));
}

[[noreturn]] void RefuseExtra(const std::vector<Argument>& arguments, const std::string& word) {
  if (!word.starts_with("-") || word == "-") RefuseWord(arguments, word);
  const std::string typed = word.substr(0, word.find('='));
  std::vector<std::string> names;
  for (const Argument& argument : arguments) {
    if (!argument.positional && !argument.hidden) names.push_back("--" + argument.name);
  }
  const std::string nearest = MeantBy(typed, names);
  throw UsageError(nearest.empty() ? fmt::format("there is no option {} here", typed)
                                   : fmt::format("there is no option {} here; did you mean {}?", typed, nearest));
}

void Parse(CLI::App* app, const std::vector<Argument>& arguments, std::vector<std::string> words) {
  std::reverse(words.begin(), words.end());  // CLI11 reads from the back
  try {
    app->parse(std::move(words));
  } catch (const CLI::ArgumentMismatch& problem) {
    // "--title: 1 required TEXT missing": the option is the first word.
    const std::string text = problem.what();
    throw UsageError(fmt::format("{} needs a value", text.substr(0, text.find_first_of(": "))));
  } catch (const CLI::ParseError& problem) {
    throw UsageError(problem.what());
  }
  for (const std::string& extra : app->remaining()) {
    if (extra != "--") RefuseExtra(arguments, extra);
  }
}

}  // namespace

std::string Values::Text(std::string_view name) const {
  const auto& all = All(name);
  return all.empty() ? std::string() : all.back();
}

const std::vector<std::string>& Values::All(std::string_view name) const {
  static const auto& none = *new std::vector<std::string>;
  const auto found = values_.find(std::string(name));
  return found == values_.end() ? none : found->second;
}

bool Values::Flag(std::string_view name) const { return Has(name) && ParseFlag(name, Text(name)); }

Values ParseWords(const std::vector<Argument>& arguments, std::vector<std::string> words) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<CLI::Option*> options;
  for (const Argument& argument : arguments) options.push_back(Declare(&app, argument));
  Parse(&app, arguments, WithEmptyValuesApart(std::move(words)));

  Values values;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const auto& results = options[i]->results();
    if (results.size() > 1 && arguments[i].kind == Argument::Kind::kText && !arguments[i].positional) {
      throw UsageError(fmt::format("{} is given twice", Spelled(arguments[i])));
    }
    const std::string& name = arguments[i].feeds.empty() ? arguments[i].name : arguments[i].feeds;
    for (const std::string& result : results) values.Add(name, result);
  }
  if (values.Has("help")) return values;
  for (const Argument& argument : arguments) {
    if (argument.positional && argument.required && !values.Has(argument.name)) {
      throw UsageError(fmt::format("{} is missing", Spelled(argument)));
    }
  }
  return values;
}

bool ParseFlag(std::string_view name, std::string_view text) {
  const std::string word = Lower(text);
  if (word == "true" || word == "yes" || word == "1" || word == "on") return true;
  if (word == "false" || word == "no" || word == "0" || word == "off") return false;
  throw UsageError(fmt::format("--{} is true or false, not '{}'", name, text));
}

}  // namespace almanac::cli
