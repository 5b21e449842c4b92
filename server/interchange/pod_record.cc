#include "interchange/pod_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ids.h"
#include "interchange/ckan_package.h"
#include "interchange/contacts.h"
#include "interchange/import_rules.h"
#include "interchange/licences.h"
#include "interchange/plain_text.h"
#include "interchange/pod_distributions.h"
#include "interchange/pod_one_zero.h"
#include "interchange/pod_values.h"
#include "interchange/record_text.h"
#include "interchange/spatial.h"

namespace almanac::interchange {
namespace {

constexpr const char* kDialectKey = "@dialect";
constexpr size_t kMaxIdentifier = 1900;
constexpr size_t kMaxTitle = 500;
constexpr size_t kMaxDescription = 100'000;
constexpr size_t kMaxSignposts = 200;
constexpr size_t kMaxReason = 10'000;

constexpr std::array<std::string_view, 25> kRead{"@id",          "@type",       "accessLevel", "accrualPeriodicity",
                                                 "contactPoint", "describedBy", "description", "distribution",
                                                 "identifier",   "issued",      "keyword",     "landingPage",
                                                 "license",      "modified",    "publisher",   "references",
                                                 "rights",       "spatial",     "superTheme",  "temporal",
                                                 "theme",        "title",       "created",     "format",
                                                 "mediaType"};

class Mapper {
 public:
  Mapper(const JsonValue& record, const std::string& today) : record_(record), today_(today) {}

  MappedRecord Map() {
    ReadFormerName();
    ReadIdentity();
    if (out_.findings.refused()) return std::move(out_);
    ReadWordsOfIt();
    ReadAccessLevel();
    ReadLicenceOfIt();
    ReadTimes();
    ReadSpanAndPlace();
    out_.publishers = ReadPublishers(At("publisher"), Get("publisher"));
    ReadContact(At("contactPoint"), Get("contactPoint"), &dataset());
    ReadLinks();
    ReadDistributions(record_, {&dataset(), &out_.findings, &out_.unread, plain()});
    Conclude();
    return std::move(out_);
  }

 private:
  bool plain() const { return !out_.former_name.empty(); }
  v1::Dataset& dataset() { return out_.dataset; }
  const JsonValue* Get(std::string_view key) const { return Member(record_, key); }
  Place At(std::string_view field) { return {field, out_.findings, plain()}; }
  void Warn(const ImportRule& rule, std::string_view field, std::string message, std::string done) {
    out_.findings.Warn(rule, field, std::move(message), std::move(done));
  }

  void ReadFormerName() {
    const auto* id = Get("@id");
    if (id == nullptr) return;
    constexpr std::string_view kCollection = "datasets/";
    const auto text = TextOf(*id);
    if (text.substr(0, kCollection.size()) == kCollection && IsSlug(text.substr(kCollection.size())))
      out_.former_name = text;
  }

  void ReadIdentity() {
    dataset().set_title(ReadLine(Get("title"), kMaxTitle, At("title")));
    // Of what nobody sees nothing is left.
    std::string identifier = OneLine(ReadRaw(Get("identifier"), At("identifier")));
    if (dataset().title().empty()) {
      // Its name is all a reader has; a made-up one would help nobody.
      out_.identifier = std::string(CutUtf8(identifier, kMaxIdentifier));
      return out_.findings.Refuse(rules::kTitleMissing, "title", "It has no title.");
    }
    if (identifier.empty()) {
      const auto slug = Slug(dataset().title());
      identifier = "title:" + (slug.empty() ? Sha256Hex(dataset().title()).substr(0, 16) : slug);
      Warn(rules::kIdentifierMissing, "identifier", "It has no identifier.",
           fmt::format("Made from its title: {}.", identifier));
    }
    if (identifier.size() > kMaxIdentifier) {
      out_.findings.Refuse(rules::kIdentifierTooLong, "identifier",
                           fmt::format("It is {} bytes long.", identifier.size()));
    }
    out_.identifier = std::move(identifier);
    dataset().set_source_identifier(out_.identifier);
  }

