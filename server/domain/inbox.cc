#include "domain/inbox.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/program.pb.h"
#include "almanac/v1/releases.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "base/ids.h"
#include "domain/attestations.h"
#include "domain/grants.h"
#include "domain/handovers.h"
#include "domain/holders.h"
#include "domain/inbox_duties.h"
#include "domain/inbox_items.h"
#include "domain/independence.h"
#include "domain/lifecycle.h"
#include "domain/mosaic.h"
#include "domain/next_step.h"
#include "domain/profile.h"
#include "domain/program.h"
#include "domain/requirements.h"
#include "domain/reviews.h"
#include "domain/seating.h"
#include "domain/series.h"
#include "domain/timeline.h"
#include "domain/times.h"
#include "domain/when.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

constexpr int kDefaultSize = 20;
constexpr int kMostSize = 200;

// Wrote it, or has agreed already.
bool HasNoSay(const v1::Dataset& dataset, const v1::Review& review, const std::string& person) {
  return IsAuthor(dataset, review, person) || HasAgreed(review, person);
}

// By when it is answered, and what follows where it is not.
void SetDue(store::Tx& tx, const v1::Review& review, v1::InboxItem* item) {
  item->set_otherwise("the manager is told");
  if (!review.has_urgent_until()) return item->set_until(review.due_date());
  item->set_until(TimeHere(tx, ToInstant(review.urgent_until())));
  item->set_why(fmt::format("urgent, {}; {}", review.urgent_reason(), item->why()));
}

void AddDecisions(store::Tx& tx, Items* items) {
  if (!tx.caller().IsPerson() || !Allows(tx.caller(), v1::Permission::DECIDE)) return;
  v1::ListReviewsRequest request;
  request.set_page_size(kOfAKind);
  request.set_view(v1::FULL);
  request.set_order_by("submit_time");
  v1::ListReviewsResponse response;
  store::List(tx, request, &response, {"state = open" + InTheirs(tx.caller(), v1::Permission::DECIDE)});
  Items urgent, others;
  const auto datasets = DatasetsOf(tx, response.reviews());
  for (const auto& review : response.reviews()) {
    if (!Allows(tx.caller(), v1::Permission::DECIDE, review.department())) continue;
    const auto found = datasets.find(review.dataset());
    if (found == datasets.end() || HasNoSay(found->second, review, tx.caller().principal)) continue;
    const auto places = OpenPlaces(tx, found->second, review);
    if (places.empty()) continue;
    const bool last = MissingApprovals(review) == 1;
    auto item = Item(last ? "decide" : "approve", review.dataset(), found->second.title());
    item.set_why(fmt::format("{} asks {}, as {}{}", IdOf(review.submitter()),
                             last ? "for a decision" : "whether you agree", SeatTitle(places.front().seat),
                             review.submit_note().empty() ? "" : fmt::format(": {}", review.submit_note())));
    *item.mutable_since() = review.submit_time();
    item.set_command(last ? CommandOf(DatasetVerb::kApprove, review.dataset()) : ApproveCommand(review));
    SetDue(tx, review, &item);
    (review.has_urgent_until() ? urgent : others).push_back(std::move(item));
  }
  std::move(urgent.begin(), urgent.end(), std::back_inserter(*items));
  std::move(others.begin(), others.end(), std::back_inserter(*items));
}

// What holds up those who agree and publish: the privacy officer's alone.
void AddMosaic(store::Tx& tx, Items* items) {
  if (!HoldsRole(tx.caller(), v1::PRIVACY_OFFICER)) return;
  for (const auto& cluster : ClustersThatWait(tx)) {
    auto item = Item("mosaic", cluster.name(), "What can be put together");
    item.set_why(cluster.standing());
    item.set_command(fmt::format("almanac mosaic show {}", IdOf(cluster.name())));
    items->push_back(std::move(item));
  }
}

void AddApproved(store::Tx& tx, Items* items) {
  if (!tx.caller().IsPerson() || !Allows(tx.caller(), v1::Permission::PUBLISH)) return;
  for (const auto& dataset :
       DatasetsWhere(tx, "state = approved" + InTheirs(tx.caller(), v1::Permission::PUBLISH), "create_time")) {
    auto item = Item("publish", dataset.name(), dataset.title());
    item.set_why("approved, with no day promised");
    *item.mutable_since() = dataset.update_time();
    item.set_command(CommandOf(DatasetVerb::kPublish, dataset.name()));
    items->push_back(std::move(item));
  }
}

