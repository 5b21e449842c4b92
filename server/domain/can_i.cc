#include "domain/can_i.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <array>
#include <optional>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/mosaic.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/callers.h"
#include "domain/collections.h"
#include "domain/conditions.h"
#include "domain/grants.h"
#include "domain/independence.h"
#include "domain/lifecycle.h"
#include "domain/mosaic.h"
#include "domain/publishing.h"
#include "domain/requirements.h"
#include "domain/reviews.h"
#include "domain/seating.h"
#include "domain/sight.h"
#include "domain/succession.h"

namespace almanac::v1 {
// Made by the build from the .proto files.
std::string_view DescriptorsWithComments();
}  // namespace almanac::v1

namespace almanac::domain {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// Every rpc of the contract.
const std::vector<const MethodDescriptor*>& Rpcs() {
  static const auto& rpcs = *[] {
    auto* all = new std::vector<const MethodDescriptor*>;
    google::protobuf::FileDescriptorSet contract;
    const auto bytes = v1::DescriptorsWithComments();
    contract.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    const auto* pool = google::protobuf::DescriptorPool::generated_pool();
    for (const auto& file : contract.file()) {
      for (const auto& service : file.service()) {
        const auto* found = pool->FindServiceByName(fmt::format("{}.{}", file.package(), service.name()));
        for (int i = 0; found != nullptr && i < found->method_count(); ++i) all->push_back(found->method(i));
      }
    }
    return all;
  }();
  return rpcs;
}

const v1::Cli& CliOf(const MethodDescriptor* rpc) { return rpc->options().GetExtension(v1::cli); }

std::string WordsOf(const MethodDescriptor* rpc) {
  const auto& cli = CliOf(rpc);
  return cli.verb().empty() ? cli.noun() : fmt::format("{} {}", cli.noun(), cli.verb());
}

// The noun by which the command line calls records of this kind: that of the rpc that gets one.
std::string NounOf(const Message& record) {
  for (const auto* rpc : Rpcs()) {
    if (rpc->output_type() == record.GetDescriptor() && rpc->name().starts_with("Get")) return CliOf(rpc).noun();
  }
  return {};
}

// The record that is spoken of, with its message; neither where nothing is named.
struct Subject {
  std::string name;
  std::unique_ptr<Message> record;

  std::string department() const {
    if (record == nullptr) return {};
    if (name.starts_with("departments/")) return name;
    const auto* field = record->GetDescriptor()->FindFieldByName("department");
    return field == nullptr ? std::string() : record->GetReflection()->GetString(*record, field);
  }
};

constexpr std::string_view kClusters = "mosaic_clusters/";

// A cluster is computed, and found in no table.
Subject ClusterOf(store::Tx& tx, const std::string& resource) {
  v1::GetMosaicClusterRequest request;
  request.set_name(fmt::format("{}{}", kClusters, IdOf(resource)));
  return {request.name(), std::make_unique<v1::MosaicCluster>(GetMosaicCluster(tx, request))};
}

Subject SubjectOf(store::Tx& tx, const std::string& verb, const std::string& resource) {
  Subject subject;
  if (resource.empty()) return subject;
  if (resource.starts_with(kClusters) || verb.starts_with("mosaic ")) return ClusterOf(tx, resource);
  subject.name = FullName(tx, resource);
  RequireSeen(tx, subject.name);
  subject.record = NewOfName(subject.name);
  tx.Find(subject.name, subject.record.get());
  return subject;
}

[[noreturn]] void RefuseVerb(const std::string& verb, const std::string& noun) {
  std::vector<std::string> verbs;
  for (const auto* rpc : Rpcs()) {
    if (!noun.empty() && CliOf(rpc).noun() == noun && !CliOf(rpc).verb().empty()) verbs.push_back(CliOf(rpc).verb());
  }
  const std::string which = verbs.empty() ? "say it as the command does, such as \"dataset submit\""
                                          : fmt::format("of a {} there are {}", noun, fmt::join(verbs, ", "));
  throw Error(Reason::INVALID_FIELD, fmt::format("no command is called {}; {}", verb, which))
      .Field("verb", "is no command");
}

const MethodDescriptor* RpcOf(const std::string& verb, const Subject& subject) {
  const std::string noun = subject.record == nullptr ? std::string() : NounOf(*subject.record);
  for (const auto* rpc : Rpcs()) {
    if (WordsOf(rpc) == verb) return rpc;
  }
  for (const auto* rpc : Rpcs()) {
    if (!noun.empty() && CliOf(rpc).noun() == noun && CliOf(rpc).verb() == verb) return rpc;
  }
  RefuseVerb(verb, noun);
}

struct Step {
  std::string_view rpc;
  DatasetVerb verb;
};
constexpr std::array kSteps{
    Step{"SubmitDataset", DatasetVerb::kSubmit},         Step{"DecideDataset", DatasetVerb::kApprove},
    Step{"PublishDataset", DatasetVerb::kPublish},       Step{"SuspendDataset", DatasetVerb::kSuspend},
    Step{"WithdrawDataset", DatasetVerb::kWithdraw},     Step{"ReopenDataset", DatasetVerb::kReopen},
    Step{"MarkDatasetRefreshed", DatasetVerb::kRefresh}, Step{"DiscardDatasetEdit", DatasetVerb::kDiscard}};

// Gathers what allows it and what is in the way.
class Answer {
 public:
  Answer(store::Tx& tx, const MethodDescriptor* rpc, const Subject& subject, const Caller& who)
      : tx_(tx), rpc_(*rpc), policy_(rpc->options().GetExtension(v1::policy)), subject_(subject), who_(who) {
    AskForPerson();
    AskForRole();
    AskForSight();
    AskOfDataset();
    AskOfReview();
    AskOfRecord();
  }

