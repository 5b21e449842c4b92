#include "interchange/audit_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/systems.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/audit_findings.h"
#include "domain/program.h"
#include "domain/whole_list.h"
#include "interchange/findings.h"
#include "interchange/plain_text.h"
#include "interchange/pod_values.h"
#include "store/search_text.h"

namespace almanac::interchange {
namespace {

constexpr int kMostRows = 5000;
constexpr size_t kMostText = 10'000;

v1::AuditFinding::Severity SeverityOf(const std::string& text) {
  static const auto& words = *new std::map<std::string, v1::AuditFinding::Severity>{
      {"low", v1::AuditFinding::LOW},           {"informational", v1::AuditFinding::LOW},
      {"info", v1::AuditFinding::LOW},          {"minor", v1::AuditFinding::LOW},
      {"medium", v1::AuditFinding::MEDIUM},     {"moderate", v1::AuditFinding::MEDIUM},
      {"high", v1::AuditFinding::HIGH},         {"major", v1::AuditFinding::HIGH},
      {"critical", v1::AuditFinding::CRITICAL}, {"severe", v1::AuditFinding::CRITICAL},
      {"very high", v1::AuditFinding::CRITICAL}};
  const auto found = words.find(store::Fold(text));
  return found == words.end() ? v1::AuditFinding::SEVERITY_UNSPECIFIED : found->second;
}

std::string SeverityText(v1::AuditFinding::Severity severity) {
  return EnumText(*v1::AuditFinding::Severity_descriptor()->FindValueByNumber(severity));
}

std::string SubjectOf(const v1::AuditFinding& finding) {
  return std::string(finding.dataset().empty() ? finding.system() : finding.dataset());
}

// A day of the calendar, whole.
std::optional<std::string> DayOf(const std::string& text, bool day_first) {
  const auto day = ReadDay(day_first ? MonthFirst(text) : text);
  if (day.finding != DayFinding::kDay && day.finding != DayFinding::kLoose) return std::nullopt;
  return day.day;
}

class Import {
 public:
  Import(store::Tx& tx, const v1::ImportAuditFindingsRequest& request)
      : tx_(tx), request_(request), today_(domain::Today(tx)) {
    const auto all = domain::WholeList<v1::ListSystemsResponse>(tx, v1::ListSystemsRequest());
    for (const auto& system : all.systems()) {
      systems_.emplace(store::Fold(system.title()), system);
      systems_.emplace(store::Fold(IdOf(system.name())), system);
      systems_.emplace(store::Fold(system.name()), system);
    }
  }

  v1::ImportAuditFindingsResponse Run() {
    for (const auto& row : request_.rows()) Take(row);
    response_.set_rows(request_.rows_size());
    if (response_.problems().empty()) Write();
    return std::move(response_);
  }

 private:
  bool Complain(int row, const char* column, const char* rule, std::string message) {
    auto* problem = response_.add_problems();
    problem->set_row(row);
    problem->set_column(column);
    problem->set_rule(rule);
    problem->set_message(std::move(message));
    return false;
  }

  void Take(const v1::AuditRow& row) {
    v1::AuditFinding read;
    // Every cell is looked at, so that a row is mended once.
    const bool known = TakeName(row, &read), about = TakeSubject(row, &read), rated = TakeSeverity(row, &read),
               dated = TakeFound(row, &read), told = TakeText(row, &read), ended = TakeClosed(row, &read);
    if (known && about && rated && dated && told && ended) read_.push_back(std::move(read));
  }

  bool TakeName(const v1::AuditRow& row, v1::AuditFinding* read) {
    read->set_finding(OneLine(row.finding()));
    const std::string slug = Slug(read->finding());
    if (slug.empty() || read->finding().size() > 100) {
      return Complain(row.row(), "finding", "finding_missing", "It has no id, such as SEC-2026-004.");
    }
    read->set_name("audit_findings/" + slug);
    if (names_.insert(slug).second) return true;
    return Complain(row.row(), "finding", "finding_twice",
                    fmt::format("{} stands in more than one row.", Quoted(read->finding())));
  }

  bool TakeSubject(const v1::AuditRow& row, v1::AuditFinding* read) {
    const std::string dataset = OneLine(row.dataset()), system = OneLine(row.system());
    if (dataset.empty() == system.empty()) {
      return Complain(row.row(), "dataset", "subject_missing",
                      dataset.empty() ? "It says neither a dataset nor a system."
                                      : "It says a dataset and a system. Make two rows of it.");
    }
    if (!dataset.empty()) {
      read->set_dataset(dataset.find('/') == dataset.npos ? "datasets/" + dataset : dataset);
      const auto found = tx_.Find<v1::Dataset>(read->dataset());
      if (!found) {
        return Complain(
            row.row(), "dataset", "dataset_unknown",
            fmt::format("There is no dataset {}; give its name, such as calls-for-service.", Quoted(dataset)));
      }
      read->set_department(found->department());
      return true;
    }
    const auto found = systems_.find(store::Fold(system));
    if (found == systems_.end()) {
      return Complain(row.row(), "system", "system_unknown",
                      fmt::format("There is no system {} in the register: almanac system list.", Quoted(system)));
    }
    read->set_system(found->second.name());
    read->set_department(found->second.department());
    return true;
  }

  bool TakeSeverity(const v1::AuditRow& row, v1::AuditFinding* read) {
    read->set_severity(SeverityOf(row.severity()));
    if (read->severity() != v1::AuditFinding::SEVERITY_UNSPECIFIED) return true;
    return Complain(
        row.row(), "severity", "severity_unknown",
        fmt::format("{} is no severity; there are low, medium, high and critical.", Quoted(row.severity())));
  }

