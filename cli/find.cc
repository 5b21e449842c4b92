// `almanac find`: which command, which page of the help, which dataset. For whoever comes once a month.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "almanac/v1/datasets.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/help.h"
#include "cli/sheet.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

constexpr size_t kMostCommands = 8;
constexpr int kMostDatasets = 8;

// What people say for what the record calls otherwise.
const std::multimap<std::string, std::string>& Synonyms() {
  static const auto& synonyms = *new std::multimap<std::string, std::string>{
      {"upload", "import"},      {"load", "import"},          {"download", "export"},   {"csv", "export"},
      {"spreadsheet", "export"}, {"approve", "decide"},       {"approval", "decide"},   {"reject", "decide"},
      {"sign", "decide"},        {"delete", "withdraw"},      {"remove", "withdraw"},   {"hide", "suspend"},
      {"unpublish", "suspend"},  {"undo", "discard"},         {"revert", "discard"},    {"late", "delay"},
      {"postpone", "move"},      {"reschedule", "move"},      {"calendar", "timeline"}, {"plan", "timeline"},
      {"deadline", "timeline"},  {"password", "login"},       {"user", "person"},       {"account", "enrol"},
      {"role", "grant"},         {"rights", "grant"},         {"who", "history"},       {"audit", "history"},
      {"changed", "diff"},       {"missing", "completeness"}, {"gap", "completeness"},  {"gaps", "completeness"},
      {"todo", "inbox"},         {"update", "refreshed"},     {"monthly", "month"},     {"unit", "department"},
      {"column", "fields"},      {"dictionary", "fields"},    {"new", "create"},        {"add", "create"},
      {"send", "decide"},        {"back", "decide"},          {"return", "decide"},     {"ask", "decide"},
      {"defer", "decide"},       {"refuse", "decide"},        {"who", "grant"},         {"permission", "grant"},
      {"allowed", "grant"},      {"decides", "grant"},        {"town", "program"},      {"city", "program"},
      {"county", "program"},     {"body", "program"},         {"council", "program"},   {"zone", "program"},
      {"set", "update"},         {"rename", "update"},        {"change", "update"},     {"correct", "update"},
      {"edit", "update"},        {"promise", "confirm"},      {"owner", "update"},      {"frequency", "update"}};
  return synonyms;
}

bool BeginsAWord(const std::string& text, const std::string& beginning) {
  for (size_t at = text.find(beginning); at != text.npos; at = text.find(beginning, at + 1)) {
    const char before = at == 0 ? ' ' : text[at - 1];
    if (!((before >= 'a' && before <= 'z') || (before >= '0' && before <= '9'))) return true;
  }
  return false;
}

// The beginning of a word; "publishing" also where "publish" stands.
bool Holds(const std::string& text, const std::string& word) {
  if (BeginsAWord(text, word)) return true;
  for (const std::string ending : {"ing", "ed", "es", "s"}) {
    if (word.size() > ending.size() + 3 && word.ends_with(ending) &&
        BeginsAWord(text, word.substr(0, word.size() - ending.size()))) {
      return true;
    }
  }
  return false;
}

