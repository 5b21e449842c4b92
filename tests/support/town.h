// A small body with people in their roles, called through Serve as any caller
// calls it, on either database, with a clock that stands still.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/departments.pb.h"
#include "almanac/v1/people.pb.h"
#include "almanac/v1/program.pb.h"
#include "almanac/v1/releases.pb.h"
#include "api/handlers.h"
#include "api/serve.h"
#include "base/log.h"
#include "base/metrics.h"
#include "domain/callers.h"
#include "domain/program.h"
#include "support/databases.h"

namespace almanac::support {

// Parks has grant (owner) and sam (coordinator), police has alan (owner); lee
// sits on the leadership team, helen is the privacy officer and ruben the manager, and dana administers. It is Monday.
class Town {
 public:
  explicit Town(store::Backend backend, const std::string& profile = "gilbert")
      : fresh_(backend), database_(fresh_.Open(4)), work_(*database_, clock_) {
    log::SetLevel("error");
    work_.Run(store::Mode::kWrite, Caller::System(), Soon(), [&](store::Tx& tx) { domain::SeedProgram(tx, profile); });
    AddDepartment("parks", "Parks and Recreation");
    AddDepartment("police", "Police");
    AddPerson("dana", "Dana Whitcomb", v1::ADMINISTRATOR);
    AddPerson("lee", "Lee Moss", v1::LEADERSHIP);
    AddPerson("helen", "Helen Marsh", v1::PRIVACY_OFFICER);
    AddPerson("ruben", "Ruben Ochoa", v1::MANAGER);
    AddPerson("grant", "Grant Ellery", v1::OWNER, "departments/parks");
    AddPerson("sam", "Sam Oyelaran", v1::COORDINATOR, "departments/parks");
    AddPerson("alan", "Alan Reyes", v1::OWNER, "departments/police");
  }

  // Who calls: the id of a person, or "" for the console.
  Caller CallerFor(const std::string& who) {
    if (who.empty()) return Caller::Console();
    Caller caller;
    work_.Run(store::Mode::kRead, Caller::System(), Soon(),
              [&](store::Tx& tx) { caller = domain::CallerOfPerson(tx, "people/" + who); });
    caller.enrolled_by = enrolled_by_[who];
    return caller;
  }
  // The code behind this person's token was shown to somebody.
  void EnrolledBy(const std::string& who, const std::string& principal) { enrolled_by_[who] = principal; }

  // Expects it to work.
  template <class Response, class Request>
  Response Call(const std::string& who, Request request) {
    Response response;
    const auto outcome = Run(CallerFor(who), &request, &response);
    if (outcome.error) ADD_FAILURE() << ReasonName(outcome.error->reason()) << ": " << outcome.error->message();
    return response;
  }
  // Expects it to be refused.
  template <class Response, class Request>
  Error Refused(const std::string& who, Request request) {
    Response response;
    const auto outcome = Run(CallerFor(who), &request, &response);
    if (outcome.error) return *outcome.error;
    ADD_FAILURE() << "accepted: " << request.ShortDebugString();
    return Error(Reason::REASON_UNSPECIFIED, "accepted");
  }
  // Either way.
  template <class Response, class Request>
  std::optional<Response> Try(const std::string& who, Request request) {
    Response response;
    if (Run(CallerFor(who), &request, &response).error) return std::nullopt;
    return response;
  }
  // With a token, through the network.
  template <class Response, class Request>
  std::optional<Error> CallWithToken(const std::string& token, Request request) {
    Response response;
    return CallWithToken(token, std::move(request), &response);
  }
  template <class Request>
  std::optional<Error> CallWithToken(const std::string& token, Request request, google::protobuf::Message* response) {
    api::CallInfo call{MethodOf(Request::descriptor()), Soon(), api::Door::kNetwork, "Bearer " + token, {}};
    return serve_.Call(call, &request, response).error;
  }

  void Write(const store::Unit& unit, const Caller& caller = Caller::System()) {
    work_.Run(store::Mode::kWrite, caller, Soon(), unit);
  }
  void Read(const store::Unit& unit, const Caller& caller = Caller::System()) {
    work_.Run(store::Mode::kRead, caller, Soon(), unit);
  }

  void SetToday(const std::string& day) { clock_.Set(*ParseInstant(day + "T17:00:00Z")); }
  FakeClock& clock() { return clock_; }
  api::Serve& serve() { return serve_; }
  Metrics& metrics() { return metrics_; }
  store::Work& work() { return work_; }
  const std::string& address() const { return fresh_.address(); }

  void AddDepartment(const std::string& id, const std::string& title) {
    v1::CreateDepartmentRequest request;
    request.set_department_id(id);
    request.mutable_department()->set_title(title);
    request.mutable_department()->set_contact_email(id + "@example.gov");
    Call<v1::Department>("", request);
  }
  void AddPerson(const std::string& id, const std::string& name, v1::Role role, const std::string& department = {}) {
    v1::CreatePersonRequest person;
    person.set_person_id(id);
    person.mutable_person()->set_display_name(name);
    Call<v1::Person>("", person);
    v1::GrantRoleRequest grant;
    grant.set_name("people/" + id);
    grant.set_role(role);
    grant.set_department(department);
    Call<v1::Person>("", grant);
  }

 private:
  static store::Deadline Soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(30); }

  const google::protobuf::MethodDescriptor* MethodOf(const google::protobuf::Descriptor* request) {
    for (const auto* service : handlers_.services()) {
      for (int i = 0; i < service->method_count(); ++i) {
        if (service->method(i)->input_type() == request) return service->method(i);
      }
    }
    return nullptr;
  }
  api::Outcome Run(const Caller& caller, google::protobuf::Message* request, google::protobuf::Message* response) {
    api::CallInfo call{MethodOf(request->GetDescriptor()), Soon(), api::Door::kSocket, {}, caller};
    return serve_.Call(call, request, response);
  }

  FreshDatabase fresh_;
  FakeClock clock_{*ParseInstant("2026-03-02T17:00:00Z")};
  std::unique_ptr<store::Database> database_;
  store::Work work_;
  api::Handlers handlers_ = api::AllHandlers();
  Metrics metrics_;
  api::Serve serve_{work_, handlers_, metrics_};
  std::map<std::string, std::string> enrolled_by_;
};

// The rules of what is missing, in order.
inline std::vector<std::string> MissingRules(const Error& error) {
  std::vector<std::string> rules;
  for (const auto& one : error.missing()) rules.push_back(one.rule);
  return rules;
}

}  // namespace almanac::support
