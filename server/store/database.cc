#include "store/database.h"

#include <fmt/format.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

#include "base/error.h"
#include "store/address.h"
#include "store/connection.h"
#include "store/file_lock.h"
#include "store/migrate.h"

namespace almanac::store {
namespace {

using std::chrono::steady_clock;

constexpr int kPublicConnections = 2;

class Pool {
 public:
  Pool(Backend backend, const std::string& address, Connection::Purpose purpose, int size)
      : backend_(backend), address_(address), purpose_(purpose), unopened_(size) {}

  Connection* Take(steady_clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    if (!freed_.wait_until(lock, deadline, [&] { return !idle_.empty() || unopened_ > 0; })) {
      throw Error(Reason::OVERLOADED, "all database connections are busy");
    }
    if (!idle_.empty()) {
      Connection* connection = idle_.back();
      idle_.pop_back();
      return connection;
    }
    --unopened_;
    lock.unlock();
    try {
      auto opened = std::make_unique<Connection>(backend_, address_, purpose_);
      lock.lock();
      all_.push_back(std::move(opened));
      return all_.back().get();
    } catch (...) {
      if (!lock.owns_lock()) lock.lock();
      ++unopened_;
      freed_.notify_one();
      throw;
    }
  }

  void Give(Connection* connection) noexcept {
    if (!connection->Rollback()) {
      // Lost: open again now if we can; whoever takes it next sees the error otherwise.
      try {
        connection->Reconnect();
      } catch (const std::exception&) {
      }
    }
    std::lock_guard lock(mutex_);
    idle_.push_back(connection);
    freed_.notify_one();
  }

  bool Owns(const Connection* connection) {
    std::lock_guard lock(mutex_);
    for (const auto& owned : all_) {
      if (owned.get() == connection) return true;
    }
    return false;
  }

 private:
  const Backend backend_;
  const std::string address_;
  const Connection::Purpose purpose_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Connection>> all_;
  std::vector<Connection*> idle_;
  int unopened_;
};

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
  Impl(const Address& address, int connections)
      : backend(address.backend),
        size(connections),
        record(address.backend, address.text, Connection::Purpose::kRecord, connections),
        visitors(address.backend, address.text, Connection::Purpose::kPublic, kPublicConnections) {}

  std::unique_ptr<FileLock> lock;
  Backend backend;
  int size;
  Pool record;
  Pool visitors;
  Turnstile turnstile;
};

Lease::Lease(Lease&& other) noexcept : database_(other.database_), connection_(other.connection_) {
  other.connection_ = nullptr;
}

Lease::~Lease() {
  if (connection_ == nullptr) return;
  auto& impl = *database_->impl_;
  (impl.record.Owns(connection_) ? impl.record : impl.visitors).Give(connection_);
}

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::~Database() = default;

std::unique_ptr<Database> Database::Open(const std::string& text, int connections) {
  const Address address = AddressOf(text);
  auto impl = std::make_unique<Impl>(address, connections);
  if (address.backend == Backend::kSqlite) impl->lock = std::make_unique<FileLock>(address.text + ".lock");
  try {
    Connection connection(address.backend, address.text, Connection::Purpose::kMigration);
    RequireSuitable(connection);
    Migrate(connection);
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

Lease Database::Acquire(steady_clock::time_point deadline) { return Lease(this, impl_->record.Take(deadline)); }

Lease Database::AcquirePublic(steady_clock::time_point deadline) { return Lease(this, impl_->visitors.Take(deadline)); }

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
