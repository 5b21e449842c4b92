#include "jobs/answering.h"

#include "base/log.h"
#include "domain/publishing_ahead.h"

namespace almanac::jobs {
namespace {

constexpr std::chrono::seconds kBeat{30};
constexpr std::chrono::seconds kPatience{20};

}  // namespace

Answering::Answering(store::Work& work) : work_(work), thread_([this] { Run(); }) {}

Answering::~Answering() { Stop(); }

void Answering::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  moved_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Answering::Run() {
  for (;;) {
    // Also at the start: the hours may have passed while no server ran.
    Pass();
    std::unique_lock lock(mutex_);
    if (moved_.wait_for(lock, kBeat, [this] { return stopped_; })) return;
  }
}

void Answering::Pass() {
  std::vector<std::string> late;
  const auto soon = [] { return std::chrono::steady_clock::now() + kPatience; };
  Try([&] {
    work_.Run(store::Mode::kRead, Caller::System(), soon(),
              [&](store::Tx& tx) { late = domain::UnansweredReviews(tx); });
  });
  // A unit each: what cannot be done of one keeps no other public.
  for (const auto& review : late) {
    Try([&] {
      bool suspended = false;
      work_.Run(store::Mode::kWrite, Caller::System(), soon(),
                [&](store::Tx& tx) { suspended = domain::SuspendUnanswered(tx, review); });
      if (suspended) log::Write(log::Level::kWarn, "suspended: nobody else agreed in time", {{"review", review}});
    });
  }
}

void Answering::Try(const std::function<void()>& step) {
  try {
    step();
    trouble_.clear();
  } catch (const std::exception& error) {
    if (trouble_ != error.what()) {
      log::Write(log::Level::kError, "what was published ahead is not looked at", {{"why", error.what()}});
    }
    trouble_ = error.what();
  }
}

}  // namespace almanac::jobs
