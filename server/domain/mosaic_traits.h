// What a field tells of whoever a row is about, and how finely: read from its name, its type and its treatment.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "almanac/v1/datasets.pb.h"

namespace almanac::domain {

// Fineness by kind; of several fields of a kind the finest.
using Traits = std::map<std::string, int>;

inline constexpr const char* kPlace = "place";
inline constexpr const char* kTime = "time";
// A block or a street; a day.
inline constexpr int kFinePlace = 3;
inline constexpr int kExactTime = 2;

// Of the fields that are released and marked as quasi-identifiers.
Traits TraitsOf(const google::protobuf::RepeatedPtrField<v1::Field>& fields);

bool HasFinePlace(const Traits& traits);
bool HasExactTime(const Traits& traits);
// A fine place or an exact time: what rows of other sets can be joined by.
bool IsAskedAbout(const Traits& traits);
// Rows of both can be joined by a fine place or an exact time.
bool CanBeJoined(const Traits& one, const Traits& other);
// Tells nothing that the other does not tell as finely.
bool IsCoveredBy(const Traits& traits, const Traits& cleared);

// "an address", "a month", "an age in bands"; of a kind that is a field of its own the field in quotation marks.
std::string TraitWords(const std::string& kind, int fineness);
// "an address, a time of day and an age in bands"
std::string TraitsWords(const Traits& traits);

}  // namespace almanac::domain
