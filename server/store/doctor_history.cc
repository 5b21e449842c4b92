// History: revisions without gaps, that meet in time and are what was sealed.
#include <fmt/format.h>

#include "almanac/v1/doctor.pb.h"
#include "almanac/v1/events.pb.h"
#include "base/ids.h"
#include "base/json.h"
#include "store/blanking.h"
#include "store/doctor.h"
#include "store/tx_state.h"

namespace almanac::store {
namespace {

using google::protobuf::Message;

constexpr int64_t kRowsAtOnce = 500;
constexpr const char* kRewritten = "history was rewritten or damaged: compare with a backup, and find out by whom";

// datasets/x is of the table whose collection is datasets/; a single record's name has none.
const TableInfo* TableOfName(std::string_view name) {
  const std::string_view collection = name.substr(0, name.find('/') == name.npos ? 0 : name.find('/') + 1);
  for (const TableInfo* table : AllTables()) {
    if (table->recorded && table->collection == collection) return table;
  }
  return nullptr;
}

class RevisionWalk {
 public:
  RevisionWalk(Tx& tx, const Report& report) : tx_(tx), report_(report) {}

  void Walk() {
    const TableInfo& table = TableOf(v1::Revision::descriptor());
    const std::string text = fmt::format(
        "SELECT {}, e.resource AS event_resource, e.body AS event_body FROM revisions r LEFT JOIN events e ON "
        "e.id = r.event_id WHERE (r.resource, r.revision) > (:resource, :revision) ORDER BY r.resource, r.revision "
        "LIMIT :limit",
        ColumnList(table, table.full, "r."));
    auto cells = LooseCellsOf(table, table.full);
    cells.insert(cells.end(), {Cell::kText, Cell::kText});
    for (int64_t found = kRowsAtOnce; found == kRowsAtOnce;) {
      found = 0;
      const Binds binds{{"resource", last_.resource()}, {"revision", last_.revision()}, {"limit", kRowsAtOnce}};
      tx_.state().Select(text, binds, cells, [&](const Row& row) {
        ++found;
        v1::Revision revision;
        const auto problem = ReadLoosely(table, table.full, row, &revision);
        if (!problem.empty()) Say(revision, problem);
        InspectOne(revision, row.At(table.full.size()), TextOf(row.At(table.full.size() + 1)));
      });
    }
    EndResource();
  }

 private:
  void Say(const v1::Revision& revision, const std::string& problem) {
    report_(FindingOf("history", fmt::format("{} revision {}", revision.resource(), revision.revision()), problem,
                      kRewritten));
  }

  void InspectOne(const v1::Revision& revision, const Value& event_resource, const std::string& event_body) {
    if (revision.resource() != last_.resource()) {
      EndResource();
      last_.Clear();
      last_.set_resource(revision.resource());
      InspectOwner(revision);
    }
    InspectPlace(revision);
    InspectSeal(revision, event_resource, event_body);
    last_ = revision;
    last_.clear_body();
  }

  // The latest revision stands, so it has no end.
  void EndResource() {
    if (last_.revision() != 0 && last_.has_to_time()) Say(last_, "has an end, and no revision follows");
  }

  void InspectOwner(const v1::Revision& revision) {
    const TableInfo* table = TableOfName(revision.resource());
    bool found = false;
    const Cell cells[] = {Cell::kInteger};
    if (table != nullptr) {
      tx_.state().Select(fmt::format("SELECT 1 FROM {} WHERE name = :name", table->table),
                         {{"name", revision.resource()}}, cells, [&](const Row&) { found = true; });
      owner_.reset(google::protobuf::MessageFactory::generated_factory()->GetPrototype(table->message)->New());
    } else {
      owner_.reset();
    }
    if (!found)
      report_(FindingOf("history", revision.resource(), "has a history and no record",
                        "the record was deleted by hand: put it back as its last revision says"));
  }

  void InspectPlace(const v1::Revision& revision) {
    if (revision.revision() != last_.revision() + 1) {
      Say(revision, fmt::format("follows revision {}: those between are gone", last_.revision()));
      return;
    }
    if (last_.revision() == 0) return;
    if (!last_.has_to_time()) return Say(last_, "has no end, and another revision follows");
    if (TimeText(last_.to_time()) != TimeText(revision.from_time()))
      return Say(revision, "does not begin when the one before it ends");
    if (TimeText(last_.from_time()) > TimeText(last_.to_time())) Say(last_, "ends before it begins");
  }

  void InspectSeal(const v1::Revision& revision, const Value& event_resource, const std::string& event_body) {
    if (std::holds_alternative<std::monostate>(event_resource)) return Say(revision, "its event is gone");
    if (TextOf(event_resource) != revision.resource()) return Say(revision, "its event is another record's");
    if (revision.salt() == kBlankedSalt) return InspectBlank(revision);
    v1::EventSeal seal;
    // An event that does not read is told with the rows.
    if (!FromJson(event_body, &seal)) return;
    const std::string hash = Sha256Hex(revision.salt() + revision.body());
    for (const auto& sealed : seal.revisions()) {
      if (sealed.resource() != revision.resource() || sealed.revision() != revision.revision()) continue;
      if (sealed.sha256() != hash) return Say(revision, "is not the text that its event sealed");
      std::string problem;
      if (owner_ && !FromJson(revision.body(), owner_.get(), &problem)) Say(revision, "does not read: " + problem);
      return;
    }
    Say(revision, "its event does not seal it");
  }

  void InspectBlank(const v1::Revision& revision) {
    if (!revision.body().empty()) return Say(revision, "was blanked, and says something again");
    if (!IsBlankedOpenly(tx_, revision.resource(), FactsOfRevision(revision.revision())))
      Say(revision, "was blanked, and no event says by whom");
  }

  Tx& tx_;
  const Report& report_;
  v1::Revision last_;
  // What the revisions of the present resource are read into.
  std::unique_ptr<Message> owner_;
};

// A record that is gone with all its revisions is still named by its events.
void InspectEvents(Tx& tx, const Report& report) {
  const std::string text =
      "SELECT DISTINCT resource FROM events WHERE resource > :after ORDER BY resource LIMIT :limit";
  const std::string left = "SELECT 1 FROM revisions WHERE resource = :resource LIMIT 1";
  const Cell cells[] = {Cell::kText};
  std::vector<std::string> names;
  std::string after;
  do {
    names.clear();
    tx.state().Select(text, {{"after", after}, {"limit", kRowsAtOnce}}, cells,
                      [&](const Row& row) { names.push_back(TextOf(row.At(0))); });
    for (const std::string& name : names) {
      bool found = TableOfName(name) == nullptr;
      const Cell one[] = {Cell::kInteger};
      if (!found) tx.state().Select(left, {{"resource", name}}, one, [&](const Row&) { found = true; });
      if (!found) report(FindingOf("history", name, "has events, and every revision of it is gone", kRewritten));
      after = name;
    }
  } while (static_cast<int64_t>(names.size()) == kRowsAtOnce);
}

}  // namespace

void InspectHistory(Tx& tx, const Report& report) {
  RevisionWalk(tx, report).Walk();
  InspectEvents(tx, report);
}

}  // namespace almanac::store