  bool TakeFound(const v1::AuditRow& row, v1::AuditFinding* read) {
    const auto day = DayOf(row.found(), request_.day_first());
    if (!day) {
      return Complain(row.row(), "found", "found_unreadable",
                      fmt::format("{} is no day, such as 2026-03-01.", Quoted(row.found())));
    }
    read->set_found_date(*day);
    if (*day <= today_) return true;
    return Complain(row.row(), "found", "found_to_come", fmt::format("{} is still to come.", *day));
  }

  bool TakeText(const v1::AuditRow& row, v1::AuditFinding* read) {
    read->set_text(ManyLines(row.text()));
    if (!read->text().empty() && read->text().size() <= kMostText) return true;
    return Complain(row.row(), "text", read->text().empty() ? "text_missing" : "text_too_long",
                    read->text().empty() ? "It does not say what was found." : "It has more than 10,000 letters.");
  }

  bool TakeClosed(const v1::AuditRow& row, v1::AuditFinding* read) {
    static const std::set<std::string> kOpen{"", "no", "n", "open", "false", "0"};
    static const std::set<std::string> kClosed{"yes", "y", "closed", "true", "1", "resolved", "fixed", "remediated"};
    const std::string word = store::Fold(row.closed());
    read->set_state(kOpen.contains(word) ? v1::AuditFinding::OPEN : v1::AuditFinding::CLOSED);
    if (kOpen.contains(word)) return true;
    const auto day = kClosed.contains(word) ? std::optional(today_) : DayOf(row.closed(), request_.day_first());
    if (!day || *day > today_) {
      return Complain(row.row(), "closed", "closed_unreadable",
                      fmt::format("{} is neither a day that is over, nor yes or no.", Quoted(row.closed())));
    }
    read->set_closed_date(*day);
    read->set_close_reason("Closed as the audit has it.");
    return true;
  }

  // With what is on record. What somebody ended here stays ended; what a table closed is as the next one has it.
  static v1::AuditFinding Merged(const v1::AuditFinding& before, const v1::AuditFinding& read) {
    v1::AuditFinding after = before;
    after.set_dataset(read.dataset());
    after.set_system(read.system());
    after.set_department(read.department());
    after.set_severity(read.severity());
    after.set_found_date(read.found_date());
    after.set_text(read.text());
    if (!before.closed_by().empty() || before.state() == read.state()) return after;
    after.set_state(read.state());
    after.set_closed_date(read.closed_date());
    after.set_close_reason(read.close_reason());
    return after;
  }

  void TellChange(const v1::AuditFinding& finding, const char* change, std::string words) {
    auto* told = response_.add_changes();
    told->set_finding(finding.name());
    told->set_change(change);
    told->set_words(fmt::format("{} {}", IdOf(finding.name()), words));
  }

  void TellChanges(const v1::AuditFinding& before, const v1::AuditFinding& after) {
    if (before.state() != after.state()) {
      const bool closes = before.state() == v1::AuditFinding::OPEN;
      TellChange(after, closes ? "closed" : "reopened",
                 closes ? fmt::format("was open, and closed on {}", after.closed_date())
                        : fmt::format("was closed on {}, and is open again", before.closed_date()));
    }
    if (SubjectOf(before) != SubjectOf(after)) {
      TellChange(after, "moved", fmt::format("was about {}, and is about {}", SubjectOf(before), SubjectOf(after)));
    }
    if (after.severity() < before.severity()) {
      TellChange(after, "lowered",
                 fmt::format("was {}, and is {}", SeverityText(before.severity()), SeverityText(after.severity())));
    }
  }

  void Write() {
    const std::string from =
        request_.file_name().empty() ? "from a table" : fmt::format("from {}", request_.file_name());
    std::set<std::string> public_sets;
    for (auto& read : read_) {
      const auto before = tx_.Find<v1::AuditFinding>(read.name());
      read.set_marking(v1::AuditFinding::CONFIDENTIAL);
      auto after = before ? Merged(*before, read) : std::move(read);
      const bool closes = before && before->state() == v1::AuditFinding::OPEN && after.state() != before->state();
      if (closes) domain::RequireMayClose(tx_.caller(), *before);
      const bool same = before && before->SerializeAsString() == after.SerializeAsString();
      // What is not written needs no reason.
      if (!same) tx_.Because("audit_finding.imported", from);
      if (!before) response_.set_created(response_.created() + 1), tx_.Create(after);
      if (before && !same) response_.set_updated(response_.updated() + 1), tx_.Update(after);
      if (before) TellChanges(*before, after);
      if (same) response_.set_unchanged(response_.unchanged() + 1);
      if (after.state() != v1::AuditFinding::OPEN) continue;
      response_.set_open(response_.open() + 1);
      for (const auto& dataset : domain::DatasetsOf(tx_, after)) {
        if (dataset.state() == v1::Dataset::PUBLISHED) public_sets.insert(dataset.name());
      }
    }
    for (const auto& name : public_sets) response_.add_public_datasets(name);
  }

  store::Tx& tx_;
  const v1::ImportAuditFindingsRequest& request_;
  const std::string today_;
  std::map<std::string, v1::System> systems_;
  std::set<std::string> names_;
  std::vector<v1::AuditFinding> read_;
  v1::ImportAuditFindingsResponse response_;
};

}  // namespace

v1::ImportAuditFindingsResponse ImportAuditFindings(store::Tx& tx, const v1::ImportAuditFindingsRequest& request) {
  if (request.rows().empty() || request.rows_size() > kMostRows) {
    throw Error(Reason::INVALID_FIELD, request.rows().empty()
                                           ? "the table has no rows"
                                           : "the table has more than 5,000 rows; make several of it")
        .Field("rows", "1 to 5,000");
  }
  return Import(tx, request).Run();
}

}  // namespace almanac::interchange
