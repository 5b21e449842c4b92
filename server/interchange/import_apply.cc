#include "interchange/import_apply.h"

#include <fmt/format.h>
#include <google/protobuf/timestamp.pb.h>

#include <future>
#include <vector>

#include "almanac/v1/records.pb.h"
#include "base/ids.h"
#include "interchange/import_matching.h"
#include "interchange/import_merge.h"
#include "interchange/pod_record.h"

namespace almanac::interchange {
namespace {

// Updates whose history and originals are kept in memory before they are let go.
constexpr int64_t kMergesAtOnce = 200;
// How far mapping runs ahead of writing.
constexpr size_t kAhead = 256;
constexpr uint64_t kBytesAhead = 4 << 20;

v1::ImportedRecord RowOf(const store::Tx& tx, const domain::ImportContext& inventory, const PlannedRecord& planned,
                         std::string normal_form) {
  v1::ImportedRecord row;
  row.set_name(ImportedName(inventory.catalogue, planned.identifier));
  row.set_catalogue(inventory.catalogue);
  row.set_identifier(std::string(planned.identifier));
  row.set_dataset(std::string(planned.dataset));
  row.set_record_hash(planned.content.Hex());
  row.set_record(std::move(normal_form));
  const auto seconds = std::chrono::floor<std::chrono::seconds>(tx.instant());
  row.mutable_import_time()->set_seconds(seconds.time_since_epoch().count());
  row.mutable_import_time()->set_nanos(static_cast<int32_t>((tx.instant() - seconds).count() * 1000));
  return row;
}

// One record of the source, as it was imported last and as it is now.
struct Versions {
  MappedRecord base;
  MappedRecord source;
};

// The department as the record of then and the record of now name it.
void SetDepartments(const ApplyContext& context, uint32_t chosen, const v1::Dataset& here, Versions* versions) {
  auto& [base, source] = *versions;
  base.dataset.set_department(here.department());
  source.dataset.set_department(here.department());
  if (base.publishers == source.publishers) return;
  auto was = context.departments.FindName({base.publishers, !base.former_name.empty()});
  if (!was.empty()) base.dataset.set_department(std::move(was));
  const auto& becomes = context.departments.NameOf(chosen);
  if (!becomes.empty()) source.dataset.set_department(becomes);
}

// The source said all along that it is public and now says where; nobody here
// has written, listed or decided anything about it.
bool BecomesPublic(const v1::Dataset& here, const Versions& versions) {
  return versions.source.adopted && !versions.base.adopted && versions.base.dataset.access() == v1::Dataset::OPEN &&
         here.access() == v1::Dataset::OPEN && here.state() == v1::Dataset::INVENTORIED && here.authors().empty();
}

std::string Joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

// A record to be created, read and mapped.
struct Ready {
  const PlannedRecord* planned;
  v1::ImportedRecord row;
  v1::Dataset dataset;
};

// Maps what comes next while the database is busy with what came before: two
// cores are better than one, and mapping touches nothing but the file.
class MapAhead {
 public:
  MapAhead(const store::Tx& tx, const ApplyContext& context)
      : tx_(tx), context_(context), next_(std::async(std::launch::async, [this] { return MapSome(); })) {}

  // In the order of the file; empty at the end.
  std::vector<Ready> Next() {
    auto ready = next_.get();
    if (!ready.empty()) next_ = std::async(std::launch::async, [this] { return MapSome(); });
    return ready;
  }

 private:
  std::vector<Ready> MapSome() {
    std::vector<Ready> some;
    uint64_t bytes = 0;
    for (; at_ < context_.plan.records.size() && some.size() < kAhead && bytes < kBytesAhead; ++at_) {
      const auto& planned = context_.plan.records[at_];
      if (planned.action != v1::ImportChange::CREATED) continue;
      some.push_back(Map(planned));
      bytes += planned.length;
    }
    return some;
  }

