#include "api/spool.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

#include "base/error.h"

namespace almanac::api {

Spool::~Spool() {
  if (fd_ >= 0) ::close(fd_);
}

void Spool::Open() {
  const char* folder = std::getenv("TMPDIR");
  std::string path = fmt::format("{}/almanac-XXXXXX", folder != nullptr && *folder != '\0' ? folder : "/var/tmp");
  fd_ = ::mkostemp(path.data(), O_CLOEXEC);
  if (fd_ < 0)
    throw Error(Reason::UNAVAILABLE,
                "the server cannot keep the file while it arrives: its temporary folder is not writable");
  ::unlink(path.c_str());
}

void Spool::Append(std::string_view bytes) {
  if (fd_ < 0) Open();
  if (size_ + static_cast<int64_t>(bytes.size()) > most_) {
    throw Error(Reason::IMPORT_TOO_LARGE,
                fmt::format("the file is larger than {} MiB; nothing was imported", most_ >> 20));
  }
  while (!bytes.empty()) {
    const auto written = ::write(fd_, bytes.data(), bytes.size());
    if (written <= 0) throw Error(Reason::UNAVAILABLE, "the server's disk is full; nothing was imported");
    size_ += written;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

std::string Spool::path() const { return fd_ < 0 ? "/dev/null" : fmt::format("/proc/self/fd/{}", fd_); }

}  // namespace almanac::api
