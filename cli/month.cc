// `almanac month`: the coordinator's month. One question for each set whose refresh falls due, answered with a
// letter; what is answered is done at once, so that nothing is lost when somebody stops halfway.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/inbox.pb.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/ids.h"
#include "cli/ask.h"
#include "cli/by_hand.h"
#include "cli/day_words.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/usage.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

constexpr const char* kUnchanged = "Looked at: nothing has changed since the last refresh.";

template <class Request, class Response>
Response Call(Session& session, const char* noun, const char* verb, const Request& request) {
  Response response;
  session.channel().Call(FindCommand(noun, verb)->method, request, &response);
  return response;
}

Day LastOfMonth(Day day) {
  const std::chrono::year_month_day date(day);
  return Day(date.year() / date.month() / std::chrono::last);
}

// "13 October 2026" would be longer to read than to know.
std::string DueWords(const std::string& due, Day today) {
  const auto day = ParseDay(due);
  if (!day) return due;
  const auto left = (*day - today).count();
  if (left == 0) return "due today";
  if (left == 1) return "due tomorrow";
  return left > 0 ? fmt::format("due {}, in {} days", due, left) : fmt::format("due {}, {} days ago", due, -left);
}

// Which sets are one's own: of a department that was named, else those one coordinates and those of the departments
// one works for; all of them for who works for none.
std::string Whose(const Values& values, const v1::GetInboxResponse& me) {
  if (values.Has("department")) {
    const auto department = values.Text("department");
    return fmt::format(" AND department = \"{}\"",
                       department.find('/') == department.npos ? "departments/" + department : department);
  }
  std::vector<std::string> mine;
  for (const auto& role : me.roles()) {
    if (!role.department().empty()) mine.push_back(fmt::format("department = \"{}\"", role.department()));
  }
  if (mine.empty()) return {};
  std::sort(mine.begin(), mine.end());
  mine.erase(std::unique(mine.begin(), mine.end()), mine.end());
  mine.push_back(fmt::format("coordinator = \"{}\"", me.caller()));
  return " AND (" + Join(mine, " OR ") + ")";
}

std::vector<v1::Dataset> ListDue(Session& session, const std::string& filter, int most) {
  v1::ListDatasetsRequest request;
  request.set_filter(filter);
  request.set_order_by("next_due_date");
  request.set_view(v1::FULL);
  request.set_page_size(std::min(most, 200));
  std::vector<v1::Dataset> all;
  do {
    auto page = Call<v1::ListDatasetsRequest, v1::ListDatasetsResponse>(session, "dataset", "list", request);
    for (auto& dataset : *page.mutable_datasets()) all.push_back(std::move(dataset));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && static_cast<int>(all.size()) < most);
  return all;
}

// The command that was typed, to go on with.
std::string AgainWith(const Values& values) {
  std::string again = "almanac month";
  for (const char* option : {"department", "until"}) {
    if (values.Has(option)) again += fmt::format(" --{} {}", option, values.Text(option));
  }
  return again;
}

// Sets without a frequency are never asked about, which nobody would notice.
void SayWhatNeverFallsDue(const Session& session, const std::vector<v1::Dataset>& open, const std::string& of) {
  constexpr size_t kMost = 200;
  if (open.empty()) return;
  session.Say(fmt::format("{} published {} not how often {} refreshed, so nothing falls due for {}:",
                          open.size() >= kMost ? fmt::format("{} or more", kMost) : std::to_string(open.size()),
                          open.size() == 1 ? "set says" : "sets say", open.size() == 1 ? "it is" : "they are",
                          open.size() == 1 ? "it" : "them"));
  session.Say("  " + session.Copyable(fmt::format("almanac completeness show {} --rule frequency", of)));
}

class Month {
 public:
  // `again` is the command that goes on where this one stops.
  Month(Session& session, Day today, std::string again) : session_(session), today_(today), again_(std::move(again)) {}

  void Walk(const std::vector<v1::Dataset>& due) {
    for (size_t i = 0; i < due.size() && !stopped_; ++i) {
      Introduce(due[i], i + 1, due.size());
      while (!stopped_ && !Answer(due[i])) {
      }
      if (stopped_) left_ = due.size() - i;
    }
  }

  void Tell(const std::string& next) {
    session_.Say("");
    std::vector<std::string> parts;
    for (const auto& [what, count] : counts_) parts.push_back(fmt::format("{} {}", count, what));
    if (left_ > 0) parts.push_back(fmt::format("{} not looked at", left_));
    session_.Say(Bold("Done: ", stderr) + (parts.empty() ? "nothing was due." : Join(parts, ", ") + "."));
    for (const auto& name : changed_) {
      session_.Say("  changed, to be described: " +
                   session_.Copyable(fmt::format("almanac dataset update {} --...", IdOf(name))));
    }
    if (left_ > 0) session_.Say("The rest waits: " + session_.Copyable(again_));
    if (!next.empty()) session_.Say(next);
  }

 private:
  void Introduce(const v1::Dataset& dataset, size_t number, size_t of) {
    session_.Say("");
    session_.Say(fmt::format("{} of {}  {}", number, of, Bold(OneLine(dataset.title()), stderr)));
    std::string line = fmt::format("  {}, {}", IdOf(dataset.department()), DueWords(dataset.next_due_date(), today_));
    if (!dataset.refreshed_date().empty()) line += ", last refreshed " + dataset.refreshed_date();
    if (!dataset.refresh_expected_date().empty()) line += ", announced for " + dataset.refresh_expected_date();
    session_.Say(line);
  }

