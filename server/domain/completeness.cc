#include "domain/completeness.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/departments.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/as_of.h"
#include "domain/attestations.h"
#include "domain/orphans.h"
#include "domain/program.h"

namespace almanac::domain {
namespace {

// A dataset among what it is looked at with.
struct Seen {
  const v1::Dataset& dataset;
  const v1::Department& department;
  // The day of the question, in the body's zone.
  const std::string& day;
};

bool IsPublic(const Seen& seen) { return seen.dataset.state() == v1::Dataset::PUBLISHED; }
bool IsSoftware(const Seen& seen) { return seen.dataset.kind() == v1::Dataset::SOFTWARE; }
bool IsRefused(const Seen& seen) { return seen.dataset.access() > v1::Dataset::OPEN; }
bool Always(const Seen&) { return true; }

bool IsReleased(const v1::Field& field) { return field.release() != v1::Field::DROPPED; }
bool IsDefined(const v1::Field& field) { return !field.definition().empty() || !field.shared_definition().empty(); }

template <class Predicate>
bool AllReleased(const v1::Dataset& dataset, Predicate predicate) {
  return std::all_of(dataset.fields().begin(), dataset.fields().end(),
                     [&](const v1::Field& field) { return !IsReleased(field) || predicate(field); });
}

// Refreshed at intervals, so that there is a day by which it should have been.
bool FallsDue(const Seen& seen) {
  const auto& frequency = seen.dataset.frequency();
  return IsPublic(seen) && !seen.dataset.historical() && frequency.starts_with("R/");
}

struct Item {
  std::string_view rule;
  std::string_view title;
  // The option of `almanac dataset update` that mends it; empty where another command does.
  std::string_view option;
  bool (*asked)(const Seen&);
  bool (*met)(const Seen&);
};

constexpr std::array kItems{
    Item{"description", "It is described.", "--description '...'", Always,
         [](const Seen& s) { return !s.dataset.description().empty(); }},
    Item{"owner", "Somebody owns it.", "--owner PERSON", Always,
         [](const Seen& s) { return !s.dataset.owner().empty(); }},
    Item{"contact", "There is an address to ask about it, its own or its department's.", "--contact-email NAME@...",
         Always,
         [](const Seen& s) { return !s.dataset.contact_email().empty() || !s.department.contact_email().empty(); }},
    Item{"classification", "It is assessed: publishable, potentially sensitive, sensitive or protected.",
         "--classification publishable", Always,
         [](const Seen& s) { return s.dataset.classification() > v1::Dataset::UNASSESSED; }},
    Item{"kind", "It is known to be demographic, performance or operational data, or software.", "--kind operational",
         Always, [](const Seen& s) { return s.dataset.kind() != v1::Dataset::KIND_UNSPECIFIED; }},
    Item{"frequency", "It says how often it is refreshed.", "--frequency R/P1M",
         [](const Seen& s) { return !s.dataset.historical(); },
         [](const Seen& s) { return !s.dataset.frequency().empty(); }},
    Item{"source_system", "The system that it comes from is named.", "--source-system '...'",
         [](const Seen& s) { return !IsSoftware(s); },
         [](const Seen& s) { return !s.dataset.system().empty() || !s.dataset.source_system().empty(); }},
    Item{"creation_process", "It says how the data comes to be.", "--creation-process '...'", Always,
         [](const Seen& s) { return !s.dataset.creation_process().empty(); }},
    Item{"row_identifier", "It says which field tells rows apart.", "--row-identifier FIELD",
         [](const Seen& s) { return !IsSoftware(s) && s.dataset.granularity() != v1::Dataset::AGGREGATE; },
         [](const Seen& s) { return !s.dataset.row_identifier().empty(); }},
    Item{"granularity", "It says what one row is.", "--granularity record",
         [](const Seen& s) { return !IsSoftware(s); },
         [](const Seen& s) { return s.dataset.granularity() != v1::Dataset::GRANULARITY_UNSPECIFIED; }},
    Item{"period", "It says which period it covers.", "--temporal-start 2020-01-01",
         [](const Seen& s) { return !IsSoftware(s); },
         [](const Seen& s) { return !s.dataset.temporal_start().empty(); }},
    Item{"retention", "It says how long the data is kept.", "--retention '...'", Always,
         [](const Seen& s) { return !s.dataset.retention().empty(); }},
    Item{"quality", "It says how reliable it is.", "--quality-statement '...'", IsPublic,
         [](const Seen& s) { return !s.dataset.quality_statement().empty() || !s.dataset.known_limits().empty(); }},
    Item{"access_grounds", "It says why it is not open, and by which law or rule.",
         "--access-reason '...' --access-basis '...'", IsRefused,
         [](const Seen& s) { return !s.dataset.access_reason().empty() && !s.dataset.access_basis().empty(); }},
    Item{"stand_in", "An open set stands in for it.", "--stand-in DATASET",
         [](const Seen& s) { return s.dataset.access() == v1::Dataset::CLOSED; },
         [](const Seen& s) { return !s.dataset.stand_in().empty(); }},
    Item{"licence", "It has a licence.", "--licence CC0-1.0", [](const Seen& s) { return !IsRefused(s); },
         [](const Seen& s) { return !s.dataset.licence().empty(); }},
    Item{"fields", "Its fields are listed.", "", [](const Seen& s) { return !IsSoftware(s); },
         [](const Seen& s) { return !s.dataset.fields().empty(); }},
    Item{"fields_defined", "Every released field is defined.", "",
         [](const Seen& s) { return !s.dataset.fields().empty(); },
         [](const Seen& s) { return AllReleased(s.dataset, IsDefined); }},
    Item{"distribution", "There is a way to get it, with its format.", "--distributions '...'", IsPublic,
         [](const Seen& s) {
           const auto& all = s.dataset.distributions();
           return std::any_of(all.begin(), all.end(),
                              [](const auto& d) { return !d.media_type().empty() || !d.format().empty(); });
         }},
    Item{"reviewed", "Somebody here has decided on it.", "", IsPublic,
         [](const Seen& s) { return !s.dataset.has_adopted_time(); }},
    Item{"up_to_date", "Its refresh is not behind.", "", FallsDue,
         [](const Seen& s) { return !s.dataset.stale_after_date().empty() && s.dataset.stale_after_date() >= s.day; }},
};

// What mends an item of one dataset; empty where nothing is to be mended.
std::string CommandFor(const Item& item, const v1::Dataset& dataset) {
  const auto id = IdOf(dataset.name());
  if (item.rule == "reviewed") return fmt::format("almanac dataset submit {}", id);
  // It keeps what is known of the fields already; `update --fields` would not.
  if (item.rule.starts_with("fields")) return fmt::format("almanac dataset fields import {} dictionary.csv", id);
  if (item.rule == "up_to_date") return fmt::format("almanac dataset refreshed {}", id);
  return fmt::format("almanac dataset update {} {}", id, item.option);
}

// The record as of the time, and what belongs to what.
class Record {
 public:
  Record(store::Tx& tx, const std::string& as_of)
      : time_(as_of.empty() ? tx.now() : as_of),
        datasets_(tx.AllAsOf<v1::Dataset>(time_)),
        departments_(tx.AllAsOf<v1::Department>(time_)) {
    const auto zone = tx.Get<v1::Program>("program").time_zone();
    day_ = ToText(DayIn(zone, *ParseInstant(time_)));
    for (const auto& department : departments_) by_name_[department.name()] = &department;
  }

