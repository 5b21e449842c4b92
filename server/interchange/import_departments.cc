#include "interchange/import_departments.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/ids.h"
#include "domain/departments.h"
#include "interchange/import_plan.h"
#include "interchange/import_rules.h"
#include "store/search_text.h"

namespace almanac::interchange {
namespace {

constexpr size_t kNamedInError = 5;

}  // namespace

DepartmentChoice::DepartmentChoice(const Departments& known, const v1::ImportOptions& options, std::string body)
    : options_(options), body_(body.empty() ? "Publisher not named" : std::move(body)), named_(kNoDepartment) {
  std::map<std::string, uint32_t> index;
  for (const auto& [name, department] : known) {
    if (!department.merged_into().empty()) continue;
    index[name] = Add({Kind::kKnown, name, department.title(), kNoDepartment});
    by_slug_.emplace(std::string(IdOf(name)), index[name]);
  }
  for (const auto& [name, at] : index) {
    const auto parent = index.find(known.at(name).parent());
    if (parent != index.end()) choices_[at].parent = parent->second;
  }
  AddOldNames(known, index);
  if (options.department().empty()) return;
  const auto named = by_slug_.find(IdOf(options.department()));
  if (named == by_slug_.end()) {
    throw Error(Reason::REFERENCE_NOT_FOUND,
                fmt::format("there is no department {}; see almanac department list", IdOf(options.department())))
        .Field("options.department", "does not exist");
  }
  named_ = named->second;
}

void DepartmentChoice::AddOldNames(const Departments& known, const std::map<std::string, uint32_t>& index) {
  for (const auto& [name, department] : known) {
    const v1::Department* goes_on = &department;
    // A ring that came in with old data is walked once.
    for (size_t steps = 0; steps < known.size() && known.contains(goes_on->merged_into()); ++steps) {
      goes_on = &known.at(goes_on->merged_into());
    }
    const auto found = index.find(goes_on->name());
    if (found == index.end()) continue;
    for (const auto& former : department.former_titles()) by_title_.emplace(store::Fold(former.title()), found->second);
    if (goes_on == &department) continue;
    by_title_.emplace(store::Fold(department.title()), found->second);
    by_slug_.emplace(std::string(IdOf(name)), found->second);
  }
}

uint32_t DepartmentChoice::Add(Choice choice) {
  const auto at = static_cast<uint32_t>(choices_.size());
  by_title_.emplace(store::Fold(choice.title), at);
  choices_.push_back(std::move(choice));
  return at;
}

// Of several with that title, the one that is part of what the record names;
// else one that is part of nothing; else, when the record does not say, any.
uint32_t DepartmentChoice::Known(const Publishers& publishers, size_t from) const {
  const auto& titles = publishers.titles;
  const bool says = from + 1 < titles.size();
  const auto above = says ? store::Fold(titles[from + 1]) : std::string();
  const auto [first, last] = by_title_.equal_range(store::Fold(titles[from]));
  uint32_t best = kNoDepartment;
  for (auto it = first; it != last; ++it) {
    const auto parent = choices_[it->second].parent;
    if (says && parent != kNoDepartment && store::Fold(choices_[parent].title) == above) return it->second;
    const bool fits = !says || parent == kNoDepartment || !options_.create_departments();
    if (fits && best == kNoDepartment) best = it->second;
  }
  if (best != kNoDepartment || first != last) return best;
  const auto slug = by_slug_.find(Slug(titles[from]));
  return slug == by_slug_.end() ? kNoDepartment : slug->second;
}

bool DepartmentChoice::IsChain(uint32_t choice, const Publishers& publishers, size_t from) const {
  for (size_t i = from; i < publishers.titles.size(); ++i, choice = choices_[choice].parent) {
    if (choice == kNoDepartment || store::Fold(choices_[choice].title) != store::Fold(publishers.titles[i]))
      return false;
  }
  return choice == kNoDepartment;
}

uint32_t DepartmentChoice::Exactly(const Publishers& publishers, size_t from) const {
  const auto [first, last] = by_title_.equal_range(store::Fold(publishers.titles[from]));
  for (auto it = first; it != last; ++it) {
    if (choices_[it->second].kind != Kind::kUnknown && IsChain(it->second, publishers, from)) return it->second;
  }
  return kNoDepartment;
}

uint32_t DepartmentChoice::Chosen(const Publishers& publishers, size_t from) {
  auto known = publishers.exact ? Exactly(publishers, from) : kNoDepartment;
  const bool anyone = !publishers.exact || !options_.create_departments();
  if (known == kNoDepartment && anyone) known = Known(publishers, from);
  if (known != kNoDepartment) return known;
  const auto& titles = publishers.titles;
  if (!options_.create_departments()) return Add({Kind::kUnknown, "", titles[from], kNoDepartment});
  const uint32_t parent = from + 1 < titles.size() ? Chosen(publishers, from + 1) : kNoDepartment;
  return Add({Kind::kToMake, "", titles[from], parent});
}

uint32_t DepartmentChoice::WithoutPublisher(Findings* findings) {
  if (named_ != kNoDepartment) {
    findings->Warn(rules::kPublisherMissing, "publisher", "It does not say who publishes it.",
                   fmt::format("Put under {}.", IdOf(options_.department())));
    return named_;
  }
  findings->Warn(rules::kPublisherMissing, "publisher", "It does not say who publishes it.",
                 fmt::format("Put under the body itself, '{}'.", body_));
  const std::vector<std::string> itself{body_};
  return Chosen({itself, false}, 0);
}

uint32_t DepartmentChoice::For(const Publishers& publishers, Findings* findings) {
  if (publishers.titles.empty()) return WithoutPublisher(findings);
  const auto chosen = Chosen(publishers, 0);
  if (choices_[chosen].kind != Kind::kUnknown || named_ == kNoDepartment) return chosen;
  findings->Warn(rules::kPublisherUnknown, "publisher",
                 fmt::format("{} is no department yet.", Quoted(publishers.titles[0])),
                 fmt::format("Put under {}.", IdOf(options_.department())));
  return named_;
}

std::string DepartmentChoice::FindName(const Publishers& publishers) const {
  if (publishers.titles.empty()) return named_ == kNoDepartment ? std::string() : choices_[named_].name;
  auto known = publishers.exact ? Exactly(publishers, 0) : kNoDepartment;
  if (known == kNoDepartment) known = Known(publishers, 0);
  return known == kNoDepartment ? std::string() : choices_[known].name;
}

void DepartmentChoice::Need(uint32_t department) {
  // A ring that came in with old data is walked once.
  for (size_t steps = 0; department != kNoDepartment && steps < choices_.size(); ++steps) {
    ++choices_[department].needed;
    department = choices_[department].parent;
  }
}

std::vector<std::string> DepartmentChoice::ToMake() const {
  std::vector<std::string> titles;
  for (const auto& choice : choices_) {
    if (choice.kind == Kind::kToMake && choice.needed > 0) titles.push_back(choice.title);
  }
  return titles;
}

void DepartmentChoice::MakeOne(store::Tx& tx, Choice* choice, Departments* known) {
  if (choice->kind != Kind::kToMake || choice->needed == 0 || !choice->name.empty()) return;
  v1::CreateDepartmentRequest request;
  request.mutable_department()->set_title(choice->title);
  if (choice->parent != kNoDepartment) {
    MakeOne(tx, &choices_[choice->parent], known);
    request.mutable_department()->set_parent(choices_[choice->parent].name);
  }
  // A title of which no letter can stand in a name.
  if (Slug(choice->title).empty()) request.set_department_id("department-" + Sha256Hex(choice->title).substr(0, 8));
  auto department = domain::CreateDepartment(tx, request);
  choice->name = department.name();
  (*known)[choice->name] = std::move(department);
}

void DepartmentChoice::Make(store::Tx& tx, Departments* known) {
  for (auto& choice : choices_) {
    if (choice.kind == Kind::kToMake) choice.name.clear();
  }
  for (auto& choice : choices_) MakeOne(tx, &choice, known);
}

void DepartmentChoice::RefuseUnknown(ImportReport* report) const {
  std::string named;
  size_t count = 0;
  for (const auto& choice : choices_) {
    if (choice.kind != Kind::kUnknown || choice.needed == 0) continue;
    v1::ImportProblem problem;
    problem.set_severity(v1::ImportProblem::ERROR);
    problem.set_rule(rules::kPublisherUnknown.id);
    problem.set_field("publisher");
    problem.set_message(
        fmt::format("{} is no department yet; records that name it: {}.", Quoted(choice.title), choice.needed));
    problem.set_done("Nothing was imported.");
    problem.set_fix(rules::kPublisherUnknown.fix);
    report->Problem(problem);
    if (count++ < kNamedInError) named += (named.empty() ? "" : ", ") + Quoted(choice.title);
  }
  if (count == 0) return;
  if (count > kNamedInError) named += fmt::format(" and {} more", count - kNamedInError);
  throw Error(Reason::REFERENCE_NOT_FOUND,
              fmt::format("the catalogue names publishers that are no department yet: {}. Run the import again with "
                          "--create-departments to make them, or with --department D to put their records there",
                          named))
      .Field("options.department", "is needed for records whose publisher is no department");
}

}  // namespace almanac::interchange
