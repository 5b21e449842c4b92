#include "interchange/import_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "almanac/v1/records.pb.h"
#include "base/ids.h"
#include "sql/inventory.h"

namespace almanac::interchange {
namespace {

constexpr int64_t kPage = 10'000;
constexpr size_t kLongestSlug = 63;

uint64_t HashOf(std::string_view text) { return std::hash<std::string_view>()(text); }

// Names by hash: a rare false "taken" costs a number at the end of a name.
class TakenNames {
 public:
  explicit TakenNames(store::Tx& tx) {
    std::string after;
    int64_t rows = 0;
    do {
      rows = 0;
      v1::ResourceName row;
      tx.SelectEach(sql::inventory::kDatasetNames, {{"after", after}, {"limit", kPage}}, &row, [&] {
        ++rows;
        after = row.name();
        taken_.insert(HashOf(row.name()));
      });
    } while (rows == kPage);
  }

  // False when it is taken already.
  bool Take(std::string_view name) { return taken_.insert(HashOf(name)).second; }

 private:
  std::unordered_set<uint64_t> taken_;
};

std::string SlugOf(const PlannedRecord& record) {
  auto slug = Slug(record.title);
  return slug.empty() ? "dataset-" + Sha256Hex(record.title).substr(0, 8) : slug;
}

class Chooser {
 public:
  Chooser(store::Tx& tx, ImportPlan* plan) : plan_(*plan), taken_(tx) {}

  void Choose(std::vector<uint32_t> records) {
    std::vector<uint32_t> fresh;
    std::sort(records.begin(), records.end(), [&](uint32_t a, uint32_t b) {
      return std::tie(Of(a).dataset, Of(a).identifier) < std::tie(Of(b).dataset, Of(b).identifier);
    });
    for (const uint32_t record : records) {
      if (Of(record).dataset.empty() || !taken_.Take(Of(record).dataset)) fresh.push_back(record);
    }
    ChooseFresh(fresh);
  }

 private:
  PlannedRecord& Of(uint32_t record) { return plan_.records[record]; }

  void ChooseFresh(const std::vector<uint32_t>& records) {
    std::vector<std::pair<std::string, uint32_t>> by_slug;
    by_slug.reserve(records.size());
    for (const uint32_t record : records) by_slug.emplace_back(SlugOf(Of(record)), record);
    std::sort(by_slug.begin(), by_slug.end(), [&](const auto& a, const auto& b) {
      return std::tie(a.first, Of(a.second).identifier) < std::tie(b.first, Of(b.second).identifier);
    });
    for (const auto& [slug, record] : by_slug) Of(record).dataset = plan_.text.Keep(FreeName(slug));
  }

  std::string FreeName(const std::string& slug) {
    auto name = "datasets/" + slug;
    int& next = next_.try_emplace(slug, 2).first->second;
    while (!taken_.Take(name)) {
      const auto suffix = fmt::format("-{}", next++);
      name = fmt::format("datasets/{}{}", slug.substr(0, kLongestSlug - suffix.size()), suffix);
    }
    return name;
  }

  ImportPlan& plan_;
  TakenNames taken_;
  std::unordered_map<std::string, int> next_;
};

}  // namespace

void ChooseNames(store::Tx& tx, ImportPlan* plan) {
  std::vector<uint32_t> records;
  for (uint32_t i = 0; i < plan->records.size(); ++i) {
    if (plan->records[i].action == v1::ImportChange::CREATED) records.push_back(i);
  }
  if (!records.empty()) Chooser(tx, plan).Choose(std::move(records));
}

}  // namespace almanac::interchange
