#include "domain/mosaic_traits.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/personal_names.h"

namespace almanac::domain {
namespace {

struct Trait {
  std::string_view kind;
  int fineness;
};

// What a word in the name of a field tells. Of several, a day of birth is an age, and a place is told by its finest
// word.
const std::unordered_map<std::string, Trait>& Words() {
  static const auto& words = *new std::unordered_map<std::string, Trait>{{"address", {kPlace, 4}},
                                                                         {"addr", {kPlace, 4}},
                                                                         {"latitude", {kPlace, 4}},
                                                                         {"longitude", {kPlace, 4}},
                                                                         {"lat", {kPlace, 4}},
                                                                         {"lon", {kPlace, 4}},
                                                                         {"lng", {kPlace, 4}},
                                                                         {"location", {kPlace, 4}},
                                                                         {"coordinates", {kPlace, 4}},
                                                                         {"point", {kPlace, 4}},
                                                                         {"parcel", {kPlace, 4}},
                                                                         {"apn", {kPlace, 4}},
                                                                         {"uprn", {kPlace, 4}},
                                                                         {"premises", {kPlace, 4}},
                                                                         {"geometry", {kPlace, 4}},
                                                                         {"block", {kPlace, 3}},
                                                                         {"street", {kPlace, 3}},
                                                                         {"intersection", {kPlace, 3}},
                                                                         {"corner", {kPlace, 3}},
                                                                         {"junction", {kPlace, 3}},
                                                                         {"road", {kPlace, 3}},
                                                                         {"zip", {kPlace, 2}},
                                                                         {"zipcode", {kPlace, 2}},
                                                                         {"postcode", {kPlace, 2}},
                                                                         {"postal", {kPlace, 2}},
                                                                         {"tract", {kPlace, 2}},
                                                                         {"lsoa", {kPlace, 2}},
                                                                         {"ward", {kPlace, 1}},
                                                                         {"district", {kPlace, 1}},
                                                                         {"beat", {kPlace, 1}},
                                                                         {"borough", {kPlace, 1}},
                                                                         {"neighborhood", {kPlace, 1}},
                                                                         {"neighbourhood", {kPlace, 1}},
                                                                         {"precinct", {kPlace, 1}},
                                                                         {"area", {kPlace, 1}},
                                                                         {"zone", {kPlace, 1}},
                                                                         {"city", {kPlace, 1}},
                                                                         {"county", {kPlace, 1}},
                                                                         {"districts", {kPlace, 1}},
                                                                         {"time", {kTime, 3}},
                                                                         {"hour", {kTime, 3}},
                                                                         {"minute", {kTime, 3}},
                                                                         {"timestamp", {kTime, 3}},
                                                                         {"datetime", {kTime, 3}},
                                                                         {"date", {kTime, 2}},
                                                                         {"day", {kTime, 2}},
                                                                         {"week", {kTime, 1}},
                                                                         {"month", {kTime, 1}},
                                                                         {"quarter", {kTime, 1}},
                                                                         {"year", {kTime, 1}},
                                                                         {"birth", {"age", 3}},
                                                                         {"birthdate", {"age", 3}},
                                                                         {"dob", {"age", 3}},
                                                                         {"birthday", {"age", 3}},
                                                                         {"age", {"age", 2}},
                                                                         {"band", {"age", 1}},
                                                                         {"bands", {"age", 1}},
                                                                         {"sex", {"sex", 1}},
                                                                         {"gender", {"sex", 1}},
                                                                         {"race", {"ethnicity", 1}},
                                                                         {"ethnicity", {"ethnicity", 1}},
                                                                         {"ethnic", {"ethnicity", 1}},
                                                                         {"nationality", {"nationality", 1}},
                                                                         {"language", {"language", 1}},
                                                                         {"occupation", {"occupation", 1}},
                                                                         {"job", {"occupation", 1}},
                                                                         {"rank", {"occupation", 1}},
                                                                         {"disability", {"disability", 1}},
                                                                         {"religion", {"religion", 1}},
                                                                         {"marital", {"marriage", 1}},
                                                                         {"education", {"education", 1}},
                                                                         {"vehicle", {"vehicle", 1}},
                                                                         {"plate", {"vehicle", 2}}};
  return words;
}

bool IsPeriod(const std::string& type) { return type == "date" || type == "datetime" || type == "time"; }

// How fine a kind is by the words of a text; zero where it says nothing of it. A treatment coarsens, so the coarsest of
// its words holds; in a name the finest does, but for bands and groups.
int FinenessIn(const std::vector<std::string>& words, std::string_view kind, bool coarsest) {
  int fineness = 0;
  for (const auto& word : words) {
    const auto found = Words().find(word);
    if (found == Words().end() || found->second.kind != kind) continue;
    const int one = found->second.fineness;
    fineness = fineness == 0 ? one : coarsest ? std::min(fineness, one) : std::max(fineness, one);
  }
  return fineness;
}

bool Has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::pair<std::string, int> NamedTrait(const v1::Field& field) {
  const auto words = WordsOfName(field.name());
  const bool grouped = Has(words, "band") || Has(words, "bands") || Has(words, "group") || Has(words, "range");
  for (const std::string kind : {"age", kPlace, kTime}) {
    const int fineness = FinenessIn(words, kind, false);
    if (fineness == 0) continue;
    // A block group is no block.
    if (kind == kPlace && Has(words, "block") && grouped) return {kind, 2};
    return {kind, kind == "age" && grouped ? 1 : fineness};
  }
  for (const auto& word : words) {
    const auto found = Words().find(word);
    if (found != Words().end()) return {std::string(found->second.kind), found->second.fineness};
  }
  if (field.type() == "geometry") return {kPlace, 4};
  if (IsPeriod(field.type())) return {kTime, 3};
  return {};
}

std::string CharacteristicKind(v1::Characteristic characteristic) {
  switch (characteristic) {
    case v1::AGE:
      return "age";
    case v1::SEX:
      return "sex";
    case v1::ETHNICITY:
      return "ethnicity";
    case v1::NATIONALITY:
      return "nationality";
    case v1::DISABILITY:
      return "disability";
    case v1::RELIGION:
      return "religion";
    case v1::MARRIAGE:
      return "marriage";
    default:
      return {};
  }
}

// By its name, else by the characteristic that it is declared to tell, else as itself.
std::pair<std::string, int> TraitOf(const v1::Field& field) {
  auto [kind, fineness] = NamedTrait(field);
  if (kind.empty()) kind = CharacteristicKind(field.characteristic());
  if (kind.empty()) kind = Slug(field.name());
  if (kind.empty()) kind = "field";
  if (fineness == 0) fineness = 1;
  if (kind == kTime && field.type() == "datetime") fineness = std::max(fineness, 3);
  if (kind == kTime && field.type() == "date") fineness = std::min(fineness, kExactTime);
  if (field.release() == v1::Field::TREATED) {
    const int treated = FinenessIn(WordsOfName(field.treatment()), kind, true);
    if (treated > 0) fineness = std::min(fineness, treated);
  }
  return {std::move(kind), fineness};
}

int FinenessOf(const Traits& traits, std::string_view kind) {
  const auto found = traits.find(std::string(kind));
  return found == traits.end() ? 0 : found->second;
}

}  // namespace

Traits TraitsOf(const google::protobuf::RepeatedPtrField<v1::Field>& fields) {
  Traits traits;
  for (const auto& field : fields) {
    if (!field.quasi_identifier() || field.release() == v1::Field::DROPPED) continue;
    auto [kind, fineness] = TraitOf(field);
    auto& place = traits[std::move(kind)];
    place = std::max(place, fineness);
  }
  return traits;
}

bool HasFinePlace(const Traits& traits) { return FinenessOf(traits, kPlace) >= kFinePlace; }
bool HasExactTime(const Traits& traits) { return FinenessOf(traits, kTime) >= kExactTime; }
bool IsAskedAbout(const Traits& traits) { return HasFinePlace(traits) || HasExactTime(traits); }

bool CanBeJoined(const Traits& one, const Traits& other) {
  return (HasFinePlace(one) && HasFinePlace(other)) || (HasExactTime(one) && HasExactTime(other));
}

bool IsCoveredBy(const Traits& traits, const Traits& cleared) {
  return std::all_of(traits.begin(), traits.end(),
                     [&](const auto& trait) { return trait.second <= FinenessOf(cleared, trait.first); });
}

std::string TraitWords(const std::string& kind, int fineness) {
  static const std::unordered_map<std::string, std::vector<std::string>> kWords{
      {kPlace, {"a district", "a postcode", "a block or street", "an address"}},
      {kTime, {"a month", "a day", "a time of day"}},
      {"age", {"an age in bands", "an age", "a day of birth"}}};
  static const std::unordered_map<std::string, std::string> kPlain{
      {"sex", "a sex"},           {"ethnicity", "an ethnicity"},   {"nationality", "a nationality"},
      {"language", "a language"}, {"occupation", "an occupation"}, {"disability", "a disability"},
      {"religion", "a religion"}, {"marriage", "a marriage"},      {"education", "an education"},
      {"vehicle", "a vehicle"}};
  const auto found = kWords.find(kind);
  const auto plain = kPlain.find(kind);
  if (found == kWords.end()) return plain == kPlain.end() ? fmt::format("“{}”", kind) : plain->second;
  return found->second.at(std::clamp<size_t>(static_cast<size_t>(fineness), 1, found->second.size()) - 1);
}

std::string TraitsWords(const Traits& traits) {
  std::string words;
  size_t number = 0;
  for (const auto& [kind, fineness] : traits) {
    if (++number > 1) words += number == traits.size() ? " and " : ", ";
    words += TraitWords(kind, fineness);
  }
  return words;
}

}  // namespace almanac::domain
