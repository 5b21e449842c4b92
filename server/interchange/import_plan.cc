#include "interchange/import_plan.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <cstring>

#include "base/error.h"
#include "base/ids.h"

namespace almanac::interchange {
namespace {

constexpr size_t kBlock = 1 << 20;

}  // namespace

Digest Digest::Of(std::string_view hex) {
  Digest digest;
  if (hex.size() != 2 * digest.bytes.size()) return digest;
  for (size_t i = 0; i < digest.bytes.size(); ++i) {
    std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, digest.bytes[i], 16);
  }
  return digest;
}

std::string Digest::Hex() const { return ToHex({reinterpret_cast<const char*>(bytes.data()), bytes.size()}); }

std::string_view TextKeep::Keep(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > free_) {
    // A text longer than a block has a block of its own.
    free_ = text.size() > kBlock ? text.size() : kBlock;
    blocks_.push_back(std::make_unique<char[]>(free_));
  }
  const size_t used = text.size() > kBlock ? 0 : kBlock - free_;
  char* place = blocks_.back().get() + used;
  std::memcpy(place, text.data(), text.size());
  free_ -= text.size();
  return {place, text.size()};
}

ImportFile::ImportFile(const std::string& path) : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (file_ < 0)
    throw Error(Reason::IMPORT_UNREADABLE, std::string("the file cannot be opened: ") + std::strerror(errno));
}

ImportFile::~ImportFile() { ::close(file_); }

ByteSource ImportFile::Whole() const { return FromFile(file_, 0, UINT64_MAX); }

FileRecord& ImportFile::Read(const PlannedRecord& record, RecordReader* reader) const {
  FileRecord& read = reader->Read(FromFile(file_, record.offset, record.length));
  read.dialect = record.dialect;
  return read;
}

}  // namespace almanac::interchange
