// A file without a name that holds a stream until all of it is there. Gone
// with its last reader, whatever happens to us.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace almanac::api {

class Spool {
 public:
  explicit Spool(int64_t most) : most_(most) {}
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // Throws IMPORT_TOO_LARGE beyond the most, UNAVAILABLE when the disk is full.
  void Append(std::string_view bytes);
  // A path that this process can open while the spool lives.
  std::string path() const;
  int64_t size() const { return size_; }

 private:
  void Open();

  const int64_t most_;
  int64_t size_ = 0;
  int fd_ = -1;
};

}  // namespace almanac::api
