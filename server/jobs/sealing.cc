#include "jobs/sealing.h"

#include "base/log.h"

namespace almanac::jobs {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBeat{500};
// A look at all events finds what a look at the newest cannot, such as one that was put in by hand.
constexpr std::chrono::hours kLookAgain{1};
constexpr std::chrono::seconds kLastLook{1};

}  // namespace

Sealing::Sealing(store::Work& work, NoteSigner signer, Metrics& metrics) : sealer_(work, std::move(signer)) {
  metrics.Watch("almanac_log_leaves_total", "Events sealed", [this] { return sealer_.leaves(); });
  metrics.Watch("almanac_log_batches_total", "Batches they were sealed in", [this] { return sealer_.batches(); });
  metrics.Watch("almanac_log_longest_hold_microseconds", "SQLite: how long the longest batch shut other writers out",
                [this] { return sealer_.longest_hold().count(); });
  thread_ = std::thread([this] { Run(); });
}

Sealing::~Sealing() { Stop(); }

void Sealing::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  moved_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool Sealing::IsStopped() {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

void Sealing::Run() {
  auto looked = steady_clock::now();
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      if (moved_.wait_for(lock, kBeat, [this] { return stopped_; })) break;
    }
    if (steady_clock::now() - looked > kLookAgain) {
      sealer_.LookAgain();
      looked = steady_clock::now();
    }
    Pass(steady_clock::time_point::max());
  }
  Pass(steady_clock::now() + kLastLook);
}

void Sealing::Pass(steady_clock::time_point until) {
  const bool last = until != steady_clock::time_point::max();
  try {
    while (sealer_.SealSome() && (last ? steady_clock::now() < until : !IsStopped())) {
    }
    if (!trouble_.empty()) log::Write(log::Level::kInfo, "events are sealed again", {});
    trouble_.clear();
  } catch (const std::exception& error) {
    if (trouble_ != error.what()) log::Write(log::Level::kError, "nothing is sealed", {{"why", error.what()}});
    trouble_ = error.what();
  }
}

}  // namespace almanac::jobs