  const std::string& time() const { return time_; }
  const std::string& day() const { return day_; }
  const std::vector<v1::Dataset>& datasets() const { return datasets_; }

  const v1::Department& DepartmentOf(const v1::Dataset& dataset) const {
    static const v1::Department kNone;
    const auto found = by_name_.find(dataset.department());
    return found == by_name_.end() ? kNone : *found->second;
  }
  // It, or one that lies above it.
  bool LiesIn(const std::string& unit, const std::string& name) const {
    std::string at = unit;
    for (size_t steps = 0; !at.empty() && steps <= departments_.size(); ++steps) {
      if (at == name) return true;
      const auto found = by_name_.find(at);
      at = found == by_name_.end() ? std::string() : found->second->parent();
    }
    return false;
  }
  // Units below `name` (all of them where it is empty) that hold nothing as far as the inventory goes.
  std::vector<std::string> WithoutInventory(const std::string& name) const {
    std::set<std::string> holding;
    for (const auto& dataset : datasets_) {
      holding.insert(dataset.department());
      if (!dataset.held_by_department().empty()) holding.insert(dataset.held_by_department());
    }
    std::vector<std::string> without;
    for (const auto& department : departments_) {
      if (!department.end_date().empty()) continue;
      const bool below = name.empty() || LiesIn(department.name(), name);
      const bool any = std::any_of(holding.begin(), holding.end(),
                                   [&](const std::string& unit) { return LiesIn(unit, department.name()); });
      if (below && !any) without.push_back(department.name());
    }
    return without;
  }
  // Those below `name`, or all where it is empty, that stand.
  std::vector<v1::Department> Standing(const std::string& name) const {
    std::vector<v1::Department> standing;
    for (const auto& department : departments_) {
      if (AnswersForItself(department) && (name.empty() || LiesIn(department.name(), name)))
        standing.push_back(department);
    }
    return standing;
  }
  bool Has(const std::string& department) const { return by_name_.contains(department); }

 private:
  std::string time_;
  std::string day_;
  std::vector<v1::Dataset> datasets_;
  std::vector<v1::Department> departments_;
  std::map<std::string, const v1::Department*, std::less<>> by_name_;
};

// What is asked about: `name` is full, and empty for the program.
struct Question {
  std::string name;
  std::string rule;
  std::vector<const v1::Dataset*> datasets;

