#include "domain/priorities.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_set>

#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/grants.h"
#include "domain/lifecycle.h"
#include "domain/paging.h"
#include "domain/priority_scoring.h"
#include "domain/profile.h"
#include "domain/program.h"
#include "domain/sight.h"
#include "domain/times.h"
#include "sql/priority.h"
#include "sql/releases.h"
#include "sql/signals.h"
#include "store/search_text.h"

namespace almanac::domain {
namespace {

// The queue is that of the whole body, so that a place in it is the same for everybody.
PriorityInput InputOf(store::Tx& tx) {
  PriorityInput input;
  input.datasets = tx.Select<v1::Dataset>(sql::priority::kWaiting, {});
  input.signals = tx.Select<v1::Signal>(sql::signals::kStanding, {});
  input.overrides = tx.Select<v1::PriorityOverride>(sql::priority::kOverrides, {});
  input.releases = tx.Select<v1::Release>(sql::releases::kOpen, {});
  input.program = tx.Find<v1::Program>("program").value_or(v1::Program());
  input.today = TodayAsDay(tx);
  input.rules = ProfileOf(tx).priority;
  return input;
}

std::string StandingWords(const PriorityInput& input) {
  const size_t waiting = input.datasets.size();
  if (waiting == 0) return "Nothing waits to be published.";
  const std::string counted = waiting == 1 ? "1 dataset waits" : fmt::format("{} datasets wait", waiting);
  if (NeedsScoring(input)) {
    return fmt::format("{}, and {} can be done: the queue says what comes first.", counted, input.rules.can_be_done);
  }
  return fmt::format("{}, and {} can be done: no scoring is needed.", counted, input.rules.can_be_done);
}

// Where nothing is scored, a place says nothing; they come by name.
void Unscore(std::vector<v1::PriorityLine>* lines) {
  for (auto& line : *lines) {
    v1::PriorityLine plain;
    plain.set_dataset(line.dataset());
    plain.set_title(line.title());
    plain.set_department(line.department());
    plain.set_grid(line.grid());
    plain.set_grid_why(line.grid_why());
    plain.set_planned(line.planned());
    line = std::move(plain);
  }
  std::sort(lines->begin(), lines->end(), [](const auto& a, const auto& b) { return a.dataset() < b.dataset(); });
}

// Those that the caller may not see; of what bears no mark there is none.
std::unordered_set<std::string> UnseenOf(store::Tx& tx, const PriorityInput& input) {
  std::unordered_set<std::string> unseen;
  for (const auto& dataset : input.datasets) {
    if (!Sees(tx.caller(), dataset)) unseen.insert(dataset.name());
  }
  return unseen;
}

// Placed among all, and told of those that are seen.
void LeaveOut(const std::unordered_set<std::string>& unseen, std::vector<v1::PriorityLine>* lines) {
  std::erase_if(*lines, [&](const v1::PriorityLine& line) { return unseen.contains(line.dataset()); });
}

std::vector<std::string> UnansweredThemes(store::Tx& tx, const PriorityInput& input) {
  std::unordered_set<std::string> known;
  v1::ResourceName theme;
  tx.SelectEach(sql::signals::kKnownThemes, {}, &theme, [&] { known.insert(store::Fold(theme.name())); });
  return ThemesWithoutDataset(input.signals, known, input.today);
}

v1::PriorityLine LineFor(const PriorityInput& input, const v1::Dataset& dataset) {
  for (auto& line : Prioritise(input)) {
    if (line.dataset() == dataset.name()) return std::move(line);
  }
  throw Error(Reason::WRONG_STATE,
              fmt::format("{} does not wait: it is {}{}", IdOf(dataset.name()), StateWords(dataset.state()),
                          dataset.access() == v1::Dataset::OPEN ? "" : ", and not open by access"));
}

// In whose name it is said, the weightiest first; empty for nobody who may.
std::string RoleToOverride(const Caller& caller, const v1::Dataset& dataset) {
  static constexpr std::array<std::string_view, 4> kRoles{"board_member", "leadership", "manager", "administrator"};
  for (const auto role : kRoles) {
    for (const auto& grant : caller.grants) {
      if (grant.role == role && Reaches(grant, dataset.department())) return std::string(role);
    }
  }
  return {};
}

std::string RequireRole(const Caller& who, const v1::Dataset& dataset) {
  std::string role = RoleToOverride(who, dataset);
  if (role.empty()) {
    throw Error(Reason::PERMISSION_DENIED,
                fmt::format("{} may not give a dataset another place in the queue. It takes the role of leadership, "
                            "manager, board_member or administrator",
                            who.display_name));
  }
  return role;
}

std::string OverrideName(const v1::Dataset& dataset) {
  return fmt::format("priority_overrides/{}", IdOf(dataset.name()));
}

void RequireQueue(const PriorityInput& input) {
  if (NeedsScoring(input)) return;
  throw Error(Reason::WRONG_STATE, fmt::format("there is no queue to take a place in. {}", StandingWords(input)));
}

void RequirePlace(const PriorityInput& input, int rank) {
  RequireQueue(input);
  if (rank >= 1 && rank <= static_cast<int>(input.datasets.size())) return;
  throw Error(Reason::INVALID_FIELD, fmt::format("there is no place {}: {} datasets wait", rank, input.datasets.size()))
      .Field("rank", fmt::format("1 to {}", input.datasets.size()));
}

}  // namespace

v1::ListPrioritiesResponse ListPriorities(store::Tx& tx, const v1::ListPrioritiesRequest& request) {
  const auto input = InputOf(tx);
  auto lines = Prioritise(input);
  const auto unseen = UnseenOf(tx, input);
  LeaveOut(unseen, &lines);
  v1::ListPrioritiesResponse response;
  response.set_unseen(static_cast<int>(unseen.size()));
  response.set_scored(NeedsScoring(input));
  response.set_waiting(static_cast<int>(input.datasets.size()));
  response.set_can_be_done(input.rules.can_be_done);
  response.set_standing(StandingWords(input));
  *response.mutable_weights() = input.rules.weights;
  for (auto& theme : UnansweredThemes(tx, input)) response.add_themes_without_dataset(std::move(theme));
  if (!response.scored()) Unscore(&lines);
  const auto page = PageOf(lines.size(), request.page_size(), request.page_token());
  for (size_t i = page.first; i < page.end; ++i) {
    auto* line = response.add_lines();
    *line = std::move(lines[i]);
    if (request.view() == v1::FULL) continue;
    line->clear_points();
    line->clear_chhs_points();
  }
  response.set_next_page_token(page.next);
  return response;
}

v1::PriorityLine GetPriority(store::Tx& tx, const v1::GetPriorityRequest& request) {
  const auto dataset = tx.Get<v1::Dataset>(request.name());
  const auto input = InputOf(tx);
  auto line = LineFor(input, dataset);
  if (!NeedsScoring(input)) line.clear_rank();
  return line;
}

v1::PreviewPrioritiesResponse PreviewPriorities(store::Tx& tx, const v1::PreviewPrioritiesRequest& request) {
  auto input = InputOf(tx);
  v1::PreviewPrioritiesResponse response;
  *response.mutable_weights_in_force() = input.rules.weights;
  std::map<std::string, v1::PriorityLine> before;
  for (auto& line : Prioritise(input)) before[line.dataset()] = std::move(line);
  input.rules.weights = ChangedWeights(input.rules.weights, request.weights());
  *response.mutable_weights() = input.rules.weights;
  auto after = Prioritise(input);
  LeaveOut(UnseenOf(tx, input), &after);
  for (const auto& line : after) {
    if (before[line.dataset()].rank() != line.rank()) response.set_moved(response.moved() + 1);
  }
  const auto page = PageOf(after.size(), request.page_size(), request.page_token());
  for (size_t i = page.first; i < page.end; ++i) {
    const auto& was = before[after[i].dataset()];
    auto* move = response.add_moves();
    move->set_dataset(after[i].dataset());
    move->set_title(after[i].title());
    move->set_rank_before(was.rank());
    move->set_rank_after(after[i].rank());
    move->set_score_before(was.score());
    move->set_score_after(after[i].score());
  }
  response.set_next_page_token(page.next);
  return response;
}

v1::PriorityOverride OverridePriority(store::Tx& tx, const v1::OverridePriorityRequest& request) {
  const auto dataset = tx.Get<v1::Dataset>(request.name());
  const std::string role = RequireRole(tx.caller(), dataset);
  const auto input = InputOf(tx);
  const auto line = LineFor(input, dataset);
  RequirePlace(input, request.rank());
  const auto there = tx.Find<v1::PriorityOverride>(OverrideName(dataset));
  v1::PriorityOverride said = there.value_or(v1::PriorityOverride());
  said.set_name(OverrideName(dataset));
  said.set_dataset(dataset.name());
  said.set_rank(request.rank());
  said.set_reason(request.reason());
  said.set_set_by(tx.caller().principal);
  said.set_role(role);
  *said.mutable_set_time() = ToTimestamp(tx.instant());
  said.set_computed_rank(line.computed_rank());
  said.set_computed_score(line.score());
  said.set_rules_version(ProfileOf(tx).hash);
  KeepProfileVersion(tx, ProfileOf(tx));
  tx.Because("priority.overridden", request.reason());
  return there ? tx.Update(said) : tx.Create(said);
}

std::string RequireMayOverride(store::Tx& tx, const Caller& who, const v1::Dataset& dataset) {
  std::string role = RequireRole(who, dataset);
  const auto input = InputOf(tx);
  LineFor(input, dataset);
  RequireQueue(input);
  return role;
}

v1::PriorityOverride EndPriorityOverride(store::Tx& tx, const v1::EndPriorityOverrideRequest& request) {
  const auto dataset = tx.Get<v1::Dataset>(request.name());
  RequireMayEndOverride(tx, tx.caller(), dataset);
  auto said = tx.Get<v1::PriorityOverride>(OverrideName(dataset));
  said.set_rank(0);
  tx.Because("priority.override_ended", request.reason());
  return tx.Update(said);
}

std::string RequireMayEndOverride(store::Tx& tx, const Caller& who, const v1::Dataset& dataset) {
  std::string role = RequireRole(who, dataset);
  const auto said = tx.Find<v1::PriorityOverride>(OverrideName(dataset));
  if (said && said->rank() > 0) return role;
  throw Error(Reason::NOT_FOUND, fmt::format("nobody has moved {} in the queue", IdOf(dataset.name())));
}

}  // namespace almanac::domain