// An approved edit of a published set waits for publication, any other for somebody to submit it.
void AddPendingEdits(store::Tx& tx, const std::set<std::string>& returned, Items* items) {
  if (!tx.caller().IsPerson()) return;
  const std::string filter = "state = published AND pending_edit = true" + InTheirs(tx.caller(), v1::Permission::EDIT);
  for (const auto& dataset : DatasetsWhere(tx, filter, "create_time")) {
    if (returned.count(dataset.name()) > 0 || OpenReviewOf(tx, dataset.name())) continue;
    const auto decision = DecisionFor(tx, dataset);
    const bool binds = decision && IsRelease(decision->outcome()) && BindsTo(*decision, dataset);
    const auto needed = binds ? v1::Permission::PUBLISH : v1::Permission::SUBMIT;
    if (!Allows(tx.caller(), needed, dataset.department())) continue;
    auto item = Item(binds ? "publish" : "submit", dataset.name(), dataset.title());
    item.set_why(binds ? "an edit of what is published was approved"
                       : "an edit of what is published was not submitted yet, and waits for that");
    *item.mutable_since() = dataset.update_time();
    item.set_command(CommandOf(binds ? DatasetVerb::kPublish : DatasetVerb::kSubmit, dataset.name()));
    items->push_back(std::move(item));
  }
}

void AddOverdueReleases(store::Tx& tx, Day today, Items* items) {
  const auto needed = v1::Permission::EDIT;
  if (!Allows(tx.caller(), needed)) return;
  v1::ListReleasesRequest request;
  request.set_page_size(kOfAKind);
  request.set_view(v1::FULL);
  request.set_order_by("last_day");
  v1::ListReleasesResponse response;
  store::List(tx, request, &response,
              {fmt::format("(state = provisional OR state = confirmed) AND last_day < \"{}\"{}", ToText(today),
                           InTheirs(tx.caller(), needed))});
  const auto titles = TitlesFor(tx, {response.releases().begin(), response.releases().end()});
  for (const auto& release : response.releases()) {
    const auto title = titles.find(release.dataset());
    auto item = Item("overdue", release.name(), title == titles.end() ? release.dataset() : title->second.title());
    item.set_why(fmt::format("{} for {}, and not out",
                             release.state() == v1::Release::CONFIRMED ? "promised" : "planned",
                             DayWords(release.last_day())));
    item.set_command(fmt::format("almanac release move {} WHEN --reason '...'", IdOf(release.name())));
    items->push_back(std::move(item));
  }
}

void AddRefreshes(store::Tx& tx, Day today, Items* items) {
  const auto needed = v1::Permission::EDIT;
  if (!Allows(tx.caller(), needed)) return;
  const std::string filter =
      fmt::format("state = published AND next_due_date < \"{}\"{}", ToText(today), InTheirs(tx.caller(), needed));
  for (const auto& dataset : DatasetsWhere(tx, filter, "next_due_date")) {
    auto item = Item("refresh", dataset.name(), dataset.title());
    item.set_why(fmt::format("its data was due on {}", DayWords(dataset.next_due_date())));
    // Without a day it would say today, of data that may be years old.
    item.set_command(CommandOf(DatasetVerb::kRefresh, dataset.name()) + " --as-of DAY");
    items->push_back(std::move(item));
  }
}

// The latest reviews that sent something back, by dataset.
std::vector<v1::Review> ReturnsOf(store::Tx& tx) {
  v1::ListReviewsRequest request;
  request.set_page_size(kOfAKind);
  request.set_view(v1::FULL);
  request.set_order_by("decide_time desc");
  v1::ListReviewsResponse response;
  store::List(tx, request, &response, {"state = decided AND outcome = defer"});
  return {response.reviews().begin(), response.reviews().end()};
}

// Whose it is: who put it forward, who is named on it, and who describes for its department.
bool IsTheirs(const Caller& caller, const v1::Dataset& dataset, const v1::Review& review) {
  if (!Allows(caller, v1::Permission::EDIT, dataset.department())) return false;
  const std::string& one = caller.principal;
  if (review.submitter() == one || dataset.owner() == one || dataset.coordinator() == one) return true;
  const auto departments = DepartmentsFor(caller, v1::Permission::EDIT);
  return std::find(departments.begin(), departments.end(), dataset.department()) != departments.end();
}

