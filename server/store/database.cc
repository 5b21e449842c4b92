#include "store/database.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <system_error>

#include "base/error.h"
#include "store/address.h"
#include "store/connection.h"
#include "store/dialect.h"
#include "store/file_lock.h"
#include "store/migrate.h"
#include "store/outage.h"
#include "store/pool.h"
#include "store/public_role.h"

namespace almanac::store {
namespace {

using std::chrono::steady_clock;

constexpr int kPublicConnections = 2;

// First come, first served, so that nobody starves behind a busy writer.
class Turnstile {
 public:
  bool Enter(steady_clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    const uint64_t ticket = next_++;
    waiting_.push_back(ticket);
    const auto my_turn = [&] { return !busy_ && waiting_.front() == ticket; };
    const bool entered = moved_.wait_until(lock, deadline, my_turn);
    std::erase(waiting_, ticket);
    if (entered) busy_ = true;
    moved_.notify_all();
    return entered;
  }

  void Leave() {
    std::lock_guard lock(mutex_);
    busy_ = false;
    moved_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable moved_;
  std::deque<uint64_t> waiting_;
  uint64_t next_ = 0;
  bool busy_ = false;
};

}  // namespace

struct Database::Impl {
  Impl(const Address& address, int connections, const std::string& public_role)
      : backend(address.backend),
        size(connections),
        record(address, {Connection::Purpose::kRecord, {}}, connections, outage),
        visitors(address, {Connection::Purpose::kPublic, public_role}, kPublicConnections, outage) {}

  std::unique_ptr<FileLock> lock;
  Backend backend;
  int size;
  Outage outage;
  Pool record;
  Pool visitors;
  Turnstile turnstile;
  std::mutex counting_mutex;
  // Last, so that what it uses outlives it.
  std::future<void> counting;
};

Lease::Lease(Lease&& other) noexcept : pool_(other.pool_), pooled_(other.pooled_) { other.pooled_ = nullptr; }

Lease::~Lease() {
  if (pooled_ != nullptr) pool_->Give(pooled_);
}

Connection& Lease::connection() const { return *pooled_->connection; }

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::~Database() = default;

std::unique_ptr<Database> Database::Open(const std::string& text, int connections, const std::string& public_role) {
  const Address address = AddressOf(text);
  if (!public_role.empty()) RequireRoleName(public_role);
  if (!public_role.empty() && address.backend == Backend::kSqlite) {
    throw Error(Reason::CONFIG_INVALID,
                "--public-role is for PostgreSQL; SQLite keeps public sessions to the views by itself");
  }
  auto impl = std::make_unique<Impl>(address, connections, public_role);
  if (address.backend == Backend::kSqlite) impl->lock = std::make_unique<FileLock>(address.text + ".lock");
  try {
    Connection connection(address.backend, address.text, Connection::Purpose::kMigration);
    RequireSuitable(connection);
    Migrate(connection);
    if (!public_role.empty()) PreparePublicRole(connection, public_role);
  } catch (const DatabaseError& error) {
    throw Error(Reason::DATABASE_UNUSABLE,
                address.backend == Backend::kSqlite
                    ? fmt::format("cannot use {} as a database ({}); is it an SQLite file that we may read and write?",
                                  address.text, error.what())
                    : fmt::format("PostgreSQL refuses ({}); check --db, and that the server runs", error.what()));
  }
  return std::unique_ptr<Database>(new Database(std::move(impl)));
}

Backend Database::backend() const { return impl_->backend; }
int Database::size() const { return impl_->size; }

Lease Database::Acquire(steady_clock::time_point deadline) {
  return Lease(&impl_->record, impl_->record.Take(deadline));
}

Lease Database::AcquirePublic(steady_clock::time_point deadline) {
  return Lease(&impl_->visitors, impl_->visitors.Take(deadline));
}

void Database::CountFilled(Lease lease, const std::vector<std::string>& tables) {
  auto count = [lease = std::move(lease), texts = CountTexts(backend(), tables)]() mutable {
    // Given back at the end of this, and not with what keeps the function.
    const Lease own = std::move(lease);
    try {
      for (const auto& text : texts) own.connection().Run(text);
    } catch (const std::exception& error) {
      // What is committed stays so: that the counting failed is no reason to say otherwise.
      spdlog::warn("database: counting after a bulk write: {}", error.what());
      // It may count otherwise than others from here on.
      own.connection().Close();
    }
  };
  if (backend() == Backend::kSqlite) return count();
  const std::lock_guard lock(impl_->counting_mutex);
  if (impl_->counting.valid()) impl_->counting.wait();
  try {
    impl_->counting = std::async(std::launch::async, std::move(count));
  } catch (const std::system_error& error) {
    spdlog::warn("database: no thread to count after a bulk write: {}", error.what());
  }
}

bool Database::Answers() {
  try {
    return Acquire(steady_clock::now() + std::chrono::seconds(1)).connection().Answers();
  } catch (const DatabaseError&) {
    return false;
  } catch (const Error&) {
    // All are busy with it.
    return !impl_->outage.away();
  }
}

steady_clock::time_point Database::WorthWaitingUntil() const {
  return impl_->outage.WorthWaitingUntil(steady_clock::now());
}

Database::Gate::Gate(Gate&& other) noexcept : database_(other.database_) { other.database_ = nullptr; }

Database::Gate::~Gate() {
  if (database_ != nullptr) database_->impl_->turnstile.Leave();
}

Database::Gate Database::EnterGate(steady_clock::time_point deadline) {
  if (impl_->backend != Backend::kSqlite) return Gate(nullptr);
  if (!impl_->turnstile.Enter(deadline)) {
    throw Error(Reason::DEADLINE_EXCEEDED, "others were writing until the time for this request was over");
  }
  return Gate(this);
}

}  // namespace almanac::store
