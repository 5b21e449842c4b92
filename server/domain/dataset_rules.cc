#include "domain/dataset_rules.h"

#include <fmt/format.h>

#include <functional>
#include <set>
#include <string>
#include <tuple>

#include "almanac/v1/people.pb.h"
#include "base/ids.h"
#include "domain/code_lists.h"
#include "domain/frequency.h"
#include "domain/profile.h"
#include "domain/reorganising.h"
#include "domain/requirements.h"
#include "domain/sight.h"
#include "domain/versions.h"

namespace almanac::domain {
namespace {

void CheckFrequency(const v1::Dataset& dataset) {
  if (dataset.frequency().empty() || ParseFrequency(dataset.frequency())) return;
  throw Error(
      Reason::INVALID_FIELD,
      fmt::format("{} is no frequency. Give an ISO 8601 repetition (R/P1D daily, R/P1W weekly, R/P1M monthly, R/P3M "
                  "quarterly, R/P1Y yearly), `irregular`, or `none` for a closed series",
                  dataset.frequency()))
      .Field("dataset.frequency", "is no frequency, such as R/P1M");
}

void CheckCoverage(const v1::Dataset& dataset) {
  if (dataset.temporal_end().empty() || dataset.temporal_start() <= dataset.temporal_end()) return;
  throw Error(Reason::INVALID_FIELD, fmt::format("the period covered would end on {}, before it starts on {}",
                                                 dataset.temporal_end(), dataset.temporal_start()))
      .Field("dataset.temporal_end", "is before temporal_start");
}

// Fields are told apart by name, and only so can a later edit be matched to them.
void CheckFields(const v1::Dataset& dataset) {
  std::set<std::string> names;
  for (const auto& field : dataset.fields()) {
    if (names.insert(field.name()).second) continue;
    throw Error(Reason::INVALID_FIELD,
                fmt::format("the field {} is listed twice; each column is listed once", field.name()))
        .Field("dataset.fields", fmt::format("{} occurs twice", field.name()));
  }
}

// Open unless a reason and a legal basis are given (ob:G0.1, ob:L2): asked for when somebody narrows it.
// What came in from a catalogue without them is asked for them when it is submitted or listed.
void RequireGrounds(v1::Dataset::Access before, const v1::Dataset& after) {
  if (after.access() <= v1::Dataset::OPEN || after.access() == before) return;
  if (!after.access_reason().empty() && !after.access_basis().empty()) return;
  Error error(Reason::INVALID_FIELD,
              "what is not open needs a reason in public words and the law or rule that allows it: --access-reason "
              "'...' --access-basis '...'");
  if (after.access_reason().empty()) error.Field("dataset.access_reason", "is required of what is not open");
  if (after.access_basis().empty()) error.Field("dataset.access_basis", "is required of what is not open");
  throw error;
}

// Nothing is given to somebody who is going, and what somebody owns is never owned by nobody again.
void RequireOwners(store::Tx& tx, const v1::Dataset* before, const v1::Dataset& after) {
  const std::string owner = before == nullptr ? std::string() : before->owner();
  if (after.owner().empty() && !owner.empty()) {
    throw Error(Reason::INVALID_FIELD,
                fmt::format("{} is owned by {}, and may not be owned by nobody: name another owner with --owner PERSON",
                            IdOf(after.name()), IdOf(owner)))
        .Field("dataset.owner", "may be changed and not cleared");
  }
  const std::string coordinator = before == nullptr ? std::string() : before->coordinator();
  for (const auto& [field, now, was] :
       {std::tuple("dataset.owner", after.owner(), owner), {"dataset.coordinator", after.coordinator(), coordinator}}) {
    if (now.empty() || now == was) continue;
    const auto person = tx.Find<v1::Person>(now);
    if (!person || !person->has_leave_time()) continue;
    throw Error(Reason::INVALID_FIELD, fmt::format("{} leaves or left; name somebody who stays", IdOf(now)))
        .Field(field, "leaves or left");
  }
}

// An address within one host goes to the public at once, so this is asked before and not when it is published.
void RequireArchive(store::Tx& tx, const v1::Dataset& before, const v1::Dataset& after) {
  if (before.published_version() == 0 || !ProfileOf(tx).archive_superseded) return;
  RequireNothing(MissingToReplaceFiles(after, ShownOf(tx, before)),
                 fmt::format("the files of {} cannot be replaced yet", IdOf(after.name())));
}

// Trouble with the machine is no broken rule.
bool IsOfTheRecord(const Error& error) {
  return error.reason() == Reason::INVALID_FIELD || error.reason() == Reason::MISSING_REQUIREMENTS ||
         error.reason() == Reason::REFERENCE_NOT_FOUND;
}

}  // namespace

std::vector<Error> BrokenRules(store::Tx& tx, const v1::Dataset* before, const v1::Dataset& after) {
  const std::function<void()> rules[] = {
      [&] { CheckFrequency(after); },
      [&] { CheckCoverage(after); },
      [&] { CheckFields(after); },
      [&] { RequireGrounds(before == nullptr ? v1::Dataset::OPEN : before->access(), after); },
      [&] { RequireEditions(tx, after); },
      [&] { RequireOwners(tx, before, after); },
      [&] { RequireReaders(tx.caller(), after); },
      [&] {
        if (before == nullptr || before->department() != after.department()) RequireStanding(tx, after.department());
      },
      [&] {
        if (before != nullptr) RequireArchive(tx, *before, after);
      },
  };
  std::vector<Error> broken;
  for (const auto& rule : rules) {
    try {
      rule();
    } catch (const Error& error) {
      if (!IsOfTheRecord(error)) throw;
      broken.push_back(error);
    }
  }
  return broken;
}

void RequireRules(store::Tx& tx, const v1::Dataset* before, const v1::Dataset& after) {
  const auto broken = BrokenRules(tx, before, after);
  if (!broken.empty()) throw Joined(broken);
}

}  // namespace almanac::domain
