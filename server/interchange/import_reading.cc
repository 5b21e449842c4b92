#include "interchange/import_reading.h"

#include <fmt/format.h>

#include <map>

#include "base/error.h"
#include "base/ids.h"
#include "interchange/import_rules.h"
#include "interchange/pod_record.h"

namespace almanac::interchange {
namespace {

constexpr int64_t kBetweenProgress = 1000;
constexpr size_t kMaxUnreadKeys = 200;

void TellUnread(const std::map<std::string, int64_t>& unread, ImportReport* report) {
  for (const auto& [key, records] : unread) {
    Findings findings;
    findings.Warn(rules::kFieldNotRead, key,
                  fmt::format("There is no place for {} here; records that have it: {}.", key, records),
                  "Kept with the imported records only.");
    report->Problems(findings);
  }
}

void TellOfFile(const CatalogueHead& head, int64_t records, ImportReport* report) {
  Findings findings;
  if (head.format.rfind("data.json that does not", 0) == 0) {
    findings.Warn(rules::kFormatUnsaid, "conformsTo", "The catalogue does not say which standard it follows.",
                  "Read as Project Open Data 1.1.");
  }
  if (records == 0)
    findings.Warn(rules::kCatalogueEmpty, "dataset", "The catalogue holds no records.", "Nothing to do.");
  report->Problems(findings);
}

}  // namespace

void ReadInventory(const ImportFile& file, const ReadingContext& context, ImportPlan* plan) {
  std::map<std::string, int64_t> unread;
  const auto head = ReadCatalogue(file.Whole(), [&](FileRecord& record) {
    if (plan->records.size() == kMaxRecords) {
      throw Error(Reason::IMPORT_TOO_LARGE,
                  fmt::format("the catalogue has more than {} records; split it", kMaxRecords));
    }
    if (record.number % kBetweenProgress == 0) {
      if (context.cancelled && context.cancelled())
        throw Error(Reason::CANCELLED, "the import was given up by its sender");
      context.report.Progress(v1::ImportProgress::READING, record.number, 0);
    }
    PlannedRecord& planned = plan->records.emplace_back();
    planned.offset = record.offset;
    planned.length = static_cast<uint32_t>(std::min<uint64_t>(record.length, UINT32_MAX));
    planned.dialect = record.dialect;
    planned.content = Digest::Of(Sha256Hex(NormalForm(record)));
    MappedRecord mapped = MapRecord(record, context.today);
    planned.identifier = plan->text.Keep(mapped.identifier);
    planned.title = plan->text.Keep(mapped.dataset.title());
    planned.dataset = plan->text.Keep(mapped.former_name);
    planned.adopted = mapped.adopted;
    for (auto& key : mapped.unread) {
      if (unread.size() < kMaxUnreadKeys || unread.contains(key)) ++unread[key];
    }
    if (mapped.findings.refused()) {
      planned.action = v1::ImportChange::SKIPPED;
    } else {
      planned.department = context.departments.For({mapped.publishers, !mapped.former_name.empty()}, &mapped.findings);
      mapped.findings.Sign(record.number, mapped.identifier, mapped.dataset.title());
    }
    context.report.Problems(mapped.findings);
    return true;
  });
  const auto records = static_cast<int64_t>(plan->records.size());
  context.report.Progress(v1::ImportProgress::READING, records, records);
  context.report.summary().set_format(head.format);
  context.report.summary().set_records(records);
  TellOfFile(head, records, &context.report);
  TellUnread(unread, &context.report);
}

}  // namespace almanac::interchange
