#include "domain/evidence.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/personal_names.h"
#include "store/search_text.h"

namespace almanac::domain {
namespace {

struct Finding {
  int tier;
  std::string line;
  // Of the special category; empty for others.
  std::string category{};
};
using Findings = std::vector<Finding>;

// A place of the description in which words are looked for.
struct Place {
  std::string words;
  // "its title", as it ends a sentence.
  std::string name;
};

std::vector<Place> PlacesOf(const v1::Dataset& dataset) {
  std::vector<Place> places;
  const auto add = [&](const std::string& text, std::string name) {
    // Between blanks, so that words are found whole.
    if (!text.empty()) places.push_back({" " + store::Fold(text) + " ", std::move(name)});
  };
  add(dataset.title(), "its title");
  add(dataset.public_alias(), "its alias");
  for (const auto& theme : dataset.themes()) add(theme, "its themes");
  for (const auto& keyword : dataset.keywords()) add(keyword, "its keywords");
  for (const auto& field : dataset.fields()) {
    add(field.name(), fmt::format("the field {}", field.name()));
    add(field.label(), fmt::format("the label of {}", field.name()));
  }
  return places;
}

// The first place that has one of the words, and the word; null when none has.
const Place* FindWord(const std::vector<Place>& places, const std::vector<std::string>& words, std::string* found) {
  for (const auto& place : places) {
    for (const auto& word : words) {
      if (place.words.find(" " + store::Fold(word) + " ") == place.words.npos) continue;
      *found = word;
      return &place;
    }
  }
  return nullptr;
}

// What a field says of people, in the words that follow its name; empty for nothing.
std::string AboutPeople(const v1::Field& field) {
  if (field.direct_identifier()) return "names people by itself";
  if (field.sensitive()) return "is marked as sensitive";
  if (field.quasi_identifier()) return "names people together with others";
  if (field.characteristic() != v1::CHARACTERISTIC_UNSPECIFIED) return "tells of a protected characteristic";
  if (field.names_nobody() || PersonalFromName(field.name()) == Personal::kNo) return {};
  return "looks as if it named people, and nobody has said that it does not";
}

std::string WhatBecomesOf(const v1::Field& field) {
  if (field.release() == v1::Field::DROPPED) return "; it is dropped";
  if (field.release() == v1::Field::TREATED) return "; it is treated";
  return {};
}

void AddFields(const v1::Dataset& dataset, int of_people, Findings* findings) {
  for (const auto& field : dataset.fields()) {
    const std::string about = AboutPeople(field);
    if (about.empty()) continue;
    findings->push_back({of_people, fmt::format("{} {}{}", field.name(), about, WhatBecomesOf(field))});
  }
}

void AddWords(const v1::Dataset& dataset, const ReviewRules& rules, Findings* findings) {
  const auto places = PlacesOf(dataset);
  std::string word;
  for (const auto& category : rules.categories) {
    const Place* place = FindWord(places, category.words, &word);
    if (place == nullptr) continue;
    findings->push_back({kVulnerable,
                         fmt::format("“{}” in {}: {}{}", word, place->name, category.title,
                                     category.law.empty() ? "" : fmt::format(" ({})", category.law)),
                         category.key});
  }
  if (const Place* place = FindWord(places, rules.infrastructure_words, &word)) {
    findings->push_back({kRecords, fmt::format("“{}” in {}: critical infrastructure", word, place->name)});
  }
}

void AddClass(const v1::Dataset& dataset, Findings* findings) {
  switch (dataset.classification()) {
    case v1::Dataset::POTENTIALLY_SENSITIVE:
      return findings->push_back({kRecords, "classified as potentially sensitive"});
    case v1::Dataset::SENSITIVE:
      return findings->push_back({kRecords, "classified as sensitive"});
    case v1::Dataset::PROTECTED:
      return findings->push_back({kRecords, "classified as protected"});
    default:
      return;
  }
}

bool IsOfTotals(const v1::Dataset& dataset, int threshold) {
  return dataset.granularity() == v1::Dataset::AGGREGATE && threshold > 0 &&
         dataset.aggregation_threshold() >= threshold;
}

}  // namespace

Evidence EvidenceOf(const v1::Dataset& dataset, const Profile& profile) {
  Findings findings;
  AddWords(dataset, profile.review, &findings);
  AddFields(dataset, IsOfTotals(dataset, profile.small_cell_threshold) ? kTotals : kRecords, &findings);
  AddClass(dataset, &findings);
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& one, const Finding& other) { return one.tier > other.tier; });
  Evidence evidence;
  if (!findings.empty()) evidence.tier = findings.front().tier;
  for (auto& finding : findings) {
    evidence.lines.push_back(std::move(finding.line));
    if (!finding.category.empty()) evidence.categories.push_back(std::move(finding.category));
  }
  return evidence;
}

}  // namespace almanac::domain
