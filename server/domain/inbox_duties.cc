#include "domain/inbox_duties.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "almanac/v1/agreements.pb.h"
#include "almanac/v1/incidents.pb.h"
#include "almanac/v1/program.pb.h"
#include "almanac/v1/removals.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "base/ids.h"
#include "domain/grants.h"
#include "domain/independence.h"
#include "domain/lifecycle.h"
#include "domain/reviews.h"
#include "domain/seating.h"
#include "domain/times.h"
#include "domain/when.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

// An agreement is renewed or let go before it ends.
constexpr int kDaysBeforeEnd = 30;
constexpr int kDigestDays = 7;

// At most kOfAKind of them, whole.
template <class Request, class Response>
Response Those(store::Tx& tx, const std::string& filter, const std::string& order) {
  Request request;
  request.set_page_size(kOfAKind);
  request.set_view(v1::FULL);
  request.set_order_by(order);
  Response response;
  store::List(tx, request, &response, {filter});
  return response;
}

v1::ListReviewsResponse ReviewsWhere(store::Tx& tx, const std::string& filter, const std::string& order) {
  return Those<v1::ListReviewsRequest, v1::ListReviewsResponse>(tx, filter, order);
}

std::string TitleOf(store::Tx& tx, const std::string& dataset) {
  const auto found = tx.Find<v1::Dataset>(dataset);
  return found ? found->title() : dataset;
}

void AddRereadings(store::Tx& tx, Items* items) {
  if (!HoldsRole(tx.caller(), v1::PRIVACY_OFFICER)) return;
  const auto drawn = ReviewsWhere(tx, "state = decided AND sampled = true AND reread_by = \"\"", "decide_time");
  const auto datasets = DatasetsOf(tx, drawn.reviews());
  for (const auto& review : drawn.reviews()) {
    const auto found = datasets.find(review.dataset());
    const std::string& caller = tx.caller().principal;
    if (found == datasets.end() || IsAuthor(found->second, review, caller) || HasAgreed(review, caller)) continue;
    auto item = Item("reread", review.name(), found->second.title());
    item.set_why(fmt::format("drawn from the routine decisions; {} released it", IdOf(review.decider())));
    *item.mutable_since() = review.decide_time();
    item.set_command(fmt::format("almanac review reread {} --note '...'", IdOf(review.name())));
    items->push_back(std::move(item));
  }
}

// One line a week for those who answer for what was decided without them.
void AddDigest(store::Tx& tx, Day today, Items* items) {
  if (!HoldsRole(tx.caller(), v1::LEADERSHIP)) return;
  const auto program = tx.Find<v1::Program>("program").value_or(v1::Program());
  const Day since = today - std::chrono::days(kDigestDays);
  const std::string of_the_week = fmt::format("state = decided AND tier = 0 AND decide_time >= \"{}\"",
                                              ToText(StartOfDay(program.time_zone(), since)));
  const auto routine = ReviewsWhere(tx, of_the_week, "decide_time");
  std::vector<std::string> ids;
  for (const auto& review : routine.reviews()) {
    if (IsRelease(review.outcome())) ids.emplace_back(IdOf(review.dataset()));
  }
  if (ids.empty()) return;
  auto item =
      Item("digest", {}, ids.size() == 1 ? "One routine decision" : fmt::format("{} routine decisions", ids.size()));
  item.set_why(fmt::format("since {}, without you: {}. What should not be public: almanac review pull-back NAME",
                           DayWords(ToText(since)), fmt::join(ids, ", ")));
  item.set_command(fmt::format("almanac review list --filter 'tier = 0 AND decide_time >= \"{}\"'", ToText(since)));
  items->push_back(std::move(item));
}

void AddDecisionsToLookAtAgain(store::Tx& tx, Day today, Items* items) {
  if (!tx.caller().IsPerson() || !Allows(tx.caller(), v1::Permission::SUBMIT)) return;
  const std::string filter =
      fmt::format("state = published AND review_again_date > \"\" AND review_again_date < \"{}\"{}", ToText(today),
                  InTheirs(tx.caller(), v1::Permission::SUBMIT));
  for (const auto& dataset : DatasetsWhere(tx, filter, "name")) {
    if (OpenReviewOf(tx, dataset.name())) continue;
    auto item = Item("review-again", dataset.name(), dataset.title());
    item.set_why(
        fmt::format("the decision on it was to be looked at again by {}", DayWords(dataset.review_again_date())));
    item.set_command(CommandOf(DatasetVerb::kSubmit, dataset.name()));
    item.set_otherwise("it stays public, and is shown as overdue");
    items->push_back(std::move(item));
  }
}

