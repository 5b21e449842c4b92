#include "store/search_text.h"

#include <utf8proc.h>

#include <cstdlib>

#include "almanac/v1/options.pb.h"
#include "store/row.h"

namespace almanac::store {
namespace {

bool IsPlain(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

// Most text is ASCII, where folding needs no tables.
void AppendFoldedAscii(std::string_view text, std::string* out) {
  bool gap = false;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      if (gap && !out->empty()) *out += ' ';
      gap = false;
      *out += upper ? static_cast<char>(c + 32) : c;
    } else {
      gap = true;
    }
  }
}

bool IsLetterOrDigit(utf8proc_int32_t point) {
  const auto category = utf8proc_category(point);
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
         (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

}  // namespace

std::string Fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  if (IsPlain(text)) {
    AppendFoldedAscii(text, &out);
    return out;
  }
  utf8proc_uint8_t* mapped = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK |
                                                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &mapped, options);
  if (size < 0) {
    AppendFoldedAscii(text, &out);
    return out;
  }
  bool gap = false;
  for (utf8proc_ssize_t at = 0; at < size;) {
    utf8proc_int32_t point = 0;
    const auto step = utf8proc_iterate(mapped + at, size - at, &point);
    if (step <= 0) break;
    if (IsLetterOrDigit(point)) {
      if (gap && !out.empty()) out += ' ';
      gap = false;
      out.append(reinterpret_cast<const char*>(mapped + at), static_cast<size_t>(step));
    } else {
      gap = true;
    }
    at += step;
  }
  std::free(mapped);
  return out;
}

SearchText SearchTextOf(const google::protobuf::Message& message) {
  using google::protobuf::FieldDescriptor;
  SearchText text;
  const auto* r = message.GetReflection();
  std::string scratch;
  const auto append = [](std::string value, std::string* to) {
    if (value.empty()) return;
    if (!to->empty()) *to += ' ';
    *to += value;
  };
  for (const FieldDescriptor* field : TableOf(message.GetDescriptor()).searched) {
    std::string* to = field->options().GetExtension(v1::folded) ? &text.title : &text.words;
    if (!field->is_repeated()) {
      append(Fold(r->GetStringReference(message, field, &scratch)), to);
      continue;
    }
    for (int k = 0; k < r->FieldSize(message, field); ++k) {
      append(Fold(r->GetRepeatedStringReference(message, field, k, &scratch)), to);
    }
  }
  return text;
}

std::vector<std::string> QueryWords(std::string_view query) {
  std::vector<std::string> words;
  const std::string folded = Fold(query);
  for (size_t at = 0; at < folded.size();) {
    const size_t end = std::min(folded.find(' ', at), folded.size());
    words.push_back(folded.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

}  // namespace almanac::store
