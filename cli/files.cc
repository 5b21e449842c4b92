#include "cli/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/error.h"
#include "base/ids.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

[[noreturn]] void RefuseInput(const std::string& path) {
  throw UsageError(fmt::format("cannot read {}: {}", path, std::strerror(errno)),
                   "Check the name, and that you may read it; `-` is standard input.");
}

bool IsWrittenInPlace(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

}  // namespace

InputFile OpenInput(const std::string& path) {
  InputFile file(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (file == nullptr) RefuseInput(path);
  if (path != "-" && std::filesystem::is_directory(path)) {
    throw UsageError(fmt::format("{} is a folder", path), "Name a file in it.");
  }
  return file;
}

std::string ReadWholeFile(const std::string& path, size_t limit) {
  const InputFile file = OpenInput(path);
  std::string bytes;
  char buffer[1 << 16];
  while (const size_t size = std::fread(buffer, 1, sizeof buffer, file.get())) {
    bytes.append(buffer, size);
    if (bytes.size() > limit) {
      throw UsageError(fmt::format("{} is larger than {} MiB", path, limit >> 20),
                       "Check that it is the file you meant.");
    }
  }
  if (std::ferror(file.get()) != 0) RefuseInput(path);
  return bytes;
}

void WritePrivately(const std::string& path, std::string_view text) {
  const std::string beside = path + "." + RandomId(6);
  const int descriptor = open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool written =
      descriptor >= 0 && write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool kept = written && fsync(descriptor) == 0 && rename(beside.c_str(), path.c_str()) == 0;
  const int problem = errno;
  if (descriptor >= 0) close(descriptor);
  if (kept) return;
  unlink(beside.c_str());
  throw UsageError(fmt::format("cannot write {}: {}", path, std::strerror(problem)));
}

OutputFile::OutputFile(std::string path) : path_(std::move(path)) {
  if (IsStandardOutput()) {
    file_ = stdout;
    return;
  }
  if (IsWrittenInPlace(path_)) {
    file_ = std::fopen(path_.c_str(), "wb");
  } else {
    beside_ = fmt::format("{}.{}.part", path_, RandomId(6));
    const int descriptor = open(beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    file_ = descriptor >= 0 ? fdopen(descriptor, "wb") : nullptr;
  }
  if (file_ == nullptr) {
    beside_.clear();
    throw UsageError(fmt::format("cannot write {}: {}", path_, std::strerror(errno)),
                     "Name a file in a folder that is there and that you may write to.");
  }
}

OutputFile::~OutputFile() {
  if (file_ != nullptr && file_ != stdout) std::fclose(file_);
  if (!beside_.empty()) unlink(beside_.c_str());
}

void OutputFile::Fail() const {
  throw Error(Reason::CANCELLED, fmt::format("cannot write {}: {}", path_, std::strerror(errno)));
}

void OutputFile::Write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) Fail();
}

void OutputFile::Finish() {
  if (std::fflush(file_) != 0) Fail();
  if (IsStandardOutput()) return;
  if (!beside_.empty() && fsync(fileno(file_)) != 0) Fail();
  FILE* closing = file_;
  file_ = nullptr;
  if (std::fclose(closing) != 0) Fail();
  if (!beside_.empty() && std::rename(beside_.c_str(), path_.c_str()) != 0) Fail();
  beside_.clear();
}

}  // namespace almanac::cli