void AddRemovals(store::Tx& tx, Day today, Items* items) {
  if (!tx.caller().IsPerson() || !Allows(tx.caller(), v1::Permission::PUBLISH)) return;
  const auto over = Those<v1::ListRemovalsRequest, v1::ListRemovalsResponse>(
      tx, fmt::format("state = announced AND object_until_date < \"{}\"", ToText(today)), "announce_time");
  for (const auto& removal : over.removals()) {
    auto item = Item("removal", removal.name(), removal.title());
    item.set_why(fmt::format("nobody can object any more; {} did", removal.objections_size()));
    *item.mutable_since() = removal.announce_time();
    item.set_command(fmt::format("almanac dataset withdraw {} --reason '...'", IdOf(removal.dataset())));
    items->push_back(std::move(item));
  }
}

void AddAgreements(store::Tx& tx, Day today, Items* items) {
  const auto needed = v1::Permission::EDIT;
  if (!Allows(tx.caller(), needed)) return;
  const std::string soon = ToText(today + std::chrono::days(kDaysBeforeEnd));
  const auto ending = Those<v1::ListAgreementsRequest, v1::ListAgreementsResponse>(
      tx, fmt::format("end_date < \"{}\"{}", soon, InTheirs(tx.caller(), needed)), "end_date");
  for (const auto& agreement : ending.agreements()) {
    auto item = Item("agreement", agreement.name(), agreement.partner());
    const bool over = agreement.end_date() < ToText(today);
    item.set_why(fmt::format("the agreement {} on {}", over ? "ended" : "ends", DayWords(agreement.end_date())));
    item.set_until(agreement.end_date());
    item.set_command(fmt::format("almanac agreement update {} --end-date DAY", IdOf(agreement.name())));
    items->push_back(std::move(item));
  }
}

}  // namespace

void AddIncidents(store::Tx& tx, Items* items) {
  if (!tx.caller().IsPerson() || !Allows(tx.caller(), v1::Permission::DECIDE)) return;
  const auto open = Those<v1::ListIncidentsRequest, v1::ListIncidentsResponse>(tx, "state = open", "open_time");
  for (const auto& incident : open.incidents()) {
    if (!Allows(tx.caller(), v1::Permission::DECIDE, incident.department())) continue;
    auto item = Item("incident", incident.name(), TitleOf(tx, incident.dataset()));
    item.set_why(fmt::format("taken down by {}: {}", IdOf(incident.opened_by()), incident.public_reason()));
    *item.mutable_since() = incident.open_time();
    item.set_command(fmt::format("almanac incident close {} --findings '...' --lesson '...'", IdOf(incident.name())));
    item.set_otherwise("it stays suspended");
    items->push_back(std::move(item));
  }
}

void AddLateReviews(store::Tx& tx, Day today, Items* items) {
  if (!HoldsRole(tx.caller(), v1::MANAGER) && !HoldsRole(tx.caller(), v1::ADMINISTRATOR)) return;
  const auto late = ReviewsWhere(
      tx,
      fmt::format("state = open AND (due_date < \"{}\" OR urgent_until < \"{}\")", ToText(today), ToText(tx.instant())),
      "submit_time");
  const auto datasets = DatasetsOf(tx, late.reviews());
  for (const auto& review : late.reviews()) {
    const auto found = datasets.find(review.dataset());
    if (found == datasets.end()) continue;
    auto item = Item("late", review.name(), found->second.title());
    item.set_why(fmt::format(
        "nobody has answered it {}; it waits for {}",
        review.has_urgent_until() ? "in the hours that were asked for" : "by " + DayWords(review.due_date()),
        OpenSeatsWords(tx, found->second, review)));
    *item.mutable_since() = review.submit_time();
    item.set_command(fmt::format("almanac review show {}", IdOf(review.name())));
    items->push_back(std::move(item));
  }
}

void AddSecondLooks(store::Tx& tx, Day today, Items* items) {
  AddRereadings(tx, items);
  AddDecisionsToLookAtAgain(tx, today, items);
  AddRemovals(tx, today, items);
  AddAgreements(tx, today, items);
  AddDigest(tx, today, items);
}

}  // namespace almanac::domain
