// `almanac` alone, and `almanac inbox`: what waits, and the next command.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "almanac/v1/inbox.pb.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/cell.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

std::string CallerLine(const v1::GetInboxResponse& inbox) {
  std::string line = inbox.caller_display_name().empty() ? inbox.caller() : inbox.caller_display_name();
  std::vector<std::string> roles;
  for (const auto& role : inbox.roles()) {
    std::string text = Lower(Label(role.role()));
    if (!role.department().empty()) text += " of " + std::string(IdOf(role.department()));
    roles.push_back(std::move(text));
  }
  return OneLine(roles.empty() ? line : line + ", " + Join(roles, ", "));
}

std::string Sentence(std::string text) {
  text = OneLine(text);
  if (text.empty()) return text;
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text.back() == '.' ? text : text + ".";
}

// What is read before it is answered; who agrees last decides.
bool IsAgreement(const v1::InboxItem& item) { return item.kind() == "approve" && !item.resource().empty(); }
bool IsDecision(const v1::InboxItem& item) { return item.kind() == "decide" && !item.resource().empty(); }

// "refresh  Traffic Crashes: its data was due on 7 Aug 2026", its command below.
std::string ItemText(const Session& session, const v1::InboxItem& item, size_t kinds, size_t width) {
  const std::string indent(kinds + 4, ' ');
  const std::string title = OneLine(item.title().empty() ? item.resource() : item.title());
  std::string words = title;
  if (item.has_since()) words += ", since " + LocalTime(item.since()).substr(0, 10);
  if (!item.until().empty()) words += ", until " + OneLine(item.until());
  if (!item.otherwise().empty()) words += ", else " + OneLine(item.otherwise());
  if (!item.why().empty()) words += ": " + OneLine(item.why());
  std::string text;
  std::string lead = "  " + Pad(OneLine(item.kind()), kinds + 2);
  for (const std::string& line : Wrap(words, width - indent.size())) {
    const bool titled = text.empty() && line.starts_with(title);
    text += lead + (titled ? Bold(title, stdout) + line.substr(title.size()) : line) + "\n";
    lead = indent;
  }
  const auto line = [&](const char* lead, const std::string& command) {
    text += indent + Dim(lead, stdout) + session.Copyable(OneLine(command)) + "\n";
  };
  const bool decision = IsDecision(item) || IsAgreement(item);
  const std::string id(IdOf(item.resource()));
  // What a decision is on is read before it is answered, and releasing is one answer of several.
  if (decision) line("read it:      ", "almanac dataset show " + id);
  if (!item.command().empty())
    line(!decision ? "" : IsAgreement(item) ? "agree:        " : "release it:   ", item.command());
  if (decision) line("send it back: ", fmt::format("almanac dataset decide {} defer --reason '...'", id));
  return text;
}

std::string InboxText(const Session& session, const v1::GetInboxResponse& inbox) {
  const size_t width = session.style().width;
  std::string text = Bold(OneLine(inbox.program_title().empty() ? "Almanac" : inbox.program_title()), stdout);
  if (inbox.sample()) text += " (a sample: its data are made up)";
  text += "\n" + CallerLine(inbox) + "\n\n";
  size_t kinds = 0;
  for (const auto& item : inbox.items()) kinds = std::max(kinds, Width(item.kind()));
  if (inbox.items().empty()) {
    text += "Nothing waits on you.\n";
  } else {
    const int count = inbox.items_size() + inbox.more();
    text += count == 1 ? "One thing waits on you\n" : fmt::format("{} things wait on you\n", count);
    text += "\n";
  }
  for (const auto& item : inbox.items()) text += ItemText(session, item, kinds, width);
  if (std::any_of(inbox.items().begin(), inbox.items().end(), IsDecision))
    text +=
        "\n" + Dim("other answers to a decision: ", stdout) + session.Copyable("almanac dataset decide --help") + "\n";
  if (inbox.more() > 0)
    text += fmt::format("\n{} more: almanac inbox --limit {}\n", inbox.more(), inbox.items_size() + inbox.more());
  if (!inbox.next_command().empty()) {
    text += "\n";
    if (!inbox.next_why().empty()) text += Hanging("", Sentence(inbox.next_why()), width);
    text += Dim("next: ", stdout) + session.Copyable(OneLine(inbox.next_command())) + "\n";
  }
  return text;
}

// A row for each thing that waits.
void ShowItems(const OutputStyle& style, const v1::GetInboxResponse& inbox) {
  static const auto& all =
      *new std::vector<std::string>{"resource", "kind", "title", "why", "since", "command", "until"};
  ListOutput list(style, ResolveColumns(v1::InboxItem::descriptor(), style.columns.empty() ? all : style.columns));
  for (const auto& item : inbox.items()) list.Add(item);
  list.Finish();
}

}  // namespace

int RunInbox(Session& session, const Command& command, const Values& values) {
  if (values.Flag("approve-routine")) return RunApproveRoutine(session, command, values);
  v1::GetInboxRequest request;
  if (values.Has("limit")) {
    const std::string text = values.Text("limit");
    int limit = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (problem != std::errc() || end != text.data() + text.size() || limit < 1) {
      throw UsageError(fmt::format("--limit is a number from 1, not '{}'", text));
    }
    request.set_page_size(limit);
  }
  v1::GetInboxResponse inbox;
  session.channel().Call(command.method, request, &inbox);
  const Format format = session.style().format;
  if (format == Format::kTabs || format == Format::kCsv) {
    ShowItems(session.style(), inbox);
  } else if (format == Format::kTable) {
    WriteOut(InboxText(session, inbox));
  } else {
    ShowMessage(session.style(), inbox);
  }
  return 0;
}

}  // namespace almanac::cli
