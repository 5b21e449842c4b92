#include "api/inventory.h"

#include <string>
#include <string_view>

#include "almanac/v1/inventory.pb.h"
#include "api/checks.h"
#include "api/spool.h"
#include "base/error.h"
#include "interchange/export.h"
#include "interchange/import.h"

namespace almanac::api {
namespace {

constexpr int64_t kLargestFile = int64_t{1} << 30;
constexpr size_t kChunk = size_t{64} << 10;

v1::ImportOptions TakeOptions(Stream& stream) {
  v1::ImportInventoryRequest first;
  if (!stream.Read(&first) || !first.has_options()) {
    throw Error(Reason::INVALID_FIELD, "the first message of an import carries its options, the others the file")
        .Field("options", "come first");
  }
  CheckRequest(first.mutable_options());
  return first.options();
}

void RefuseIfGone(Stream& stream) {
  if (stream.cancelled()) throw Error(Reason::CANCELLED, "the import was given up by its sender");
}

}  // namespace

void ImportInventory(StreamCall& call) {
  const v1::ImportOptions options = TakeOptions(call.stream);
  Spool spool(kLargestFile);
  v1::ImportInventoryRequest part;
  while (call.stream.Read(&part)) {
    if (part.has_options())
      throw Error(Reason::INVALID_FIELD, "an import has one set of options, in its first message");
    spool.Append(part.chunk());
  }
  // A sender that went away has not said that the file is whole.
  RefuseIfGone(call.stream);
  const interchange::ImportJob job{call.work,    call.caller,   options,
                                   spool.path(), call.deadline, [&call] { return call.stream.cancelled(); }};
  interchange::ImportInventory(job, [&call](const v1::ImportInventoryResponse& response) {
    // Progress is told while others wait for the import to be done.
    response.has_progress() ? call.stream.Offer(response) : call.stream.Write(response);
  });
}

void ExportInventory(StreamCall& call) {
  v1::ExportInventoryRequest request;
  if (!call.stream.Read(&request)) throw Error(Reason::CANCELLED, "the export was given up by its caller");
  CheckRequest(&request);
  v1::ExportInventoryResponse response;
  const auto send = [&] {
    const bool heard = call.stream.Write(response);
    response.mutable_chunk()->clear();
    return heard;
  };
  interchange::ExportInventory(call.work, call.caller, request, [&](std::string_view bytes) {
    response.mutable_chunk()->append(bytes);
    return response.chunk().size() < kChunk || send();
  });
  RefuseIfGone(call.stream);
  if (!response.chunk().empty()) send();
}

}  // namespace almanac::api
