#include "domain/priority_scoring.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "domain/priority_evidence.h"
#include "domain/releases.h"
#include "domain/times.h"
#include "domain/when.h"
#include "store/search_text.h"

namespace almanac::domain {
namespace {

// The three criteria that count most: "requests 20 (131 requests in twelve months), goals 15 (goal S2 names it)".
std::string SummaryOf(const v1::PriorityLine& line) {
  std::vector<const v1::PriorityPoint*> points;
  for (const auto& point : line.points()) {
    if (point.points() != 0) points.push_back(&point);
  }
  std::stable_sort(points.begin(), points.end(),
                   [](const auto* a, const auto* b) { return std::abs(a->points()) > std::abs(b->points()); });
  std::vector<std::string> words;
  for (const auto* point : points) {
    if (words.size() < 3) words.push_back(fmt::format("{} {} ({})", point->criterion(), point->points(), point->why()));
  }
  return words.empty() ? "nothing speaks for it yet" : fmt::format("{}", fmt::join(words, ", "));
}

v1::PriorityLine LineOf(const PriorityInput& input, const SignalIndex& index, const v1::Dataset& dataset) {
  const PriorityEvidence evidence(input, index, dataset);
  v1::PriorityLine line;
  line.set_dataset(dataset.name());
  line.set_title(dataset.title());
  line.set_department(dataset.department());
  for (auto& point : evidence.OwnPoints()) {
    line.set_score(line.score() + point.points());
    *line.add_points() = std::move(point);
  }
  for (auto& point : evidence.ChhsPoints()) {
    line.set_chhs(line.chhs() + point.points());
    *line.add_chhs_points() = std::move(point);
  }
  line.set_grid(evidence.Grid(line.mutable_grid_why()));
  line.set_readiness(evidence.Readiness());
  line.set_summary(SummaryOf(line));
  return line;
}

void SetPlanned(const PriorityInput& input, std::vector<v1::PriorityLine>* lines) {
  std::map<std::string, const v1::Release*> next;
  for (const auto& release : input.releases) {
    auto& place = next[release.dataset()];
    if (place == nullptr || release.last_day() < place->last_day()) place = &release;
  }
  for (auto& line : *lines) {
    const auto found = next.find(line.dataset());
    if (found != next.end()) line.set_planned(WhenWords(WindowOf(*found->second)));
  }
}

// Each takes its place among the others, which keep their order.
void PlaceOverrides(const PriorityInput& input, std::vector<v1::PriorityLine>* lines) {
  std::map<std::string, const v1::PriorityOverride*> by_dataset;
  for (const auto& one : input.overrides) {
    if (one.rank() > 0) by_dataset[one.dataset()] = &one;
  }
  std::vector<std::pair<const v1::PriorityOverride*, v1::PriorityLine>> moved;
  std::vector<v1::PriorityLine> others;
  for (auto& line : *lines) {
    const auto found = by_dataset.find(line.dataset());
    if (found == by_dataset.end()) {
      others.push_back(std::move(line));
      continue;
    }
    const auto& said = *found->second;
    line.set_override_rank(said.rank());
    line.set_override_by(said.set_by());
    line.set_override_role(said.role());
    line.set_override_reason(said.reason());
    *line.mutable_override_time() = said.set_time();
    moved.emplace_back(&said, std::move(line));
  }
  std::sort(moved.begin(), moved.end(), [](const auto& a, const auto& b) {
    if (a.first->rank() != b.first->rank()) return a.first->rank() < b.first->rank();
    const auto one = ToInstant(a.first->set_time()), other = ToInstant(b.first->set_time());
    return one != other ? one > other : a.first->dataset() < b.first->dataset();
  });
  for (auto& [said, line] : moved) {
    const size_t place = std::min(static_cast<size_t>(said->rank()) - 1, others.size());
    // Two that were given one place stand one after the other.
    size_t at = place;
    while (at < others.size() && others[at].override_rank() == said->rank()) ++at;
    others.insert(others.begin() + static_cast<std::ptrdiff_t>(at), std::move(line));
  }
  *lines = std::move(others);
}

}  // namespace

bool Waits(const v1::Dataset& dataset) {
  const bool early = dataset.state() == v1::Dataset::IDENTIFIED || dataset.state() == v1::Dataset::INVENTORIED ||
                     dataset.state() == v1::Dataset::CLASSIFIED;
  return early && dataset.access() == v1::Dataset::OPEN;
}

bool NeedsScoring(const PriorityInput& input) {
  return input.datasets.size() > static_cast<size_t>(input.rules.can_be_done);
}

bool IsCounted(v1::Signal::Kind kind) { return kind == v1::Signal::REQUESTS || kind == v1::Signal::SUGGESTIONS; }

int64_t YearlyCount(const v1::Signal& signal, Day today) {
  const auto first = ParseDay(signal.first_day());
  const auto last = ParseDay(signal.last_day());
  if (!first || !last || *last < *first) return 0;
  const Day from = std::max(*first, AddMonths(today, -12) + std::chrono::days(1));
  // A period that runs has counted up to today, and what it counted lies in that part of it.
  const Day to = std::min(*last, today);
  if (to < from) return 0;
  const int64_t counted = (to - *first).count() + 1, within = (to - from).count() + 1;
  return (signal.value() * within + counted / 2) / counted;
}

std::vector<v1::PriorityLine> Prioritise(const PriorityInput& input) {
  const SignalIndex index(input.signals);
  std::vector<v1::PriorityLine> lines;
  for (const auto& dataset : input.datasets) lines.push_back(LineOf(input, index, dataset));
  std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) {
    if (a.score() != b.score()) return a.score() > b.score();
    return a.chhs() != b.chhs() ? a.chhs() > b.chhs() : a.dataset() < b.dataset();
  });
  int rank = 0;
  for (auto& line : lines) line.set_computed_rank(++rank);
  SetPlanned(input, &lines);
  PlaceOverrides(input, &lines);
  rank = 0;
  for (auto& line : lines) line.set_rank(++rank);
  return lines;
}

std::vector<std::string> ThemesWithoutDataset(const std::vector<v1::Signal>& signals,
                                              const std::unordered_set<std::string>& known, Day today) {
  std::map<std::string, std::pair<int64_t, std::string>> asked;
  for (const auto& signal : signals) {
    if (!signal.dataset().empty() || !IsCounted(signal.kind())) continue;
    const std::string key = store::Fold(signal.theme());
    const int64_t count = YearlyCount(signal, today);
    if (count == 0 || known.contains(key)) continue;
    auto& place = asked[key];
    place = {place.first + count, signal.theme()};
  }
  std::vector<std::pair<int64_t, std::string>> sorted;
  for (auto& [key, theme] : asked) sorted.push_back(std::move(theme));
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  std::vector<std::string> words;
  for (const auto& [count, theme] : sorted) words.push_back(fmt::format("{} ({})", theme, count));
  return words;
}

}  // namespace almanac::domain