// They stand in every sentence and tell nothing.
bool TellsNothing(const std::string& word) {
  constexpr std::array<std::string_view, 41> kWords{
      "a",    "an",   "the", "of", "to",   "in",   "on",   "for",  "is",    "it",    "my",    "our",  "do",  "how",
      "what", "when", "i",   "we", "with", "by",   "at",   "be",   "can",   "and",   "or",    "from", "all", "that",
      "may",  "each", "me",  "us", "you",  "your", "does", "this", "these", "those", "there", "not",  "one"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

struct Searched {
  const Command* command;
  std::string path;
  std::string summary;
  std::string all;
};

std::vector<Searched> Everything() {
  std::vector<Searched> everything;
  for (const Command& command : Commands()) {
    const std::string comment = command.method != nullptr ? CommentOf(command.method) : command.summary;
    std::string all = comment;
    for (const Argument& argument : ArgumentsFor(command)) {
      if (argument.group != Argument::Group::kEverywhere) all += " " + argument.name + " " + argument.help;
    }
    everything.push_back({&command, Lower(command.Path()), FirstSentence(comment), Lower(all)});
  }
  return everything;
}

// The name of a command tells most, what is said of it less, its options least.
int Score(const Searched& searched, const std::vector<std::string>& words) {
  int score = 0;
  for (const std::string& word : words) {
    int best = Holds(searched.path, word)             ? 12
               : Holds(Lower(searched.summary), word) ? 6
               : Holds(searched.all, word)            ? 2
                                                      : 0;
    const auto [first, last] = Synonyms().equal_range(word);
    for (auto it = first; it != last; ++it) {
      if (Holds(searched.path, it->second)) best = std::max(best, 10);
    }
    score += best;
  }
  return score;
}

std::string CommandsText(const std::vector<std::string>& words, size_t width) {
  const auto everything = Everything();
  std::vector<std::pair<int, const Searched*>> found;
  for (const auto& searched : everything) {
    if (const int score = Score(searched, words); score > 0) found.emplace_back(score, &searched);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (found.empty()) return {};
  // What fits much worse than the best is no answer.
  std::vector<SheetEntry> entries;
  for (const auto& [score, searched] : found) {
    if (entries.size() == kMostCommands || score * 3 < found.front().first) break;
    entries.push_back({"almanac " + searched->path, {searched->summary}});
  }
  return "Commands\n" + Sheet(entries, width, 2);
}

std::string TopicsText(const std::vector<std::string>& words, size_t width) {
  std::vector<SheetEntry> entries;
  for (const std::string& topic : Topics()) {
    const std::string text = TopicHelp(topic, width);
    const std::string lower = Lower(text);
    const bool all = std::all_of(words.begin(), words.end(), [&](const auto& word) { return Holds(lower, word); });
    if (all) entries.push_back({"almanac help " + topic, {text.substr(0, text.find('\n'))}});
  }
  return entries.empty() ? std::string() : "\nTo read\n" + Sheet(entries, width, 2);
}

std::string DatasetsText(Session& session, const std::vector<std::string>& words, size_t width) {
  v1::SearchDatasetsRequest request;
  request.set_query(Join(words, " "));
  request.set_page_size(kMostDatasets);
  v1::SearchDatasetsResponse response;
  session.channel().Call(FindCommand("dataset", "search")->method, request, &response);
  std::vector<SheetEntry> entries;
  for (const auto& dataset : response.datasets()) {
    entries.push_back({fmt::format("almanac dataset show {}", IdOf(dataset.name())), {OneLine(dataset.title())}});
  }
  if (entries.empty()) return {};
  std::string text = "\nDatasets\n" + Sheet(entries, width, 2);
  if (!response.next_page_token().empty()) {
    text += fmt::format("  More: almanac dataset search '{}'\n", Join(words, " "));
  }
  return text;
}

}  // namespace

int RunFind(Session& session, const Command&, const Values& values) {
  std::vector<std::string> words;
  for (const std::string& given : values.All("words")) {
    for (const std::string& word : Split(Lower(OneLine(given)), ' ')) {
      if (!word.empty()) words.push_back(word);
    }
  }
  const auto all = words;
  std::erase_if(words, TellsNothing);
  if (words.empty()) words = all;
  const size_t width = session.style().width;
  std::string text = CommandsText(words, width) + TopicsText(words, width);
  std::string unreachable;
  try {
    text += DatasetsText(session, words, width);
  } catch (const Error& error) {
    // The help is here whether or not a server is.
    unreachable = error.message();
  }
  if (text.empty()) {
    session.Say(
        fmt::format("Nothing is found for '{}'. Fewer words, or other ones? `almanac --help` shows all there is.",
                    Join(words, " ")));
  } else {
    WriteOut(text.front() == '\n' ? text.substr(1) : text);
  }
  if (!unreachable.empty()) session.Say("Datasets were not looked through: " + unreachable);
  return text.empty() ? 3 : 0;
}

}  // namespace almanac::cli
