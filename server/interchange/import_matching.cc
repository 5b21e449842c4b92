#include "interchange/import_matching.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <tuple>

#include "almanac/v1/records.pb.h"
#include "interchange/import_recognition.h"
#include "interchange/import_rules.h"
#include "sql/inventory.h"

namespace almanac::interchange {
namespace {

constexpr int64_t kPage = 1000;
constexpr std::string_view kVariant = " [variant ";

std::string VariantOf(std::string_view identifier, int ordinal) {
  return ordinal == 1 ? std::string(identifier) : fmt::format("{}{}{}]", identifier, kVariant, ordinal);
}

// "x [variant 2]" -> x, 2. Nothing for any other identifier.
std::optional<std::pair<std::string, int>> ReadVariant(const std::string& identifier) {
  const auto at = identifier.rfind(kVariant);
  if (at == std::string::npos || identifier.back() != ']') return std::nullopt;
  int ordinal = 0;
  const char* end = identifier.data() + identifier.size() - 1;
  const auto read = std::from_chars(identifier.data() + at + kVariant.size(), end, ordinal);
  if (read.ec != std::errc() || read.ptr != end || ordinal < 2) return std::nullopt;
  return std::pair(identifier.substr(0, at), ordinal);
}

class Matcher {
 public:
  Matcher(const MatchingContext& context, ImportPlan* plan) : context_(context), plan_(*plan) {}

  void Match() {
    for (uint32_t i = 0; i < plan_.records.size(); ++i) {
      if (plan_.records[i].action != v1::ImportChange::SKIPPED) order_.push_back(i);
    }
    SortByIdentifier();
    LoadVariants();
    ResolveGroups();
    SortByIdentifier();
    CompareWithKnown();
    plan_.missing = missing_;
    if (created_ > 0 && missing_ > 0) {
      plan_.missing -=
          RecogniseByAddress({context_.tx, context_.file, context_.catalogue, context_.today}, order_, &plan_);
    }
    NameCopies();
  }

 private:
  PlannedRecord& At(size_t position) { return plan_.records[order_[position]]; }

  void SortByIdentifier() {
    std::erase_if(order_, [&](uint32_t i) { return plan_.records[i].action == v1::ImportChange::COLLAPSED; });
    std::sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
      const auto& x = plan_.records[a];
      const auto& y = plan_.records[b];
      return std::tie(x.identifier, x.content, a) < std::tie(y.identifier, y.content, b);
    });
  }

  void LoadVariants() {
    v1::ImportedKey row;
    context_.tx.SelectEach(sql::inventory::kImportedVariants, {{"catalogue", context_.catalogue}}, &row, [&] {
      if (auto variant = ReadVariant(row.identifier())) {
        variants_[variant->first].emplace_back(variant->second, Digest::Of(row.record_hash()));
      }
    });
  }

  void ResolveGroups() {
    for (size_t first = 0; first < order_.size();) {
      size_t last = first + 1;
      while (last < order_.size() && At(last).identifier == At(first).identifier) ++last;
      if (last - first > 1 || variants_.contains(std::string(At(first).identifier))) ResolveGroup(first, last);
      first = last;
    }
  }