  // What was typed, without blanks; the end of the input stops.
  std::string Read(const std::string& question) {
    const auto line = Ask("  " + question);
    stopped_ = stopped_ || !line;
    return line.value_or("");
  }

  // Until it is a day on the right side of today, or nothing at all.
  std::string ReadDay(const std::string& question, bool (*fits)(Day, Day)) {
    while (true) {
      std::string text = Read(question);
      stopped_ = stopped_ || Lower(text) == "q";
      const auto day = ParseDay(text);
      if (stopped_ || text.empty() || (day && fits(*day, today_))) return text;
      session_.Say(!day ? fmt::format("  A day is typed as {}.", ToText(today_))
                        : fmt::format("  {} is {}.", text, fits == Past ? "still to come" : "no day to come"));
    }
  }
  static bool Past(Day day, Day today) { return day <= today; }
  static bool ToCome(Day day, Day today) { return day > today; }

  // True when the set is dealt with.
  bool Answer(const v1::Dataset& dataset) {
    const std::string answer = Lower(Read("refreshed, no change, late, changed, skip or quit? [r/n/l/c/s/q] "));
    if (stopped_) return false;
    switch (answer.empty() ? '?' : answer[0]) {
      case 'r':
        return Refreshed(dataset, ReadDay(fmt::format("As of which day? [{}] ", ToText(today_)), Past), {},
                         "refreshed");
      case 'n':
        return Refreshed(dataset, {}, kUnchanged, "without change");
      case 'l':
        return Late(dataset);
      case 'c':
        changed_.push_back(dataset.name());
        ++counts_["changed"];
        return true;
      case 's':
        ++counts_["skipped"];
        return true;
      case 'q':
        stopped_ = true;
        return false;
      default:
        session_.Say(
            "  r  the data was refreshed; the day is asked\n  n  it was looked at, and nothing has changed\n"
            "  l  the refresh will be late; until when and why is asked, and readers are told\n"
            "  c  what the data is has changed: columns, coverage, access; its command is shown at the end\n"
            "  s  not now          q  stop here; what was answered is done");
        return false;
    }
  }

  bool Refreshed(const v1::Dataset& dataset, const std::string& as_of, const std::string& note, const char* counted) {
    if (stopped_) return false;
    v1::MarkDatasetRefreshedRequest request;
    request.set_name(dataset.name());
    request.set_as_of(as_of);
    request.set_note(note);
    return Do("refreshed", &request, counted);
  }

  bool Late(const v1::Dataset& dataset) {
    v1::DelayDatasetRefreshRequest request;
    request.set_name(dataset.name());
    request.set_until(ReadDay("By which day does it come? ", ToCome));
    if (stopped_ || request.until().empty()) return false;
    request.set_reason(Read("Why, in words for its readers? "));
    if (stopped_ && request.reason().empty()) return false;
    return Do("delay", &request, "late, and said so");
  }

  // What is refused is told and asked again.
  bool Do(const char* verb, google::protobuf::Message* request, const char* counted) {
    try {
      const Command* command = FindCommand("dataset", verb);
      const auto answer = CallVerb(session_, *command, request);
      session_.Say("  " + FillIn(command->cli().done(), {*answer, *request, session_.caller()}));
      ++counts_[counted];
      return true;
    } catch (const Error& error) {
      // Nobody to ask means nobody who could mend it, and what may have been done is not to be done again.
      const Reason reason = error.reason();
      if (reason == Reason::UNAVAILABLE || reason == Reason::OUTCOME_UNKNOWN || reason == Reason::UNAUTHENTICATED)
        throw;
      session_.Say("  " + error.message());
      return false;
    }
  }

  Session& session_;
  const Day today_;
  const std::string again_;
  bool stopped_ = false;
  size_t left_ = 0;
  std::map<std::string, int> counts_;
  std::vector<std::string> changed_;
};

}  // namespace

int RunMonth(Session& session, const Command&, const Values& values) {
  const auto me = Call<v1::GetInboxRequest, v1::GetInboxResponse>(session, "inbox", "", {});
  const Day today = TodayOfBody(session);
  Day until = LastOfMonth(today);
  if (values.Has("until")) {
    const auto day = ParseDay(values.Text("until"));
    if (!day)
      throw UsageError(fmt::format("--until is a day such as {}, not '{}'", ToText(until), values.Text("until")));
    until = *day;
  }
  const std::string whose = Whose(values, me);
  const std::string base = "state = published AND next_due_date:*" + whose;
  const auto due = ListDue(session, fmt::format("{} AND next_due_date <= {}", base, ToText(until)), 10000);
  session.Say(due.empty() ? fmt::format("No refresh falls due by {}.", ToText(until))
                          : fmt::format("{} {} due by {}.", due.size(),
                                        due.size() == 1 ? "refresh falls" : "refreshes fall", ToText(until)));
  Month month(session, today, AgainWith(values));
  month.Walk(due);
  const auto later = ListDue(session, fmt::format("{} AND next_due_date > {}", base, ToText(until)), 1);
  month.Tell(later.empty()
                 ? std::string()
                 : fmt::format("Next: {}, due {}.", OneLine(later.front().title()), later.front().next_due_date()));
  SayWhatNeverFallsDue(session,
                       ListDue(session, "state = published AND historical = false AND NOT frequency:*" + whose, 200),
                       values.Has("department") ? values.Text("department") : "program");
  return 0;
}

}  // namespace almanac::cli
