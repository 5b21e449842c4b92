#include "interchange/record_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "interchange/import_rules.h"
#include "interchange/plain_text.h"
#include "interchange/pod_values.h"

namespace almanac::interchange {
namespace {

constexpr size_t kMaxWord = 300;
constexpr size_t kMaxWords = 1000;
// Beyond this nothing is a description; reading it would only cost time.
constexpr size_t kMaxMarkup = 600'000;

std::string WithoutMarkup(std::string text, const Place& place) {
  if (place.plain || !LooksLikeHtml(text)) return ManyLines(text);
  place.findings.Warn(rules::kHtml, place.field, "It holds HTML.", "Read as plain text, links kept as addresses.");
  if (text.size() > kMaxMarkup) text = CutUtf8(text, kMaxMarkup);
  return HtmlToText(text);
}

std::string Shortened(std::string text, size_t max_characters, const Place& place) {
  if (CutCharacters(&text, max_characters)) {
    place.findings.Warn(rules::kTooLong, place.field, fmt::format("It is longer than {} characters.", max_characters),
                        "Cut there.");
  }
  return text;
}

void AddWord(std::string word, const Place& place, std::vector<std::string>* words) {
  if (word.empty() || (!place.plain && IsUnfilledTemplate(word)) || words->size() == kMaxWords) return;
  if (std::find(words->begin(), words->end(), word) == words->end()) words->push_back(std::move(word));
}

std::string OneWord(std::string_view text, const Place& place) {
  return Shortened(OneLine(WithoutMarkup(std::string(text), place)), kMaxWord, place);
}

}  // namespace

std::string ReadRaw(const JsonValue* value, const Place& place) {
  if (value == nullptr || value->IsNull()) return {};
  if (value->IsString()) {
    const auto text = TextOf(*value);
    if (place.plain || !IsRedacted(text)) return std::string(text);
    place.findings.Warn(rules::kRedacted, place.field, fmt::format("It was redacted: {}.", Quoted(text)),
                        "Left empty.");
    return {};
  }
  if (value->IsNumber() || value->IsBool()) {
    auto text = Compact(*value);
    place.findings.Warn(rules::kNotText, place.field, fmt::format("It is {}, not text.", KindName(*value)),
                        fmt::format("Read as the text {}.", Quoted(text)));
    return text;
  }
  if (value->IsArray() && !value->Empty() && (*value)[0].IsString()) {
    std::string text(TextOf((*value)[0]));
    place.findings.Warn(rules::kNotText, place.field, "It is a list, not text.",
                        fmt::format("Read as its first member, {}.", Quoted(text)));
    return text;
  }
  if (!(value->IsArray() && value->Empty())) {
    place.findings.Warn(rules::kNotText, place.field, fmt::format("It is {}, not text.", KindName(*value)),
                        "Left empty.");
  }
  return {};
}

std::string ReadProse(const JsonValue* value, size_t max_characters, const Place& place) {
  const auto raw = ReadRaw(value, place);
  if (!place.plain && IsUnfilledTemplate(raw)) {
    place.findings.Warn(rules::kTemplateUnfilled, place.field,
                        fmt::format("It is a template never filled in: {}.", Quoted(raw)), "Left empty.");
    return {};
  }
  return Shortened(WithoutMarkup(raw, place), max_characters, place);
}

std::string ReadLine(const JsonValue* value, size_t max_characters, const Place& place) {
  return OneLine(ReadProse(value, max_characters, place));
}

std::vector<std::string> ReadWords(const JsonValue* value, const Place& place) {
  std::vector<std::string> words;
  if (value == nullptr || value->IsNull()) return words;
  if (value->IsArray()) {
    for (const auto& item : value->GetArray()) {
      const auto* text = item.IsObject() ? Member(item, "prefLabel") : &item;
      AddWord(OneWord(ReadRaw(text != nullptr ? text : &item, place), place), place, &words);
    }
    return words;
  }
  const auto text = ReadRaw(value, place);
  if (Trim(text).empty()) return words;
  place.findings.Warn(rules::kKeywordAsText, place.field, "It is text, not a list.", "Split at the commas.");
  const auto separator = text.find(',') == std::string::npos ? ';' : ',';
  for (size_t start = 0; start <= text.size();) {
    const auto end = std::min(text.find(separator, start), text.size());
    AddWord(OneWord(std::string_view(text).substr(start, end - start), place), place, &words);
    start = end + 1;
  }
  return words;
}

std::string ReadAddress(const JsonValue* value, const Place& place) {
  constexpr size_t kMaxAddress = 4000;
  const auto raw = ReadRaw(value, place);
  if (IsPlaceholder(raw)) return {};
  auto url = ReadUrl(raw);
  if (!url) {
    // www.example.gov/data: plain what is meant.
    const bool bare = raw.rfind("www.", 0) == 0 && raw.find(' ') == std::string::npos;
    if (bare) url = ReadUrl("http://" + raw);
    place.findings.Warn(rules::kNotAnAddress, place.field, fmt::format("{} is no web address.", Quoted(raw)),
                        url ? "Read as " + Quoted(*url) + "." : "Left empty.");
  }
  if (!url) return {};
  if (url->size() > kMaxAddress) {
    place.findings.Warn(rules::kTooLong, place.field, "The address is longer than 4,000 characters.", "Left empty.");
    return {};
  }
  return *url;
}

}  // namespace almanac::interchange