  void ResolveGroup(size_t first, size_t last) {
    std::vector<uint32_t> distinct;
    for (size_t i = first; i < last; ++i) {
      if (!distinct.empty() && plan_.records[distinct.back()].content == At(i).content) {
        At(i).action = v1::ImportChange::COLLAPSED;
        copies_.emplace_back(order_[i], distinct.back());
        Tell(order_[i], rules::kRecordRepeated, "The same record stands in the file before.", "Taken once.");
      } else {
        distinct.push_back(order_[i]);
      }
    }
    const std::string identifier(At(first).identifier);
    auto known = KnownVariants(identifier);
    std::map<int, uint32_t> ordinals;
    // Unchanged records keep their ordinal; the rest take those left, in order of content.
    std::vector<uint32_t> rest;
    for (const uint32_t record : distinct) {
      const auto same = std::find_if(known.begin(), known.end(), [&](const auto& variant) {
        return variant.second == plan_.records[record].content && !ordinals.contains(variant.first);
      });
      same == known.end() ? rest.push_back(record) : static_cast<void>(ordinals[same->first] = record);
    }
    for (const auto& [ordinal, digest] : known) {
      if (rest.empty() || ordinals.contains(ordinal)) continue;
      ordinals[ordinal] = rest.front();
      rest.erase(rest.begin());
    }
    for (int ordinal = 1; !rest.empty(); ++ordinal) {
      if (ordinals.contains(ordinal)) continue;
      ordinals[ordinal] = rest.front();
      rest.erase(rest.begin());
    }
    for (const auto& [ordinal, record] : ordinals) {
      plan_.records[record].identifier = plan_.text.Keep(VariantOf(identifier, ordinal));
      if (distinct.size() < 2) continue;
      Tell(record, rules::kIdentifierRepeated,
           fmt::format("{} different records have this identifier.", distinct.size()),
           fmt::format("Taken as {}.", plan_.records[record].identifier));
    }
  }

  std::vector<std::pair<int, Digest>> KnownVariants(const std::string& identifier) {
    std::vector<std::pair<int, Digest>> known;
    if (const auto plain = context_.tx.Find<v1::ImportedRecord>(ImportedName(context_.catalogue, identifier))) {
      known.emplace_back(1, Digest::Of(plain->record_hash()));
    }
    if (const auto found = variants_.find(identifier); found != variants_.end()) {
      known.insert(known.end(), found->second.begin(), found->second.end());
    }
    std::sort(known.begin(), known.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return known;
  }

  // Both sides are in order of identifier, so one walk compares them, page by page.
  void CompareWithKnown() {
    size_t at = 0;
    const auto new_until = [&](std::string_view identifier, bool all) {
      for (; at < order_.size() && (all || At(at).identifier < identifier); ++at) {
        At(at).action = v1::ImportChange::CREATED;
        ++created_;
      }
    };
    std::string after;
    int64_t rows = 0;
    do {
      rows = 0;
      v1::ImportedKey row;
      context_.tx.SelectEach(sql::inventory::kImportedKeys,
                             {{"catalogue", context_.catalogue}, {"after", after}, {"limit", kPage}}, &row, [&] {
                               ++rows;
                               after = row.identifier();
                               new_until(after, false);
                               if (at == order_.size() || At(at).identifier != after) {
                                 ++missing_;
                                 return;
                               }
                               Meet(&At(at++), row);
                             });
    } while (rows == kPage);
    new_until({}, true);
  }

  void Meet(PlannedRecord* record, const v1::ImportedKey& known) {
    record->dataset = plan_.text.Keep(known.dataset());
    const bool same = Digest::Of(known.record_hash()) == record->content;
    record->action = same ? v1::ImportChange::UNCHANGED : v1::ImportChange::UPDATED;
  }

  void NameCopies() {
    for (const auto& [copy, original] : copies_) {
      plan_.records[copy].identifier = plan_.records[original].identifier;
    }
  }

  void Tell(uint32_t record, const ImportRule& rule, std::string message, std::string done) {
    Findings findings;
    findings.Warn(rule, "identifier", std::move(message), std::move(done));
    findings.Sign(record + 1, plan_.records[record].identifier, plan_.records[record].title);
    context_.report.Problems(findings);
  }

  const MatchingContext& context_;
  ImportPlan& plan_;
  // Records that are taken, in order of identifier.
  std::vector<uint32_t> order_;
  // Known ordinals beyond the first, by the identifier they share.
  std::map<std::string, std::vector<std::pair<int, Digest>>, std::less<>> variants_;
  std::vector<std::pair<uint32_t, uint32_t>> copies_;
  int64_t created_ = 0;
  int64_t missing_ = 0;
};

}  // namespace

std::string ImportedName(const std::string& catalogue, std::string_view identifier) {
  return fmt::format("{} {}", catalogue, identifier);
}

void MatchRecords(const MatchingContext& context, ImportPlan* plan) { Matcher(context, plan).Match(); }

}  // namespace almanac::interchange
