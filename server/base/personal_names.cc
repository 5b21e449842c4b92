#include "base/personal_names.h"

#include <algorithm>
#include <set>
#include <vector>

namespace almanac {
namespace {

using Words = std::vector<std::string>;

std::string Lowered(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  return word;
}

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }

bool Has(const Words& words, const std::set<std::string>& any) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return any.count(word) > 0; });
}

// One word after the other.
bool HasPair(const Words& words, const std::string& first, const std::string& second) {
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] == first && words[i + 1] == second) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> WordsOfName(const std::string& name) {
  Words words;
  std::string word;
  char last = 0;
  for (const char c : name) {
    const bool letter = IsUpper(c) || IsLower(c);
    if ((!letter || (IsUpper(c) && IsLower(last))) && !word.empty()) {
      words.push_back(Lowered(word));
      word.clear();
    }
    if (letter) word += c;
    last = c;
  }
  if (!word.empty()) words.push_back(Lowered(word));
  return words;
}

Personal PersonalFromName(const std::string& name) {
  static const auto& direct = *new std::set<std::string>{
      "email",    "telephone", "phone",    "mobile", "fax",     "surname",  "forename", "firstname",
      "lastname", "fullname",  "passport", "ssn",    "address", "username", "nin",      "nino"};
  static const auto& persons = *new std::set<std::string>{
      "first",   "last",      "middle",   "given",    "family",  "full",      "maiden",      "person",  "contact",
      "owner",   "applicant", "customer", "employee", "officer", "resident",  "patient",     "student", "victim",
      "suspect", "tenant",    "holder",   "driver",   "user",    "keyholder", "complainant", "witness", "guardian"};
  static const auto& together = *new std::set<std::string>{"dob", "birthdate", "birthday", "birth",     "postcode",
                                                           "zip", "zipcode",   "postal",   "postalcode"};
  const Words words = WordsOfName(name);
  if (Has(words, direct) || HasPair(words, "e", "mail") || HasPair(words, "social", "security")) {
    return Personal::kDirect;
  }
  const bool named = Has(words, {"name"});
  if (named && (words.size() == 1 || Has(words, persons))) return Personal::kDirect;
  if (Has(words, together) || HasPair(words, "post", "code")) return Personal::kTogether;
  return Personal::kNo;
}

}  // namespace almanac
