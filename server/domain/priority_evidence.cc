#include "domain/priority_evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/ids.h"
#include "domain/frequency.h"
#include "domain/times.h"
#include "domain/when.h"
#include "store/search_text.h"

namespace almanac::domain {
namespace {

constexpr double kDaysAYear = 365.2425;

std::string PeriodWords(const v1::Signal& signal) {
  const auto first = ParseDay(signal.first_day());
  const auto last = ParseDay(signal.last_day());
  if (!first || !last) return {};
  return WhenWords({*first, *last});
}

// Whole years from the first day to the last, both included.
int YearsBetween(Day first, Day last) {
  int years = 0;
  while (AddMonths(first, 12 * (years + 1)) <= last + std::chrono::days(1)) ++years;
  return years;
}

std::string Times(int64_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

v1::PriorityPoint PointOf(std::string criterion, std::string_view title, Assessed assessed) {
  v1::PriorityPoint point;
  point.set_criterion(std::move(criterion));
  point.set_title(std::string(title));
  point.set_level(assessed.level);
  point.set_why(std::move(assessed.why));
  for (auto& trace : assessed.traces) *point.add_traces() = std::move(trace);
  return point;
}

}  // namespace

SignalIndex::SignalIndex(const std::vector<v1::Signal>& signals) {
  for (const auto& signal : signals) {
    if (!signal.dataset().empty()) by_dataset_[signal.dataset()].push_back(&signal);
    // A signal that names a dataset speaks of that one alone, whatever its theme.
    if (signal.dataset().empty()) by_theme_[store::Fold(signal.theme())].push_back(&signal);
  }
}

std::vector<std::string> ThemeKeys(const v1::Dataset& dataset) {
  std::set<std::string> keys;
  for (const auto& theme : dataset.themes()) keys.insert(store::Fold(theme));
  for (const auto& keyword : dataset.keywords()) keys.insert(store::Fold(keyword));
  return {keys.begin(), keys.end()};
}

std::vector<const v1::Signal*> SignalIndex::About(const v1::Dataset& dataset) const {
  std::vector<const v1::Signal*> about;
  if (const auto own = by_dataset_.find(dataset.name()); own != by_dataset_.end()) about = own->second;
  for (const auto& key : ThemeKeys(dataset)) {
    const auto found = by_theme_.find(key);
    if (found != by_theme_.end()) about.insert(about.end(), found->second.begin(), found->second.end());
  }
  std::sort(about.begin(), about.end(), [](const auto* a, const auto* b) { return a->name() < b->name(); });
  about.erase(std::unique(about.begin(), about.end()), about.end());
  return about;
}

PriorityEvidence::PriorityEvidence(const PriorityInput& input, const SignalIndex& index, const v1::Dataset& dataset)
    : input_(input), dataset_(dataset), signals_(index.About(dataset)) {}

std::string PriorityEvidence::DayOf(const google::protobuf::Timestamp& time) const {
  return ToText(DayIn(input_.program.time_zone(), ToInstant(time)));
}

v1::PriorityTrace PriorityEvidence::OfRecord(std::string words) const {
  v1::PriorityTrace trace;
  trace.set_words(std::move(words));
  trace.set_source(fmt::format("the record of {}", IdOf(dataset_.name())));
  if (dataset_.has_update_time()) trace.set_date(DayOf(dataset_.update_time()));
  return trace;
}

v1::PriorityTrace PriorityEvidence::TraceOf(const v1::Signal& signal) const {
  v1::PriorityTrace trace;
  trace.set_signal(signal.name());
  trace.set_source(signal.source());
  trace.set_date(signal.last_day());
  const std::string about = signal.dataset().empty() ? fmt::format(" about {}", signal.theme()) : "";
  trace.set_words(IsCounted(signal.kind()) ? fmt::format("{}{}, {}", signal.value(), about, PeriodWords(signal))
                                           : fmt::format("{}{}", signal.value(), about));
  return trace;
}

int64_t PriorityEvidence::CountOf(v1::Signal::Kind kind) const {
  int64_t count = 0;
  for (const auto* signal : signals_) {
    if (signal->kind() == kind) count += YearlyCount(*signal, input_.today);
  }
  return count;
}

int64_t PriorityEvidence::Demand() const { return CountOf(v1::Signal::REQUESTS) + CountOf(v1::Signal::SUGGESTIONS); }

Assessed PriorityEvidence::Counted(v1::Signal::Kind kind, const char* one, const char* many) const {
  Assessed assessed;
  const int64_t count = CountOf(kind);
  assessed.level = input_.rules.LevelOf(count);
  for (const auto* signal : signals_) {
    if (signal->kind() == kind && YearlyCount(*signal, input_.today) > 0) assessed.traces.push_back(TraceOf(*signal));
  }
  assessed.why = count == 0 ? fmt::format("no {} of the last twelve months is on record", one)
                            : fmt::format("{} in twelve months", Times(count, one, many));
  return assessed;
}

Assessed PriorityEvidence::Judged(v1::Signal::Kind kind, const char* none) const {
  Assessed assessed;
  assessed.why = none;
  for (const auto* signal : signals_) {
    if (signal->kind() != kind) continue;
    assessed.traces.push_back(TraceOf(*signal));
    if (assessed.traces.size() > 1 && signal->value() <= assessed.level) continue;
    assessed.level = static_cast<int>(signal->value());
    assessed.why = signal->source();
  }
  return assessed;
}

Assessed PriorityEvidence::Goals() const {
  Assessed assessed = Judged(v1::Signal::GOAL, "no goal names it");
  for (const auto& goal : input_.program.goals()) {
    const auto& named = goal.datasets();
    if (std::find(named.begin(), named.end(), dataset_.name()) == named.end()) continue;
    // What the council wants of the body weighs more than what the program wants of itself.
    const int level = goal.kind() == v1::Goal::STRATEGIC ? 5 : 4;
    v1::PriorityTrace trace;
    trace.set_words(fmt::format("goal {}, “{}”", goal.code(), goal.text()));
    trace.set_source("the goals of the program");
    if (input_.program.has_update_time()) trace.set_date(DayOf(input_.program.update_time()));
    assessed.traces.push_back(std::move(trace));
    if (level <= assessed.level) continue;
    assessed.level = level;
    assessed.why = fmt::format("goal {} names it", goal.code());
  }
  return assessed;
}

Assessed PriorityEvidence::OwnLevel(std::string_view criterion) const {
  if (criterion == "requests") return Counted(v1::Signal::REQUESTS, "request", "requests");
  if (criterion == "suggestions") return Counted(v1::Signal::SUGGESTIONS, "suggestion", "suggestions");
  if (criterion == "goals") return Goals();
  if (criterion == "use") return Judged(v1::Signal::USE, "nobody has said what use would be made of it");
  if (criterion == "mandate") return Judged(v1::Signal::MANDATE, "no law, grant or policy is named that asks for it");
  return Judged(v1::Signal::COST, "nobody has said what it costs");
}

std::vector<v1::PriorityPoint> PriorityEvidence::OwnPoints() const {
  std::vector<v1::PriorityPoint> points;
  for (const auto& criterion : Criteria()) {
    auto point = PointOf(std::string(criterion.key), criterion.title, OwnLevel(criterion.key));
    point.set_highest(kHighestLevel);
    point.set_weight(WeightOf(input_.rules.weights, criterion.key));
    const int sign = criterion.key == "cost" ? -1 : 1;
    point.set_points(sign * point.weight() * point.level());
    points.push_back(std::move(point));
  }
  return points;
}

Assessed PriorityEvidence::PublicInterest() const {
  Assessed assessed = Counted(v1::Signal::REQUESTS, "request", "requests");
  Assessed others = Counted(v1::Signal::SUGGESTIONS, "suggestion", "suggestions");
  assessed.traces.insert(assessed.traces.end(), others.traces.begin(), others.traces.end());
  assessed.level = input_.rules.LevelOf(Demand());
  assessed.why = Demand() == 0 ? "no request or suggestion of the last twelve months is on record"
                               : fmt::format("{} in twelve months",
                                             Times(Demand(), "request or suggestion", "requests and suggestions"));
  return assessed;
}

Assessed PriorityEvidence::Years() const {
  const auto first = ParseDay(dataset_.temporal_start());
  if (!first) return {0, "the period it covers is not on record", {}};
  const Day end = std::min(ParseDay(dataset_.temporal_end()).value_or(input_.today), input_.today);
  const int years = end < *first ? 0 : YearsBetween(*first, end);
  const int level = years >= 10 ? 3 : years >= 5 ? 2 : years >= 2 ? 1 : 0;
  const std::string why = years == 0 ? "less than a year of data" : Times(years, "year of data", "years of data");
  return {level, why, {OfRecord(fmt::format("it begins on {}", DayWords(*first)))}};
}

Assessed PriorityEvidence::DataPoints() const {
  if (dataset_.fields().empty()) return {0, "its columns are not listed", {}};
  const bool many = dataset_.fields_size() > 2;
  // Rows are not on record; a set of so few that it fails by them would hardly be asked for.
  return {many ? 5 : 0,
          fmt::format("{} listed; more than five rows are taken for granted",
                      Times(dataset_.fields_size(), "column is", "columns are")),
          {OfRecord("its fields")}};
}

Assessed PriorityEvidence::UpdateFrequency() const {
  const auto frequency = ParseFrequency(dataset_.frequency());
  if (!frequency || !frequency->repeats) return {0, "no interval at which it is updated is on record", {}};
  const double months = frequency->months > 0 ? frequency->months : frequency->days / (kDaysAYear / 12);
  const int level = months < 12 ? 4 : months == 12 ? 3 : months <= 24 ? 2 : 1;
  return {level, FrequencyWords(dataset_.frequency()), {OfRecord("its frequency as described")}};
}

Assessed PriorityEvidence::Timeliness() const {
  Assessed judged = Judged(v1::Signal::TIMELINESS, "");
  if (!judged.traces.empty()) return judged;
  std::string newest = std::max(dataset_.refreshed_date(), dataset_.temporal_end());
  const bool goes_on = newest.empty() && !dataset_.temporal_start().empty() && !dataset_.historical();
  if (goes_on) newest = ToText(input_.today);
  const auto day = ParseDay(newest);
  if (!day) return {0, "how recent its newest data is, is not on record", {}};
  const int age = *day > input_.today ? 0 : YearsBetween(*day, input_.today);
  return {std::max(0, 4 - age),
          goes_on ? "its period goes on" : fmt::format("its newest data is of {}", DayWords(*day)),
          {OfRecord("the period it covers")}};
}

std::vector<v1::PriorityPoint> PriorityEvidence::ChhsPoints() const {
  struct Row {
    const char* key;
    const char* title;
    int highest;
    Assessed assessed;
  };
  std::vector<v1::PriorityPoint> points;
  for (auto& [key, title, highest, assessed] :
       std::vector<Row>{{"interest", "Public interest", 5, PublicInterest()},
                        {"mandate", "Supports department processes or goals", 5,
                         Judged(v1::Signal::MANDATE, "no law, grant or policy is named that asks for it")},
                        {"years", "Years covered", 3, Years()},
                        {"geography", "Geographic coverage", 5,
                         Judged(v1::Signal::GEOGRAPHY, "nobody has said how much of the state it covers")},
                        {"data_points", "Data points", 5, DataPoints()},
                        {"frequency", "Update frequency", 4, UpdateFrequency()},
                        {"timeliness", "Timeliness", 4, Timeliness()}}) {
    auto point = PointOf(fmt::format("chhs_{}", key), title, std::move(assessed));
    point.set_level(std::min(point.level(), highest));
    point.set_highest(highest);
    point.set_points(point.level());
    points.push_back(std::move(point));
  }
  return points;
}

std::string PriorityEvidence::Grid(std::string* why) const {
  const int64_t demand = Demand();
  const int high = demand >= input_.rules.high_demand ? 2 : demand >= input_.rules.medium_demand ? 1 : 0;
  static constexpr const char* kDemand[] = {"low", "medium", "high"};
  static constexpr const char* kPublic[] = {"P2", "P2", "P1"};
  static constexpr const char* kSensitive[] = {"P3", "P2", "P2"};
  static constexpr const char* kProtected[] = {"P4", "P3", "P2"};
  const auto told = [&](const char* const(&row)[3], const char* words) {
    *why = fmt::format("{}, demand {}", words, kDemand[high]);
    return std::string(row[high]);
  };
  switch (dataset_.classification()) {
    case v1::Dataset::PUBLISHABLE:
      return told(kPublic, "publishable");
    case v1::Dataset::POTENTIALLY_SENSITIVE:
      return told(kSensitive, "potentially sensitive");
    case v1::Dataset::SENSITIVE:
      return told(kSensitive, "sensitive");
    case v1::Dataset::PROTECTED:
      return told(kProtected, "protected");
    default:
      *why = "nobody has classified it";
      return {};
  }
}

int PriorityEvidence::Readiness() const { return Judged(v1::Signal::READINESS, "").level; }

}  // namespace almanac::domain
