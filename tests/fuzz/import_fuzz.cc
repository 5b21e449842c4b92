// Any bytes are a catalogue, or are refused in words. Whatever is read maps to
// a dataset of sound text with its problems named, reads the same again from
// its place and from its normal form, and its export is read back without loss.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/ids.h"
#include "interchange/pod_record.h"
#include "interchange/pod_writer.h"

namespace almanac {
namespace {

const std::string kToday = "2026-03-02";

void Require(bool holds) {
  if (!holds) std::abort();
}

void CheckFindings(const interchange::Findings& findings) {
  for (const auto& problem : findings.all()) {
    Require(!problem.rule().empty() && !problem.message().empty() && !problem.done().empty());
    Require(IsUtf8(problem.message()) && IsUtf8(problem.done()) && IsUtf8(problem.title()) && IsUtf8(problem.field()));
  }
}

std::string ExportOf(const v1::Dataset& dataset) {
  interchange::ExportBody body;
  body.departments["departments/d"].title = "D";
  interchange::ExportRow row;
  row.dataset = dataset;
  row.dataset.set_name("datasets/x");
  row.dataset.set_department("departments/d");
  row.changed_day = "2026-03-01";
  return interchange::PodWriter(body).Record(row);
}

// What is exported, imported and exported again is the same.
void CheckJourney(const v1::Dataset& dataset) {
  const auto first = ExportOf(dataset);
  interchange::RecordReader reader;
  auto& record = reader.Read(first);
  const auto again = interchange::MapRecord(record, kToday);
  Require(!again.findings.refused());
  Require(ExportOf(again.dataset) == first);
}

void CheckRecord(interchange::FileRecord& record, std::string_view text) {
  const auto normal = interchange::NormalForm(record);
  Require(IsUtf8(normal));
  if (!record.too_large) {
    interchange::RecordReader reader;
    auto& again = reader.Read(text.substr(record.offset, record.length));
    again.dialect = record.dialect;
    Require(interchange::NormalForm(again) == normal);
    Require(interchange::NormalForm(interchange::ReadNormalForm(normal, &reader)) == normal);
  }
  const auto mapped = interchange::MapRecord(record, kToday);
  CheckFindings(mapped.findings);
  if (mapped.findings.refused()) return;
  std::string bytes;
  // Serialising refuses text that is not UTF-8.
  Require(mapped.dataset.SerializeToString(&bytes) && !mapped.dataset.title().empty() && !mapped.identifier.empty());
  CheckJourney(mapped.dataset);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  // As a file, and as the one record of a catalogue, which is harder to come by.
  for (const auto& file : {text, "{\"dataset\":[" + text + "]}", "[" + text + "]"}) {
    try {
      interchange::ReadCatalogue(interchange::FromMemory(file), [&](interchange::FileRecord& record) {
        CheckRecord(record, file);
        return true;
      });
    } catch (const Error& error) {
      Require(error.reason() == Reason::IMPORT_UNREADABLE && IsUtf8(error.message()));
    }
  }
  return 0;
}

}  // namespace almanac
