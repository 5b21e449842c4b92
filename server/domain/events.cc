#include "domain/events.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/departments.pb.h"
#include "almanac/v1/people.pb.h"
#include "almanac/v1/program.pb.h"
#include "almanac/v1/releases.pb.h"
#include "almanac/v1/reports.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "almanac/v1/tokens.pb.h"
#include "base/error.h"
#include "domain/grants.h"
#include "sql/events.h"
#include "store/list.h"
#include "store/page.h"

namespace almanac::domain {
namespace {

constexpr int kDefaultSize = 50;
constexpr int kMostSize = 1000;

[[noreturn]] void RefuseName(const std::string& name) {
  throw Error(Reason::NOT_FOUND,
              fmt::format("there is no {}. Give a full name, such as datasets/calls-for-service", name));
}

template <class M>
bool IsThere(store::Tx& tx, const std::string& name) {
  return tx.Find<M>(name).has_value();
}

// A name without its collection is that of the first resource that has it.
std::string FullName(store::Tx& tx, const std::string& name) {
  if (name.find('/') != std::string::npos || name == "program") return name;
  static constexpr std::pair<std::string_view, bool (*)(store::Tx&, const std::string&)> kCollections[] = {
      {"datasets/", &IsThere<v1::Dataset>}, {"releases/", &IsThere<v1::Release>},
      {"reviews/", &IsThere<v1::Review>},   {"departments/", &IsThere<v1::Department>},
      {"people/", &IsThere<v1::Person>},    {"reports/", &IsThere<v1::Report>}};
  for (const auto& [collection, is_there] : kCollections) {
    if (const std::string full = fmt::format("{}{}", collection, name); is_there(tx, full)) return full;
  }
  throw Error(Reason::NOT_FOUND,
              fmt::format("there is no {}: no dataset, release, review, department, person or report has this name. "
                          "`almanac dataset search WORDS` finds datasets; a full name looks like "
                          "datasets/calls-for-service",
                          name));
}

// The history of a resource is for those who see the resource.
void RequireSeen(store::Tx& tx, const std::string& name) {
  const auto is_in = [&](std::string_view collection) { return name.starts_with(collection); };
  if (is_in("datasets/")) {
    tx.Get<v1::Dataset>(name);
  } else if (is_in("departments/")) {
    tx.Get<v1::Department>(name);
  } else if (is_in("people/")) {
    tx.Get<v1::Person>(name);
  } else if (is_in("releases/")) {
    tx.Get<v1::Release>(name);
  } else if (is_in("reviews/")) {
    tx.Get<v1::Review>(name);
  } else if (is_in("reports/")) {
    tx.Get<v1::Report>(name);
  } else if (is_in("tokens/")) {
    const auto token = tx.Get<v1::Token>(name);
    if (token.person() != tx.caller().principal && !Allows(tx.caller(), v1::Permission::ENROL)) RefuseName(name);
  } else if (name != "program") {
    RefuseName(name);
  }
}

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
