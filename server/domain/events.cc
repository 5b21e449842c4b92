#include "domain/events.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "base/error.h"
#include "domain/collections.h"
#include "sql/events.h"
#include "store/list.h"
#include "store/page.h"

namespace almanac::domain {
namespace {

constexpr int kDefaultSize = 50;
constexpr int kMostSize = 1000;

// A page ends before an event of that history.
std::string QuestionOf(const v1::GetHistoryRequest& request) { return "history " + request.name(); }

int64_t BeforeOf(const v1::GetHistoryRequest& request) {
  if (request.page_token().empty()) return std::numeric_limits<int64_t>::max();
  const auto key = store::ReadPageToken(request.page_token(), QuestionOf(request), 1);
  const auto* before = std::get_if<int64_t>(&key.front());
  if (before != nullptr) return *before;
  throw Error(Reason::INVALID_PAGE_TOKEN, "this page token is not of this history; start again without one");
}

int SizeOf(const v1::GetHistoryRequest& request) {
  if (request.page_size() < 0) {
    throw Error(Reason::INVALID_FIELD, "a page has 1 to 1,000 entries").Field("page_size", "1 to 1,000");
  }
  return request.page_size() == 0 ? kDefaultSize : std::min(request.page_size(), kMostSize);
}

std::map<int64_t, v1::Revision> RevisionsOf(store::Tx& tx, const std::string& name,
                                            const std::vector<v1::Event>& events) {
  std::map<int64_t, v1::Revision> revisions;
  if (events.empty()) return revisions;
  const store::Binds binds{{"resource", name}, {"first", events.back().id()}, {"last", events.front().id()}};
  for (auto& revision : tx.Select<v1::Revision>(sql::events::kRevisionsOfResource, binds)) {
    revisions[revision.event_id()] = std::move(revision);
  }
  return revisions;
}

void Shorten(v1::HistoryEntry* entry) {
  entry->mutable_event()->clear_body();
  entry->mutable_event()->clear_salt();
  if (!entry->has_revision()) return;
  entry->mutable_revision()->clear_body();
  entry->mutable_revision()->clear_salt();
}

}  // namespace

v1::ListEventsResponse ListEvents(store::Tx& tx, const v1::ListEventsRequest& request) {
  v1::ListEventsResponse response;
  store::List(tx, request, &response);
  return response;
}

v1::GetHistoryResponse GetHistory(store::Tx& tx, const v1::GetHistoryRequest& request) {
  const std::string name = FullName(tx, request.name());
  RequireSeen(tx, name);
  const int size = SizeOf(request);
  auto events = tx.Select<v1::Event>(
      sql::events::kOfResource,
      {{"resource", name}, {"before", BeforeOf(request)}, {"limit", static_cast<int64_t>(size) + 1}});
  const bool more = events.size() > static_cast<size_t>(size);
  if (more) events.pop_back();
  auto revisions = RevisionsOf(tx, name, events);
  v1::GetHistoryResponse response;
  if (more) response.set_next_page_token(store::MakePageToken(QuestionOf(request), {events.back().id()}));
  for (auto& event : events) {
    auto* entry = response.add_entries();
    const auto revision = revisions.find(event.id());
    if (revision != revisions.end()) *entry->mutable_revision() = std::move(revision->second);
    *entry->mutable_event() = std::move(event);
    if (request.view() != v1::FULL) Shorten(entry);
  }
  return response;
}

}  // namespace almanac::domain
