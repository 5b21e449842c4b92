// Which function answers which rpc. A unary function is found by its request:
// a request message belongs to one rpc.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "almanac/v1/options.pb.h"
#include "api/stream.h"
#include "base/caller.h"
#include "store/tx.h"
#include "store/work.h"

namespace almanac::api {

// What a streaming function works with.
struct StreamCall {
  store::Work& work;
  const Caller& caller;
  store::Deadline deadline;
  Stream& stream;
};

struct Handler {
  const google::protobuf::MethodDescriptor* method = nullptr;
  // One of the two.
  std::function<void(store::Tx&, const google::protobuf::Message&, google::protobuf::Message*)> unary;
  std::function<void(StreamCall&)> stream;
  // The rpc's (policy).
  v1::Policy policy;
};

class Handlers {
 public:
  // handlers.Add(&domain::SubmitDataset);
  template <class Response, class Request>
  void Add(Response (*function)(store::Tx&, const Request&)) {
    AddUnary(Request::descriptor(), Response::descriptor(),
             [function](store::Tx& tx, const google::protobuf::Message& request, google::protobuf::Message* response) {
               *static_cast<Response*>(response) = function(tx, static_cast<const Request&>(request));
             });
  }
  // By full name: almanac.v1.Inventory.ImportInventory. It may block.
  void AddStream(std::string_view rpc, std::function<void(StreamCall&)> function);

  // Throws INTERNAL, naming every almanac.* rpc of the contract without a
  // policy, without a command line or without a function here.
  void Check() const;

  // nullptr when there is none.
  const Handler* Find(const google::protobuf::MethodDescriptor* method) const;
  const std::vector<const google::protobuf::ServiceDescriptor*>& services() const { return services_; }

 private:
  using Unary = std::function<void(store::Tx&, const google::protobuf::Message&, google::protobuf::Message*)>;
  void AddUnary(const google::protobuf::Descriptor* request, const google::protobuf::Descriptor* response, Unary unary);
  void AddHandler(Handler handler);

  std::map<const google::protobuf::MethodDescriptor*, Handler> handlers_;
  std::vector<const google::protobuf::ServiceDescriptor*> services_;
};

// Every rpc of the contract; checked.
Handlers AllHandlers();

}  // namespace almanac::api
