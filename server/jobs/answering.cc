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
  try {
    int suspended = 0;
    const auto look = [&](store::Tx& tx) { suspended = domain::SuspendUnanswered(tx); };
    work_.Run(store::Mode::kWrite, Caller::System(), std::chrono::steady_clock::now() + kPatience, look);
    if (suspended > 0) {
      log::Write(log::Level::kWarn, "suspended: nobody else agreed in time", {{"datasets", std::to_string(suspended)}});
    }
    trouble_.clear();
  } catch (const std::exception& error) {
    if (trouble_ != error.what()) {
      log::Write(log::Level::kError, "nobody looks at what was published ahead", {{"why", error.what()}});
    }
    trouble_ = error.what();
  }
}

}  // namespace almanac::jobs
