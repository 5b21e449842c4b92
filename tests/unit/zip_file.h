// A ZIP file of parts as they are, for tests of what reads spreadsheets.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace almanac {

inline uint32_t Crc32(const std::string& bytes) {
  uint32_t crc = 0xFFFFFFFF;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
  }
  return ~crc;
}

inline std::string Little(uint32_t number, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += i < 4 ? static_cast<char>(number >> (8 * i) & 0xFF) : '\0';
  return bytes;
}

// `claimed`: what the table of contents says a part unpacks to, where that is a lie; 0: the truth.
inline std::string ZipFile(const std::vector<std::pair<std::string, std::string>>& parts, uint32_t claimed = 0) {
  std::string bytes, contents;
  for (const auto& [name, body] : parts) {
    const auto size = static_cast<uint32_t>(body.size());
    const std::string head =
        fmt::format("{}{}{}{}{}{}", Little(20, 2), Little(0, 8), Little(Crc32(body), 4), Little(size, 4),
                    Little(claimed != 0 ? claimed : size, 4), Little(static_cast<uint32_t>(name.size()), 4));
    contents += fmt::format("PK\x01\x02{}{}{}{}{}", Little(20, 2), head, Little(0, 10),
                            Little(static_cast<uint32_t>(bytes.size()), 4), name);
    bytes += fmt::format("PK\x03\x04{}{}{}", head, name, body);
  }
  const auto count = static_cast<uint32_t>(parts.size());
  return bytes + contents + "PK\x05\x06" + Little(0, 4) + Little(count, 2) + Little(count, 2) +
         Little(static_cast<uint32_t>(contents.size()), 4) + Little(static_cast<uint32_t>(bytes.size()), 4) +
         Little(0, 2);
}

}  // namespace almanac
