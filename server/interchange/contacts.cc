#include "interchange/contacts.h"

#include <fmt/format.h>

#include "interchange/import_rules.h"
#include "interchange/plain_text.h"
#include "interchange/pod_values.h"

namespace almanac::interchange {
namespace {

constexpr size_t kMaxPublisher = 200;
constexpr size_t kMaxContact = 300;
constexpr size_t kMaxChain = 12;

std::string NameOf(const JsonValue* value, const Place& place) {
  auto name = ReadLine(value, kMaxPublisher, place);
  return !place.plain && IsPlaceholder(name) ? std::string() : name;
}

void TakeEmail(const Place& place, const JsonValue* value, v1::Dataset* dataset) {
  const Place at{"contactPoint.hasEmail", place.findings, place.plain};
  const auto raw = ReadRaw(value, at);
  if (Trim(raw).empty() || IsPlaceholder(raw)) {
    return place.findings.Warn(rules::kContactEmailMissing, at.field, "The contact has no e-mail address.",
                               "Left empty; the department's is shown.");
  }
  const auto email = ReadEmail(raw);
  if (!email) {
    return place.findings.Warn(rules::kContactEmailUnknown, at.field,
                               fmt::format("{} is no e-mail address.", Quoted(raw)),
                               "Left empty; the department's is shown.");
  }
  if (raw != "mailto:" + *email) {
    place.findings.Warn(rules::kContactEmailForm, at.field, fmt::format("It is written {}.", Quoted(raw)),
                        fmt::format("Read as {}.", *email));
  }
  dataset->set_contact_email(*email);
}

}  // namespace

std::vector<std::string> ReadPublishers(const Place& place, const JsonValue* publisher) {
  std::vector<std::string> names;
  const Place at{"publisher.name", place.findings, place.plain};
  if (publisher != nullptr && publisher->IsArray() && !publisher->Empty()) publisher = &(*publisher)[0];
  if (publisher == nullptr || publisher->IsNull()) return names;
  if (!publisher->IsObject()) {
    const auto name = NameOf(publisher, place);
    if (name.empty()) return names;
    place.findings.Warn(rules::kPublisherForm, "publisher", "It is text, not an object.",
                        "Read as the publisher's name.");
    return {name};
  }
  for (const auto* one = publisher; one != nullptr && one->IsObject() && names.size() < kMaxChain;
       one = Member(*one, "subOrganizationOf")) {
    auto name = NameOf(Member(*one, "name"), at);
    // ArcGIS Hub of 2020 wrote {"source": "..."}.
    if (name.empty() && names.empty() && !(name = NameOf(Member(*one, "source"), place)).empty()) {
      place.findings.Warn(rules::kPublisherForm, "publisher", "It has a source and no name.",
                          "Read as the publisher's name.");
    }
    if (name.empty()) break;
    // Some say that they are part of themselves.
    if (place.plain || names.empty() || names.back() != name) names.push_back(std::move(name));
  }
  return names;
}

void ReadContact(const Place& place, const JsonValue* contact, v1::Dataset* dataset) {
  if (contact != nullptr && contact->IsArray() && !contact->Empty()) contact = &(*contact)[0];
  const bool missing = contact == nullptr || contact->IsNull() || (contact->IsObject() && contact->ObjectEmpty());
  if (missing) {
    return place.findings.Warn(rules::kContactMissing, "contactPoint", "It does not say whom to ask.",
                               "Left empty; the department's contact is shown.");
  }
  if (!contact->IsObject()) {
    const auto text = ReadLine(contact, kMaxContact, place);
    if (const auto email = ReadEmail(text)) {
      dataset->set_contact_email(*email);
    } else {
      dataset->set_contact_name(text);
    }
    return;
  }
  auto name = ReadLine(Member(*contact, "fn"), kMaxContact, {"contactPoint.fn", place.findings, place.plain});
  if (!place.plain && IsPlaceholder(name)) name.clear();
  dataset->set_contact_name(name);
  TakeEmail(place, Member(*contact, "hasEmail"), dataset);
}

}  // namespace almanac::interchange
