#include "domain/history_diff.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/collections.h"
#include "domain/differences.h"
#include "sql/events.h"

namespace almanac::domain {
namespace {

using google::protobuf::Message;

v1::Revision RevisionOf(store::Tx& tx, const std::string& name, int64_t number, const char* field) {
  const auto found = tx.SelectOne<v1::Revision>(sql::events::kRevision, {{"resource", name}, {"revision", number}});
  if (found) return *found;
  throw Error(Reason::INVALID_FIELD,
              fmt::format("{} has no revision {}; almanac history show {} lists them", IdOf(name), number, name))
      .Field(field, "there is none of that number");
}

std::unique_ptr<Message> MessageOf(const std::string& name, const v1::Revision& revision) {
  auto message = NewOfName(name);
  std::string problem;
  if (revision.body().empty())
    throw Error(Reason::WRONG_STATE, fmt::format("revision {} of {} was blanked; compare with another",
                                                 revision.revision(), revision.resource()));
  if (FromJson(revision.body(), message.get(), &problem)) return message;
  throw Error(Reason::INTERNAL, fmt::format("a revision of {} does not read: {}", name, problem));
}

}  // namespace

v1::DiffHistoryResponse DiffHistory(store::Tx& tx, const v1::DiffHistoryRequest& request) {
  const std::string name = FullName(tx, request.name());
  RequireSeen(tx, name);
  const auto to = RevisionOf(tx, name, request.to_revision(), "to_revision");
  const int64_t before =
      request.from_revision() != 0 ? request.from_revision() : std::max<int64_t>(to.revision() - 1, 1);
  const auto from = RevisionOf(tx, name, before, "from_revision");
  v1::DiffHistoryResponse response;
  response.set_name(name);
  response.set_from_revision(from.revision());
  response.set_to_revision(to.revision());
  for (auto& change : DifferencesOf(*MessageOf(name, from), *MessageOf(name, to))) {
    *response.add_changes() = std::move(change);
  }
  const store::Binds steps{
      {"resource", name}, {"after", from.event_id()}, {"last", std::max(from.event_id(), to.event_id())}};
  for (auto& event : tx.Select<v1::Event>(sql::events::kBetween, steps)) {
    event.clear_body();
    event.clear_salt();
    *response.add_events() = std::move(event);
  }
  return response;
}

}  // namespace almanac::domain