  void Tell(v1::CanIResponse* response) const {
    response->set_answer(missing_.empty() ? "yes" : "no");
    for (const auto& line : missing_.empty() ? allowed_ : missing_) response->add_because(line);
    response->set_next(next_);
  }

 private:
  // What a rule would throw is what is in the way.
  template <class Rule>
  void Try(Rule rule) {
    try {
      rule();
    } catch (const Error& error) {
      // The rule may ask for the role too.
      if (std::find(missing_.begin(), missing_.end(), error.message()) != missing_.end()) return;
      missing_.push_back(error.message());
      for (const auto& one : error.missing()) missing_.push_back(one.message);
    }
  }

  void AskForPerson() {
    if (policy_.person() && !who_.IsPerson()) {
      missing_.emplace_back("the console sets up and never decides: it takes a person, almanac --account NAME ...");
    }
  }

  void AskForRole() {
    const auto permission = policy_.permission();
    const std::string department = subject_.department();
    if (permission == v1::Permission::ANYONE || permission == v1::Permission::READ) {
      if (ConditionOf(rpc_.name()) == nullptr) allowed_.emplace_back("everybody who is known may");
      return;
    }
    for (const auto& grant : who_.grants) {
      if (!Allows({who_.principal, {}, {}, {}, {grant}, {}}, permission)) continue;
      if (!department.empty() && !Reaches(grant, department)) continue;
      allowed_.push_back(fmt::format(
          "{}{}", RoleTitle(grant.role),
          grant.department.empty() ? " of all departments" : fmt::format(" of {}", IdOf(grant.department))));
      return;
    }
    if (!who_.IsPerson() && Allows(who_, permission)) {
      allowed_.emplace_back("the console may set up");
      return;
    }
    if (policy_.person() && !who_.IsPerson()) return;
    Try([&] {
      department.empty() ? RequirePermission(who_, permission) : RequirePermission(who_, permission, department);
    });
  }

  void AskForSight() {
    const auto* dataset = dynamic_cast<const v1::Dataset*>(subject_.record.get());
    if (dataset == nullptr || Sees(who_, *dataset)) return;
    missing_.emplace_back("it is marked, and is not seen by them at all");
  }

  void AskOfDataset() {
    const auto* dataset = dynamic_cast<const v1::Dataset*>(subject_.record.get());
    const auto step = std::find_if(kSteps.begin(), kSteps.end(), [&](const Step& s) { return s.rpc == rpc_.name(); });
    if (dataset == nullptr || step == kSteps.end()) return;
    if (!CanMove(dataset->state(), step->verb)) {
      auto moved = *dataset;
      return Try([&] { Move(moved, step->verb); });
    }
    if (step->verb == DatasetVerb::kSubmit) AddMissing(MissingToSubmit(*dataset), "submitted");
    if (step->verb == DatasetVerb::kPublish) AddMissing(WhatKeepsFromPublishing(tx_, *dataset), "published");
    if (step->verb == DatasetVerb::kApprove) AskForSeat(*dataset, OpenReviewOf(tx_, dataset->name()), true);
  }

