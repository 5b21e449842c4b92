// The folder of what the program reads at run time beside its database: the
// profiles of bodies and the templates of reports.
#pragma once

#include <filesystem>

namespace almanac {

// $ALMANAC_SHARE; else, of a program that was installed, share/almanac beside
// its bin; else the source tree that it was built from.
std::filesystem::path ShareFolder();

}  // namespace almanac
