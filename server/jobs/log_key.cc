#include "jobs/log_key.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/error.h"
#include "base/ids.h"

namespace almanac::jobs {
namespace {

class File {
 public:
  File(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

Error Invalid(std::string message) { return Error(Reason::CONFIG_INVALID, std::move(message)); }

void Sync(const std::filesystem::path& folder) {
  const File file(folder.string(), O_RDONLY | O_DIRECTORY);
  if (file.fd() >= 0) ::fsync(file.fd());
}

}  // namespace

std::optional<NoteSigner> ReadLogKey(const std::string& path) {
  const File file(path, O_RDONLY);
  if (file.fd() < 0 && errno == ENOENT) return std::nullopt;
  struct stat about {};
  if (file.fd() < 0 || ::fstat(file.fd(), &about) != 0)
    throw Invalid(fmt::format("cannot read the key of the log, {}: {}", path, std::strerror(errno)));
  if ((about.st_mode & 077) != 0)
    throw Invalid(
        fmt::format("others can read the key of the log; chmod 600 {}, and make a new one if somebody may have", path));
  std::array<char, 1024> bytes{};
  const auto size = ::read(file.fd(), bytes.data(), bytes.size());
  std::string_view text(bytes.data(), size > 0 ? static_cast<size_t>(size) : 0);
  while (text.ends_with('\n')) text.remove_suffix(1);
  auto signer = NoteSigner::Parse(text);
  sodium_memzero(bytes.data(), bytes.size());
  if (!signer) throw Invalid(fmt::format("{} is no key of a log; give another --log-key", path));
  return signer;
}

NoteSigner MakeLogKey(const std::string& path, const std::string& name) {
  if (!name.empty() && !IsKeyName(name))
    throw Invalid(
        fmt::format("--log-name {} is no name of a log; write a host and a path without spaces, such as "
                    "data.example.gov/log",
                    name));
  NoteSigner signer = NoteSigner::Make(name.empty() ? "almanac/" + RandomId(12) : name);
  std::string text = signer.PrivateText() + "\n";
  const File file(path, O_WRONLY | O_CREAT | O_EXCL);
  if (file.fd() < 0)
    throw Invalid(fmt::format("cannot write the key of the log to {}: {}", path, std::strerror(errno)));
  const bool written =
      ::write(file.fd(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file.fd()) == 0;
  sodium_memzero(text.data(), text.size());
  if (!written) {
    ::unlink(path.c_str());
    throw Invalid(fmt::format("cannot write the key of the log to {}: {}", path, std::strerror(errno)));
  }
  Sync(std::filesystem::absolute(path).parent_path());
  return signer;
}

}  // namespace almanac::jobs
