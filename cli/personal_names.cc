#include "cli/personal_names.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/ask.h"
#include "cli/text.h"

namespace almanac::cli {

std::vector<std::string> MaybePersonal(const std::vector<v1::Field>& fields) {
  std::vector<std::string> names;
  for (const auto& field : fields) {
    const bool marked =
        field.direct_identifier() || field.quasi_identifier() || field.sensitive() || field.names_nobody();
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
