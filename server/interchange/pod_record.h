// One record of a catalogue as a dataset: what the source says of it, in the
// words of the record, and everything that had to be bent on the way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "interchange/catalogue_reader.h"
#include "interchange/findings.h"

namespace almanac::interchange {

struct MappedRecord {
  // Without name and department, which are not the source's to give.
  v1::Dataset dataset;
  // As the source names the record; of its own making when it does not.
  std::string identifier;
  // The publisher, then whatever it is part of; empty when none is named.
  std::vector<std::string> publishers;
  // datasets/...: the name it had in the Almanac that exported it.
  std::string former_name;
  // Public before it came here: accessLevel public or missing, and an address.
  bool adopted = false;
  // Keys that are not read, such as bureauCode.
  std::vector<std::string> unread;
  Findings findings;
};

// The text by which records are compared: sorted, compact JSON.
std::string NormalForm(const FileRecord& record);
// The record that it was made from; lives until the reader goes on.
FileRecord& ReadNormalForm(std::string_view text, RecordReader* reader);

// Changes the record's tree on the way, so take the normal form first. `today`
// tells days to come.
MappedRecord MapRecord(FileRecord& record, const std::string& today);

}  // namespace almanac::interchange
