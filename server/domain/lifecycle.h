// The states of a dataset and the moves between them, as one table: the rules,
// "what can I do next" and the documents read it (domain 10.1).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/options.pb.h"

namespace almanac::domain {

enum class DatasetVerb {
  // Steps that submitting walks.
  kInventory,
  kClassify,
  kSubmit,
  // A slice that the decision on its series covers needs none of its own.
  kCover,
  // What a decision leads to.
  kApprove,
  kConclude,
  kDefer,
  // Those who put it forward take it back.
  kTakeBack,
  // A material edit takes the ground from under a review or an approval.
  kVoid,
  // A confirmed release does the first, cancelling the last one the second.
  kSchedule,
  kUnschedule,
  kPublish,
  // In an emergency, before its review is answered.
  kPublishAhead,
  // The other way out for an edit that waits: back to what is public.
  kDiscard,
  kRefresh,
  kSuspend,
  kWithdraw,
  kReopen,
};

struct Transition {
  v1::Dataset::State from;
  DatasetVerb verb;
  v1::Dataset::State to;
  v1::Permission who;
};

std::span<const Transition> Transitions();

// Moves the state. Throws WRONG_STATE, naming the states from which it can be
// done and the command that is open instead.
void Move(v1::Dataset& dataset, DatasetVerb verb);
bool CanMove(v1::Dataset::State from, DatasetVerb verb);
// Throws as Move would, and moves nothing: for a verb that asks for more before it moves.
void RequireMove(const v1::Dataset& dataset, DatasetVerb verb);

// In the order of the table, each once.
std::vector<DatasetVerb> OpenVerbs(v1::Dataset::State state);

// in_review, and for a reader "in review".
std::string StateText(v1::Dataset::State state);
std::string StateWords(v1::Dataset::State state);

// The command that does it, such as `almanac dataset submit tree-inventory`;
// empty for a step that no command does by itself.
std::string CommandOf(DatasetVerb verb, std::string_view dataset);
// What can be done from here, as commands, the most useful first. A published
// set is submitted only when something waits to be decided on, and decided on
// only when it was submitted.
std::vector<std::string> NextCommands(const v1::Dataset& dataset, bool in_review);
// The first of them for a set of which nothing is in review; `check` when there is none.
std::string NextCommand(const v1::Dataset& dataset);

}  // namespace almanac::domain
