// The plan of an import: a small row a record, so that a million of them fit,
// and the file itself to read each again.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/inventory.pb.h"
#include "interchange/catalogue_reader.h"

namespace almanac::interchange {

constexpr size_t kMaxRecords = 1'000'000;
constexpr uint32_t kNoDepartment = UINT32_MAX;

// A SHA-256, small.
struct Digest {
  std::array<unsigned char, 32> bytes{};
  bool operator==(const Digest&) const = default;
  bool operator<(const Digest& other) const { return bytes < other.bytes; }
  // From and to hexadecimal.
  static Digest Of(std::string_view hex);
  std::string Hex() const;
};

// Text that lives as long as the plan, without an allocation a piece.
class TextKeep {
 public:
  std::string_view Keep(std::string_view text);

 private:
  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t free_ = 0;
};

struct PlannedRecord {
  uint64_t offset = 0;
  uint32_t length = 0;
  // Index into the departments of the plan.
  uint32_t department = kNoDepartment;
  Digest content;
  // Unique within the catalogue: an ordinal is added where records share one.
  std::string_view identifier;
  std::string_view title;
  // datasets/...; before names are chosen, the name it had where it came from.
  std::string_view dataset;
  std::string_view previous_identifier;
  // Names of changed fields apart by blanks.
  std::string_view fields;
  v1::ImportChange::Action action = v1::ImportChange::ACTION_UNSPECIFIED;
  Dialect dialect = Dialect::kPod11;
  bool adopted = false;
};

struct ImportPlan {
  // In the order of the file; the position is the record's number less one.
  std::deque<PlannedRecord> records;
  TextKeep text;
  int64_t missing = 0;
};

// The file of an import, open for reading at any place.
class ImportFile {
 public:
  // Throws IMPORT_UNREADABLE.
  explicit ImportFile(const std::string& path);
  ~ImportFile();
  ImportFile(const ImportFile&) = delete;
  ImportFile& operator=(const ImportFile&) = delete;

  ByteSource Whole() const;
  // The record of the plan once more, its tree as read.
  FileRecord& Read(const PlannedRecord& record, RecordReader* reader) const;

 private:
  int file_;
};

}  // namespace almanac::interchange
