// A ZIP file's own table of contents, read before anything is unpacked.
#include <fmt/format.h>

#include <cstdint>

#include "cli/usage.h"
#include "cli/workbook.h"

namespace almanac::cli {
namespace {

constexpr uint64_t kMostUnpacked = uint64_t{64} << 20;
constexpr int kMostParts = 1000;
constexpr std::string_view kEndMark{"PK\x05\x06", 4};
constexpr std::string_view kPartMark{"PK\x01\x02", 4};
constexpr size_t kEndSize = 22;
constexpr size_t kPartSize = 46;

uint32_t Number(std::string_view bytes, size_t at, int size) {
  uint32_t number = 0;
  for (int i = size - 1; i >= 0; --i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

[[noreturn]] void RefuseBroken() {
  throw UsageError("this is not a whole spreadsheet file",
                   "Open it in your spreadsheet program and save it again as XLSX, ODS or CSV.");
}

}  // namespace

void RequireModestZip(std::string_view bytes) {
  const size_t end = bytes.rfind(kEndMark);
  if (end == bytes.npos || bytes.size() - end < kEndSize) RefuseBroken();
  const uint32_t parts = Number(bytes, end + 10, 2);
  size_t at = Number(bytes, end + 16, 4);
  uint64_t unpacked = 0, packed = 0;
  for (uint32_t i = 0; i < parts; ++i) {
    if (at + kPartSize > bytes.size() || bytes.substr(at, 4) != kPartMark) RefuseBroken();
    packed += Number(bytes, at + 20, 4);
    unpacked += Number(bytes, at + 24, 4);
    // The library makes room for what a part says it has, before it looks for it.
    if (packed > bytes.size()) RefuseBroken();
    at += kPartSize + Number(bytes, at + 28, 2) + Number(bytes, at + 30, 2) + Number(bytes, at + 32, 2);
  }
  if (parts > kMostParts || unpacked > kMostUnpacked) {
    throw UsageError(
        fmt::format("the file would unpack to {} MiB in {} parts; 64 MiB in 1,000 is the most", unpacked >> 20, parts),
        "Check that it is the file you meant. Pictures and other sheets in it can go.");
  }
}

}  // namespace almanac::cli
