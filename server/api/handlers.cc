#include "api/handlers.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.pb.h>

#include <algorithm>

#include "base/error.h"

namespace almanac::v1 {
// The contract as it was compiled, generated beside the messages.
std::string_view DescriptorsWithComments();
}  // namespace almanac::v1

namespace almanac::api {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::MethodDescriptor;

Error Broken(std::string message) { return Error(Reason::INTERNAL, std::move(message)); }

// The one rpc of a file's services that takes this request.
const MethodDescriptor* MethodOf(const Descriptor* request) {
  const MethodDescriptor* found = nullptr;
  const FileDescriptor* file = request->file();
  for (int s = 0; s < file->service_count(); ++s) {
    for (int m = 0; m < file->service(s)->method_count(); ++m) {
      const MethodDescriptor* method = file->service(s)->method(m);
      if (method->input_type() != request) continue;
      if (found != nullptr) throw Broken(fmt::format("{} and {} take the same request", found->name(), method->name()));
      found = method;
    }
  }
  if (found == nullptr) throw Broken(fmt::format("no rpc takes {}", request->full_name()));
  return found;
}

// What keeps an rpc from being served; empty for nothing.
std::string ProblemOf(const MethodDescriptor* method, bool handled) {
  const auto& policy = method->options().GetExtension(v1::policy);
  if (policy.permission() == v1::PERMISSION_UNSPECIFIED) return "its policy names no permission";
  const auto& cli = method->options().GetExtension(v1::cli);
  if (cli.noun().empty() || cli.example_size() == 0) return "it has no command line with an example";
  if (!handled) return "no function answers it";
  return {};
}

}  // namespace

void Handlers::AddUnary(const Descriptor* request, const Descriptor* response, Unary unary) {
  const MethodDescriptor* method = MethodOf(request);
  if (method->output_type() != response || method->client_streaming() || method->server_streaming()) {
    throw Broken(fmt::format("{} does not return one {}", method->full_name(), response->full_name()));
  }
  AddHandler({method, std::move(unary), nullptr, {}});
}

void Handlers::AddStream(std::string_view rpc, std::function<void(StreamCall&)> function) {
  const auto* method = DescriptorPool::generated_pool()->FindMethodByName(std::string(rpc));
  if (method == nullptr) throw Broken(fmt::format("there is no rpc {}", rpc));
  AddHandler({method, nullptr, std::move(function), {}});
}

void Handlers::AddHandler(Handler handler) {
  const MethodDescriptor* method = handler.method;
  handler.policy = method->options().GetExtension(v1::policy);
  if (!handlers_.emplace(method, std::move(handler)).second) {
    throw Broken(fmt::format("{} has two functions", method->full_name()));
  }
  if (std::find(services_.begin(), services_.end(), method->service()) == services_.end()) {
    services_.push_back(method->service());
  }
}

void Handlers::Check() const {
  google::protobuf::FileDescriptorSet contract;
  const std::string_view bytes = v1::DescriptorsWithComments();
  if (!contract.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    throw Broken("the contract cannot be read");
  std::string problems;
  for (const FileDescriptorProto& file : contract.file()) {
    if (!file.package().starts_with("almanac.")) continue;
    for (const auto& service : file.service()) {
      for (const auto& rpc : service.method()) {
        const std::string name = fmt::format("{}.{}.{}", file.package(), service.name(), rpc.name());
        const auto* method = DescriptorPool::generated_pool()->FindMethodByName(name);
        const std::string problem =
            method == nullptr ? "no function answers it" : ProblemOf(method, handlers_.contains(method));
        if (!problem.empty()) problems += fmt::format("{}{}: {}", problems.empty() ? "" : "; ", name, problem);
      }
    }
  }
  if (!problems.empty()) throw Broken(problems);
}

const Handler* Handlers::Find(const MethodDescriptor* method) const {
  const auto found = handlers_.find(method);
  return found == handlers_.end() ? nullptr : &found->second;
}

}  // namespace almanac::api