  void ReadWordsOfIt() {
    auto description = ReadProse(Get("description"), kMaxDescription, At("description"));
    if (!plain() && IsPlaceholder(description)) description.clear();
    if (description.empty()) {
      Warn(rules::kDescriptionMissing, "description", "It has no description.",
           "Left empty; it cannot be submitted so.");
    }
    dataset().set_description(std::move(description));
    const auto keywords = ReadWords(Get("keyword"), At("keyword"));
    if (keywords.empty()) Warn(rules::kKeywordMissing, "keyword", "It has no keyword.", "Left empty.");
    dataset().mutable_keywords()->Assign(keywords.begin(), keywords.end());
    auto themes = ReadWords(Get("theme"), At("theme"));
    for (auto& theme : ReadWords(Get("superTheme"), At("superTheme"))) {
      if (std::find(themes.begin(), themes.end(), theme) == themes.end()) themes.push_back(std::move(theme));
    }
    dataset().mutable_themes()->Assign(themes.begin(), themes.end());
  }

  void ReadAccessLevel() {
    const auto level = ReadRaw(Get("accessLevel"), At("accessLevel"));
    if (Trim(level).empty()) {
      dataset().set_access(v1::Dataset::OPEN);
      Warn(rules::kAccessLevelMissing, "accessLevel", "It does not say who may have it.", "Read as public.");
    } else {
      const auto read = ReadAccess(level);
      // What nobody understands is kept from the public: the other mistake cannot be undone.
      dataset().set_access(read.access == v1::Dataset::ACCESS_UNSPECIFIED ? v1::Dataset::CLOSED : read.access);
      if (read.access == v1::Dataset::ACCESS_UNSPECIFIED) {
        Warn(rules::kAccessLevelUnknown, "accessLevel", fmt::format("{} is no access level.", Quoted(level)),
             "Read as non-public.");
      } else if (!read.exact) {
        Warn(rules::kAccessLevelSpelling, "accessLevel", fmt::format("It is written {}.", Quoted(level)),
             fmt::format("Read as {}.", AccessText(read.access)));
      }
    }
    ReadRights();
  }

  static std::string_view AccessText(v1::Dataset::Access access) {
    if (access == v1::Dataset::OPEN) return "public";
    return access == v1::Dataset::SHARED ? "restricted public" : "non-public";
  }

  void ReadRights() {
    const auto rights = ReadProse(Get("rights"), kMaxReason, At("rights"));
    const auto lower = LowerAscii(rights);
    const bool nothing =
        !plain() && (IsPlaceholder(rights) || lower == "true" || lower == "false" || lower == "public");
    if (dataset().access() != v1::Dataset::OPEN) {
      if (nothing || rights.empty()) {
        Warn(rules::kRightsMissing, "rights", "It is not public, and no reason is given.",
             "Left empty; the reason is owed.");
      } else {
        dataset().set_access_reason(rights);
      }
    } else if (!nothing && !rights.empty()) {
      Warn(rules::kRightsOnPublic, "rights", fmt::format("It is public, and says {} all the same.", Quoted(rights)),
           "Kept with the imported record only.");
    }
  }

  void ReadLicenceOfIt() {
    const auto* value = Get("license");
    const auto raw = ReadRaw(value, At("license"));
    const auto licence = ReadLicence(raw);
    switch (licence.finding) {
      case LicenceFinding::kNone:
        if (value != nullptr && !value->IsNull()) {
          Warn(rules::kLicenceEmpty, "license", raw.empty() ? "It is empty." : fmt::format("It says {}.", Quoted(raw)),
               "Left empty, so it counts as public but not open.");
        }
        return;
      case LicenceFinding::kCertain:
        return dataset().set_licence(licence.spdx);
      case LicenceFinding::kLikely:
        dataset().set_licence(licence.spdx);
        return Warn(rules::kLicenceGuessed, "license", fmt::format("It says {}.", Quoted(raw)),
                    fmt::format("Read as {}.", licence.spdx));
      case LicenceFinding::kUnknown:
        return Warn(rules::kLicenceUnknown, "license",
                    fmt::format("{} names no licence we know.", Quoted(HtmlToText(CutUtf8(raw, 1000)))),
                    "Left empty, so it counts as public but not open; the words are kept with the imported record.");
    }
  }

