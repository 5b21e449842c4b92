#include "bench/review.h"

#include <fmt/format.h>

#include <stdexcept>

#include "almanac/v1/events.pb.h"
#include "almanac/v1/inbox.pb.h"
#include "almanac/v1/people.pb.h"
#include "almanac/v1/tokens.pb.h"
#include "bench/figures.h"
#include "domain/callers.h"
#include "domain/people.h"
#include "domain/submitting.h"
#include "domain/tokens.h"
#include "store/work.h"
#include "support/databases.h"

namespace almanac::bench {
namespace {

using store::Backend;
using support::FreshDatabase;

constexpr int kRounds = 200;
constexpr int kInboxes = 200;
constexpr int kRevisions = 1000;
constexpr int kInOneTx = 500;

store::Deadline Soon() { return std::chrono::steady_clock::now() + std::chrono::minutes(60); }

// Described to its end, and owned; all but the first tell of people.
v1::Dataset Described(int number) {
  auto dataset = RecordNumber(number);
  if (number >= kRounds) {
    for (auto& field : *dataset.mutable_fields()) field.set_quasi_identifier(field.name() == "block");
  }
  dataset.set_owner("people/owner");
  dataset.set_classification(v1::Dataset::PUBLISHABLE);
  dataset.set_access(v1::Dataset::OPEN);
  return dataset;
}

// Somebody with a role over the department, and a token.
std::string AddPerson(store::Work& work, const std::string& id, v1::Role role) {
  std::string token;
  work.Run(store::Mode::kWrite, Caller::Console(), Soon(), [&](store::Tx& tx) {
    tx.Because("bench.filled");
    v1::Person person;
    person.set_name("people/" + id);
    person.set_display_name(id);
    tx.Create(person);
    v1::GrantRoleRequest grant;
    grant.set_name(person.name());
    grant.set_role(role);
    grant.set_department("departments/works");
    domain::GrantRole(tx, grant);
    v1::EnrolPersonRequest enrol;
    enrol.set_name(person.name());
    v1::RedeemCodeRequest redeem;
    redeem.set_code(domain::EnrolPerson(tx, enrol).code());
    token = domain::RedeemCode(tx, redeem).secret_token();
  });
  return token;
}

v1::SubmitDatasetRequest Submitting(int number) {
  v1::SubmitDatasetRequest request;
  request.set_name(fmt::format("datasets/cases-{}", number));
  request.set_etag("*");
  request.add_confirm("all");
  return request;
}

void SubmitAll(store::Work& work, int from, int to) {
  Caller clerk;
  work.Run(store::Mode::kRead, Caller::System(), Soon(),
           [&](store::Tx& tx) { clerk = domain::CallerOfPerson(tx, "people/clerk"); });
  for (int first = from; first < to; first += kInOneTx) {
    work.Run(store::Mode::kWrite, clerk, Soon(), [&](store::Tx& tx) {
      for (int i = first; i < std::min(to, first + kInOneTx); ++i) domain::SubmitDataset(tx, Submitting(i));
    });
  }
}

// The middle of what one after the other takes; throws where one fails.
double MiddleOf(const Almanacd& server, Load load) {
  load.in_flight = 1;
  const Spent spent = Drive(server.channel(), load);
  if (spent.failed > 0) throw std::runtime_error(load.method + ": " + spent.first_error);
  return Quantile(spent.milliseconds, 0.5);
}

Load Submits(const std::string& token) {
  return {kRounds, 1, "/almanac.v1.Datasets/SubmitDataset", token,
          [](int i) { return Submitting(i).SerializeAsString(); }};
}

Load Decides(const std::string& token) {
  return {kRounds, 1, "/almanac.v1.Datasets/DecideDataset", token, [](int i) {
            v1::DecideDatasetRequest request;
            request.set_name(fmt::format("datasets/cases-{}", i));
            request.set_etag("*");
            request.set_outcome(v1::RELEASE);
            request.set_reason("Nothing about people.");
            return request.SerializeAsString();
          }};
}

Load Inboxes(const std::string& token) {
  return {kInboxes, 1, "/almanac.v1.Inbox/GetInbox", token,
          [](int) { return v1::GetInboxRequest().SerializeAsString(); }};
}

Load Gets(const std::string& token, int number) {
  return {kInboxes, 1, "/almanac.v1.Datasets/GetDataset", token, [number](int) {
            v1::GetDatasetRequest request;
            request.set_name(fmt::format("datasets/cases-{}", number));
            return request.SerializeAsString();
          }};
}

Load Histories(const std::string& token, int number) {
  return {kInboxes, 1, "/almanac.v1.Events/GetHistory", token, [number](int) {
            v1::GetHistoryRequest request;
            request.set_name(fmt::format("datasets/cases-{}", number));
            return request.SerializeAsString();
          }};
}

void MeasureManyRevisions(const Almanacd& server, const std::string& name, const std::string& token, int number) {
  Sizes one;
  Load updates = UpdateLoad(token, one);
  updates.calls = kRevisions;
  updates.request = [number](int i) {
    v1::UpdateDatasetRequest request;
    request.mutable_dataset()->set_name(fmt::format("datasets/cases-{}", number));
    request.mutable_dataset()->set_retention(fmt::format("kept for {} years", i));
    request.mutable_update_mask()->add_paths("retention");
    request.set_etag("*");
    return request.SerializeAsString();
  };
  MiddleOf(server, updates);
  std::vector<double> gets;
  for (int run = 0; run < kRuns; ++run) {
    gets.push_back(MiddleOf(server, Gets(token, number)) / MiddleOf(server, Gets(token, number - 1)));
  }
  PrintAtMost({fmt::format("{} get of a record with {} revisions", name, kRevisions), "of one with none", 1.2},
              Median(gets));
  PrintAtMost({fmt::format("{} a page of its history", name), "ms", 10}, MiddleOf(server, Histories(token, number)));
}

}  // namespace

void MeasureReview(Backend backend, const Sizes& sizes) {
  FreshDatabase fresh(backend);
  Folder folder;
  const std::string clerk = FillRecord(fresh.address(), sizes.records, Described);
  std::string owner, privacy, leader;
  {
    auto database = store::Database::Open(fresh.address(), 2);
    SystemClock clock;
    store::Work work(*database, clock);
    owner = AddPerson(work, "owner", v1::OWNER);
    privacy = AddPerson(work, "privacy", v1::PRIVACY_OFFICER);
    leader = AddPerson(work, "leader", v1::LEADERSHIP);
    SubmitAll(work, kRounds, sizes.records - 2);
  }
  const std::string name = NameOf(backend);
  Almanacd server(fresh.address(), folder.path());
  const double submit = MiddleOf(server, Submits(clerk)), decide = MiddleOf(server, Decides(owner));
  PrintAtMost({name + " submit to decided", "ms", 20, fmt::format("submit {:.1f}, decide {:.1f}", submit, decide)},
              submit + decide);
  for (const auto& [who, token] :
       {std::pair("an owner", owner), std::pair("a privacy officer", privacy), std::pair("a leader", leader)}) {
    PrintAtMost({fmt::format("{} inbox of {} with {} items", name, who, sizes.records - 2 - kRounds), "ms, middle", 20},
                MiddleOf(server, Inboxes(token)));
  }
  MeasureManyRevisions(server, name, clerk, sizes.records - 1);
}

}  // namespace almanac::bench
