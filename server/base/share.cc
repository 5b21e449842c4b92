#include "base/share.h"

#include <cstdlib>
#include <system_error>

namespace almanac {

namespace fs = std::filesystem;

fs::path ShareFolder() {
  const char* named = std::getenv("ALMANAC_SHARE");
  if (named != nullptr && *named != '\0') return named;
  std::error_code unknown;
  const fs::path program = fs::read_symlink("/proc/self/exe", unknown);
  if (!unknown) {
    fs::path installed = program.parent_path().parent_path() / "share" / "almanac";
    if (fs::is_directory(installed, unknown)) return installed;
  }
  return ALMANAC_SHARE;
}

}  // namespace almanac
