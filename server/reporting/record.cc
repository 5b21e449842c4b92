#include "reporting/record.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/ids.h"
#include "domain/frequency.h"
#include "domain/releases.h"

namespace almanac::reporting {
namespace {

constexpr const char* kUnlistedTitle = "A set not on the public list";

// Nobody decided that its title may be read.
bool IsUnlisted(const v1::Dataset& dataset) {
  const bool open_to_sight =
      dataset.access() == v1::Dataset::OPEN && dataset.marking() == v1::Dataset::MARKING_UNSPECIFIED;
  return !open_to_sight && !dataset.listed() && !IsPublished(dataset);
}

std::string DetailWords(const v1::Dataset& dataset) {
  switch (dataset.granularity()) {
    case v1::Dataset::INCIDENT:
      return "incident by incident";
    case v1::Dataset::RECORD:
      return "record by record";
    case v1::Dataset::AGGREGATE:
      return dataset.aggregation_threshold() == 0
                 ? "totals"
                 : fmt::format("totals, no cell under {}", dataset.aggregation_threshold());
    default:
      return {};
  }
}

// Of several open releases of a set the one that falls due first.
bool IsSooner(const v1::Release& a, const v1::Release& b) {
  return std::tie(a.last_day(), a.name()) < std::tie(b.last_day(), b.name());
}

}  // namespace

bool IsPublished(const v1::Dataset& dataset) { return dataset.state() == v1::Dataset::PUBLISHED; }

Directory::Directory(const Record& record) : record_(record) {
  for (const auto& dataset : record.datasets) datasets_.emplace(dataset.name(), &dataset);
  for (const auto& department : record.departments) departments_.emplace(department.name(), &department);
  for (const auto& release : record.releases) {
    if (!domain::IsOpen(release)) continue;
    const auto [at, fresh] = releases_.emplace(release.dataset(), &release);
    if (!fresh && IsSooner(release, *at->second)) at->second = &release;
  }
  for (const auto& review : record.reviews) {
    if (review.state() != v1::Review::DECIDED) continue;
    const auto [at, fresh] = decisions_.emplace(review.dataset(), &review);
    if (!fresh && at->second->decide_time().seconds() <= review.decide_time().seconds()) at->second = &review;
  }
}

const v1::Dataset* Directory::Dataset(std::string_view name) const {
  const auto at = datasets_.find(name);
  return at == datasets_.end() ? nullptr : at->second;
}

const v1::Department* Directory::Department(std::string_view name) const {
  const auto at = departments_.find(name);
  return at == departments_.end() ? nullptr : at->second;
}

std::string Directory::DepartmentTitle(std::string_view name) const {
  const v1::Department* department = Department(name);
  return department == nullptr ? std::string(IdOf(name)) : department->title();
}

bool Directory::Hidden(const v1::Dataset& dataset) { return !dataset.public_alias().empty() || IsUnlisted(dataset); }

std::string Directory::Title(const v1::Dataset& dataset) {
  if (!dataset.public_alias().empty()) return dataset.public_alias();
  return IsUnlisted(dataset) ? kUnlistedTitle : dataset.title();
}

std::string Directory::Name(const v1::Dataset& dataset) { return Hidden(dataset) ? Title(dataset) : dataset.name(); }

std::string Directory::TitleOf(const v1::Release& release) const {
  const v1::Dataset* dataset = Dataset(release.dataset());
  return dataset == nullptr ? kUnlistedTitle : Title(*dataset);
}

std::string Directory::NameOf(const v1::Release& release) const {
  const v1::Dataset* dataset = Dataset(release.dataset());
  return dataset == nullptr || Hidden(*dataset) ? TitleOf(release) : release.name();
}

google::protobuf::RepeatedPtrField<v1::RowTitle> Directory::Titles() const {
  std::map<std::string, std::string> titles;
  for (const auto& department : record_.departments) titles[department.name()] = department.title();
  for (const auto& dataset : record_.datasets) {
    if (!Hidden(dataset)) titles[dataset.name()] = dataset.title();
  }
  for (const auto& release : record_.releases) {
    const v1::Dataset* dataset = Dataset(release.dataset());
    if (dataset == nullptr || Hidden(*dataset)) continue;
    titles[release.name()] =
        release.label().empty() ? dataset->title() : fmt::format("{} ({})", dataset->title(), release.label());
  }
  google::protobuf::RepeatedPtrField<v1::RowTitle> rows;
  for (const auto& [name, title] : titles) {
    auto* row = rows.Add();
    row->set_name(name);
    row->set_title(title);
  }
  return rows;
}

v1::DatasetLine Directory::Line(const v1::Dataset& dataset) const {
  v1::DatasetLine line;
  line.set_name(Name(dataset));
  line.set_title(Title(dataset));
  line.set_department(dataset.department());
  line.set_department_title(DepartmentTitle(dataset.department()));
  if (const v1::Department* department = Department(dataset.department())) {
    line.set_desk_name(department->contact_name());
    line.set_desk_email(department->contact_email());
    line.set_desk_phone(department->contact_phone());
  }
  const auto release = releases_.find(dataset.name());
  line.set_standing(v1::DatasetLine::NOT_PLANNED);
  if (release != releases_.end()) {
    line.set_standing(v1::DatasetLine::PLANNED);
    line.set_planned_first_day(release->second->first_day());
    line.set_planned_last_day(release->second->last_day());
  }
  if (IsPublished(dataset)) line.set_standing(v1::DatasetLine::LIVE);
  if (dataset.state() == v1::Dataset::SUSPENDED) line.set_standing(v1::DatasetLine::SUSPENDED);
  if (dataset.state() == v1::Dataset::WITHDRAWN) line.set_standing(v1::DatasetLine::WITHDRAWN);
  line.set_refreshed_how_often(domain::FrequencyWords(dataset.frequency()));
  line.set_detail(DetailWords(dataset));
  line.set_first_published_date(dataset.first_published_date());
  line.set_refreshed_date(dataset.refreshed_date());
  line.set_next_due_date(dataset.next_due_date());
  line.set_adopted(dataset.has_adopted_time());
  line.set_review_again_date(dataset.review_again_date());
  line.set_review_overdue(!dataset.review_again_date().empty() && dataset.review_again_date() < record_.as_of_day);
  if (!Hidden(dataset)) line.set_description(dataset.description());
  if (!Hidden(dataset) && IsPublished(dataset)) line.set_landing_page(dataset.landing_page());
  SetReasons(dataset, &line);
  return line;
}

void Directory::SetReasons(const v1::Dataset& dataset, v1::DatasetLine* line) const {
  const bool down = dataset.state() == v1::Dataset::SUSPENDED || dataset.state() == v1::Dataset::WITHDRAWN;
  if (down) line->set_reason(dataset.state_reason());
  if (dataset.access() != v1::Dataset::OPEN && !IsUnlisted(dataset)) {
    const auto decision = decisions_.find(dataset.name());
    if (!dataset.access_reason().empty()) {
      line->set_reason(dataset.access_reason());
    } else if (decision != decisions_.end()) {
      line->set_reason(decision->second->public_reason());
    }
    line->set_basis(dataset.access_basis());
  }
  if (dataset.stand_in().empty()) return;
  const v1::Dataset* stand_in = Dataset(dataset.stand_in());
  if (stand_in == nullptr) return;
  const auto planned = releases_.count(stand_in->name()) > 0;
  line->set_stand_in_standing(IsPublished(*stand_in) ? v1::DatasetLine::LIVE
                              : planned              ? v1::DatasetLine::PLANNED
                                                     : v1::DatasetLine::NOT_PLANNED);
  if (!Hidden(dataset) && !Hidden(*stand_in)) line->set_stand_in_title(Title(*stand_in));
}

void SortLines(google::protobuf::RepeatedPtrField<v1::DatasetLine>* lines) {
  std::sort(lines->begin(), lines->end(), [](const auto& a, const auto& b) {
    return std::forward_as_tuple(a.title(), a.name(), a.department()) <
           std::forward_as_tuple(b.title(), b.name(), b.department());
  });
}

Counting::Counting(v1::Figure* figure, std::string title, std::string definition) : figure_(figure) {
  figure->set_title(std::move(title));
  figure->set_definition(std::move(definition));
}

void Counting::Add(std::string row, bool counted, std::string why) {
  (counted ? counted_ : not_counted_).emplace_back(std::move(row), std::move(why));
}

void Counting::Finish() {
  std::sort(counted_.begin(), counted_.end());
  std::sort(not_counted_.begin(), not_counted_.end());
  for (auto& [row, why] : counted_) {
    figure_->add_counted(std::move(row));
    figure_->add_counted_why(std::move(why));
  }
  for (auto& [row, why] : not_counted_) {
    figure_->add_not_counted(std::move(row));
    figure_->add_not_counted_why(std::move(why));
  }
  figure_->set_numerator(figure_->counted_size());
  figure_->set_denominator(figure_->counted_size() + figure_->not_counted_size());
}

}  // namespace almanac::reporting
