// `almanac completion bash|zsh`: what the shell offers when Tab is pressed, made from the same contract as the help.
#include <fmt/format.h>

#include <set>

#include "cli/by_hand.h"
#include "cli/help.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

// In single quotes, for a shell.
std::string Quoted(const std::string& words) {
  std::string text = "'";
  for (const char c : words) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

std::string OptionsOf(const Command& command) {
  std::vector<std::string> options;
  for (const Argument& argument : ArgumentsFor(command)) {
    if (!argument.positional && !argument.hidden) options.push_back("--" + argument.name);
  }
  return Join(options, " ");
}

// A line a command: what stands after it. Words that stand alone take options at once.
std::string OptionCases() {
  std::string text;
  for (const Command& command : Commands()) {
    text += fmt::format("    {}) words={} ;;\n", Quoted(command.Path()), Quoted(OptionsOf(command)));
  }
  return text;
}

std::string VerbCases() {
  std::string text;
  for (const std::string& noun : Nouns()) {
    std::vector<std::string> verbs;
    for (const std::string& verb : VerbsOf(noun)) verbs.push_back(verb.substr(0, verb.find(' ')));
    if (!verbs.empty()) text += fmt::format("    {}) words={} ;;\n", noun, Quoted(Join(verbs, " ")));
  }
  return text + fmt::format("    help) words={} ;;\n", Quoted(Join(Topics(), " ") + " " + Join(Nouns(), " ")));
}

// Values of options that take one of a few, by command and option.
std::string ValueCases() {
  std::string text;
  std::set<std::string> said;
  for (const Command& command : Commands()) {
    for (const Argument& argument : ArgumentsFor(command)) {
      if (argument.positional || argument.value.find('|') == argument.value.npos) continue;
      const std::string key = argument.group == Argument::Group::kEverywhere
                                  ? fmt::format("*' --{}'", argument.name)
                                  : Quoted(command.Path() + " --" + argument.name);
      if (!said.insert(key).second) continue;
      text += fmt::format("    {}) words={} ;;\n", key, Quoted(Join(Split(argument.value, '|'), " ")));
    }
  }
  return text;
}

// Commands whose first word names a record, and the noun whose list has the names.
std::string NameCases() {
  std::string text;
  for (const Command& command : Commands()) {
    const auto arguments = ArgumentsFor(command);
    if (command.verb.empty() || FindCommand(command.noun, "list") == nullptr) continue;
    const bool names = std::any_of(arguments.begin(), arguments.end(), [](const Argument& argument) {
      return argument.positional && (argument.name == "name" || argument.name.ends_with(".name"));
    });
    if (names) text += fmt::format("    {}) from={} ;;\n", Quoted(command.Path()), command.noun);
  }
  return text;
}

// Verbs of two words: the whole of them, and what follows the first.
struct Pairs {
  std::string whole = " ";
  std::string cases;
};

Pairs TwoWords() {
  Pairs pairs;
  for (const Command& command : Commands()) {
    const size_t blank = command.verb.find(' ');
    if (blank == command.verb.npos) continue;
    pairs.whole += command.Path() + " ";
    pairs.cases += fmt::format("    {}) words={} ;;\n", Quoted(command.noun + " " + command.verb.substr(0, blank)),
                               command.verb.substr(blank + 1));
  }
  return pairs;
}

// Commands that take a file by position, and how many words stand before it.
std::string FileCases() {
  std::string text;
  for (const Command& command : Commands()) {
    int before = 0;
    for (const Argument& argument : ArgumentsFor(command)) {
      if (argument.positional && argument.name == "file") {
        text += fmt::format("    {}) files=1 ;;\n", Quoted(fmt::format("{} {}", command.Path(), before)));
      }
      before += argument.positional ? 1 : 0;
    }
  }
  return text;
}

// Options of every command that take a value: what follows them is no noun.
std::string Takers() {
  std::vector<std::string> takers{"-o"};
  for (const Argument& argument : GlobalArguments()) {
    if (argument.kind != Argument::Kind::kFlag) takers.push_back("--" + argument.name);
  }
  return Join(takers, "|");
}

constexpr const char* kScript =
    R"(# Completion of almanac; made by `almanac completion`, and made anew after an upgrade.
_almanac() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} noun='' verb='' given=0 words='' from='' files='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${{COMP_WORDS[i]}} in
      {}) ((i++)) ;;
      -*) ;;
      *) if [[ -z $noun ]]; then noun=${{COMP_WORDS[i]}}; elif [[ -z $verb ]]; then verb=${{COMP_WORDS[i]}}; elif [[ "{}" == *" $noun $verb ${{COMP_WORDS[i]}} "* ]]; then verb="$verb ${{COMP_WORDS[i]}}"; else given=$((given + 1)); fi ;;
    esac
  done
  case "$noun${{verb:+ $verb}} $before" in
{}  esac
  if [[ -z $words && -z $noun ]]; then
    words={}
  elif [[ -z $words && -z $verb && $current != -* ]]; then
    case $noun in
{}    esac
  elif [[ -z $words && $current != -* ]]; then
    case "$noun $verb" in
{}    esac
  fi
  if [[ -z $words && $given == 0 && $current != -* ]]; then
    case "$noun $verb" in
{}    esac
    [[ -z $from ]] || words=$(almanac "$from" list --limit 1000 --columns name 2>/dev/null | sed 's,.*/,,')
  fi
  if [[ -z $words && $current != -* ]]; then
    case "$noun${{verb:+ $verb}} $given" in
{}    esac
  fi
  if [[ -z $words && -z $files ]]; then
    case "$noun${{verb:+ $verb}}" in
{}    esac
  fi
  COMPREPLY=()
  while IFS= read -r i; do COMPREPLY+=("$i"); done < <(compgen -W "$words" -- "$current")
  [[ -n $words ]] || while IFS= read -r i; do COMPREPLY+=("$i"); done < <(compgen -f -- "$current")
}}
complete -F _almanac almanac
)";

std::string Script() {
  std::vector<std::string> first = Nouns();
  first.emplace_back("help");
  const Pairs pairs = TwoWords();
  return fmt::format(fmt::runtime(kScript), Takers(), pairs.whole, ValueCases(), Quoted(Join(first, " ")), VerbCases(),
                     pairs.cases, NameCases(), FileCases(), OptionCases());
}

}  // namespace

int RunCompletion(Session&, const Command&, const Values& values) {
  const std::string shell = values.Text("shell");
  if (shell != "bash" && shell != "zsh") {
    throw UsageError(fmt::format("there is completion for bash and zsh, not for {}", OneLine(shell)),
                     "Put this into ~/.bashrc: source <(almanac completion bash)");
  }
  WriteOut((shell == "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : "") + Script());
  return 0;
}

}  // namespace almanac::cli
