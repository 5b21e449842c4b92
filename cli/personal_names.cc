#include "cli/personal_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/ask.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using Words = std::vector<std::string>;

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }

// applicantName, APPLICANT_NAME and "Applicant name" are applicant, name.
Words WordsOf(const std::string& name) {
  Words words;
  std::string word;
  char last = 0;
  for (const char c : name) {
    const bool letter = IsUpper(c) || IsLower(c);
    if ((!letter || (IsUpper(c) && IsLower(last))) && !word.empty()) {
      words.push_back(Lower(word));
      word.clear();
    }
    if (letter) word += c;
    last = c;
  }
  if (!word.empty()) words.push_back(Lower(word));
  return words;
}

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
  const Words words = WordsOf(name);
  if (Has(words, direct) || HasPair(words, "e", "mail") || HasPair(words, "social", "security")) {
    return Personal::kDirect;
  }
  const bool named = Has(words, {"name"});
  if (named && (words.size() == 1 || Has(words, persons))) return Personal::kDirect;
  if (Has(words, together) || HasPair(words, "post", "code")) return Personal::kTogether;
  return Personal::kNo;
}

std::vector<std::string> MaybePersonal(const std::vector<v1::Field>& fields) {
  std::vector<std::string> names;
  for (const auto& field : fields) {
    const bool marked = field.direct_identifier() || field.quasi_identifier() || field.sensitive();
    if (!marked && PersonalFromName(field.name()) != Personal::kNo) names.push_back(field.name());
  }
  return names;
}

void MarkPersonal(const std::vector<std::string>& names, std::vector<v1::Field>* fields) {
  for (auto& field : *fields) {
    if (std::find(names.begin(), names.end(), field.name()) == names.end()) continue;
    const Personal personal = PersonalFromName(field.name());
    if (personal == Personal::kDirect) field.set_direct_identifier(true);
    if (personal == Personal::kTogether) field.set_quasi_identifier(true);
  }
}

void SuggestMarks(const Session& session, const Values& values, std::vector<v1::Field>* fields) {
  const auto names = MaybePersonal(*fields);
  if (names.empty()) return;
  const std::string listed = OneLine(Join(names, ", "));
  bool mark = values.Flag("mark-personal");
  if (!mark && SomebodyIsThere() && !values.Flag("dry-run")) {
    session.Say(fmt::format("By their names these may tell of people: {}.", listed));
    mark = AskYesNo("Mark them so, for whoever decides?");
  }
  if (mark) return MarkPersonal(names, fields);
  session.Say(fmt::format("By their names these may tell of people: {}. --mark-personal marks them so.", listed));
}

}  // namespace almanac::cli
