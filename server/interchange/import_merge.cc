#include "interchange/import_merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/json.h"
#include "interchange/import_rules.h"

namespace almanac::interchange {
namespace {

using google::protobuf::FieldDescriptor;

// What a source speaks of. All other fields are ours alone.
constexpr std::array<std::string_view, 20> kOfTheSource{
    "title",     "description",    "department",        "themes",
    "keywords",  "access",         "access_reason",     "licence",
    "frequency", "temporal_start", "temporal_end",      "spatial",
    "signposts", "landing_page",   "contact_name",      "contact_email",
    "fields",    "distributions",  "source_identifier", "first_published_date"};

const FieldDescriptor* FieldOf(std::string_view name) {
  const auto* field = v1::Dataset::descriptor()->FindFieldByName(std::string(name));
  if (field == nullptr) throw Error(Reason::INTERNAL, fmt::format("datasets have no field {}", name));
  return field;
}

// Without what the server gave to distributions itself.
v1::Dataset AsSourcesSpeak(v1::Dataset dataset) {
  for (auto& distribution : *dataset.mutable_distributions()) {
    distribution.clear_name();
    distribution.clear_host();
  }
  return dataset;
}

std::string TextOfField(const v1::Dataset& dataset, const FieldDescriptor* field) {
  if (field->is_repeated()) return RepeatedToJson(dataset, field);
  return ToJson(dataset, [field](const FieldDescriptor* other) {
    return other == field || other->containing_type() != field->containing_type();
  });
}

std::string AddressOf(const v1::Distribution& distribution) {
  return distribution.download_url().empty() ? distribution.access_url() : distribution.download_url();
}

// A distribution at the same address is the same one and keeps its name.
void KeepNames(const v1::Dataset& here, v1::Dataset* merged) {
  std::vector<const v1::Distribution*> old;
  for (const auto& distribution : here.distributions()) old.push_back(&distribution);
  for (auto& distribution : *merged->mutable_distributions()) {
    distribution.clear_name();
    const auto found = std::find_if(old.begin(), old.end(), [&](const auto* known) {
      return known != nullptr && AddressOf(*known) == AddressOf(distribution);
    });
    if (found == old.end()) continue;
    distribution.set_name((*found)->name());
    *found = nullptr;
  }
}

// Nobody here has said anything about it yet beyond describing it.
bool IsUndecided(const v1::Dataset& here) {
  return here.state() <= v1::Dataset::CLASSIFIED || (here.state() == v1::Dataset::PUBLISHED && here.has_adopted_time());
}

class Merger {
 public:
  Merger(const v1::Dataset& here, const v1::Dataset& base, const v1::Dataset& source, Findings* findings)
      : here_(here),
        bare_here_(AsSourcesSpeak(here)),
        base_(base),
        source_(AsSourcesSpeak(source)),
        findings_(*findings) {
    merged_.dataset = here;
  }

  Merged Merge() {
    if (IsNarrower()) return std::move(merged_);
    for (const auto name : kOfTheSource) MergeField(FieldOf(name));
    if (source_.refreshed_date() > here_.refreshed_date() && source_.refreshed_date() != base_.refreshed_date()) {
      merged_.dataset.set_refreshed_date(source_.refreshed_date());
      merged_.fields.push_back("refreshed_date");
    }
    return std::move(merged_);
  }

 private:
  void MergeField(const FieldDescriptor* field) {
    const auto source = TextOfField(source_, field);
    const auto base = TextOfField(base_, field);
    const auto here = TextOfField(bare_here_, field);
    if (source == base || source == here) return;
    if (here != base) {
      findings_.Warn(rules::kEditedHere, field->name(), "It was edited here, and the source has changed it too.",
                     "Kept as it was edited here.");
      return;
    }
    if (field->name() == "access" && !MayChangeAccess()) return;
    Take(field);
  }

  // The public has it here and the source does not give it to them: then nothing
  // that the source says of it is for the public, a new description as little as
  // a new address, and whether it must be taken down is for people to say.
  bool IsNarrower() {
    if (here_.published_version() == 0 || source_.access() <= here_.access()) return false;
    merged_.held_back = true;
    findings_.Warn(rules::kAccessNarrowed, "access", "It is public here, and its source does not say that it is.",
                   "Nothing was taken from the source; what is public stays as it is until somebody takes it down.");
    return true;
  }

  // Who may have it is a decision of people. The source may speak of it while none was taken here.
  bool MayChangeAccess() {
    if (!IsUndecided(here_)) {
      findings_.Warn(rules::kAccessDecided, "access", "The source has changed who may have it, which was decided here.",
                     "Kept as it was decided here.");
      return false;
    }
    if (source_.access() == v1::Dataset::OPEN) {
      findings_.Warn(rules::kAccessWidened, "access", "The source now says that it is public.",
                     "Its access is open now; it is not published here until somebody decides.");
    }
    return true;
  }

  void Take(const FieldDescriptor* field) {
    v1::Dataset copy = source_;
    merged_.dataset.GetReflection()->SwapFields(&copy, &merged_.dataset, {field});
    if (field->name() == "distributions") KeepNames(here_, &merged_.dataset);
    merged_.fields.push_back(field->name());
  }

  const v1::Dataset& here_;
  const v1::Dataset bare_here_;
  const v1::Dataset& base_;
  const v1::Dataset source_;
  Findings& findings_;
  Merged merged_;
};

}  // namespace

Merged MergeDatasets(const v1::Dataset& here, const v1::Dataset& base, const v1::Dataset& source, Findings* findings) {
  return Merger(here, base, source, findings).Merge();
}

}  // namespace almanac::interchange