// What somebody sent back says by whom and why, until it is submitted again. Returns the names of those added.
std::set<std::string> AddReturned(store::Tx& tx, Items* items) {
  std::set<std::string> seen, added;
  if (!tx.caller().IsPerson() || !Allows(tx.caller(), v1::Permission::EDIT)) return added;
  for (const auto& review : ReturnsOf(tx)) {
    if (!seen.insert(review.dataset()).second) continue;
    const auto dataset = tx.Find<v1::Dataset>(review.dataset());
    if (!dataset || !IsTheirs(tx.caller(), *dataset, review)) continue;
    const auto back = SentBackBy(tx, *dataset);
    if (!back || back->name() != review.name()) continue;
    // Somebody has changed it since: that may be the answer.
    const bool changed =
        ToInstant(dataset->update_time()) > ToInstant(review.decide_time()) && MissingToSubmit(*dataset).empty();
    auto item = Item("returned", dataset->name(), dataset->title());
    item.set_why(fmt::format("{} sent it back: {}{}", IdOf(review.decider()), review.public_reason(),
                             changed ? " It was changed since, and can be submitted again." : ""));
    *item.mutable_since() = review.decide_time();
    item.set_command(changed ? CommandOf(DatasetVerb::kSubmit, dataset->name())
                             : fmt::format("almanac dataset edit {}", IdOf(dataset->name())));
    items->push_back(std::move(item));
    added.insert(dataset->name());
  }
  return added;
}

// Describing is work of the departments; who may edit everywhere is not sent everybody's.
void AddDescriptions(store::Tx& tx, const std::set<std::string>& returned, Items* items) {
  const auto departments = DepartmentsFor(tx.caller(), v1::Permission::EDIT);
  std::vector<std::string> mine{fmt::format("owner = \"{0}\" OR coordinator = \"{0}\"", tx.caller().principal)};
  for (const auto& one : departments) mine.push_back(fmt::format("department = \"{}\"", one));
  if (!tx.caller().IsPerson() || !Allows(tx.caller(), v1::Permission::EDIT)) return;
  // State by state, each along its index: of three at once a database would sort what it finds.
  std::vector<v1::Dataset> described;
  for (const char* state : {"identified", "inventoried", "classified"}) {
    const std::string filter = fmt::format("state = {} AND ({})", state, fmt::join(mine, " OR "));
    for (auto& dataset : DatasetsWhere(tx, filter, "create_time")) described.push_back(std::move(dataset));
  }
  std::stable_sort(described.begin(), described.end(), [](const v1::Dataset& one, const v1::Dataset& other) {
    return ToInstant(one.create_time()) < ToInstant(other.create_time());
  });
  for (const auto& dataset : described) {
    if (!Allows(tx.caller(), v1::Permission::EDIT, dataset.department()) || returned.count(dataset.name()) > 0)
      continue;
    const auto missing = MissingToSubmit(dataset);
    auto item = Item(missing.empty() ? "submit" : "complete", dataset.name(), dataset.title());
    item.set_why(missing.empty() ? "complete, and not submitted"
                 : missing.size() == 1
                     ? "one thing is missing before it can be submitted"
                     : fmt::format("{} things are missing before it can be submitted", missing.size()));
    *item.mutable_since() = missing.empty() ? dataset.update_time() : dataset.create_time();
    item.set_command(missing.empty() ? CommandOf(DatasetVerb::kSubmit, dataset.name())
                                     : fmt::format("almanac dataset check {}", IdOf(dataset.name())));
    items->push_back(std::move(item));
  }
}

// What somebody who goes leaves the caller, an item a person.
void AddOffers(store::Tx& tx, Items* items) {
  if (!tx.caller().IsPerson()) return;
  v1::ListHandoversRequest request;
  request.set_page_size(kOfAKind);
  request.set_view(v1::FULL);
  v1::ListHandoversResponse response;
  store::List(tx, request, &response, {fmt::format("successor = \"{}\" AND state = offered", tx.caller().principal)});
  std::map<std::string, std::vector<v1::Handover>> by_leaver;
  for (const auto& handover : response.handovers()) by_leaver[handover.leaver()].push_back(handover);
  for (const auto& [leaver, handovers] : by_leaver) {
    const auto& first = handovers.front();
    const bool one = handovers.size() == 1;
    auto item = Item("handover", one ? first.name() : leaver,
                     one ? HandoverWords(first)
                         : fmt::format("{}{} things of {}", handovers.size() == kOfAKind ? "at least " : "",
                                       handovers.size(), IdOf(leaver)));
    item.set_why(
        fmt::format("{} leaves, and {} yours if you accept. To decline: almanac handover decline {} "
                    "--reason '...'",
                    IdOf(leaver), one ? "it is" : "they are",
                    one ? std::string(IdOf(first.name())) : fmt::format("--from {}", IdOf(leaver))));
    *item.mutable_since() = first.offer_time();
    item.set_command(one ? fmt::format("almanac handover accept {}", IdOf(first.name()))
                         : fmt::format("almanac handover accept --from {}", IdOf(leaver)));
    items->push_back(std::move(item));
  }
}

