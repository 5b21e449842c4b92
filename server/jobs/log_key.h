// The file that holds the private key of the log: one line, as Go's note
// package writes it, that nobody but its owner can read. docs/decisions/0022.
#pragma once

#include <optional>
#include <string>

#include "base/note.h"

namespace almanac::jobs {

// None when there is no such file. Throws CONFIG_INVALID when it can be read by others, or holds no key.
std::optional<NoteSigner> ReadLogKey(const std::string& file);
// Makes a key and writes it to the disk; never over a file that is there. An empty name is made up.
// Throws CONFIG_INVALID.
NoteSigner MakeLogKey(const std::string& file, const std::string& name);

}  // namespace almanac::jobs
