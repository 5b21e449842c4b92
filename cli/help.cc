#include "cli/help.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using Group = Argument::Group;
using Kind = Argument::Kind;

std::string Heading(std::string_view text) { return "\n" + Bold(text, stdout) + "\n"; }

std::string Paragraphs(const std::string& text, size_t width) {
  std::string wrapped;
  for (const std::string& line : Wrap(text, width)) wrapped += line + "\n";
  return wrapped;
}

std::string WithFullStop(std::string text) {
  if (!text.empty() && text.back() != '.') text += '.';
  return text;
}

std::string SummaryOf(const Command& command) {
  return FirstSentence(command.method != nullptr ? CommentOf(command.method) : command.summary);
}

std::string PositionalWord(const Argument& argument) {
  std::string word = argument.value.empty() ? Upper(Dashed(argument.name)) : argument.value;
  if (argument.kind == Kind::kList) word += "...";
  return argument.required ? word : "[" + word + "]";
}

std::string UsageLine(const Command& command, const std::vector<Argument>& arguments) {
  std::string line = "almanac " + command.Path();
  bool options = false;
  for (const Argument& argument : arguments) {
    if (argument.positional) line += " " + PositionalWord(argument);
    options = options || (!argument.positional && argument.group != Group::kEverywhere);
  }
  return line + (options ? " [OPTIONS]" : "");
}

// The left side of an option's line, and its values where they are too long for it.
SheetEntry OptionEntry(const Argument& argument) {
  constexpr size_t kLongest = 24;
  std::string label =
      argument.letter != 0 ? fmt::format("-{}, --{}", argument.letter, argument.name) : "--" + argument.name;
  std::string help = WithFullStop(argument.help);
  if (argument.positional) label = PositionalWord(argument);
  if (!argument.positional && !argument.value.empty()) {
    if (label.size() + argument.value.size() < kLongest || argument.value.find('|') == argument.value.npos) {
      label += " " + argument.value;
    } else {
      help += (help.empty() ? "One of " : " One of ") + Join(Split(argument.value, '|'), ", ") + ".";
    }
  }
  if (argument.required && !argument.positional && help.find("Required.") == help.npos) help = "Required. " + help;
  if (argument.kind == Kind::kList && !argument.positional && argument.help.find("again") == std::string::npos) {
    help += help.empty() ? "May be given again." : " May be given again.";
  }
  return {"  " + label, {help}};
}

std::string OptionGroup(std::string_view heading, const std::vector<Argument>& arguments, Group group, size_t width) {
  std::vector<SheetEntry> entries;
  for (const Argument& argument : arguments) {
    if (argument.group == group && !argument.hidden) entries.push_back(OptionEntry(argument));
  }
  if (entries.empty()) return {};
  // One long label must not push all the words to the right.
  constexpr size_t kColumn = 30;
  std::string text = Heading(heading);
  for (SheetEntry& entry : entries) {
    if (Width(entry.label) > kColumn) {
      text += entry.label + "\n";
      if (entry.lines[0].empty()) continue;
      entry.label.clear();
    }
    entry.label = Pad(entry.label, kColumn);
    text += Sheet({entry}, width);
  }
  return text;
}

std::string Examples(const std::vector<std::string>& examples) {
  std::string text = Heading(examples.size() == 1 ? "Example" : "Examples");
  for (const std::string& example : examples) text += "  " + example + "\n";
  return text;
}

std::string TwoColumns(const std::vector<SheetEntry>& entries, size_t width) { return Sheet(entries, width, 2); }

}  // namespace

std::string GeneralHelp(size_t width) {
  std::string text = Paragraphs(
      "Almanac keeps the record of a public body's open data program: what data its departments hold, whether and how "
      "it may be published, when it will be, and the annual report that answers for all of it.",
      width);
  text += Heading("Usage");
  text += TwoColumns({{"almanac", {"What waits on you, and the next command."}},
                      {"almanac NOUN", {"The verbs of a noun."}},
                      {"almanac NOUN VERB ... [OPTIONS]", {"Do it."}},
                      {"almanac NOUN VERB --help", {"What it takes, with examples."}}},
                     width);
  text += Heading("Nouns");
  std::vector<SheetEntry> nouns;
  for (const std::string& noun : Nouns()) {
    const auto verbs = VerbsOf(noun);
    if (!verbs.empty()) nouns.push_back({noun, {Join(verbs, ", ")}});
  }
  text += TwoColumns(nouns, width);
  text += Heading("Words that stand alone");
  std::vector<SheetEntry> words;
  for (const Command& command : Commands()) {
    if (command.verb.empty()) words.push_back({command.noun, {WithFullStop(SummaryOf(command))}});
  }
  text += TwoColumns(words, width);
  text += Heading("Read on");
  std::vector<SheetEntry> topics;
  for (const std::string& topic : Topics()) {
    topics.push_back(
        {"almanac help " + topic, {TopicHelp(topic, width).substr(0, TopicHelp(topic, width).find('\n'))}});
  }
  return text + TwoColumns(topics, width);
}

std::string NounHelp(std::string_view noun, size_t width) {
  std::string text = Paragraphs(WithFullStop(FirstSentence(CommentOfNoun(noun))), width);
  text += Heading("Verbs");
  std::vector<SheetEntry> verbs;
  for (const Command& command : Commands()) {
    if (command.noun == noun) verbs.push_back({command.verb, {WithFullStop(SummaryOf(command))}});
  }
  text += TwoColumns(verbs, width);
  return text + fmt::format("\n`almanac {} VERB --help` says what it takes, with examples.\n", noun);
}

std::string CommandHelp(const Command& command, const std::vector<Argument>& arguments, size_t width) {
  const std::string comment = command.method != nullptr ? CommentOf(command.method) : command.summary;
  const size_t errors = comment.find("\nErrors: ");
  std::string text = Paragraphs(comment.substr(0, errors), width);
  text += Heading("Usage") + "  " + UsageLine(command, arguments) + "\n";
  text += Examples(command.examples);
  text += OptionGroup("Takes", arguments, Group::kOwn, width);
  text += OptionGroup("Which, and how many", arguments, Group::kList, width);
  text += OptionGroup("What is recorded", arguments, Group::kRecord, width);
  text += OptionGroup("How it is written", arguments, Group::kWrite, width);
  if (errors != comment.npos) text += Paragraphs(comment.substr(errors), width);
  return text + "\nEverywhere: -o, --columns, --account, --socket, --server, --timeout; see `almanac help options`.\n";
}

}  // namespace almanac::cli
