#include "interchange/export.h"

#include <string>

#include "base/error.h"
#include "base/json.h"
#include "interchange/csv_writer.h"
#include "interchange/export_source.h"
#include "interchange/pod_writer.h"

namespace almanac::interchange {
namespace {

using Emit = std::function<bool(std::string_view)>;

void WriteDataJson(ExportSource& source, const Emit& emit) {
  PodWriter writer(source.body());
  if (!emit(PodWriter::Head())) return;
  bool first = true;
  while (const auto row = source.Next()) {
    if (!emit((first ? "\n" : ",\n") + writer.Record(*row))) return;
    first = false;
  }
  emit(PodWriter::Tail());
}

void WriteCsv(ExportSource& source, bool internal, const Emit& emit) {
  const CsvWriter writer(internal);
  if (!emit(writer.Head())) return;
  while (const auto row = source.Next()) {
    if (!emit(writer.Row(*row))) return;
  }
}

void WriteLines(ExportSource& source, const Emit& emit) {
  while (const auto row = source.Next()) {
    auto line = ToJson(row->dataset);
    if (!row->planned_release.empty()) {
      line.pop_back();
      line += ",\"planned_release\":";
      AppendJsonString(row->planned_release, &line);
      line += '}';
    }
    if (!emit(line + "\n")) return;
  }
}

}  // namespace

void ExportInventory(store::Work& work, const Caller& caller, const v1::ExportInventoryRequest& request,
                     const Emit& emit) {
  ExportSource source(work, caller, request.internal());
  switch (request.format()) {
    case v1::ExportInventoryRequest::CSV:
      return WriteCsv(source, request.internal(), emit);
    case v1::ExportInventoryRequest::JSONL:
      return WriteLines(source, emit);
    default:
      return WriteDataJson(source, emit);
  }
}

}  // namespace almanac::interchange
