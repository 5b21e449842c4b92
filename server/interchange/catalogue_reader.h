// Reads catalogues of any size record by record: Project Open Data 1.0 (a
// bare list) and 1.1, what CKAN's search answers, Andino. Memory holds one
// record at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "interchange/json_value.h"
#include "interchange/repairing_stream.h"

namespace almanac::interchange {

enum class Dialect { kPod10, kPod11, kCkan };

// A record as it stands in the file.
struct FileRecord {
  // From 1.
  int64_t number = 0;
  // Where it lies in the file.
  uint64_t offset = 0;
  uint64_t length = 0;
  Dialect dialect = Dialect::kPod11;
  // Sorted by key; null when too large. Lives until the reader goes on.
  JsonValue value;
  JsonAllocator* allocator = nullptr;

  RepairingStream::Repairs repairs;
  bool too_large = false;
  bool too_deep = false;
  bool number_too_large = false;
  std::vector<std::string> repeated_keys;
};

// What the file says of itself; complete once it is read.
struct CatalogueHead {
  // "Project Open Data 1.1": for the summary.
  std::string format;
  std::string title;
  std::string publisher;
  std::string conforms_to;
  bool bare_list = false;
};

constexpr uint64_t kMaxRecordBytes = 8 << 20;

// Calls `each` for every record; false from it ends the reading early.
// Throws IMPORT_UNREADABLE with the place and what is wrong there, and
// whatever `each` throws.
CatalogueHead ReadCatalogue(ByteSource source, const std::function<bool(FileRecord&)>& each);

// Reads again the one record that lies at this place of a file read before.
class RecordReader {
 public:
  RecordReader();
  // Valid until the next call. Throws IMPORT_UNREADABLE when there is no record.
  FileRecord& Read(ByteSource source);
  // A record kept as text.
  FileRecord& Read(std::string_view json) { return Read(FromMemory(json)); }

 private:
  std::vector<char> memory_;
  JsonAllocator allocator_;
  TreeBuilder builder_;
  FileRecord record_;
};

}  // namespace almanac::interchange
