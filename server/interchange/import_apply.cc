#include "interchange/import_apply.h"

#include <fmt/format.h>
#include <google/protobuf/timestamp.pb.h>

#include "almanac/v1/records.pb.h"
#include "base/ids.h"
#include "interchange/import_matching.h"
#include "interchange/import_merge.h"
#include "interchange/pod_record.h"

namespace almanac::interchange {
namespace {

// Updates whose history and originals are kept in memory before they are let go.
constexpr size_t kMergesAtOnce = 200;

v1::ImportedRecord RowOf(const store::Tx& tx, const domain::ImportContext& inventory, const PlannedRecord& planned,
                         std::string normal_form) {
  v1::ImportedRecord row;
  row.set_name(ImportedName(inventory.catalogue, planned.identifier));
  row.set_catalogue(inventory.catalogue);
  row.set_identifier(std::string(planned.identifier));
  row.set_dataset(std::string(planned.dataset));
  row.set_record_hash(Sha256Hex(normal_form));
  row.set_record(std::move(normal_form));
  const auto seconds = std::chrono::floor<std::chrono::seconds>(tx.instant());
  row.mutable_import_time()->set_seconds(seconds.time_since_epoch().count());
  row.mutable_import_time()->set_nanos(static_cast<int32_t>((tx.instant() - seconds).count() * 1000));
  return row;
}

// The department as the record of then and the record of now name it.
void SetDepartments(const ApplyContext& context, const PlannedRecord& planned, const v1::Dataset& here,
                    MappedRecord* base, MappedRecord* source) {
  if (base->publishers == source->publishers) {
    base->dataset.set_department(here.department());
    source->dataset.set_department(here.department());
    return;
  }
  auto was = context.departments.FindName({base->publishers, !base->former_name.empty()});
  base->dataset.set_department(was.empty() ? here.department() : was);
  const auto& becomes = context.departments.NameOf(planned.department);
  source->dataset.set_department(becomes.empty() ? here.department() : becomes);
}

std::string Joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

void Create(store::Tx& tx, const ApplyContext& context, PlannedRecord& planned, RecordReader* reader) {
  FileRecord& record = context.file.Read(planned, reader);
  auto row = RowOf(tx, context.inventory, planned, NormalForm(record));
  MappedRecord mapped = MapRecord(record, context.inventory.today);
  mapped.dataset.set_name(std::string(planned.dataset));
  mapped.dataset.set_source_identifier(std::string(planned.identifier));
  mapped.dataset.set_department(context.departments.NameOf(planned.department));
  tx.Insert(row);
  if (planned.adopted) {
    domain::AdoptDataset(tx, context.inventory, std::move(mapped.dataset));
  } else {
    domain::CreateImported(tx, context.inventory, std::move(mapped.dataset));
  }
}

}  // namespace

void MergeRecord(store::Tx& tx, const ApplyContext& context, bool write, size_t record, ImportPlan* plan,
                 MergeFindings* found) {
  PlannedRecord& planned = plan->records[record];
  RecordReader reader, old_reader;
  const auto& last_identifier = planned.previous_identifier.empty() ? planned.identifier : planned.previous_identifier;
  const auto last = tx.Get<v1::ImportedRecord>(ImportedName(context.inventory.catalogue, last_identifier));
  const auto here = tx.Get<v1::Dataset>(planned.dataset);
  FileRecord& file_record = context.file.Read(planned, &reader);
  auto row = RowOf(tx, context.inventory, planned, NormalForm(file_record));
  MappedRecord source = MapRecord(file_record, context.inventory.today);
  MappedRecord base = MapRecord(ReadNormalForm(last.record(), &old_reader), context.inventory.today);
  source.dataset.set_source_identifier(std::string(planned.identifier));
  base.dataset.set_source_identifier(last.identifier());
  SetDepartments(context, planned, here, &base, &source);

  Findings findings;
  auto merged = MergeDatasets(here, base.dataset, source.dataset, &findings);
  findings.Sign(static_cast<int64_t>(record) + 1, planned.identifier, planned.title);
  found->insert(found->end(), findings.all().begin(), findings.all().end());
  planned.action = merged.fields.empty() ? v1::ImportChange::UNCHANGED : v1::ImportChange::UPDATED;
  planned.fields = plan->text.Keep(Joined(merged.fields));
  if (!write) return;
  if (!merged.fields.empty()) domain::UpdateImported(tx, context.inventory, here, std::move(merged.dataset));
  if (!planned.previous_identifier.empty()) tx.Erase(v1::ImportedRecord::descriptor(), last.name());
  tx.Put(row);
}

void ApplyPlan(store::Tx& tx, const ApplyContext& context, ImportPlan* plan, MergeFindings* findings) {
  context.departments.Make(tx, &context.inventory.departments);
  int64_t done = 0;
  size_t merged = 0;
  for (size_t i = 0; i < plan->records.size(); ++i) {
    if (plan->records[i].action != v1::ImportChange::UPDATED) continue;
    MergeRecord(tx, context, true, i, plan, findings);
    context.progress(++done);
    if (++merged % kMergesAtOnce != 0) continue;
    tx.BeginBulk();
    tx.EndBulk();
  }
  tx.BeginBulk();
  RecordReader reader;
  for (auto& planned : plan->records) {
    if (planned.action != v1::ImportChange::CREATED) continue;
    Create(tx, context, planned, &reader);
    context.progress(++done);
  }
  tx.EndBulk();
}

}  // namespace almanac::interchange
