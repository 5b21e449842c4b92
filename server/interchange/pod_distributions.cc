#include "interchange/pod_distributions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "interchange/import_rules.h"
#include "interchange/media_types.h"
#include "interchange/plain_text.h"
#include "interchange/pod_values.h"
#include "interchange/record_text.h"

namespace almanac::interchange {
namespace {

constexpr int kMaxDistributions = 1000;
constexpr int kMaxFields = 2000;
constexpr std::array<std::string_view, 8> kRead{"@type", "accessURL", "description", "downloadURL",
                                                "field", "format",    "mediaType",   "title"};

class Reader {
 public:
  explicit Reader(const DistributionSink& sink)
      : dataset_(*sink.dataset), findings_(*sink.findings), unread_(*sink.unread), plain_(sink.plain) {}

  void Read(const JsonValue& value) {
    if (value.IsNull()) return;
    if (value.IsObject()) {
      findings_.Warn(rules::kDistributionForm, "distribution", "It is an object, not a list.", "Read as the only one.");
      return ReadOne(value);
    }
    if (!value.IsArray()) {
      if (!IsRedacted(TextOf(value))) {
        findings_.Warn(rules::kDistributionForm, "distribution", fmt::format("It is {}, not a list.", KindName(value)),
                       "Left out.");
      }
      return;
    }
    for (const auto& item : value.GetArray()) {
      if (dataset_.distributions_size() == kMaxDistributions) {
        findings_.Warn(rules::kTooManyDistributions, "distribution",
                       fmt::format("It has {} distributions.", value.Size()),
                       fmt::format("The first {} were taken.", kMaxDistributions));
        return;
      }
      if (item.IsObject()) {
        ReadOne(item);
      } else if (!item.IsNull()) {
        findings_.Warn(rules::kDistributionForm, "distribution",
                       fmt::format("A distribution is {}, not an object.", KindName(item)), "That one was left out.");
      }
    }
  }

 private:
  Place At(std::string_view field) { return {field, findings_, plain_}; }

  void ReadOne(const JsonValue& item) {
    ReadFields(item);
    v1::Distribution distribution;
    distribution.set_title(ReadLine(Member(item, "title"), 300, At("distribution.title")));
    distribution.set_description(ReadProse(Member(item, "description"), 10'000, At("distribution.description")));
    distribution.set_format(ReadLine(Member(item, "format"), 100, At("distribution.format")));
    distribution.set_download_url(ReadAddress(Member(item, "downloadURL"), At("distribution.downloadURL")));
    distribution.set_access_url(ReadAddress(Member(item, "accessURL"), At("distribution.accessURL")));
    ReadMediaType(item, &distribution);
    NoteUnread(item);
    if (distribution.download_url().empty() && distribution.access_url().empty()) {
      findings_.Warn(rules::kDistributionWithoutAddress, "distribution", "A distribution has no address.",
                     "That one was left out.");
      return;
    }
    distribution.set_kind(KindOf(distribution));
    if (!seen_.insert(distribution.SerializeAsString()).second) {
      findings_.Warn(rules::kDistributionRepeated, "distribution", "The same distribution occurs twice.",
                     "Taken once.");
      return;
    }
    *dataset_.add_distributions() = std::move(distribution);
  }

  void ReadMediaType(const JsonValue& item, v1::Distribution* distribution) {
    const auto given = ReadLine(Member(item, "mediaType"), 200, At("distribution.mediaType"));
    distribution->set_media_type(given);
    const auto bare = Trim(std::string_view(given).substr(0, given.find(';')));
    if (!bare.empty() && !IsMediaType(bare)) {
      // "csv" is a format that sits in the wrong place.
      const auto meant = MediaTypeOf(bare);
      findings_.Warn(rules::kMediaTypeUnknown, "distribution.mediaType",
                     fmt::format("{} is no media type.", Quoted(given)),
                     meant.empty() ? "Left empty." : fmt::format("Read as {}.", meant));
      distribution->set_media_type(std::string(meant));
    }
    distribution->set_media_type(MediaTypeOf(*distribution));
  }

  static v1::Distribution::Kind KindOf(const v1::Distribution& distribution) {
    if (IsServiceFormat(distribution.format())) return v1::Distribution::API;
    return distribution.download_url().empty() ? v1::Distribution::KIND_UNSPECIFIED : v1::Distribution::FILE;
  }

  // Andino: {"title": "id_norma", "type": "integer", "description": "...", "units": "..."}
  void ReadFields(const JsonValue& item) {
    const auto* fields = Member(item, "field");
    if (fields == nullptr || !fields->IsArray()) return;
    for (const auto& entry : fields->GetArray()) {
      if (!entry.IsObject() || dataset_.fields_size() == kMaxFields) continue;
      const auto name = ReadLine(Member(entry, "title"), 200, At("distribution.field.title"));
      if (name.empty() || !field_names_.insert(name).second) continue;
      auto* field = dataset_.add_fields();
      field->set_name(name);
      field->set_definition(ReadProse(Member(entry, "description"), 10'000, At("distribution.field.description")));
      const auto type = LowerAscii(ReadLine(Member(entry, "type"), 60, At("distribution.field.type")));
      field->set_type(type == "string" ? "text" : type);
      field->set_unit(ReadLine(Member(entry, "units"), 60, At("distribution.field.units")));
    }
  }

  void NoteUnread(const JsonValue& item) {
    for (const auto& member : item.GetObject()) {
      const auto key = TextOf(member.name);
      if (member.value.IsNull() || std::find(kRead.begin(), kRead.end(), key) != kRead.end()) continue;
      auto name = "distribution." + std::string(CutUtf8(key, 60));
      if (std::find(unread_.begin(), unread_.end(), name) == unread_.end()) unread_.push_back(std::move(name));
    }
  }

  v1::Dataset& dataset_;
  Findings& findings_;
  std::vector<std::string>& unread_;
  const bool plain_;
  std::set<std::string> seen_;
  std::set<std::string> field_names_;
};

}  // namespace

void ReadDistributions(const JsonValue& record, const DistributionSink& sink) {
  if (const auto* value = Member(record, "distribution")) Reader(sink).Read(*value);
}

std::string MediaTypeOf(const v1::Distribution& distribution) {
  auto given =
      LowerAscii(Trim(std::string_view(distribution.media_type()).substr(0, distribution.media_type().find(';'))));
  if (IsMediaType(given)) return given;
  if (IsMediaType(distribution.format())) return LowerAscii(distribution.format());
  return std::string(MediaTypeOf(distribution.format(), distribution.download_url()));
}

bool HasAddress(const v1::Dataset& dataset) {
  return std::any_of(dataset.distributions().begin(), dataset.distributions().end(),
                     [](const auto& d) { return !d.download_url().empty() || !d.access_url().empty(); });
}

}  // namespace almanac::interchange