// Nobody is asked for it any more, so an administrator is.
void AddDeclined(store::Tx& tx, Items* items) {
  if (!AllowsEverywhere(tx.caller(), v1::Permission::ADMINISTER)) return;
  v1::ListHandoversRequest request;
  request.set_page_size(kOfAKind);
  request.set_view(v1::FULL);
  v1::ListHandoversResponse response;
  store::List(tx, request, &response, {"state = declined"});
  for (const auto& handover : response.handovers()) {
    auto item = Item("declined", handover.name(), HandoverWords(handover));
    item.set_why(fmt::format("{} declined to take it over from {}: {}", IdOf(handover.successor()),
                             IdOf(handover.leaver()), handover.reason()));
    *item.mutable_since() = handover.answer_time();
    item.set_command(fmt::format("almanac handover offer {} PERSON", IdOf(handover.name())));
    items->push_back(std::move(item));
  }
}

// Theirs to certify: who coordinates there, and who owns where nobody does.
bool IsToAttest(store::Tx& tx, const Grant& grant) {
  const std::string coordinator = RoleText(v1::COORDINATOR);
  if (grant.department.empty()) return false;
  if (grant.role == coordinator) return true;
  return grant.role == RoleText(v1::OWNER) && HoldersOf(tx, coordinator, grant.department).empty();
}

// Before the day that it is due by, and ever after.
void AddAttestations(store::Tx& tx, Day today, Items* items) {
  constexpr auto kAhead = std::chrono::days(30);
  std::set<std::string> departments;
  for (const auto& grant : tx.caller().grants) {
    if (tx.caller().IsPerson() && IsToAttest(tx, grant)) departments.insert(grant.department);
  }
  for (const auto& name : departments) {
    const auto department = tx.Find<v1::Department>(name);
    if (!department || !department->end_date().empty()) continue;
    const auto standing = StandingOfAttestation(tx, *department);
    if (standing.due_date > ToText(today + kAhead)) continue;
    auto item = Item("attest", name, department->title());
    item.set_why(fmt::format(
        "its list is to be certified {}{}; {}", standing.overdue ? "since " : "by ", DayWords(standing.due_date),
        standing.last_date.empty() ? "it never was" : fmt::format("it last was on {}", DayWords(standing.last_date))));
    item.set_command(fmt::format("almanac attest {} --dry-run", IdOf(name)));
    items->push_back(std::move(item));
  }
}

void DescribeCaller(store::Tx& tx, v1::GetInboxResponse* response) {
  const auto program = tx.Find<v1::Program>("program").value_or(v1::Program());
  response->set_program_title(program.title());
  response->set_sample(program.sample());
  response->set_caller(tx.caller().principal);
  response->set_caller_display_name(tx.caller().display_name);
  const Profile& profile = ProfileOf(tx);
  for (const auto& grant : tx.caller().grants) {
    auto* role = response->add_roles();
    role->set_role(profile.RoleTitle(grant.role));
    role->set_department(grant.department);
  }
}

}  // namespace

v1::GetInboxResponse GetInbox(store::Tx& tx, const v1::GetInboxRequest& request) {
  v1::GetInboxResponse response;
  DescribeCaller(tx, &response);
  const Day today = TodayAsDay(tx);
  Items items;
  AddIncidents(tx, &items);
  AddMosaic(tx, &items);
  AddDecisions(tx, &items);
  AddLateReviews(tx, today, &items);
  AddOffers(tx, &items);
  AddDeclined(tx, &items);
  AddApproved(tx, &items);
  const auto returned = AddReturned(tx, &items);
  AddPendingEdits(tx, returned, &items);
  AddOverdueReleases(tx, today, &items);
  AddRefreshes(tx, today, &items);
  AddAttestations(tx, today, &items);
  AddDescriptions(tx, returned, &items);
  AddSecondLooks(tx, today, &items);
  const size_t size =
      request.page_size() <= 0 ? kDefaultSize : static_cast<size_t>(std::min(request.page_size(), kMostSize));
  for (size_t i = 0; i < items.size() && i < size; ++i) *response.add_items() = std::move(items[i]);
  if (items.size() > size) response.set_more(static_cast<int>(items.size() - size));
  if (response.items().empty()) {
    const NextStep next = NextStepFor(tx);
    response.set_next_command(next.command);
    response.set_next_why(next.why);
  }
  return response;
}

}  // namespace almanac::domain