  void ReadTimes() {
    const auto frequency = ReadRaw(Get("accrualPeriodicity"), At("accrualPeriodicity"));
    TakeFrequency(frequency);
    const auto modified = ReadRaw(Get("modified"), At("modified"));
    if (Trim(modified).empty()) {
      Warn(rules::kModifiedMissing, "modified", "It does not say when the data last changed.",
           "Left empty; its freshness is unknown.");
    } else if (ReadDay(modified).finding == DayFinding::kFrequency) {
      Warn(rules::kModifiedIsFrequency, "modified", fmt::format("{} says how often, not when.", Quoted(modified)),
           dataset().frequency().empty() ? "Read as how often." : "Left empty.");
      if (dataset().frequency().empty()) dataset().set_frequency(ReadFrequency(modified).frequency);
    } else {
      dataset().set_refreshed_date(TakeDay("modified", modified));
    }
    dataset().set_first_published_date(TakeDay("issued", ReadRaw(Get("issued"), At("issued"))));
  }

  void TakeFrequency(const std::string& text) {
    const auto read = ReadFrequency(text);
    dataset().set_frequency(read.frequency);
    switch (read.finding) {
      case FrequencyFinding::kNone:
      case FrequencyFinding::kIso:
        return;
      case FrequencyFinding::kWord:
        return Warn(rules::kFrequencyWord, "accrualPeriodicity", fmt::format("It says {}.", Quoted(text)),
                    fmt::format("Read as {}.", read.frequency));
      case FrequencyFinding::kAmbiguous:
        return Warn(rules::kFrequencyAmbiguous, "accrualPeriodicity", fmt::format("{} has two meanings.", Quoted(text)),
                    "Left empty.");
      case FrequencyFinding::kUnknown:
        return Warn(rules::kFrequencyUnknown, "accrualPeriodicity", fmt::format("{} is no frequency.", Quoted(text)),
                    "Left empty.");
    }
  }

  // The day, empty when there is none that can be.
  std::string TakeDay(std::string_view field, const std::string& text) {
    if (IsPlaceholder(text)) return {};
    auto read = ReadDay(text);
    if (read.day.empty()) {
      Warn(rules::kNotADay, field, fmt::format("{} is no day.", Quoted(text)), "Left empty.");
    } else if (read.day > today_) {
      Warn(rules::kDayToCome, field, fmt::format("{} is yet to come.", Quoted(text)), "Left empty.");
      read.day.clear();
    } else if (read.finding == DayFinding::kYearOrMonth) {
      Warn(rules::kDayImprecise, field, fmt::format("{} is no day.", Quoted(text)),
           fmt::format("Read as {}.", read.day));
    } else if (read.finding == DayFinding::kLoose) {
      Warn(rules::kDayLoose, field, fmt::format("{} is not written as the standard has it.", Quoted(text)),
           fmt::format("Read as {}.", read.day));
    }
    return read.day;
  }

  void ReadSpanAndPlace() {
    const auto temporal = ReadRaw(Get("temporal"), At("temporal"));
    if (!IsPlaceholder(temporal)) {
      const auto span = ReadSpan(temporal);
      if (!span.understood) {
        Warn(rules::kTemporalUnknown, "temporal", fmt::format("{} is no span of days.", Quoted(temporal)),
             "Left empty.");
      }
      dataset().set_temporal_start(span.start);
      dataset().set_temporal_end(span.end);
    }
    dataset().set_spatial(ReadSpatial(Get("spatial"), At("spatial")));
  }

  void ReadLinks() {
    dataset().set_landing_page(ReadAddress(Get("landingPage"), At("landingPage")));
    AddSignpost("Data dictionary", ReadAddress(Get("describedBy"), At("describedBy")));
    const auto* references = Get("references");
    if (references == nullptr || references->IsNull()) return;
    if (!references->IsArray()) return AddSignpost("Related document", ReadAddress(references, At("references")));
    for (const auto& reference : references->GetArray()) {
      AddSignpost("Related document", ReadAddress(&reference, At("references")));
    }
  }

  void AddSignpost(const char* title, const std::string& url) {
    if (url.empty() || dataset().signposts_size() == static_cast<int>(kMaxSignposts)) return;
    for (const auto& known : dataset().signposts()) {
      if (known.url() == url) return;
    }
    auto* signpost = dataset().add_signposts();
    signpost->set_title(title);
    signpost->set_url(url);
  }

