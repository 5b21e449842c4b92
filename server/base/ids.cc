#include "base/ids.h"

#include <sodium.h>
#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace almanac {
namespace {

void EnsureSodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw std::runtime_error("libsodium does not start");
}

std::string RandomFrom(std::string_view alphabet, size_t count) {
  EnsureSodium();
  std::string text;
  for (size_t i = 0; i < count; ++i) text += alphabet[randombytes_uniform(static_cast<uint32_t>(alphabet.size()))];
  return text;
}

// Letters without their accents, in lower case.
std::string Plain(std::string_view text) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &mapped, options);
  if (size < 0) return std::string(text);
  std::string plain(reinterpret_cast<const char*>(mapped), static_cast<size_t>(size));
  std::free(mapped);
  return plain;
}

}  // namespace

std::string Slug(std::string_view text) {
  std::string slug;
  for (const char c : Plain(text)) {
    const bool keeps = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    // An apostrophe joins what it parts: town's -> towns.
    if (c == '\'') continue;
    if (keeps) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '-' && static_cast<unsigned char>(c) < 0x80) {
      slug += '-';
    }
    if (slug.size() == 63) break;
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

bool IsSlug(std::string_view text) {
  if (text.empty() || text.size() > 63 || text.front() == '-' || text.back() == '-') return false;
  for (const char c : text) {
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) return false;
  }
  return true;
}

std::string_view IdOf(std::string_view name) {
  const auto slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

std::string ToHex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

std::string FromHex(std::string_view hex) {
  if (hex.size() % 2 != 0) return {};
  const auto value = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  std::string bytes;
  for (size_t i = 0; i < hex.size(); i += 2) {
    const int high = value(hex[i]);
    const int low = value(hex[i + 1]);
    if (high < 0 || low < 0) return {};
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

std::string Sha256Hex(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return ToHex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

std::string RandomBytes(size_t count) {
  EnsureSodium();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), count);
  return bytes;
}

std::string NewSalt() { return ToHex(RandomBytes(16)); }

std::string NewTokenSecret() { return "alm_" + ToBase64Url(RandomBytes(32)); }

std::string NewEnrolmentCode() {
  // Without 0 and O, 1, I and L: codes are read aloud and typed.
  const std::string letters = RandomFrom("23456789ABCDEFGHJKMNPQRSTUVWXYZ", 16);
  return letters.substr(0, 4) + "-" + letters.substr(4, 4) + "-" + letters.substr(8, 4) + "-" + letters.substr(12, 4);
}

std::string RandomId(size_t count) { return RandomFrom("abcdefghijkmnpqrstuvwxyz23456789", count); }

std::string ToBase64Url(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    kVariant);
  text.pop_back();  // its closing NUL
  return text;
}

bool FromBase64Url(std::string_view text, std::string* bytes) {
  bytes->assign(text.size(), '\0');
  size_t size = 0;
  const char* end = nullptr;
  const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes->data()), bytes->size(), text.data(),
                                       text.size(), nullptr, &size, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (failed != 0 || end != text.data() + text.size()) return false;
  bytes->resize(size);
  return true;
}

bool IsUtf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  for (utf8proc_ssize_t at = 0; at < size;) {
    if (bytes[at] < 0x80) {
      ++at;
      continue;
    }
    utf8proc_int32_t point = 0;
    const auto step = utf8proc_iterate(bytes + at, size - at, &point);
    if (step <= 0) return false;
    at += step;
  }
  return true;
}

std::string RepairUtf8(std::string_view text) {
  std::string repaired;
  repaired.reserve(text.size());
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  for (utf8proc_ssize_t at = 0; at < size;) {
    utf8proc_int32_t point = 0;
    const auto step = utf8proc_iterate(bytes + at, size - at, &point);
    if (step <= 0) {
      repaired += "\xEF\xBF\xBD";
      ++at;
      continue;
    }
    repaired.append(text.substr(static_cast<size_t>(at), static_cast<size_t>(step)));
    at += step;
  }
  return repaired;
}

}  // namespace almanac
