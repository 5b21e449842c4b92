// Any bytes are a record, or its problems by line; a profile, or a refusal that names the file. What is read as a
// record, written and read again, is the same record.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "almanac/v1/datasets.pb.h"
#include "base/error.h"
#include "cli/record_toml.h"
#include "domain/profile.h"

namespace almanac {
namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

void ReadAsRecord(const std::string& text) {
  v1::Dataset record;
  if (const auto problems = cli::ReadRecordToml(text, &record); !problems.empty()) {
    for (const auto& problem : problems) Require(!problem.text.empty() && problem.line >= 0);
    return;
  }
  v1::Dataset again;
  Require(cli::ReadRecordToml(cli::RecordToml(record, {}), &again).empty());
  Require(cli::ChangedFields(record, again).empty());
}

void ReadAsProfile(const std::string& text) {
  try {
    Require(!domain::ParseProfile(text, "town.toml").name.empty());
  } catch (const Error& error) {
    Require(error.reason() == Reason::CONFIG_INVALID);
    Require(error.message().starts_with("town.toml:"));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  ReadAsRecord(text);
  ReadAsProfile(text);
  return 0;
}

}  // namespace almanac
