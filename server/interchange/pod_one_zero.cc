#include "interchange/pod_one_zero.h"

#include <array>
#include <string_view>

#include "interchange/media_types.h"
#include "interchange/plain_text.h"

namespace almanac::interchange {
namespace {

struct Renaming {
  std::string_view old_name;
  std::string_view name;
};
// 1.0 name, 1.1 name. The old one holds only where the new one is missing.
constexpr std::array<Renaming, 4> kRenamed{{{"dataDictionary", "describedBy"},
                                            {"releaseDate", "issued"},
                                            {"frequency", "accrualPeriodicity"},
                                            {"keywords", "keyword"}}};

bool HasText(const JsonValue* value) { return value != nullptr && !Trim(TextOf(*value)).empty(); }

void Rename(JsonValue& record, const Renaming& renaming, JsonAllocator& allocator) {
  const auto* old_value = Member(record, renaming.old_name);
  if (old_value == nullptr) return;
  const auto* value = Member(record, renaming.name);
  // Socrata gives both: `keyword` apart by commas, `keywords` as the list.
  const bool better = value == nullptr || value->IsNull() || (old_value->IsArray() && !value->IsArray());
  if (better) SetMember(record, renaming.name, JsonValue(*old_value, allocator), allocator);
  record.RemoveMember(JsonValue(rapidjson::StringRef(renaming.old_name.data(), renaming.old_name.size())));
}

// {"formats": [{"label": "csv", "value": "text/csv"}]} and a format that is a media type.
void ModernizeDistribution(JsonValue& distribution, bool direct, JsonAllocator& allocator) {
  if (const auto* formats = Member(distribution, "formats");
      formats != nullptr && formats->IsArray() && !formats->Empty()) {
    const auto& first = (*formats)[0];
    const auto label = first.IsObject() && Member(first, "label") ? TextOf(*Member(first, "label")) : TextOf(first);
    const auto type = first.IsObject() && Member(first, "value") ? TextOf(*Member(first, "value")) : std::string_view();
    SetMember(distribution, "format", ToValue(label, allocator), allocator);
    if (IsMediaType(type)) SetMember(distribution, "mediaType", ToValue(type, allocator), allocator);
    distribution.RemoveMember("formats");
  }
  const auto* format = Member(distribution, "format");
  if (HasText(format) && IsMediaType(TextOf(*format)) && Member(distribution, "mediaType") == nullptr) {
    const std::string type(TextOf(*format));
    SetMember(distribution, "mediaType", ToValue(type, allocator), allocator);
    SetMember(distribution, "format", ToValue(FormatOf(type), allocator), allocator);
  }
  const auto* access = Member(distribution, "accessURL");
  if (!direct || !HasText(access) || Member(distribution, "downloadURL") != nullptr) return;
  const auto* name = Member(distribution, "format");
  const auto* type = Member(distribution, "mediaType");
  const auto format_text = name == nullptr ? std::string_view() : TextOf(*name);
  const auto type_text = type == nullptr ? std::string_view() : TextOf(*type);
  if ((format_text.empty() && type_text.empty()) || IsServiceFormat(format_text) || IsPage(format_text, type_text))
    return;
  SetMember(distribution, "downloadURL", JsonValue(*access, allocator), allocator);
  distribution.RemoveMember("accessURL");
}

bool HasAddress(const JsonValue& distributions, std::string_view address) {
  for (const auto& distribution : distributions.GetArray()) {
    for (const auto* key : {"accessURL", "downloadURL"}) {
      const auto* value = Member(distribution, key);
      if (value != nullptr && TextOf(*value) == address) return true;
    }
  }
  return false;
}

struct FlatAddress {
  std::string_view key;
  std::string_view title;
  std::string_view format;
};
constexpr std::array<FlatAddress, 3> kFlat{
    {{"accessURL", "", ""}, {"webService", "Web service", "API"}, {"feed", "Feed", "RSS"}}};

void GatherFlatAddresses(JsonValue& record, bool direct, JsonAllocator& allocator) {
  JsonValue list(rapidjson::kArrayType);
  if (auto* given = const_cast<JsonValue*>(Member(record, "distribution")); given != nullptr && given->IsArray()) {
    list = *given;
  } else if (given != nullptr && !given->IsNull()) {
    return;
  }
  bool added = false;
  for (const auto& flat : kFlat) {
    const auto* address = Member(record, flat.key);
    if (HasText(address) && !HasAddress(list, TextOf(*address))) {
      JsonValue distribution(rapidjson::kObjectType);
      SetMember(distribution, "accessURL", JsonValue(*address, allocator), allocator);
      const auto* format = Member(record, "format");
      if (!flat.format.empty()) SetMember(distribution, "format", ToValue(flat.format, allocator), allocator);
      if (!flat.title.empty()) SetMember(distribution, "title", ToValue(flat.title, allocator), allocator);
      if (flat.format.empty() && format != nullptr)
        SetMember(distribution, "format", JsonValue(*format, allocator), allocator);
      ModernizeDistribution(distribution, direct && flat.format.empty(), allocator);
      list.PushBack(distribution, allocator);
      added = true;
    }
    record.RemoveMember(JsonValue(rapidjson::StringRef(flat.key.data(), flat.key.size())));
  }
  if (added || !list.Empty()) SetMember(record, "distribution", std::move(list), allocator);
}

void GatherContact(JsonValue& record, JsonAllocator& allocator) {
  const auto* person = Member(record, "person");
  const auto* mbox = Member(record, "mbox");
  if (!HasText(person) && !HasText(mbox)) return;
  JsonValue contact(rapidjson::kObjectType);
  const auto* given = Member(record, "contactPoint");
  if (HasText(person)) {
    SetMember(contact, "fn", JsonValue(*person, allocator), allocator);
  } else if (given != nullptr && given->IsString()) {
    SetMember(contact, "fn", JsonValue(*given, allocator), allocator);
  }
  if (HasText(mbox))
    SetMember(contact, "hasEmail", ToValue("mailto:" + std::string(Trim(TextOf(*mbox))), allocator), allocator);
  if (given == nullptr || !given->IsObject()) SetMember(record, "contactPoint", std::move(contact), allocator);
  record.RemoveMember("person");
  record.RemoveMember("mbox");
}

}  // namespace

void ModernizePod(JsonValue& record, bool direct, JsonAllocator& allocator) {
  for (const auto& renaming : kRenamed) Rename(record, renaming, allocator);
  if (auto* list = const_cast<JsonValue*>(Member(record, "distribution")); list != nullptr && list->IsArray()) {
    for (auto& distribution : list->GetArray()) {
      if (distribution.IsObject()) ModernizeDistribution(distribution, direct, allocator);
    }
  }
  GatherFlatAddresses(record, direct, allocator);
  GatherContact(record, allocator);
  if (direct) record.RemoveMember("format");
}

}  // namespace almanac::interchange
