// `almanac man`: the pages of the manual, from the same words as help and completion.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/by_hand.h"
#include "cli/files.h"
#include "cli/help.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

// Text as it is: nothing in it is a request of the formatter, and a dash can be copied.
std::string Roff(std::string_view text) {
  std::string escaped;
  bool start = true;
  for (const char c : text) {
    if (start && (c == '.' || c == '\'')) escaped += "\\&";
    start = c == '\n';
    if (c == '\\') {
      escaped += "\\e";
    } else if (c == '-') {
      escaped += "\\-";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : Roff(text)) quoted += c == '"' ? std::string("\\(dq") : std::string(1, c);
  return quoted + "\"";
}

std::string WithFullStop(std::string text) {
  if (!text.empty() && text.find_last_of(".?!") != text.size() - 1) text += '.';
  return text;
}

std::string Paragraphs(const std::string& text) {
  std::string roff;
  for (const std::string& line : Split(text, '\n')) {
    if (!line.empty()) roff += (roff.empty() ? "" : ".PP\n") + Roff(WithFullStop(line)) + "\n";
  }
  return roff;
}

// Lines as they stand, tables of the help among them.
std::string AsItStands(const std::string& text) {
  std::string lines = text;
  while (!lines.empty() && lines.back() == '\n') lines.pop_back();
  std::string roff = ".nf\n";
  for (const std::string& line : Split(lines, '\n')) roff += line.empty() ? ".sp\n" : Roff(line) + "\n";
  return roff + ".fi\n";
}

std::string TitleLine(const std::string& page) {
  return fmt::format(".TH {} 1 \"\" \"almanac {}\" \"Almanac\"\n", Quoted(Upper(page)), ALMANAC_VERSION);
}

std::string CommentOfCommand(const Command& command) {
  return command.method != nullptr ? CommentOf(command.method) : command.summary;
}

std::string OptionText(const Argument& argument) {
  std::string label =
      argument.letter != 0 ? fmt::format("-{}, --{}", argument.letter, argument.name) : "--" + argument.name;
  if (argument.positional) label = argument.value.empty() ? Upper(Dashed(argument.name)) : argument.value;
  if (!argument.positional && !argument.value.empty()) label += " " + argument.value;
  std::string help = WithFullStop(argument.help);
  if (argument.required && !argument.positional) help = "Required. " + help;
  return fmt::format(".TP\n.B {}\n{}\n", Roff(label), help.empty() ? "\\&" : Roff(help));
}

std::string OptionsText(const std::vector<Argument>& arguments, bool everywhere) {
  std::string text;
  for (const Argument& argument : arguments) {
    if (!argument.hidden && (argument.group == Argument::Group::kEverywhere) == everywhere)
      text += OptionText(argument);
  }
  return text;
}

std::string CommandText(const Command& command) {
  std::string text = fmt::format(".SS {}\n", Quoted("almanac " + command.Path()));
  text += Paragraphs(CommentOfCommand(command));
  text += ".PP\n" + AsItStands("    " + Join(command.examples, "\n    "));
  return text + OptionsText(ArgumentsFor(command), false);
}

std::string NounPage(const std::string& noun) {
  std::string text = TitleLine("almanac-" + noun);
  text +=
      fmt::format(".SH NAME\n{} \\- {}\n", Roff("almanac-" + noun), Roff(OneLine(FirstSentence(CommentOfNoun(noun)))));
  text += ".SH SYNOPSIS\n.B almanac " + Roff(noun) + (VerbsOf(noun).empty() ? " [OPTIONS]\n" : " VERB ... [OPTIONS]\n");
  text += ".SH DESCRIPTION\n" + Paragraphs(CommentOfNoun(noun)) + ".SH COMMANDS\n";
  for (const Command& command : Commands()) {
    if (command.noun == noun) text += CommandText(command);
  }
  return text + ".SH SEE ALSO\n.BR almanac (1)\n";
}

std::string TopicText(const std::string& topic) {
  constexpr size_t kWidth = 76;
  std::string heading = Upper(topic);
  std::replace(heading.begin(), heading.end(), '-', ' ');
  return fmt::format(".SH {}\n", Quoted(heading)) + AsItStands(TopicHelp(topic, kWidth));
}

std::string MainPage() {
  std::string text = TitleLine("almanac");
  text += ".SH NAME\nalmanac \\- the record of a public body's open data program\n";
  text += ".SH SYNOPSIS\n.B almanac\n.br\n.B almanac NOUN VERB ... [OPTIONS]\n.br\n.B almanac help [TOPIC]\n";
  text += ".SH DESCRIPTION\n" +
          Paragraphs(
              "Almanac keeps the record of a public body's open data program: what data its departments hold, "
              "whether and how it may be published, when it will be, and the annual report that answers for all "
              "of it. Alone, almanac shows what waits on you, and the next command.");
  text += ".SH NOUNS\n";
  for (const std::string& noun : Nouns()) {
    const auto verbs = VerbsOf(noun);
    text += fmt::format(".TP\n.BR {} (1)\n{}\n", Roff("almanac-" + noun),
                        verbs.empty() ? Roff(WithFullStop(FirstSentence(CommentOfCommand(*FindCommand(noun, "")))))
                                      : Roff(Join(verbs, ", ")));
  }
  text += ".SH OPTIONS\nEvery command takes these.\n" + OptionsText(GlobalArguments(), true);
  for (const std::string& topic : Topics()) {
    if (topic != "options") text += TopicText(topic);
  }
  text += ".SH SEE ALSO\n";
  const auto nouns = Nouns();
  for (const std::string& noun : nouns) {
    text += fmt::format(".BR {} (1){}\n", Roff("almanac-" + noun), noun == nouns.back() ? "" : ",");
  }
  return text;
}

void WritePage(const std::filesystem::path& folder, const std::string& page, const std::string& text) {
  OutputFile file((folder / (page + ".1")).string());
  file.Write(text);
  file.Finish();
}

}  // namespace

int RunMan(Session& session, const Command&, const Values& values) {
  const auto nouns = Nouns();
  const std::string page = values.Text("page");
  if (!page.empty() && std::find(nouns.begin(), nouns.end(), page) == nouns.end()) {
    throw UsageError(fmt::format("there is no page on '{}'", OneLine(page)),
                     fmt::format("There are pages on {}.", Join(nouns, ", ")));
  }
  if (!values.Has("to")) return WriteOut(page.empty() ? MainPage() : NounPage(page)), 0;
  if (!page.empty()) throw UsageError("--to writes every page; leave out which one");
  const std::filesystem::path folder = values.Text("to");
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (problem) throw UsageError(fmt::format("cannot make {}: {}", folder.string(), problem.message()));
  WritePage(folder, "almanac", MainPage());
  for (const std::string& noun : nouns) WritePage(folder, "almanac-" + noun, NounPage(noun));
  session.Say(fmt::format("Wrote {} pages to {}.", nouns.size() + 1, folder.string()));
  return 0;
}

}  // namespace almanac::cli