  void AskOfReview() {
    const auto* review = dynamic_cast<const v1::Review*>(subject_.record.get());
    if (review == nullptr || rpc_.name() != "ApproveReview") return;
    const auto dataset = tx_.Get<v1::Dataset>(review->dataset());
    AskForSeat(dataset, review->state() == v1::Review::OPEN ? std::optional(*review) : std::nullopt, false);
  }

  void AskOfRecord() {
    const auto* condition = ConditionOf(rpc_.name());
    if (condition == nullptr || (policy_.person() && !who_.IsPerson())) return;
    if (subject_.record == nullptr) {
      allowed_.push_back(fmt::format("it takes {}", condition->asks));
      return;
    }
    Try([&] {
      std::string words = condition->look(tx_, who_, *subject_.record);
      if (!words.empty()) allowed_.push_back(std::move(words));
    });
  }

  void AddMissing(const Requirements& missing, std::string_view what) {
    for (const auto& one : missing) missing_.push_back(one.message);
    if (!missing.empty()) {
      next_ = fmt::format("almanac dataset check {}", IdOf(subject_.name));
      missing_.insert(missing_.end() - static_cast<std::ptrdiff_t>(missing.size()),
                      fmt::format("before it can be {}:", what));
    }
  }

  void AskForSeat(const v1::Dataset& dataset, const std::optional<v1::Review>& review, bool last) {
    if (!review) {
      missing_.emplace_back("no review of it is open");
      return;
    }
    if (IsAuthor(dataset, *review, who_.principal))
      missing_.emplace_back("nobody decides on what they wrote or submitted");
    if (HasAgreed(*review, who_.principal))
      missing_.emplace_back("they have agreed already; every seat takes another person");
    if (tx_.caller().principal == who_.principal && missing_.empty()) {
      Try([&] { RequireIndependent(tx_, dataset, *review); });
    }
    std::string seat;
    std::vector<std::string> open;
    for (const auto& standing : StandingOf(tx_, dataset, *review)) {
      const auto& could = standing.could_be_filled_by();
      if (could.empty() && standing.gap().empty()) continue;
      open.push_back(WaitsForWords(standing));
      if (seat.empty() && std::find(could.begin(), could.end(), who_.principal) != could.end()) seat = standing.title();
    }
    if (seat.empty() && missing_.empty()) {
      missing_.emplace_back("they hold no seat that is open in this review");
    }
    if (!seat.empty()) allowed_.push_back(fmt::format("a seat is open to them: {}", seat));
    if (last && MissingApprovals(*review) > 1) {
      missing_.push_back(fmt::format("{} people agree before it is released; {} agreed so far",
                                     MissingApprovals(*review) + review->approvals_size(), review->approvals_size()));
      next_ = ApproveCommand(*review);
    }
    if (!missing_.empty()) {
      if (!seat.empty()) missing_.push_back(allowed_.back());
      for (auto& words : open) missing_.push_back(std::move(words));
    }
  }

  store::Tx& tx_;
  const MethodDescriptor& rpc_;
  const v1::Policy& policy_;
  const Subject& subject_;
  const Caller& who_;
  std::vector<std::string> allowed_;
  std::vector<std::string> missing_;
  std::string next_;
};

}  // namespace

v1::CanIResponse CanI(store::Tx& tx, const v1::CanIRequest& request) {
  const Subject subject = SubjectOf(tx, request.verb(), request.resource());
  const auto* rpc = RpcOf(request.verb(), subject);
  const Caller who = request.as().empty() ? tx.caller() : CallerOfPerson(tx, request.as());
  v1::CanIResponse response;
  response.set_person(who.principal);
  response.set_command("almanac " + WordsOf(rpc));
  response.set_resource(subject.name);
  Answer(tx, rpc, subject, who).Tell(&response);
  return response;
}

}  // namespace almanac::domain
