#include "interchange/import_recognition.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string_view>

#include "almanac/v1/records.pb.h"
#include "interchange/pod_record.h"
#include "sql/inventory.h"

namespace almanac::interchange {
namespace {

constexpr int64_t kPage = 500;
constexpr uint32_t kSeveral = UINT32_MAX;

// http and https, with and without the last slash, are one place.
uint64_t PlaceOf(std::string_view address) {
  const auto scheme = address.find("://");
  if (scheme != std::string_view::npos) address.remove_prefix(scheme + 3);
  while (!address.empty() && address.back() == '/') address.remove_suffix(1);
  return std::hash<std::string_view>()(address);
}

// Who alone has an address: an index, or kSeveral.
class Owners {
 public:
  void Add(std::string_view address, uint32_t owner) {
    if (!address.empty()) rows_.emplace_back(PlaceOf(address), owner);
  }
  template <class Distributions>
  void AddAll(const std::string& landing_page, const Distributions& distributions, uint32_t owner) {
    Add(landing_page, owner);
    for (const auto& distribution : distributions) {
      Add(distribution.download_url(), owner);
      Add(distribution.access_url(), owner);
    }
  }
  // Sorted, each place once.
  void Settle() {
    std::sort(rows_.begin(), rows_.end());
    rows_.erase(std::unique(rows_.begin(), rows_.end()), rows_.end());
    size_t kept = 0;
    for (size_t i = 0; i < rows_.size();) {
      size_t next = i + 1;
      while (next < rows_.size() && rows_[next].first == rows_[i].first) ++next;
      rows_[kept++] = {rows_[i].first, next - i == 1 ? rows_[i].second : kSeveral};
      i = next;
    }
    rows_.resize(kept);
  }
  const std::vector<std::pair<uint64_t, uint32_t>>& rows() const { return rows_; }

 private:
  std::vector<std::pair<uint64_t, uint32_t>> rows_;
};

struct KnownPlace {
  std::string_view identifier;
  std::string_view dataset;
  bool missing;
};

class Recognition {
 public:
  Recognition(const RecognitionContext& context, const std::vector<uint32_t>& order, ImportPlan* plan)
      : context_(context), order_(order), plan_(*plan) {}

  int64_t Find() {
    LoadKnown();
    ReadAddresses();
    known_owners_.Settle();
    record_owners_.Settle();
    Pair();
    int64_t found = 0;
    for (const auto& [record, places] : places_of_) {
      if (places.size() != 1 || records_of_[*places.begin()].size() != 1) continue;
      auto& planned = plan_.records[record];
      planned.action = v1::ImportChange::UPDATED;
      planned.dataset = known_[*places.begin()].dataset;
      planned.previous_identifier = known_[*places.begin()].identifier;
      ++found;
    }
    return found;
  }

 private:
  bool InFile(std::string_view identifier) const {
    const auto at = std::lower_bound(
        order_.begin(), order_.end(), identifier,
        [&](uint32_t record, std::string_view wanted) { return plan_.records[record].identifier < wanted; });
    return at != order_.end() && plan_.records[*at].identifier == identifier;
  }

  void LoadKnown() {
    std::string after;
    int64_t rows = 0;
    do {
      rows = 0;
      v1::ImportedPlace row;
      context_.tx.SelectEach(sql::inventory::kImportedPlaces,
                             {{"catalogue", context_.catalogue}, {"after", after}, {"limit", kPage}}, &row, [&] {
                               ++rows;
                               after = row.identifier();
                               const auto owner = static_cast<uint32_t>(known_.size());
                               known_.push_back({plan_.text.Keep(row.identifier()), plan_.text.Keep(row.dataset()),
                                                 !InFile(row.identifier())});
                               known_owners_.AddAll(row.landing_page(), row.distributions(), owner);
                             });
    } while (rows == kPage);
  }

  void ReadAddresses() {
    RecordReader reader;
    for (const uint32_t record : order_) {
      const auto mapped = MapRecord(context_.file.Read(plan_.records[record], &reader), context_.today);
      record_owners_.AddAll(mapped.dataset.landing_page(), mapped.dataset.distributions(), record);
    }
  }

  void Pair() {
    auto known = known_owners_.rows().begin();
    const auto end = known_owners_.rows().end();
    for (const auto& [place, record] : record_owners_.rows()) {
      while (known != end && known->first < place) ++known;
      if (known == end) return;
      if (known->first != place || record == kSeveral || known->second == kSeveral) continue;
      if (plan_.records[record].action != v1::ImportChange::CREATED || !known_[known->second].missing) continue;
      places_of_[record].insert(known->second);
      records_of_[known->second].insert(record);
    }
  }

  const RecognitionContext& context_;
  const std::vector<uint32_t>& order_;
  ImportPlan& plan_;
  std::vector<KnownPlace> known_;
  Owners known_owners_;
  Owners record_owners_;
  std::map<uint32_t, std::set<uint32_t>> places_of_;
  std::map<uint32_t, std::set<uint32_t>> records_of_;
};

}  // namespace

int64_t RecogniseByAddress(const RecognitionContext& context, const std::vector<uint32_t>& order, ImportPlan* plan) {
  return Recognition(context, order, plan).Find();
}

}  // namespace almanac::interchange
