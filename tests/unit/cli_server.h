// A server of ten lines, and whole commands against it: what is asked, what is
// shown, and the exit code.
#pragma once

#include <gmock/gmock.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/server_builder.h>
#include <unistd.h>

#include <cstdlib>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "base/error.h"
#include "cli/run.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace almanac::cli {

inline std::string Bytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  EXPECT_TRUE(buffer.Dump(&slices).ok());
  std::string bytes;
  for (const auto& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

inline grpc::Status StatusOfReason(Reason reason, const std::string& message) {
  google::rpc::Status status;
  status.set_code(StatusOf(reason));
  status.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(ReasonName(reason)));
  status.add_details()->PackFrom(info);
  return {static_cast<grpc::StatusCode>(status.code()), message, status.SerializeAsString()};
}

struct Answer {
  std::vector<std::string> messages;
  grpc::Status status;
};

inline Answer Ok(const google::protobuf::Message& message) { return {{message.SerializeAsString()}, grpc::Status::OK}; }
inline Answer No(Reason reason, const std::string& message) { return {{}, StatusOfReason(reason, message)}; }

struct Asked {
  std::string method;
  std::string authorization;
  std::vector<std::string> messages;
};

// Answers every call with what `answer` says once all requests have come.
class Service : public grpc::CallbackGenericService {
 public:
  std::function<Answer(const Asked&)> answer;
  // Answers after the first request and hears no more.
  bool hasty = false;

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override {
    return new Call(this, context);
  }

 private:
  class Call : public grpc::ServerGenericBidiReactor {
   public:
    Call(Service* service, grpc::GenericCallbackServerContext* context) : service_(service) {
      asked_.method = context->method().substr(context->method().rfind('/') + 1);
      const auto token = context->client_metadata().find("authorization");
      if (token != context->client_metadata().end())
        asked_.authorization = {token->second.data(), token->second.size()};
      StartRead(&buffer_);
    }
    void OnReadDone(bool ok) override {
      if (ok) {
        asked_.messages.push_back(Bytes(buffer_));
        if (!service_->hasty) return StartRead(&buffer_);
      }
      if (answered_) return;
      answered_ = true;
      const Answer answer = service_->answer(asked_);
      left_ = {answer.messages.begin(), answer.messages.end()};
      status_ = answer.status;
      Next();
    }
    void OnWriteDone(bool) override { Next(); }
    void OnDone() override { delete this; }

   private:
    void Next() {
      if (left_.empty()) return Finish(status_);
      const grpc::Slice slice(left_.front());
      left_.pop_front();
      outgoing_ = grpc::ByteBuffer(&slice, 1);
      StartWrite(&outgoing_);
    }

    Service* service_;
    Asked asked_;
    grpc::ByteBuffer buffer_, outgoing_;
    std::deque<std::string> left_;
    bool answered_ = false;
    grpc::Status status_;
  };
};

class Commands : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) / ("almanac_run_" + std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    socket_ = folder_ / "almanac.sock";
    setenv("ALMANAC_SOCKET", socket_.c_str(), 1);
    setenv("XDG_CONFIG_HOME", folder_.c_str(), 1);
    unsetenv("ALMANAC_ACCOUNT");
    service_.answer = [this](const Asked& asked) {
      std::lock_guard lock(mutex_);
      asked_.push_back(asked);
      return answers_[asked.method](asked);
    };
    grpc::ServerBuilder builder;
    builder.AddListeningPort("unix:" + socket_, grpc::InsecureServerCredentials());
    builder.RegisterCallbackGenericService(&service_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
  }
  void TearDown() override {
    server_->Shutdown();
    std::filesystem::remove_all(folder_);
  }

  int Run(const std::vector<std::string>& words) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = RunCommandLine(words);
    out_ = testing::internal::GetCapturedStdout();
    err_ = testing::internal::GetCapturedStderr();
    return code;
  }

  template <typename Message>
  Message Sent(size_t call, size_t message = 0) {
    Message sent;
    EXPECT_TRUE(sent.ParseFromString(asked_.at(call).messages.at(message)));
    return sent;
  }
  std::vector<std::string> Methods() const {
    std::vector<std::string> methods;
    for (const Asked& asked : asked_) methods.push_back(asked.method);
    return methods;
  }
  void Answers(const std::string& method, std::function<Answer(const Asked&)> answer) {
    answers_[method] = std::move(answer);
  }
  void HasTrees(const std::string& etag) {
    v1::Dataset trees;
    trees.set_name("datasets/trees");
    trees.set_state(v1::Dataset::IN_REVIEW);
    trees.set_etag(etag);
    Answers("GetDataset", [trees](const Asked&) { return Ok(trees); });
    trees.set_etag(etag + "1");
    Answers("SubmitDataset", [trees](const Asked&) { return Ok(trees); });
  }

  std::filesystem::path folder_;
  std::string socket_, out_, err_;
  std::mutex mutex_;
  std::map<std::string, std::function<Answer(const Asked&)>> answers_;
  std::vector<Asked> asked_;
  Service service_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace almanac::cli
