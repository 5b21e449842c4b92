#include <map>

#include "almanac/v1/events.pb.h"
#include "almanac/v1/options.pb.h"
#include "base/json.h"
#include "domain/derive.h"
#include "domain/profile.h"
#include "domain/times.h"
#include "domain/versions.h"
#include "reporting/read_record.h"
#include "sql/events.h"

namespace almanac::reporting {
namespace {

using google::protobuf::FieldDescriptor;

// Who may have it is decided, not described.
bool IsDecided(const FieldDescriptor* field) {
  return field->options().GetExtension(v1::output_only) || field->name() == "access" ||
         field->name() == "classification" || field->name() == "marking";
}

// What describes is as it reads now, what was done as it stood then.
template <class M>
void Describe(const M& now, M* then) {
  std::vector<const FieldDescriptor*> decided;
  for (int i = 0; i < M::descriptor()->field_count(); ++i) {
    if (IsDecided(M::descriptor()->field(i))) decided.push_back(M::descriptor()->field(i));
  }
  M described = now;
  M::GetReflection()->SwapFields(&described, then, decided);
  *then = std::move(described);
}

template <class M>
std::map<std::string, M> ByName(std::vector<M> rows) {
  std::map<std::string, M> named;
  for (auto& row : rows) named.emplace(row.name(), std::move(row));
  return named;
}

// The last refresh on or before the day that was on record after the instant; empty for none.
std::string RefreshedBy(store::Tx& tx, const v1::Dataset& now, const Record& record) {
  if (now.refreshed_date() <= record.as_of_day) return now.refreshed_date();
  std::string last;
  const store::Binds binds{{"resource", now.name()}, {"first", int64_t{0}}, {"last", INT64_MAX}};
  for (const auto& revision : tx.Select<v1::Revision>(sql::events::kRevisionsOfResource, binds)) {
    v1::Dataset dataset;
    if (domain::ToInstant(revision.from_time()) <= record.as_of || !FromJson(revision.body(), &dataset)) continue;
    if (dataset.refreshed_date() <= record.as_of_day) last = std::max(last, dataset.refreshed_date());
  }
  return last;
}

// Its description of today was written for those who see it.
bool IsDelicate(const v1::Dataset& now) {
  return now.marking() != v1::Dataset::MARKING_UNSPECIFIED && !IsPublished(now);
}

void SetRight(store::Tx& tx, const v1::Dataset& now, const Record& record, v1::Dataset* then) {
  if (!IsDelicate(now)) Describe(now.pending_edit() ? domain::AsShown(tx, now) : now, then);
  then->set_refreshed_date(std::max(then->refreshed_date(), RefreshedBy(tx, now, record)));
  domain::Derive(then);
  domain::DeriveDueDates(domain::ProfileOf(tx).grace, then);
}

}  // namespace

void SetRight(store::Tx& tx, Record* record) {
  const auto datasets = ByName(tx.WholeAsOf<v1::Dataset>(tx.now()));
  for (auto& then : record->datasets) {
    if (const auto now = datasets.find(then.name()); now != datasets.end()) SetRight(tx, now->second, *record, &then);
  }
  const auto departments = ByName(tx.WholeAsOf<v1::Department>(tx.now()));
  for (auto& then : record->departments) {
    if (const auto now = departments.find(then.name()); now != departments.end()) Describe(now->second, &then);
  }
  const auto releases = ByName(tx.WholeAsOf<v1::Release>(tx.now()));
  for (auto& then : record->releases) {
    if (const auto now = releases.find(then.name()); now != releases.end()) Describe(now->second, &then);
  }
  const auto program = tx.Get<v1::Program>(record->program.name());
  *record->program.mutable_goals() = program.goals();
}

}  // namespace almanac::reporting
