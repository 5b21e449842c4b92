#include "interchange/ckan_package.h"

#include <array>
#include <string>
#include <string_view>

#include "interchange/media_types.h"
#include "interchange/plain_text.h"
#include "interchange/pod_values.h"

namespace almanac::interchange {
namespace {

std::string_view TextAt(const JsonValue& object, std::string_view key) {
  const auto* value = Member(object, key);
  return value == nullptr ? std::string_view() : Trim(TextOf(*value));
}

class Converter {
 public:
  Converter(const JsonValue& package, JsonAllocator& allocator) : package_(package), allocator_(allocator) {}

  JsonValue Convert() {
    Put("identifier", FirstOf(Extra("identifier"), TextAt(package_, "id"), TextAt(package_, "name")));
    Put("title", FirstOf(TextAt(package_, "title"), TextAt(package_, "name")));
    Put("description", TextAt(package_, "notes"));
    Put("modified", FirstOf(Extra("modified"), TextAt(package_, "metadata_modified")));
    Put("issued", FirstOf(Extra("issued"), TextAt(package_, "metadata_created")));
    Put("license", FirstOf(Extra("license"), TextAt(package_, "license_url"), TextAt(package_, "license_id"),
                           TextAt(package_, "license_title")));
    Put("landingPage", FirstOf(Extra("landingPage"), TextAt(package_, "url")));
    Put("accrualPeriodicity", FirstOf(Extra("accrualPeriodicity"), Extra("frequency-of-update")));
    for (const char* key : {"temporal", "describedBy", "rights"}) Put(key, Extra(key));
    PutSpatial();
    PutAccess();
    PutPublisher();
    PutContact();
    PutNames("keyword", "tags");
    PutNames("theme", "groups");
    PutResources();
    return std::move(record_);
  }

 private:
  std::string_view Extra(std::string_view key) const {
    const auto* extras = Member(package_, "extras");
    if (extras == nullptr || !extras->IsArray()) return {};
    for (const auto& extra : extras->GetArray()) {
      if (TextAt(extra, "key") == key) return TextAt(extra, "value");
    }
    return {};
  }

  template <class... Rest>
  static std::string_view FirstOf(std::string_view first, Rest... rest) {
    if constexpr (sizeof...(rest) == 0) {
      return first;
    } else {
      return first.empty() ? FirstOf(rest...) : first;
    }
  }

  void Put(std::string_view key, std::string_view text) {
    if (!text.empty()) SetMember(record_, key, ToValue(text, allocator_), allocator_);
  }

  void PutSpatial() {
    const auto west = Extra("bbox-west-long");
    if (west.empty()) return Put("spatial", Extra("spatial"));
    std::string box(west);
    for (const char* side : {"bbox-south-lat", "bbox-east-long", "bbox-north-lat"})
      box += "," + std::string(Extra(side));
    Put("spatial", box);
  }

  void PutAccess() {
    const auto* secret = Member(package_, "private");
    const bool hidden = secret != nullptr && secret->IsBool() && secret->GetBool();
    Put("accessLevel", hidden ? "non-public" : FirstOf(Extra("accessLevel"), "public"));
  }

  void PutPublisher() {
    const auto* organization = Member(package_, "organization");
    std::string_view name = Extra("publisher");
    if (name.empty() && organization != nullptr) {
      name = FirstOf(TextAt(*organization, "title"), TextAt(*organization, "name"));
    }
    if (name.empty()) return;
    JsonValue publisher(rapidjson::kObjectType);
    SetMember(publisher, "name", ToValue(name, allocator_), allocator_);
    SetMember(record_, "publisher", std::move(publisher), allocator_);
  }

  void PutContact() {
    const auto name = FirstOf(TextAt(package_, "maintainer"), TextAt(package_, "author"));
    const auto email =
        FirstOf(TextAt(package_, "maintainer_email"), TextAt(package_, "author_email"), Extra("contact-email"));
    if (name.empty() && email.empty()) return;
    JsonValue contact(rapidjson::kObjectType);
    if (!name.empty()) SetMember(contact, "fn", ToValue(name, allocator_), allocator_);
    if (!email.empty()) {
      const auto mailto = email.substr(0, 7) == "mailto:" ? std::string(email) : "mailto:" + std::string(email);
      SetMember(contact, "hasEmail", ToValue(mailto, allocator_), allocator_);
    }
    SetMember(record_, "contactPoint", std::move(contact), allocator_);
  }

  void PutNames(std::string_view key, std::string_view list_key) {
    const auto* list = Member(package_, list_key);
    if (list == nullptr || !list->IsArray()) return;
    JsonValue names(rapidjson::kArrayType);
    for (const auto& item : list->GetArray()) {
      const auto name =
          FirstOf(TextAt(item, "display_name"), TextAt(item, "title"), TextAt(item, "name"), TextOf(item));
      if (!name.empty()) names.PushBack(ToValue(name, allocator_), allocator_);
    }
    if (!names.Empty()) SetMember(record_, key, std::move(names), allocator_);
  }

  void PutResources() {
    const auto* resources = Member(package_, "resources");
    if (resources == nullptr || !resources->IsArray()) return;
    JsonValue list(rapidjson::kArrayType);
    for (const auto& resource : resources->GetArray()) {
      if (resource.IsObject()) list.PushBack(Distribution(resource), allocator_);
    }
    if (!list.Empty()) SetMember(record_, "distribution", std::move(list), allocator_);
  }

  JsonValue Distribution(const JsonValue& resource) {
    JsonValue distribution(rapidjson::kObjectType);
    const auto put = [&](std::string_view key, std::string_view text) {
      if (!text.empty()) SetMember(distribution, key, ToValue(text, allocator_), allocator_);
    };
    const auto format = TextAt(resource, "format");
    const auto type = TextAt(resource, "mimetype");
    const bool file = !IsServiceFormat(format) && !IsPage(format, type) && !(format.empty() && type.empty());
    put(file ? "downloadURL" : "accessURL", TextAt(resource, "url"));
    put("title", TextAt(resource, "name"));
    put("description", TextAt(resource, "description"));
    put("format", format);
    if (IsMediaType(type) && type != "application/unknown") put("mediaType", type);
    return distribution;
  }

  const JsonValue& package_;
  JsonAllocator& allocator_;
  JsonValue record_{rapidjson::kObjectType};
};

}  // namespace

JsonValue PodFromCkan(const JsonValue& package, JsonAllocator& allocator) {
  return Converter(package, allocator).Convert();
}

}  // namespace almanac::interchange