  Ready Map(const PlannedRecord& planned) {
    FileRecord& record = context_.file.Read(planned, &reader_);
    Ready ready{&planned, RowOf(tx_, context_.inventory, planned, NormalForm(record)), {}};
    ready.dataset = MapRecord(record, context_.inventory.today).dataset;
    ready.dataset.set_name(std::string(planned.dataset));
    ready.dataset.set_source_identifier(std::string(planned.identifier));
    ready.dataset.set_department(context_.departments.NameOf(planned.department));
    return ready;
  }

  const store::Tx& tx_;
  const ApplyContext& context_;
  RecordReader reader_;
  size_t at_ = 0;
  // Last, so that what it uses outlives it.
  std::future<std::vector<Ready>> next_;
};

void CreateAll(store::Tx& tx, const ApplyContext& context, int64_t done) {
  MapAhead ahead(tx, context);
  for (auto some = ahead.Next(); !some.empty(); some = ahead.Next()) {
    for (auto& ready : some) {
      tx.Insert(ready.row);
      if (ready.planned->adopted) {
        domain::AdoptDataset(tx, context.inventory, std::move(ready.dataset));
      } else {
        domain::CreateImported(tx, context.inventory, std::move(ready.dataset));
      }
      context.progress(++done);
    }
  }
}

}  // namespace

void MergeRecord(store::Tx& tx, const ApplyContext& context, size_t record, bool write) {
  PlannedRecord& planned = context.plan.records[record];
  RecordReader reader, old_reader;
  const auto& last_identifier = planned.previous_identifier.empty() ? planned.identifier : planned.previous_identifier;
  const auto last = tx.Get<v1::ImportedRecord>(ImportedName(context.inventory.catalogue, last_identifier));
  const auto here = tx.Get<v1::Dataset>(planned.dataset);
  FileRecord& file_record = context.file.Read(planned, &reader);
  auto row = RowOf(tx, context.inventory, planned, NormalForm(file_record));
  Versions versions{MapRecord(ReadNormalForm(last.record(), &old_reader), context.inventory.today),
                    MapRecord(file_record, context.inventory.today)};
  versions.base.dataset.set_source_identifier(last.identifier());
  versions.source.dataset.set_source_identifier(std::string(planned.identifier));
  SetDepartments(context, planned.department, here, &versions);

  Findings findings;
  auto merged = MergeDatasets(here, versions.base.dataset, versions.source.dataset, &findings);
  findings.Sign(static_cast<int64_t>(record) + 1, planned.identifier, planned.title);
  context.findings.insert(context.findings.end(), findings.all().begin(), findings.all().end());
  planned.action = merged.fields.empty() ? v1::ImportChange::UNCHANGED : v1::ImportChange::UPDATED;
  planned.fields = context.plan.text.Keep(Joined(merged.fields));
  // What was held back is met again, and told again, until somebody has acted on it.
  if (!write || merged.held_back) return;
  if (BecomesPublic(here, versions)) {
    domain::AdoptKnown(tx, context.inventory, here, std::move(merged.dataset));
  } else if (!merged.fields.empty()) {
    domain::UpdateImported(tx, context.inventory, here, std::move(merged.dataset));
  }
  if (!planned.previous_identifier.empty()) tx.Erase(v1::ImportedRecord::descriptor(), last.name());
  tx.Put(row);
}

void ApplyPlan(store::Tx& tx, const ApplyContext& context) {
  context.departments.Make(tx, &context.inventory.departments);
  int64_t done = 0;
  for (size_t i = 0; i < context.plan.records.size(); ++i) {
    if (context.plan.records[i].action != v1::ImportChange::UPDATED) continue;
    MergeRecord(tx, context, i, true);
    context.progress(++done);
    if (done % kMergesAtOnce != 0) continue;
    tx.BeginBulk();
    tx.EndBulk();
  }
  tx.BeginBulk();
  CreateAll(tx, context, done);
  tx.EndBulk();
}

}  // namespace almanac::interchange