  void Conclude() {
    out_.adopted = dataset().access() == v1::Dataset::OPEN && HasAddress(dataset());
    if (dataset().access() == v1::Dataset::OPEN && !out_.adopted) {
      Warn(rules::kPublicWithoutAddress, "distribution", "It is public, and has no address.",
           "Taken into the inventory, not as published.");
    }
    for (const auto& member : record_.GetObject()) {
      const auto key = TextOf(member.name);
      if (member.value.IsNull() || std::find(kRead.begin(), kRead.end(), key) != kRead.end()) continue;
      out_.unread.emplace_back(CutUtf8(key, 60));
    }
  }

  const JsonValue& record_;
  const std::string& today_;
  MappedRecord out_;
};

void NoteRepairs(const FileRecord& record, Findings* findings) {
  const auto& repairs = record.repairs;
  if (repairs.encoding > 0) {
    findings->Warn(rules::kNotUtf8, "", fmt::format("{} bytes are not UTF-8.", repairs.encoding),
                   "Replaced by U+FFFD.");
  }
  if (repairs.control_characters > 0) {
    findings->Warn(rules::kControlCharacter, "", fmt::format("{} bare control characters.", repairs.control_characters),
                   "Read as blanks.");
  }
  if (repairs.escapes > 0) {
    findings->Warn(rules::kBadEscape, "", fmt::format("{} escapes that JSON does not have.", repairs.escapes),
                   "Read as what was probably meant.");
  }
  if (repairs.cut > 0) findings->Warn(rules::kTextCut, "", "A text or number beyond all measure.", "Cut.");
  if (record.too_deep) {
    findings->Warn(rules::kTooDeep, "", fmt::format("Nested more than {} levels deep.", TreeBuilder::kMaxDepth),
                   "Left out from there on.");
  }
  if (record.number_too_large || repairs.numbers > 0)
    findings->Warn(rules::kNumberTooLarge, "", "A number that no machine can hold.", "Read as text.");
  for (const auto& key : record.repeated_keys) {
    findings->Warn(rules::kKeyRepeated, CutUtf8(key, 60), "The key occurs more than once.", "The last one holds.");
  }
}

}  // namespace

std::string NormalForm(const FileRecord& record) {
  // The member is ours: what a file says under that name would be taken for what we said.
  JsonAllocator allocator;
  JsonValue rest;
  const bool claimed = Member(record.value, kDialectKey) != nullptr;
  if (claimed) {
    rest.CopyFrom(record.value, allocator);
    rest.EraseMember(kDialectKey);
  }
  auto text = Compact(claimed ? rest : record.value);
  if (record.dialect == Dialect::kPod11 || !record.value.IsObject()) return text;
  // Read again later, it must be understood in the same way.
  text.pop_back();
  text += fmt::format("{}\"{}\":\"{}\"}}", text == "{" ? "" : ",", kDialectKey,
                      record.dialect == Dialect::kCkan ? "ckan" : "pod10");
  return text;
}

FileRecord& ReadNormalForm(std::string_view text, RecordReader* reader) {
  FileRecord& record = reader->Read(text);
  const auto* dialect = Member(record.value, kDialectKey);
  if (dialect == nullptr) return record;
  record.dialect = TextOf(*dialect) == "ckan" ? Dialect::kCkan : Dialect::kPod10;
  record.value.EraseMember(kDialectKey);
  return record;
}

MappedRecord MapRecord(FileRecord& record, const std::string& today) {
  MappedRecord mapped;
  NoteRepairs(record, &mapped.findings);
  if (record.too_large) {
    mapped.findings.Refuse(rules::kRecordTooLarge, "", fmt::format("It is {} bytes long.", record.length));
  } else if (!record.value.IsObject()) {
    mapped.findings.Refuse(rules::kNotARecord, "", fmt::format("It is {}, not an object.", KindName(record.value)));
  }
  if (!mapped.findings.refused()) {
    if (record.dialect == Dialect::kCkan) record.value = PodFromCkan(record.value, *record.allocator);
    ModernizePod(record.value, record.dialect == Dialect::kPod10, *record.allocator);
    auto read = Mapper(record.value, today).Map();
    read.findings.Prepend(mapped.findings);
    mapped = std::move(read);
  }
  mapped.findings.Sign(record.number, mapped.identifier, mapped.dataset.title());
  return mapped;
}

}  // namespace almanac::interchange
