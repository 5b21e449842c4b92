#include "cli/day_words.h"

#include <algorithm>

#include "almanac/v1/program.pb.h"
#include "cli/commands.h"

namespace almanac::cli {
namespace {

bool TakesDay(const Argument& argument) {
  return argument.value == "DATE" || argument.value == "DAY" || argument.name == "when";
}

}  // namespace

Day TodayOfBody(Session& session) {
  v1::Program program;
  session.channel().Call(FindCommand("program", "show")->method, v1::GetProgramRequest(), &program);
  return DayIn(program.time_zone(), SystemClock().Now());
}

std::optional<Day> DayOfWord(std::string_view text, Day today) {
  if (text == "today") return today;
  if (text == "yesterday") return today - std::chrono::days(1);
  if (text == "tomorrow") return today + std::chrono::days(1);
  return std::nullopt;
}

void ResolveDayWords(Session& session, const std::vector<Argument>& arguments, Values* values) {
  std::optional<Day> today;
  for (const Argument& argument : arguments) {
    const std::string& name = argument.feeds.empty() ? argument.name : argument.feeds;
    if (!TakesDay(argument) || !values->Has(name)) continue;
    auto given = values->All(name);
    for (std::string& text : given) {
      if (!DayOfWord(text, Day())) continue;
      if (!today) today = TodayOfBody(session);
      text = ToText(*DayOfWord(text, *today));
    }
    values->Replace(name, std::move(given));
  }
}

}  // namespace almanac::cli
