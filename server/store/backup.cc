#include "store/backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/error.h"
#include "store/address.h"
#include "store/connection.h"
#include "store/file_lock.h"
#include "store/migrate.h"

namespace almanac::store {
namespace {

namespace fs = std::filesystem;

Error Unusable(std::string message) { return Error(Reason::DATABASE_UNUSABLE, std::move(message)); }

Connection OpenToRead(const std::string& file) {
  if (!fs::is_regular_file(file)) throw Unusable(fmt::format("there is no file {}", file));
  return {Backend::kSqlite, file, Connection::Purpose::kInspection};
}

void RequireOurs(Connection& connection, const std::string& file) {
  for (const auto& [kind, name] : DeviationsOf(connection)) {
    if (kind == Deviation::kNewer)
      throw Error(Reason::SCHEMA_TOO_NEW,
                  fmt::format("{} was made by a newer almanacd (it has {}); restore it with that one", file, name));
  }
}

void Sync(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  const std::string why = std::strerror(errno);
  if (fd >= 0) ::close(fd);
  if (!synced) throw Unusable(fmt::format("cannot bring {} to the disk: {}", path.string(), why));
}

// A reader of one instant, so writers go on. The name is given when all of it is there.
void CopyWhole(Connection& from, const std::string& file) {
  const fs::path part = file + ".part";
  fs::remove(part);
  try {
    // It writes another file; this one stays as it is.
    from.Run("PRAGMA query_only = OFF");
    from.Execute("VACUUM INTO :file", {{"file", part.string()}});
    Sync(part);
    // A link, and no renaming: what has come there meanwhile is not written over.
    if (::link(part.c_str(), file.c_str()) != 0)
      throw Unusable(fmt::format("cannot name the copy {}: {}", file, std::strerror(errno)));
    fs::remove(part);
    Sync(fs::absolute(file).parent_path());
  } catch (...) {
    std::error_code ignored;
    fs::remove(part, ignored);
    throw;
  }
}

}  // namespace

void Backup(const std::string& database, const std::string& file) {
  const Address address = AddressOf(database);
  if (address.backend == Backend::kPostgresql) {
    throw Error(Reason::CONFIG_INVALID,
                "PostgreSQL makes its own: pg_dump --format=custom --file=FILE DATABASE, also while almanacd runs");
  }
  if (fs::exists(file)) throw Unusable(fmt::format("{} is there already; give another --to", file));
  const fs::path folder = fs::absolute(file).parent_path();
  if (!fs::is_directory(folder))
    throw Unusable(fmt::format("there is no folder {}; make it, or give another --to", folder.string()));
  try {
    Connection connection = OpenToRead(address.text);
    DeviationsOf(connection);
    CopyWhole(connection, file);
  } catch (const DatabaseError& error) {
    throw Unusable(fmt::format("cannot copy {} to {} ({}); is it a database of ours, and is there room?", address.text,
                               file, error.what()));
  }
}

void Restore(const std::string& file, const std::string& database) {
  const Address address = AddressOf(database);
  if (address.backend == Backend::kPostgresql) {
    throw Error(Reason::CONFIG_INVALID,
                "PostgreSQL does it itself, into an empty database made as docs/operations.md says: pg_restore "
                "--single-transaction --no-owner --no-privileges --dbname=DATABASE FILE");
  }
  const FileLock lock(address.text + ".lock");
  // What a database left beside itself would be taken for the new one's last writes.
  for (const char* suffix : {"", "-wal", "-journal"}) {
    const std::string there = address.text + suffix;
    if (fs::exists(there))
      throw Unusable(
          fmt::format("{} is there; restore makes a new database: move the old one away, with its -wal and "
                      "-shm files, or give another --db",
                      there));
  }
  try {
    Connection connection = OpenToRead(file);
    RequireOurs(connection, file);
    CopyWhole(connection, address.text);
  } catch (const DatabaseError& error) {
    throw Unusable(
        fmt::format("cannot restore {} ({}); is it a backup of ours, and is there room?", file, error.what()));
  }
}

}  // namespace almanac::store
