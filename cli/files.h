// Whole files in, and files out that are never half there.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace almanac::cli {

struct CloseFile {
  void operator()(FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};
using InputFile = std::unique_ptr<FILE, CloseFile>;

// "-" is standard input. Throws UsageError for what cannot be read, and for a folder.
InputFile OpenInput(const std::string& path);

// A file's bytes; "-" is standard input. Throws UsageError when it cannot be
// read, or is larger than `limit`.
std::string ReadWholeFile(const std::string& path, size_t limit = 64u << 20);

// Puts a file there, whole, that nobody but this user can read. Throws UsageError.
void WritePrivately(const std::string& path, std::string_view text);

// Writes beside the target and takes its name at the end, so that a reader
// sees the old file or the new one. "-" is standard output. What is not a
// regular file (/dev/null, a pipe) is written as it is.
class OutputFile {
 public:
  explicit OutputFile(std::string path);
  // Without Finish nothing is left behind.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  // Throws Error (INTERNAL) when the disk says no.
  void Write(std::string_view bytes);
  void Finish();
  bool IsStandardOutput() const { return path_ == "-"; }

 private:
  [[noreturn]] void Fail() const;

  std::string path_;
  // Empty when the target itself is written.
  std::string beside_;
  FILE* file_ = nullptr;
};

}  // namespace almanac::cli
