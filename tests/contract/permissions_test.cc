// Who may call what: the table of docs/security.md is what the contract and the roles say, and what the door does.
// To write it anew: ALMANAC_UPDATE_GOLDEN=1 build/tests/contract_permissions_test
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "domain/grants.h"
#include "support/town.h"

namespace almanac::support {
namespace {

using google::protobuf::MethodDescriptor;

constexpr std::string_view kBegin =
    "<!-- Made from the contract and the roles; tests/contract/permissions_test.cc writes it anew. -->\n";
constexpr std::string_view kEnd = "<!-- So far. -->\n";

std::string Page() { return std::string(ALMANAC_SOURCE) + "/docs/security.md"; }

std::string TextOf(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A column of the table: a role over all departments, somebody without any, the console.
struct Column {
  std::string title;
  Caller caller;
};

const std::vector<Column>& Columns() {
  static const auto& columns = *[] {
    auto* all = new std::vector<Column>;
    for (const auto& row : domain::Roles()) {
      const std::string role = domain::RoleText(row.role);
      all->push_back({std::string(row.title), {"people/sam", "Sam", {}, {}, {{role, ""}}, {}}});
    }
    all->push_back({"no role", {"people/sam", "Sam", {}, {}, {}, {}}});
    all->push_back({"console", Caller::Console()});
    return all;
  }();
  return columns;
}

bool May(const MethodDescriptor* method, const Caller& caller) {
  // Speaks of the whole record, so it is for who sees all of it.
  static const std::set<std::string> of_all{"ListDepartmentRates"};
  if (of_all.contains(method->name()) && !caller.SeesMarked()) return false;
  const auto& policy = method->options().GetExtension(v1::policy);
  if (policy.permission() == v1::Permission::ANYONE) return true;
  return (!policy.person() || caller.IsPerson()) && domain::Allows(caller, policy.permission());
}

std::vector<const MethodDescriptor*> Methods(const api::Handlers& handlers) {
  std::vector<const MethodDescriptor*> methods;
  for (const auto* service : handlers.services()) {
    if (!service->full_name().starts_with("almanac.")) continue;
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  }
  return methods;
}

std::string CommandOf(const MethodDescriptor* method) {
  const auto& cli = method->options().GetExtension(v1::cli);
  return cli.verb().empty() ? cli.noun() : cli.noun() + " " + cli.verb();
}

std::string TableText(const api::Handlers& handlers) {
  std::string head = "| command |", line = "|---|";
  for (const auto& column : Columns()) {
    head += fmt::format(" {} |", column.title);
    line += "---|";
  }
  // By command, so that a new rpc changes a line.
  std::set<std::string> rows;
  for (const auto* method : Methods(handlers)) {
    std::string row = fmt::format("| {} |", CommandOf(method));
    for (const auto& column : Columns()) row += May(method, column.caller) ? " x |" : " |";
    rows.insert(std::move(row));
  }
  std::string text = head + "\n" + line + "\n";
  for (const auto& row : rows) text += row + "\n";
  return text;
}

struct Permissions : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  api::Handlers handlers = api::AllHandlers();

  // Refused for who calls, with a request that says nothing.
  bool IsRefused(const MethodDescriptor* method, const Caller& caller) {
    auto* factory = google::protobuf::MessageFactory::generated_factory();
    const std::unique_ptr<google::protobuf::Message> request(factory->GetPrototype(method->input_type())->New());
    const std::unique_ptr<google::protobuf::Message> response(factory->GetPrototype(method->output_type())->New());
    const auto soon = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    const auto outcome =
        town.serve().Call({method, soon, api::Door::kSocket, {}, caller}, request.get(), response.get());
    if (outcome.ok()) return false;
    return outcome.error->reason() == Reason::PERMISSION_DENIED || outcome.error->reason() == Reason::PERSON_REQUIRED;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Permissions, BothDatabases(), NameOfDatabase);

TEST_P(Permissions, AreWhatTheTableOfTheDocumentsSays) {
  const std::string page = TextOf(Page());
  const size_t begin = page.find(kBegin), end = page.find(kEnd);
  ASSERT_NE(begin, std::string::npos) << kBegin;
  ASSERT_NE(end, std::string::npos) << kEnd;
  const size_t from = begin + kBegin.size();
  const std::string table = "\n" + TableText(handlers) + "\n";
  if (std::getenv("ALMANAC_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(Page()) << page.substr(0, from) << table << page.substr(end);
    return;
  }
  EXPECT_EQ(page.substr(from, end - from), table)
      << "to write it anew: ALMANAC_UPDATE_GOLDEN=1 build/tests/contract_permissions_test";
}

TEST_P(Permissions, HoldAtTheDoorForEveryRoleAndEveryCommand) {
  int refused = 0, admitted = 0;
  for (const auto* method : Methods(handlers)) {
    if (method->client_streaming() || method->server_streaming()) continue;
    for (const auto& column : Columns()) {
      const bool may = May(method, column.caller);
      EXPECT_EQ(IsRefused(method, column.caller), !may) << column.title << " calls " << method->full_name();
      ++(may ? admitted : refused);
    }
  }
  EXPECT_GT(refused, 300);
  EXPECT_GT(admitted, 300);
}

TEST_P(Permissions, AreDeniedByDefault) {
  for (const auto* method : Methods(handlers)) {
    const auto permission = method->options().GetExtension(v1::policy).permission();
    if (permission == v1::Permission::READ || permission == v1::Permission::ANYONE) continue;
    EXPECT_FALSE(May(method, Columns()[Columns().size() - 2].caller)) << method->full_name();
  }
}

}  // namespace
}  // namespace almanac::support
