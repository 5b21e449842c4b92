#include "domain/derive.h"

#include <fmt/format.h>

#include <cctype>
#include <set>

#include "domain/frequency.h"
#include "domain/openness.h"

namespace almanac::domain {
namespace {

// Every distribution has a name of its own; rows matched by name keep it.
void NameDistributions(v1::Dataset* dataset) {
  std::set<std::string> taken;
  for (const auto& distribution : dataset->distributions()) taken.insert(distribution.name());
  int number = 0;
  std::set<std::string> seen;
  for (auto& distribution : *dataset->mutable_distributions()) {
    if (!distribution.name().empty() && seen.insert(distribution.name()).second) continue;
    std::string name;
    do {
      name = fmt::format("distribution-{}", ++number);
    } while (taken.contains(name));
    taken.insert(name);
    seen.insert(name);
    distribution.set_name(name);
  }
}

}  // namespace

std::string HostOf(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const auto at = url.rfind('@'); at != std::string_view::npos) url.remove_prefix(at + 1);
  // The colons of an IPv6 address stand in brackets, that of the port behind them.
  const auto bracket = url.starts_with('[') ? url.find(']') : std::string_view::npos;
  url = url.substr(0, bracket == std::string_view::npos ? url.find(':') : bracket + 1);
  std::string host;
  for (const char c : url) host += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return host;
}

void Derive(v1::Dataset* dataset) {
  NameDistributions(dataset);
  for (auto& distribution : *dataset->mutable_distributions()) {
    distribution.set_host(
        HostOf(distribution.download_url().empty() ? distribution.access_url() : distribution.download_url()));
  }
  std::set<std::string> lists;
  for (const auto& field : dataset->fields()) {
    if (!field.code_list().empty()) lists.insert(field.code_list());
  }
  dataset->mutable_code_lists()->Assign(lists.begin(), lists.end());
  DeriveOpenness(*dataset, dataset);
}

void DeriveOpenness(const v1::Dataset& shown, v1::Dataset* dataset) {
  auto result = OpennessOf(shown);
  dataset->set_openness(result.openness);
  dataset->clear_openness_notes();
  for (auto& note : result.notes) dataset->add_openness_notes(std::move(note));
}

void DeriveDueDates(const Grace& grace, v1::Dataset* dataset) {
  dataset->clear_next_due_date();
  dataset->clear_stale_after_date();
  const auto frequency = ParseFrequency(dataset->frequency());
  const auto refreshed = ParseDay(dataset->refreshed_date());
  if (dataset->historical() || !frequency || !refreshed) return;
  const auto due = NextDue(*frequency, *refreshed);
  if (!due) return;
  dataset->set_next_due_date(ToText(*due));
  dataset->set_stale_after_date(ToText(*due + std::chrono::days(GraceDays(*frequency, grace))));
}

void SetDefaults(v1::Dataset* dataset) {
  if (dataset->access() == v1::Dataset::ACCESS_UNSPECIFIED) dataset->set_access(v1::Dataset::OPEN);
  if (dataset->classification() == v1::Dataset::CLASSIFICATION_UNSPECIFIED) {
    dataset->set_classification(v1::Dataset::UNASSESSED);
  }
  if (dataset->state() == v1::Dataset::STATE_UNSPECIFIED) dataset->set_state(v1::Dataset::IDENTIFIED);
}

}  // namespace almanac::domain
