#include "cli/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/json.h"
#include "cli/by_hand.h"
#include "cli/day_words.h"
#include "cli/failure.h"
#include "cli/help.h"
#include "cli/request.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/usage.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

// The words that say which command, and all the others.
struct Typed {
  std::string noun;
  std::string verb;
  std::vector<std::string> rest;
};

bool TakesValue(const std::string& word) {
  for (const Argument& argument : GlobalArguments()) {
    if (argument.kind == Argument::Kind::kFlag) continue;
    if (word == "--" + argument.name || (argument.letter != 0 && word == std::string("-") + argument.letter))
      return true;
  }
  return false;
}

bool IsKnownEverywhere(const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  const auto& all = GlobalArguments();
  return name == "--version" || std::any_of(all.begin(), all.end(), [&](const Argument& argument) {
           const bool letter = argument.letter != 0 && word.size() > 1 && word[0] == '-' && word[1] == argument.letter;
           return letter || name == "--" + argument.name;
         });
}

[[noreturn]] void RefuseEarly(const std::string& noun, const std::string& word) {
  if (!noun.empty()) {
    throw UsageError(fmt::format("the verb stands before {}: almanac {} VERB {}", OneLine(word), noun, OneLine(word)),
                     fmt::format("`almanac {}` lists its verbs.", noun));
  }
  std::vector<std::string> known;
  for (const Argument& argument : GlobalArguments()) known.push_back("--" + argument.name);
  const std::string nearest = Nearest(word, known);
  throw UsageError(fmt::format("there is no option {} before a noun{}", OneLine(word),
                               nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest)),
                   "`almanac help options` lists those there are.");
}

// Options that every command takes may stand anywhere, before the noun too.
Typed Sort(const std::vector<std::string>& words) {
  Typed typed;
  size_t i = 0;
  const auto skip_options = [&] {
    while (i < words.size() && words[i].size() > 1 && words[i][0] == '-') {
      if (!IsKnownEverywhere(words[i])) RefuseEarly(typed.noun, words[i]);
      const bool value = TakesValue(words[i]);
      typed.rest.push_back(words[i++]);
      if (value && i < words.size()) typed.rest.push_back(words[i++]);
    }
  };
  skip_options();
  if (i < words.size()) typed.noun = words[i++];
  if (FindCommand(typed.noun, "") == nullptr && typed.noun != "help") {
    skip_options();
    if (i < words.size()) typed.verb = words[i++];
    // A few verbs are of two words.
    if (i < words.size() && FindCommand(typed.noun, typed.verb + " " + words[i]) != nullptr) {
      typed.verb += " " + words[i++];
    }
  }
  typed.rest.insert(typed.rest.end(), words.begin() + static_cast<ptrdiff_t>(i), words.end());
  return typed;
}

// "almanac import" means a verb of some noun; all of them, where they are few.
std::string CommandsWithVerb(const std::string& verb) {
  constexpr size_t kFew = 4;
  std::vector<std::string> paths;
  for (const Command& command : Commands()) {
    if (!command.verb.empty() && command.verb == verb) paths.push_back("almanac " + command.Path());
  }
  return paths.size() > kFew ? std::string() : Join(paths, " or ");
}

// Where nothing is near, the search knows more words than there are commands.
std::string InYourWords(const std::string& meant, const std::string& word) {
  return meant.empty() ? fmt::format("; `almanac find {}` looks for it in your words.", OneLine(word)) : ".";
}

const Command& Find(const Typed& typed) {
  if (const Command* command = FindCommand(typed.noun, typed.verb)) return *command;
  const auto nouns = Nouns();
  if (std::find(nouns.begin(), nouns.end(), typed.noun) == nouns.end()) {
    std::string meant = CommandsWithVerb(typed.noun);
    if (meant.empty()) meant = Nearest(typed.noun, nouns);
    throw UsageError(fmt::format("'{}' is no noun of almanac{}", OneLine(typed.noun),
                                 meant.empty() ? "" : fmt::format("; did you mean {}?", meant)),
                     "`almanac --help` lists them" + InYourWords(meant, typed.noun));
  }
  std::string meant = Nearest(typed.verb, VerbsOf(typed.noun));
  if (meant.empty()) meant = CommandsWithVerb(typed.verb);
  throw UsageError(fmt::format("{} has no verb '{}'{}", typed.noun, OneLine(typed.verb),
                               meant.empty() ? "" : fmt::format("; did you mean {}?", meant)),
                   fmt::format("`almanac {}` lists its verbs{}", typed.noun, InYourWords(meant, typed.verb)));
}

// "dataset.title" was typed as --title, "name" as a word.
std::string Spelled(const std::vector<Argument>& arguments, const std::string& field) {
  const std::string last = Dashed(field.substr(field.rfind('.') + 1));
  for (const Argument& argument : arguments) {
    if (argument.feeds == field) return "--" + argument.name;
    if (argument.positional && (argument.name == field)) return argument.value.empty() ? Upper(last) : argument.value;
    if (!argument.positional && argument.name == last && field.find('[') == field.npos) return "--" + last;
  }
  return field;
}

