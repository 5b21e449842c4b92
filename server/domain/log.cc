#include "domain/log.h"

#include <fmt/format.h>

#include <algorithm>

#include "almanac/v1/events.pb.h"
#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/tiles.h"
#include "domain/collections.h"
#include "sql/events.h"
#include "sql/log.h"
#include "store/page.h"
#include "store/tile_reader.h"

namespace almanac::domain {
namespace {

// Of 8 kB each, so that a page stays far below what an answer may hold.
constexpr int kFilesAtOnce = 100;
constexpr const char* kExport = "log export";

v1::LogCheckpoint RequireCheckpoint(store::Tx& tx) {
  auto newest = store::NewestCheckpoint(tx);
  if (newest) return *std::move(newest);
  throw Error(Reason::NOT_FOUND,
              "nothing is sealed yet; when `almanac log show` still says so in a minute, the server has no key: see "
              "--log-key");
}

// Which checkpoint the pages are of, and the first file of this one.
struct Place {
  v1::LogCheckpoint checkpoint;
  size_t next = 0;
};

Place PlaceOf(store::Tx& tx, const v1::ExportLogRequest& request) {
  if (request.page_token().empty()) return {RequireCheckpoint(tx), 0};
  const auto key = store::ReadPageToken(request.page_token(), kExport, 2);
  const auto* size = std::get_if<int64_t>(&key[0]);
  const auto* next = std::get_if<int64_t>(&key[1]);
  if (size != nullptr && next != nullptr && *next > 0) {
    const auto found = tx.SelectOne<v1::LogCheckpoint>(sql::log::kCheckpointOfSize, {{"size", *size}});
    if (found) return {*found, static_cast<size_t>(*next)};
  }
  throw Error(Reason::INVALID_PAGE_TOKEN, "this page token is not of this log; start again without one");
}

std::string ContentOf(store::Tx& tx, const Tile& tile) {
  const int64_t first = tile.number * merkle::kTileWidth;
  std::string content;
  if (tile.level == Tile::kEntries) {
    for (const auto& leaf :
         tx.Select<v1::LogLeaf>(sql::log::kLeaves, {{"first", first}, {"last", first + tile.width}})) {
      AppendEntry(FromHex(leaf.entry()), &content);
    }
    return content;
  }
  store::TileReader tiles(tx);
  const auto& hashes = tiles.TileAt(tile.level, tile.number);
  for (size_t i = 0; i < hashes.size() && i < static_cast<size_t>(tile.width); ++i) content += hashes[i];
  return content;
}

void AddFile(std::string path, std::string content, v1::ExportLogResponse* response) {
  auto* file = response->add_files();
  file->set_path(std::move(path));
  file->set_content(std::move(content));
}

std::string KeysText(store::Tx& tx) {
  std::string text;
  for (const auto& key : store::LogKeys(tx)) text += key.text() + "\n";
  return text;
}

void RequireEventSeen(store::Tx& tx, int64_t id) {
  const auto event = tx.SelectOne<v1::Event>(sql::events::kOfId, {{"event", id}});
  bool seen = event.has_value();
  try {
    if (seen && !event->scope().empty()) RequireSeen(tx, event->scope());
  } catch (const Error& error) {
    if (error.reason() != Reason::NOT_FOUND) throw;
    seen = false;
  }
  if (!seen)
    throw Error(Reason::NOT_FOUND, fmt::format("there is no event {}; almanac event list shows those there are", id));
}

template <class Proof>
void SetPath(const std::vector<merkle::Hash>& path, Proof* proof) {
  for (const auto& hash : path) proof->add_path(ToBase64(hash));
}

}  // namespace

v1::LogStanding GetLog(store::Tx& tx, const v1::GetLogRequest&) {
  v1::LogStanding standing;
  for (const auto& key : store::LogKeys(tx)) standing.add_keys(key.text());
  if (const auto waiting = tx.SelectOne<v1::Count>(sql::log::kUnsealed, {})) standing.set_unsealed(waiting->count());
  const auto newest = store::NewestCheckpoint(tx);
  if (!newest) return standing;
  const Checkpoint checkpoint = store::OpenStored(tx, *newest);
  standing.set_origin(checkpoint.origin);
  standing.set_size(checkpoint.head.size);
  standing.set_root(ToBase64(checkpoint.head.root));
  *standing.mutable_seal_time() = newest->time();
  standing.set_checkpoint(newest->note());
  return standing;
}

v1::ExportLogResponse ExportLog(store::Tx& tx, const v1::ExportLogRequest& request) {
  const Place place = PlaceOf(tx, request);
  const auto tiles = TilesOf(place.checkpoint.size());
  const auto most =
      static_cast<size_t>(request.page_size() > 0 ? std::min(request.page_size(), kFilesAtOnce) : kFilesAtOnce);
  const size_t end = std::min(tiles.size(), place.next + most);
  v1::ExportLogResponse response;
  for (size_t i = place.next; i < end; ++i) AddFile(tiles[i].Path(), ContentOf(tx, tiles[i]), &response);
  if (end < tiles.size()) {
    response.set_next_page_token(store::MakePageToken(kExport, {place.checkpoint.size(), static_cast<int64_t>(end)}));
    return response;
  }
  // Last, so that a folder that has a checkpoint has all of its tree.
  AddFile("keys", KeysText(tx), &response);
  AddFile("checkpoint", place.checkpoint.note(), &response);
  return response;
}

v1::EventProof ProveEvent(store::Tx& tx, const v1::ProveEventRequest& request) {
  RequireEventSeen(tx, request.event());
  const auto leaf = tx.SelectOne<v1::LogLeaf>(sql::log::kLeafOfEvent, {{"event", request.event()}});
  if (!leaf) {
    throw Error(Reason::WRONG_STATE,
                fmt::format("event {} is not sealed yet; ask again in a moment, and see almanac log "
                            "show when it stays so",
                            request.event()));
  }
  const auto checkpoint = RequireCheckpoint(tx);
  store::TileReader tiles(tx);
  v1::EventProof proof;
  proof.set_event(request.event());
  proof.set_leaf(leaf->number());
  proof.set_entry(ToBase64(FromHex(leaf->entry())));
  SetPath(merkle::InclusionProof(tiles.AsHash(), leaf->number(), checkpoint.size()), &proof);
  proof.set_checkpoint(checkpoint.note());
  return proof;
}

v1::ExtensionProof ProveExtension(store::Tx& tx, const v1::ProveExtensionRequest& request) {
  const auto checkpoint = RequireCheckpoint(tx);
  const int64_t from = request.from_size();
  if (from < 1 || from > checkpoint.size()) {
    throw Error(Reason::INVALID_FIELD,
                fmt::format("the log has {} leaves, so it is no extension of one with {}; a checkpoint that says so is "
                            "of another log, or this one was cut",
                            checkpoint.size(), from))
        .Field("from_size", fmt::format("1 to {}", checkpoint.size()));
  }
  store::TileReader tiles(tx);
  v1::ExtensionProof proof;
  proof.set_from_size(from);
  proof.set_from_root(ToBase64(merkle::RangeRoot(tiles.AsHash(), 0, from)));
  proof.set_size(checkpoint.size());
  SetPath(merkle::ConsistencyProof(tiles.AsHash(), from, checkpoint.size()), &proof);
  proof.set_checkpoint(checkpoint.note());
  return proof;
}

}  // namespace almanac::domain
