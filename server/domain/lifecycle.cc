#include "domain/lifecycle.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"

namespace almanac::domain {
namespace {

using State = v1::Dataset;
using Verb = DatasetVerb;
using v1::Permission;

constexpr std::array kTransitions{
    Transition{State::IDENTIFIED, Verb::kInventory, State::INVENTORIED, Permission::SUBMIT},
    Transition{State::INVENTORIED, Verb::kClassify, State::CLASSIFIED, Permission::SUBMIT},
    Transition{State::CLASSIFIED, Verb::kSubmit, State::IN_REVIEW, Permission::SUBMIT},
    Transition{State::CLASSIFIED, Verb::kCover, State::APPROVED, Permission::SUBMIT},
    Transition{State::IN_REVIEW, Verb::kApprove, State::APPROVED, Permission::DECIDE},
    Transition{State::IN_REVIEW, Verb::kConclude, State::CONCLUDED, Permission::DECIDE},
    Transition{State::IN_REVIEW, Verb::kDefer, State::INVENTORIED, Permission::DECIDE},
    Transition{State::IN_REVIEW, Verb::kTakeBack, State::CLASSIFIED, Permission::SUBMIT},
    Transition{State::IN_REVIEW, Verb::kVoid, State::CLASSIFIED, Permission::EDIT},
    Transition{State::IN_REVIEW, Verb::kPublishAhead, State::PUBLISHED, Permission::PUBLISH},
    Transition{State::APPROVED, Verb::kPublish, State::PUBLISHED, Permission::PUBLISH},
    Transition{State::APPROVED, Verb::kSchedule, State::SCHEDULED, Permission::PUBLISH},
    // An approval that nobody used lapses; what was found since may ask for more people.
    Transition{State::APPROVED, Verb::kSubmit, State::IN_REVIEW, Permission::SUBMIT},
    Transition{State::APPROVED, Verb::kVoid, State::CLASSIFIED, Permission::EDIT},
    Transition{State::SCHEDULED, Verb::kPublish, State::PUBLISHED, Permission::PUBLISH},
    Transition{State::SCHEDULED, Verb::kUnschedule, State::APPROVED, Permission::PUBLISH},
    Transition{State::SCHEDULED, Verb::kSubmit, State::IN_REVIEW, Permission::SUBMIT},
    Transition{State::SCHEDULED, Verb::kVoid, State::CLASSIFIED, Permission::EDIT},
    // A published set stays published while an edit of it is reviewed.
    Transition{State::PUBLISHED, Verb::kSubmit, State::PUBLISHED, Permission::SUBMIT},
    Transition{State::PUBLISHED, Verb::kApprove, State::PUBLISHED, Permission::DECIDE},
    Transition{State::PUBLISHED, Verb::kConclude, State::PUBLISHED, Permission::DECIDE},
    Transition{State::PUBLISHED, Verb::kDefer, State::PUBLISHED, Permission::DECIDE},
    Transition{State::PUBLISHED, Verb::kPublish, State::PUBLISHED, Permission::PUBLISH},
    Transition{State::PUBLISHED, Verb::kPublishAhead, State::PUBLISHED, Permission::PUBLISH},
    Transition{State::PUBLISHED, Verb::kDiscard, State::PUBLISHED, Permission::EDIT},
    Transition{State::PUBLISHED, Verb::kRefresh, State::PUBLISHED, Permission::EDIT},
    Transition{State::PUBLISHED, Verb::kSuspend, State::SUSPENDED, Permission::PUBLISH},
    Transition{State::PUBLISHED, Verb::kWithdraw, State::WITHDRAWN, Permission::PUBLISH},
    Transition{State::SUSPENDED, Verb::kWithdraw, State::WITHDRAWN, Permission::PUBLISH},
    Transition{State::SUSPENDED, Verb::kReopen, State::CLASSIFIED, Permission::SUBMIT},
    Transition{State::WITHDRAWN, Verb::kReopen, State::CLASSIFIED, Permission::SUBMIT},
    Transition{State::CONCLUDED, Verb::kReopen, State::CLASSIFIED, Permission::SUBMIT},
};

// "only a published one can be suspended": the verb as it ends such a sentence.
std::string_view Done(Verb verb) {
  switch (verb) {
    case Verb::kInventory:
      return "inventoried";
    case Verb::kClassify:
      return "classified";
    case Verb::kSubmit:
      return "submitted";
    case Verb::kCover:
      return "covered by the decision on its series";
    case Verb::kApprove:
    case Verb::kConclude:
    case Verb::kDefer:
      return "decided";
    case Verb::kTakeBack:
      return "taken back";
    case Verb::kVoid:
      return "sent back";
    case Verb::kSchedule:
      return "scheduled";
    case Verb::kUnschedule:
      return "taken off the schedule";
    case Verb::kPublish:
      return "published";
    case Verb::kPublishAhead:
      return "published ahead of its review";
    case Verb::kDiscard:
      return "rid of an edit that waits";
    case Verb::kRefresh:
      return "marked as refreshed";
    case Verb::kSuspend:
      return "suspended";
    case Verb::kWithdraw:
      return "withdrawn";
    case Verb::kReopen:
      return "reopened";
  }
  return "moved";
}

// Submitting walks the early states itself, so it is open from all of them.
bool Walks(v1::Dataset::State from, Verb verb) {
  return verb == Verb::kSubmit && (from == State::IDENTIFIED || from == State::INVENTORIED);
}

std::string FromWords(Verb verb) {
  std::vector<std::string> states;
  if (verb == Verb::kSubmit) states = {"identified", "inventoried"};
  for (const auto& row : kTransitions) {
    // Open only where the approval holds no more, and so no advice.
    const bool approved = row.from == State::APPROVED || row.from == State::SCHEDULED;
    if (row.verb == verb && !(approved && verb == Verb::kSubmit)) states.push_back(StateWords(row.from));
  }
  if (states.size() == 1) return states.front();
  const std::string last = states.back();
  states.pop_back();
  return fmt::format("{} or {}", fmt::join(states, ", "), last);
}

// Open to a published set in principle, with nothing there for it to act on.
bool IsIdle(const v1::Dataset& dataset, bool in_review, Verb verb) {
  // Only an approval that holds no more is asked for again; `publish` says so then.
  const bool approved = dataset.state() == State::APPROVED || dataset.state() == State::SCHEDULED;
  if (approved && verb == Verb::kSubmit) return true;
  if (dataset.state() != State::PUBLISHED) return false;
  const bool undecided = dataset.pending_edit() || dataset.has_adopted_time();
  switch (verb) {
    case Verb::kSubmit:
      return in_review || !undecided;
    case Verb::kApprove:
    case Verb::kConclude:
    case Verb::kDefer:
      return !in_review;
    case Verb::kPublish:
      return in_review || !dataset.pending_edit();
    case Verb::kDiscard:
      return !dataset.pending_edit();
    default:
      return false;
  }
}

const Transition* Find(v1::Dataset::State from, Verb verb) {
  const auto row = std::find_if(kTransitions.begin(), kTransitions.end(),
                                [&](const Transition& t) { return t.from == from && t.verb == verb; });
  return row == kTransitions.end() ? nullptr : &*row;
}

}  // namespace

std::span<const Transition> Transitions() { return kTransitions; }

void Move(v1::Dataset& dataset, Verb verb) {
  const auto* row = Find(dataset.state(), verb);
  if (row != nullptr) {
    dataset.set_state(row->to);
    return;
  }
  throw Error(Reason::WRONG_STATE,
              fmt::format("{} is {}; only what is {} can be {}. Next: {}", IdOf(dataset.name()),
                          StateWords(dataset.state()), FromWords(verb), Done(verb), NextCommand(dataset)));
}

void RequireMove(const v1::Dataset& dataset, DatasetVerb verb) {
  if (CanMove(dataset.state(), verb)) return;
  auto copy = dataset;
  Move(copy, verb);
}

bool CanMove(v1::Dataset::State from, Verb verb) { return Find(from, verb) != nullptr || Walks(from, verb); }

std::vector<Verb> OpenVerbs(v1::Dataset::State state) {
  std::vector<Verb> verbs;
  if (Walks(state, Verb::kSubmit)) verbs.push_back(Verb::kSubmit);
  for (const auto& row : kTransitions) {
    if (row.from == state) verbs.push_back(row.verb);
  }
  return verbs;
}

std::string StateText(v1::Dataset::State state) {
  const auto* value = v1::Dataset::State_descriptor()->FindValueByNumber(state);
  return value == nullptr ? std::string() : EnumText(*value);
}

std::string StateWords(v1::Dataset::State state) {
  std::string words = StateText(state);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string CommandOf(Verb verb, std::string_view dataset) {
  const auto id = IdOf(dataset);
  switch (verb) {
    case Verb::kSubmit:
      return fmt::format("almanac dataset submit {}", id);
    case Verb::kApprove:
      return fmt::format("almanac dataset decide {} release --reason '...'", id);
    case Verb::kConclude:
      return fmt::format("almanac dataset decide {} withhold --reason '...'", id);
    case Verb::kDefer:
      return fmt::format("almanac dataset decide {} defer --reason '...'", id);
    case Verb::kPublish:
      return fmt::format("almanac dataset publish {}", id);
    case Verb::kDiscard:
      return fmt::format("almanac dataset discard-edit {}", id);
    case Verb::kRefresh:
      return fmt::format("almanac dataset refreshed {}", id);
    case Verb::kSuspend:
      return fmt::format("almanac dataset suspend {} --reason '...'", id);
    case Verb::kWithdraw:
      return fmt::format("almanac dataset withdraw {} --reason '...'", id);
    case Verb::kReopen:
      return fmt::format("almanac dataset reopen {} --reason '...'", id);
    default:
      return {};
  }
}

std::vector<std::string> NextCommands(const v1::Dataset& dataset, bool in_review) {
  std::vector<std::string> commands;
  for (const Verb verb : OpenVerbs(dataset.state())) {
    if (IsIdle(dataset, in_review, verb)) continue;
    if (auto command = CommandOf(verb, dataset.name()); !command.empty()) commands.push_back(std::move(command));
  }
  return commands;
}

std::string NextCommand(const v1::Dataset& dataset) {
  const auto commands = NextCommands(dataset, dataset.state() == State::IN_REVIEW);
  return commands.empty() ? fmt::format("almanac dataset check {}", IdOf(dataset.name())) : commands.front();
}

}  // namespace almanac::domain