int Fail(const Error& error, const Command& command, const Values& values) {
  std::fflush(stdout);
  if (values.Text("output") == "json" || values.Text("output") == "jsonl") {
    std::fprintf(stderr, "%s\n", FailureJson(error).c_str());
  }
  const auto arguments = ArgumentsFor(command);
  OutputStyle output;
  output.account = values.Text("account");
  FailureStyle style;
  style.width = TerminalWidth(stderr);
  style.spelled = [&](const std::string& field) { return Spelled(arguments, field); };
  style.copyable = [&](const std::string& command) { return Copyable(output, command); };
  std::fputs(FailureText(error, style).c_str(), stderr);
  return ExitCodeOf(error);
}

int Run(const Command& command, std::vector<std::string> words) {
  const auto arguments = ArgumentsFor(command);
  Values values;
  try {
    values = ParseWords(arguments, std::move(words));
  } catch (const UsageError& error) {
    throw UsageError(error.what(), !error.remedy().empty()
                                       ? error.remedy()
                                       : fmt::format("`almanac {} --help` says what it takes.", command.Path()));
  }
  if (values.Flag("help")) {
    WriteOut(CommandHelp(command, arguments, TerminalWidth(stdout)));
    return 0;
  }
  try {
    Session session(values);
    ResolveDayWords(session, arguments, &values);
    const ByHand* by_hand = FindByHand(command);
    return by_hand != nullptr ? by_hand->run(session, command, values) : RunVerb(session, command, values);
  } catch (const Error& error) {
    return Fail(error, command, values);
  }
}

int Help(const std::vector<std::string>& words) {
  const size_t width = TerminalWidth(stdout);
  if (words.empty()) return WriteOut(GeneralHelp(width)), 0;
  if (const std::string topic = TopicHelp(words[0], width); !topic.empty()) return WriteOut(topic), 0;
  const auto nouns = Nouns();
  const std::string verb = Join({words.begin() + 1, words.end()}, " ");
  if (const Command* command = FindCommand(words[0], verb)) {
    return WriteOut(CommandHelp(*command, ArgumentsFor(*command), width)), 0;
  }
  if (verb.empty() && std::find(nouns.begin(), nouns.end(), words[0]) != nouns.end()) {
    return WriteOut(NounHelp(words[0], width)), 0;
  }
  auto known = Topics();
  known.insert(known.end(), nouns.begin(), nouns.end());
  const std::string nearest = Nearest(words[0], known);
  throw UsageError(fmt::format("there is no help on '{}'{}", OneLine(Join(words, " ")),
                               nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest)),
                   fmt::format("There is help on {}.", Join(known, ", ")));
}

// `almanac` alone is read by somebody, wherever it goes to.
std::vector<std::string> ForPeople(std::vector<std::string> words) {
  const bool asked = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word.starts_with("-o") || word.starts_with("--output");
  });
  if (!asked) words.insert(words.end(), {"--output", "table"});
  return words;
}

int Dispatch(const std::vector<std::string>& words) {
  Typed typed = Sort(words);
  const auto has = [&](const char* word) {
    return std::find(typed.rest.begin(), typed.rest.end(), word) != typed.rest.end();
  };
  if (typed.noun == "help") return Help(typed.rest);
  if (typed.noun.empty() && has("--version")) return WriteOut("almanac " ALMANAC_VERSION "\n"), 0;
  if (typed.noun.empty() && (has("--help") || has("-h"))) return Help({});
  if (typed.noun.empty()) return Run(*FindCommand("inbox", ""), ForPeople(std::move(typed.rest)));
  const auto nouns = Nouns();
  const bool noun = std::find(nouns.begin(), nouns.end(), typed.noun) != nouns.end();
  if (noun && typed.verb.empty() && FindCommand(typed.noun, "") == nullptr) return Help({typed.noun});
  return Run(Find(typed), std::move(typed.rest));
}

bool WantsJson(const std::vector<std::string>& words) {
  for (size_t i = 0; i < words.size(); ++i) {
    const bool apart = (words[i] == "-o" || words[i] == "--output") && i + 1 < words.size();
    const std::string format = apart ? words[i + 1] : words[i];
    if (apart ? format.starts_with("json") : format.starts_with("-ojson") || format.starts_with("--output=json"))
      return true;
  }
  return false;
}

int FailUsage(const UsageError& error, const std::vector<std::string>& words) {
  std::fflush(stdout);
  if (WantsJson(words)) {
    std::string json = R"({"error":{"reason":"USAGE","message":)";
    AppendJsonString(error.what(), &json);
    std::fprintf(stderr, "%s,\"exit\":2}}\n", json.c_str());
  }
  const size_t width = TerminalWidth(stderr);
  std::fputs(Hanging("almanac: ", error.what(), width).c_str(), stderr);
  if (!error.remedy().empty()) std::fputs(Hanging("→ ", error.remedy(), width).c_str(), stderr);
  return 2;
}

}  // namespace

int RunCommandLine(const std::vector<std::string>& words) {
  try {
    const int code = Dispatch(words);
    if (std::fflush(stdout) == 0) return code;
    std::fprintf(stderr, "almanac: cannot write to standard output: %s\n", std::strerror(errno));
  } catch (const UsageError& error) {
    return FailUsage(error, words);
  } catch (const std::exception& error) {
    std::fflush(stdout);
    std::fprintf(stderr, "almanac: %s\n", error.what());
  }
  return 1;
}

}  // namespace almanac::cli