  bool OfUnit() const { return name.starts_with("departments/"); }
};

// The name with its collection; a bare one is that of a dataset or of a department.
std::string FullNameIn(const Record& record, const std::string& name) {
  if (name.empty() || name == "program") return {};
  if (name.starts_with("datasets/") || name.starts_with("departments/")) return name;
  if (name.find('/') != name.npos) {
    throw Error(Reason::INVALID_FIELD,
                fmt::format("{} is neither a dataset (datasets/...), a department (departments/...) nor program", name))
        .Field("name", "of a dataset, a department, or program");
  }
  const std::string dataset = "datasets/" + name, department = "departments/" + name;
  const bool is_dataset = std::any_of(record.datasets().begin(), record.datasets().end(),
                                      [&](const v1::Dataset& one) { return one.name() == dataset; });
  if (is_dataset && record.Has(department)) {
    throw Error(Reason::INVALID_FIELD,
                fmt::format("{} is a dataset and a department; say {} or {}", name, dataset, department))
        .Field("name", "is of two records");
  }
  if (!is_dataset && !record.Has(department)) {
    throw Error(Reason::NOT_FOUND,
                fmt::format("there is no dataset and no department {}; program is all of them", name));
  }
  return is_dataset ? dataset : department;
}

void RequireRule(const std::string& rule) {
  std::vector<std::string_view> rules;
  for (const auto& item : kItems) rules.push_back(item.rule);
  if (rule.empty() || std::find(rules.begin(), rules.end(), rule) != rules.end()) return;
  throw Error(Reason::INVALID_FIELD, fmt::format("nothing that a record has or lacks is called {}; there are {}", rule,
                                                 fmt::join(rules, ", ")))
      .Field("rule", "is none of them");
}

// What mends it; of several sets what lists them, since each is mended by itself.
std::string NextFor(const Question& question, const Item& item, const v1::Dataset* first) {
  if (first == nullptr) return {};
  if (question.datasets.size() == 1 || !question.rule.empty()) return CommandFor(item, *first);
  return fmt::format("almanac completeness show {} --rule {}", question.name.empty() ? "program" : question.name,
                     item.rule);
}

void Count(const Record& record, const Question& question, const Item& item, v1::Completeness* completeness) {
  v1::CompletenessItem counted;
  const v1::Dataset* first = nullptr;
  if (!question.rule.empty() && item.rule != question.rule) return;
  for (const auto* dataset : question.datasets) {
    const Seen seen{*dataset, record.DepartmentOf(*dataset), record.day()};
    if (!item.asked(seen)) continue;
    counted.set_asked(counted.asked() + 1);
    if (item.met(seen)) {
      counted.set_met(counted.met() + 1);
      continue;
    }
    if (first == nullptr) first = dataset;
    counted.add_unmet(dataset->name());
  }
  if (counted.asked() == 0) return;
  counted.set_rule(std::string(item.rule));
  counted.set_title(std::string(item.title));
  counted.set_command(NextFor(question, item, first));
  *completeness->add_items() = std::move(counted);
}

}  // namespace

v1::Completeness GetCompleteness(store::Tx& tx, const v1::GetCompletenessRequest& request) {
  RequireRule(request.rule());
  const Record record(tx, AsOf(tx, request.as_of()));
  Question question{FullNameIn(record, request.name()), request.rule(), {}};
  const std::string& name = question.name;
  for (const auto& dataset : record.datasets()) {
    if (name.empty() || dataset.name() == name || (question.OfUnit() && record.LiesIn(dataset.department(), name))) {
      question.datasets.push_back(&dataset);
    }
  }
  if (question.OfUnit() ? !record.Has(name) : !name.empty() && question.datasets.empty()) {
    throw Error(Reason::NOT_FOUND,
                fmt::format("there is no {}{}", name, request.as_of().empty() ? "" : " as of " + request.as_of()));
  }
  v1::Completeness completeness;
  completeness.set_name(name.empty() ? "program" : name);
  completeness.set_as_of_time(record.time());
  completeness.set_datasets(static_cast<int32_t>(question.datasets.size()));
  for (const auto& item : kItems) Count(record, question, item, &completeness);
  std::stable_sort(completeness.mutable_items()->begin(), completeness.mutable_items()->end(),
                   [](const auto& a, const auto& b) { return a.unmet_size() > b.unmet_size(); });
  if (name.empty() || question.OfUnit()) {
    for (auto& unit : record.WithoutInventory(name)) completeness.add_units_without_inventory(std::move(unit));
    // Of today: whether somebody was late before is for the history to tell.
    const auto standing = request.as_of().empty() ? record.Standing(name) : std::vector<v1::Department>();
    for (const auto& department : standing) {
      if (StandingOfAttestation(tx, department).overdue) completeness.add_attestations_overdue(department.name());
    }
  }
  return completeness;
}

}  // namespace almanac::domain
