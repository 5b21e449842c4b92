#include "domain/sight.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/callers.h"

namespace almanac::domain {
namespace {

// As its column spells it.
std::string TextOf(v1::Dataset::Marking marking) {
  if (marking == v1::Dataset::MARKING_UNSPECIFIED) return {};
  return EnumText(*v1::Dataset::Marking_descriptor()->FindValueByNumber(marking));
}

template <class Set>
bool IsReader(const Set& set, const std::string& person) {
  return std::find(set.readers().begin(), set.readers().end(), person) != set.readers().end();
}

[[noreturn]] void RefuseReaders(const std::string& why, const std::string& person) {
  throw Error(Reason::INVALID_FIELD, fmt::format("{}: name them with --readers, {} among them", why, IdOf(person)))
      .Field("dataset.readers", fmt::format("{} is missing", IdOf(person)));
}

}  // namespace

bool Sees(const Caller& caller, const v1::Dataset& dataset) {
  return caller.Sees({TextOf(dataset.marking()), dataset.department(), IsReader(dataset, caller.principal)});
}

bool Sees(const Caller& caller, const v1::MosaicClearing& clearing) {
  return caller.Sees({TextOf(clearing.marking()), clearing.department(), false});
}

bool Sees(const Caller& caller, const v1::MosaicSet& set) {
  return caller.Sees({set.marking(), set.department(), IsReader(set, caller.principal)});
}

bool Sees(store::Tx& tx, const std::string& person, const v1::Dataset& dataset) {
  return dataset.marking() == v1::Dataset::MARKING_UNSPECIFIED || Sees(CallerOfPerson(tx, person), dataset);
}

void RequireReaders(const Caller& caller, const v1::Dataset& dataset) {
  if (dataset.marking() != v1::Dataset::NAMED) return;
  for (const auto& [duty, person] : {std::pair("owner", dataset.owner()), {"coordinator", dataset.coordinator()}}) {
    if (person.empty() || IsReader(dataset, person)) continue;
    RefuseReaders(fmt::format("the {} of what only its readers see is one of them", duty), person);
  }
  if (Sees(caller, dataset)) return;
  RefuseReaders("only its readers will see it, and you would be none of them", caller.principal);
}

std::string HowToSee(const std::string& person, const v1::Dataset& dataset) {
  const auto id = IdOf(dataset.name());
  if (dataset.marking() == v1::Dataset::NAMED) {
    return fmt::format("Name them among its readers first: almanac dataset update {} --readers ... --readers {}", id,
                       IdOf(person));
  }
  return fmt::format("Grant a role first: almanac person grant {} coordinator --department {}", IdOf(person),
                     IdOf(dataset.department()));
}

}  // namespace almanac::domain
