#include "interchange/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "domain/grants.h"
#include "domain/importing.h"
#include "interchange/import_apply.h"
#include "interchange/import_departments.h"
#include "interchange/import_matching.h"
#include "interchange/import_names.h"
#include "interchange/import_plan.h"
#include "interchange/import_reading.h"
#include "sql/inventory.h"

namespace almanac::interchange {
namespace {

constexpr size_t kMergesAPage = 100;

class Import {
 public:
  Import(const ImportJob& job, const EmitImport& emit) : job_(job), report_(emit), silent_(nobody_), file_(job.path) {
    catalogue_ = job.options.catalogue().empty() ? "default" : job.options.catalogue();
  }

  void Run() {
    try {
      ReadAndWrite();
    } catch (...) {
      // What fails tells its problems first.
      report_.Send();
      throw;
    }
    Tell();
  }

 private:
  void ReadAndWrite() {
    domain::RequirePermission(job_.caller, v1::IMPORT);
    report_.summary().set_catalogue(catalogue_);
    Read([&](store::Tx& tx) { Begin(tx); });
    ReadRecords(&report_);
    report_.Progress(v1::ImportProgress::PLANNING, 0, Records());
    Read([&](store::Tx& tx) { Match(tx, &report_); });
    departments_->RefuseUnknown(&report_);
    if (job_.options.validate_only()) {
      Rehearse();
    } else if (Writes() > 0) {
      Write();
    }
  }

  void Read(const store::Unit& unit) { job_.work.Run(store::Mode::kRead, job_.caller, job_.deadline, unit); }
  int64_t Records() const { return static_cast<int64_t>(plan_.records.size()); }

  // What the plan rests on; when it has moved by the time of writing, all is planned again.
  static std::string Standing(store::Tx& tx) {
    const auto standing = tx.SelectOne<v1::InventoryStanding>(sql::inventory::kStanding, {});
    return standing ? standing->SerializeAsString() : std::string();
  }

  void Begin(store::Tx& tx) {
    standing_ = Standing(tx);
    const auto source = job_.options.file_name().empty() ? catalogue_ : job_.options.file_name();
    inventory_ = domain::PrepareImport(tx, catalogue_, source);
    departments_.emplace(inventory_.departments, job_.options, inventory_.program.title());
    plan_ = ImportPlan();
  }

  void ReadRecords(ImportReport* report) {
    ReadInventory(file_, {inventory_.today, *departments_, *report, job_.cancelled}, &plan_);
  }

  void Match(store::Tx& tx, ImportReport* report) {
    MatchRecords({tx, file_, *report, catalogue_, inventory_.today}, &plan_);
    ChooseNames(tx, &plan_);
    for (const auto& record : plan_.records) {
      const bool written = record.action == v1::ImportChange::CREATED || record.action == v1::ImportChange::UPDATED;
      if (written) departments_->Need(record.department);
    }
  }

  int64_t Writes() const {
    return std::count_if(plan_.records.begin(), plan_.records.end(), [](const PlannedRecord& record) {
      return record.action == v1::ImportChange::CREATED || record.action == v1::ImportChange::UPDATED;
    });
  }

  ApplyContext Context() {
    // Few messages: whoever writes holds everybody else up, and a slow reader must not make that longer.
    const int64_t total = Writes();
    const int64_t step = std::max<int64_t>(total / 50, 200);
    return {inventory_, *departments_, file_, plan_, findings_, [this, total, step](int64_t done) {
              if (done % step != 0 && done != total) return;
              if (job_.cancelled && job_.cancelled())
                throw Error(Reason::CANCELLED, "the import was given up by its sender");
              report_.Progress(v1::ImportProgress::APPLYING, done, total);
            }};
  }

  // What merging would do, page by page, writing nothing.
  void Rehearse() {
    const auto context = Context();
    for (size_t next = 0; next < plan_.records.size();) {
      Read([&](store::Tx& tx) {
        size_t merged = 0;
        for (; next < plan_.records.size() && merged < kMergesAPage; ++next) {
          if (plan_.records[next].action != v1::ImportChange::UPDATED) continue;
          MergeRecord(tx, context, next, false);
          ++merged;
        }
      });
    }
  }

  void Write() {
    job_.work.Run(store::Mode::kExclusive, job_.caller, job_.deadline, [&](store::Tx& tx) {
      tx.ForRequest(job_.options.request_id());
      if (tried_ || Standing(tx) != standing_) PlanAgain(tx);
      tried_ = true;
      findings_.clear();
      ApplyPlan(tx, Context());
    });
    applied_ = true;
  }

  void PlanAgain(store::Tx& tx) {
    Begin(tx);
    ReadRecords(&silent_);
    Match(tx, &silent_);
    departments_->RefuseUnknown(&report_);
  }

  void Tell() {
    for (const auto& problem : findings_) report_.Problem(problem);
    for (size_t i = 0; i < plan_.records.size(); ++i) {
      const auto& record = plan_.records[i];
      v1::ImportChange change;
      change.set_action(record.action);
      change.set_record(static_cast<int64_t>(i) + 1);
      // Of the others the plan holds no name of ours.
      const bool named = record.action != v1::ImportChange::COLLAPSED && record.action != v1::ImportChange::SKIPPED;
      if (named) change.set_dataset(std::string(record.dataset));
      change.set_title(std::string(record.title));
      change.set_source_identifier(std::string(record.identifier));
      change.set_previous_identifier(std::string(record.previous_identifier));
      for (size_t start = 0; start < record.fields.size();) {
        const auto end = std::min(record.fields.find(' ', start), record.fields.size());
        change.add_fields(std::string(record.fields.substr(start, end - start)));
        start = end + 1;
      }
      report_.Change(change);
    }
    report_.summary().set_missing(plan_.missing);
    for (auto& title : departments_->ToMake()) report_.summary().add_new_departments(std::move(title));
    report_.summary().set_departments_created(report_.summary().new_departments_size());
    report_.Finish(applied_ || (!job_.options.validate_only() && Writes() == 0));
  }

  const ImportJob& job_;
  const EmitImport nobody_ = [](const v1::ImportInventoryResponse&) {};
  ImportReport report_;
  ImportReport silent_;
  const ImportFile file_;
  std::string catalogue_;
  std::string standing_;
  domain::ImportContext inventory_;
  std::optional<DepartmentChoice> departments_;
  ImportPlan plan_;
  std::vector<v1::ImportProblem> findings_;
  bool tried_ = false;
  bool applied_ = false;
};

}  // namespace

void ImportInventory(const ImportJob& job, const std::function<void(const v1::ImportInventoryResponse&)>& emit) {
  Import(job, emit).Run();
}

}  // namespace almanac::interchange
