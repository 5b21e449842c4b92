#include "store/blanking.h"

#include <fmt/format.h>

#include <algorithm>

#include "almanac/v1/doctor.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "sql/log.h"
#include "store/dialect.h"
#include "store/tx_state.h"

namespace almanac::store {
namespace {

constexpr const char* kVerb = "log.blanked";
// What names the record, and says who sees it, stays.
constexpr std::array<std::string_view, 4> kParts{"actor", "reason", "request_id", "body"};

size_t IndexOf(std::string_view part) {
  if (std::find(kParts.begin(), kParts.end(), part) == kParts.end()) {
    throw Error(Reason::INVALID_FIELD,
                fmt::format("{} cannot be blanked; actor, reason, request_id and body can", part))
        .Field("part", "actor, reason, request_id or body");
  }
  return static_cast<size_t>(std::find(kBlankableParts.begin(), kBlankableParts.end(), part) - kBlankableParts.begin());
}

std::string FactsOf(int64_t event, std::string_view part) {
  return fmt::format("{{\"event\":{},\"part\":\"{}\"}}", event, part);
}

// The hashes of revisions, and nothing else.
std::string BodyWithoutFacts(const std::string& body) {
  v1::EventSeal seal;
  if (!FromJson(body, &seal)) return {};
  std::string text = "{\"revisions\":[";
  for (const auto& revision : seal.revisions()) {
    if (!text.ends_with('[')) text += ',';
    text += ToJson(revision);
  }
  return text + "]}";
}

EventText ReadEvent(Tx& tx, int64_t id) {
  auto event = FindEventText(tx, id);
  if (event) return *std::move(event);
  throw Error(Reason::NOT_FOUND, fmt::format("there is no event {}", id));
}

void RequireAsSealed(Tx& tx, const EventText& event) {
  const auto leaf = tx.SelectOne<v1::LogLeaf>(sql::log::kLeafOfEvent, {{"event", event.id}});
  if (!leaf)
    throw Error(Reason::WRONG_STATE, fmt::format("event {} is not sealed yet; ask again in a moment", event.id));
  if (leaf->entry() == ToHex(EntryOf(event))) return;
  throw Error(Reason::INTERNAL, fmt::format("event {} is not what was sealed; see almanacd doctor", event.id));
}

// The salts that the parts have now, so that the event's own can go.
v1::EventBlanks BlanksOf(const EventText& event) {
  v1::EventBlanks blanks;
  ReadBlanks(event, &blanks);
  if (blanks.parts_size() > 0) return blanks;
  for (const std::string_view name : kBlankableParts) {
    auto* part = blanks.add_parts();
    part->set_name(std::string(name));
    part->set_salt(ToHex(PartSalt(event, name)));
  }
  return blanks;
}

void SayOpenly(Tx& tx, const EventText& event, std::string_view why, const std::string& facts) {
  const std::vector<std::string> columns{"time",       "actor", "verb", "resource", "reason",
                                         "request_id", "body",  "salt", "scope"};
  TxState& state = tx.state();
  state.Write(InsertText("events", columns), {{"time", state.now},
                                              {"actor", state.caller.principal},
                                              {"verb", std::string(kVerb)},
                                              {"resource", event.resource()},
                                              {"reason", std::string(why)},
                                              {"request_id", state.request_id},
                                              {"body", fmt::format("{{\"revisions\":[],\"facts\":{}}}", facts)},
                                              {"salt", NewSalt()},
                                              {"scope", event.parts[4]}});
}

}  // namespace

void BlankEvent(Tx& tx, int64_t id, std::string_view name, std::string_view why) {
  const size_t index = IndexOf(name);
  const EventText event = ReadEvent(tx, id);
  RequireAsSealed(tx, event);
  v1::EventBlanks blanks = BlanksOf(event);
  v1::BlankedPart* part = blanks.mutable_parts(static_cast<int>(index));
  if (!part->sha256().empty())
    throw Error(Reason::WRONG_STATE, fmt::format("the {} of event {} is blanked already", name, id));
  part->set_sha256(PartHash(FromHex(part->salt()), event.parts[index]));
  part->clear_salt();
  const std::string left = name == "body" ? BodyWithoutFacts(event.body()) : std::string();
  tx.state().Write(fmt::format("UPDATE events SET {} = :left, salt = '' WHERE id = :id", name),
                   {{"left", left}, {"id", id}});
  tx.state().Write(
      "INSERT INTO log_blanks (event_id, parts) VALUES (:id, :parts) ON CONFLICT (event_id) DO UPDATE SET parts = "
      "excluded.parts",
      {{"id", id}, {"parts", ToJson(blanks)}});
  SayOpenly(tx, event, why, FactsOf(id, name));
}

void BlankRevision(Tx& tx, std::string_view resource, int64_t revision, std::string_view why) {
  const Binds binds{{"resource", std::string(resource)}, {"revision", revision}};
  EventText event;
  std::string salt;
  bool ended = false;
  const Cell cells[] = {Cell::kInteger, Cell::kText, Cell::kText};
  tx.state().Select("SELECT event_id, to_time, salt FROM revisions WHERE resource = :resource AND revision = :revision",
                    binds, cells, [&](const Row& row) {
                      event.there = true;
                      event.id = row.Integer(0);
                      ended = !row.IsNull(1);
                      salt = row.Text(2);
                    });
  if (!event.there) throw Error(Reason::NOT_FOUND, fmt::format("{} has no revision {}", resource, revision));
  if (!ended)
    throw Error(Reason::WRONG_STATE, fmt::format("revision {} of {} is what stands; change the record first, and blank "
                                                 "what it was",
                                                 revision, resource));
  if (salt == kBlankedSalt)
    throw Error(Reason::WRONG_STATE, fmt::format("revision {} of {} is blanked already", revision, resource));
  event = ReadEvent(tx, event.id);
  RequireAsSealed(tx, event);
  Binds blanked = binds;
  blanked.emplace_back("salt", std::string(kBlankedSalt));
  tx.state().Write("UPDATE revisions SET body = '', salt = :salt WHERE resource = :resource AND revision = :revision",
                   blanked);
  SayOpenly(tx, event, why, FactsOfRevision(revision));
}

std::string FactsOfRevision(int64_t revision) { return fmt::format("{{\"revision\":{}}}", revision); }

bool IsBlankedOpenly(Tx& tx, std::string_view resource, std::string_view facts) {
  bool said = false;
  const Cell cells[] = {Cell::kInteger};
  tx.state().Select("SELECT id FROM events WHERE resource = :resource AND verb = :verb AND body = :body",
                    {{"resource", std::string(resource)},
                     {"verb", std::string(kVerb)},
                     {"body", fmt::format("{{\"revisions\":[],\"facts\":{}}}", facts)}},
                    cells, [&](const Row&) { said = true; });
  return said;
}

std::vector<std::string> ProblemsOfBlanks(Tx& tx, const EventText& event) {
  std::vector<std::string> problems;
  v1::EventBlanks blanks;
  if (!ReadBlanks(event, &blanks) || blanks.parts_size() != static_cast<int>(kBlankableParts.size()))
    return {"what was blanked of it does not read"};
  for (size_t i = 0; i < kBlankableParts.size(); ++i) {
    const std::string_view name = kBlankableParts[i];
    const auto& part = blanks.parts(static_cast<int>(i));
    if (part.name() != name) return {"what was blanked of it does not read"};
    if (part.sha256().empty()) continue;
    const std::string left = name == "body" ? BodyWithoutFacts(event.body()) : std::string();
    if (event.parts[i] != left) problems.push_back(fmt::format("its {} was blanked, and says something again", name));
    if (!IsBlankedOpenly(tx, event.resource(), FactsOf(event.id, name)))
      problems.push_back(fmt::format("its {} was blanked, and no event says by whom", name));
  }
  return problems;
}

}  // namespace almanac::store
