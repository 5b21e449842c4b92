#include "bench/echo.h"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace almanac::bench {
namespace {

class Workers {
 public:
  explicit Workers(int count) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this] { Work(); });
  }
  ~Workers() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    filled_.notify_all();
    for (auto& thread : threads_) thread.join();
  }
  void Post(std::function<void()> task) {
    {
      std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
    }
    filled_.notify_one();
  }

 private:
  void Work() {
    for (;;) {
      std::function<void()> task;
      {
        std::unique_lock lock(mutex_);
        filled_.wait(lock, [&] { return stopping_ || !tasks_.empty(); });
        if (tasks_.empty()) return;
        task = std::move(tasks_.front());
        tasks_.pop_front();
      }
      task();
    }
  }
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<std::function<void()>> tasks_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

class Echo : public grpc::ServerGenericBidiReactor {
 public:
  explicit Echo(Workers* workers) : workers_(workers) { StartRead(&buffer_); }
  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    workers_->Post([this] { StartWriteAndFinish(&buffer_, grpc::WriteOptions(), grpc::Status::OK); });
  }
  void OnDone() override { delete this; }

 private:
  Workers* workers_;
  grpc::ByteBuffer buffer_;
};

class EchoService : public grpc::CallbackGenericService {
 public:
  explicit EchoService(Workers* workers) : workers_(workers) {}
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override {
    return new Echo(workers_);
  }

 private:
  Workers* workers_;
};

}  // namespace

struct EchoServer::Parts {
  explicit Parts(int count) : workers(count), service(&workers) {}
  Workers workers;
  EchoService service;
  std::unique_ptr<grpc::Server> server;
};

EchoServer::EchoServer(const std::string& socket, int workers) : parts_(std::make_unique<Parts>(workers)) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("unix:" + socket, grpc::InsecureServerCredentials());
  builder.RegisterCallbackGenericService(&parts_->service);
  parts_->server = builder.BuildAndStart();
}

EchoServer::~EchoServer() { parts_->server->Shutdown(); }

}  // namespace almanac::bench
