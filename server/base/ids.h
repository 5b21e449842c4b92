// Names, random values and hashes.
#pragma once

#include <string>
#include <string_view>

namespace almanac {

// a-z, 0-9 and dashes, at most 63 characters, from any text: accents fall away
// ("École" -> "ecole"). Empty when nothing is left.
std::string Slug(std::string_view text);
bool IsSlug(std::string_view text);

// The part after the last slash: "datasets/checkbook" -> "checkbook".
std::string_view IdOf(std::string_view name);

// Lower-case hexadecimal.
std::string ToHex(std::string_view bytes);
// Empty for what ToHex does not write.
std::string FromHex(std::string_view hex);
std::string Sha256Hex(std::string_view bytes);
std::string RandomBytes(size_t count);
// 16 random bytes as hexadecimal; hides a body's hash from guessing.
std::string NewSalt();
// 256 random bits, as a token that people paste: letters, digits, - and _.
std::string NewTokenSecret();
// A code that is read aloud: groups of four without letters that look alike.
std::string NewEnrolmentCode();
// `count` letters and digits, lower case.
std::string RandomId(size_t count);

// Base64 without padding, for page tokens.
std::string ToBase64Url(std::string_view bytes);
// False when the text is not what ToBase64Url writes.
bool FromBase64Url(std::string_view text, std::string* bytes);

// Replaces what is not UTF-8 by U+FFFD; true when nothing was replaced.
bool IsUtf8(std::string_view text);
std::string RepairUtf8(std::string_view text);

}  // namespace almanac
