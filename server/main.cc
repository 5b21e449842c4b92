// almanacd: settings, wiring, run, orderly stop. The only file that sees every room.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "api/doctor.h"
#include "api/grpc_door.h"
#include "api/handlers.h"
#include "api/listener.h"
#include "api/pulse.h"
#include "api/replay.h"
#include "api/sample.h"
#include "api/serve.h"
#include "api/socket_lock.h"
#include "base/config.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/metrics.h"
#include "domain/program.h"
#include "jobs/answering.h"
#include "jobs/log_key.h"
#include "jobs/sealing.h"
#include "store/backup.h"
#include "store/database.h"
#include "store/work.h"

namespace almanac {
namespace {

constexpr std::chrono::seconds kGrace{20};

struct Settings {
  std::string db = "almanac.db";
  std::string socket;
  std::string listen;
  std::string tls_cert;
  std::string tls_key;
  bool insecure_loopback = false;
  std::string profile;
  std::string public_role;
  std::string log_key;
  std::string log_name;
  int connections = 8;
  std::string log_level = "info";
  std::string year_end;
  std::string now;
  std::string output = "text";
  std::string to;
  std::string from;
  bool help = false;
  bool version = false;
};

// Taken by the main thread alone.
sigset_t OurSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGUSR1, SIGHUP}) sigaddset(&signals, signal);
  return signals;
}

std::vector<Setting> TableOf(Settings& s) {
  return {
      {"db", "WHERE", "SQLite file, or postgresql://...; ./almanac.db unless given", &s.db},
      {"socket", "PATH", "Unix socket of this machine; $ALMANAC_SOCKET, or almanac/almanac.sock where sockets live",
       &s.socket},
      {"listen", "HOST:PORT", "listen on the network too; needs TLS", &s.listen},
      {"tls-cert", "FILE", "certificate chain, PEM", &s.tls_cert},
      {"tls-key", "FILE", "its private key, PEM", &s.tls_key},
      {"insecure-loopback", "", "allow --listen without TLS on an address of this machine", &s.insecure_loopback},
      {"profile", "NAME", "rules of the body, for an empty database: a name or a file", &s.profile},
      {"public-role", "ROLE", "PostgreSQL: the role that public sessions take; docs/operations.md", &s.public_role},
      {"log-key", "FILE", "private key of the log; DATABASE.log-key beside an SQLite file; `none`: nothing is sealed",
       &s.log_key},
      {"log-name", "NAME", "what the log is called when its key is made, such as data.example.gov/log", &s.log_name},
      {"connections", "N", "database connections, and so workers; 8 unless given", &s.connections},
      {"log-level", "LEVEL", "debug, info, warn or error", &s.log_level},
      {"year-end", "DAY", "load-sample: the last day of the sample's year; the last month end unless given",
       &s.year_end},
      {"now", "TIME", "load-sample: nothing happens after it; the present unless given", &s.now},
      {"output", "FORMAT", "doctor: text, or json, an object a line (-o json)", &s.output, 'o'},
      {"to", "FILE", "backup: the file to write; it must not be there", &s.to},
      {"from", "FILE", "restore: the backup to read", &s.from},
      {"help", "", "show this", &s.help},
      {"version", "", "show the version", &s.version},
  };
}

void PrintHelp(const std::vector<Setting>& table) {
  fmt::print(
      "almanacd keeps the record of an open data program and serves it.\n\n"
      "  almanacd [settings]                      serve\n"
      "  almanacd migrate --db WHERE              bring a database to this version, and stop\n"
      "  almanacd doctor --db WHERE               look for what is damaged; changes nothing\n"
      "  almanacd backup --db WHERE --to FILE     copy an SQLite database, also while it is served\n"
      "  almanacd restore --from FILE --db WHERE  make a database of a backup\n"
      "  almanacd new-log-key --db WHERE          another key for the log, where the old one is lost or known\n"
      "  almanacd load-sample DIR --db WHERE      fill an empty database with a sample body\n\n{}",
      HelpOf(table));
}

store::Deadline Soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(60); }

void Seed(store::Work& work, const std::string& profile) {
  work.Run(store::Mode::kWrite, Caller::System(), Soon(), [&](store::Tx& tx) { domain::SeedProgram(tx, profile); });
}

// Where the record is, without what might be a password.
std::string Shown(const std::string& db) { return db.starts_with("postgres") ? db.substr(0, db.find(':')) : db; }

void WriteMetrics(const Metrics& metrics) {
  const std::string text = metrics.Text();
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void DropExpired(store::Work& work) {
  try {
    api::DropExpired(work);
  } catch (const std::exception& error) {
    log::Write(log::Level::kWarn, "expired answers stay for another hour", {{"why", error.what()}});
  }
}

// Waits for the signal to stop; meanwhile does what is to be done now and then.
int AwaitStop(store::Work& work, const Metrics& metrics, api::Listener& listener) {
  const sigset_t signals = OurSignals();
  constexpr timespec kBeat{2, 0};
  constexpr std::chrono::hours kHour{1};
  api::Pulse pulse(work.database(), [&listener](bool well) { listener.SetServing(well); });
  auto dropped = std::chrono::steady_clock::now();
  for (;;) {
    const int caught = ::sigtimedwait(&signals, nullptr, &kBeat);
    if (caught == SIGTERM || caught == SIGINT) return caught;
    if (caught == SIGUSR1) WriteMetrics(metrics);
    if (caught == SIGHUP) listener.ReloadCertificate();
    if (caught >= 0 || errno != EAGAIN) continue;
    pulse.Beat();
    if (std::chrono::steady_clock::now() - dropped < kHour) continue;
    DropExpired(work);
    dropped = std::chrono::steady_clock::now();
  }
}

// As many as we may have: each connection is one, and each file of the database.
void RaiseOpenFiles() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

// Empty: nothing is sealed. PostgreSQL has no folder of ours, and its replicas need the same key.
std::string LogKeyFile(const Settings& settings) {
  if (settings.log_key == "none") return {};
  if (!settings.log_key.empty()) return settings.log_key;
  return settings.db.starts_with("postgres") ? std::string() : settings.db + ".log-key";
}

// The log's key, made at first use. None when there is none to be had: then the record goes on, and waits to be sealed.
std::optional<NoteSigner> LogKey(const Settings& settings, store::Work& work) {
  const std::string file = LogKeyFile(settings);
  if (file.empty()) {
    if (settings.log_key.empty())
      log::Write(log::Level::kWarn, "nothing is sealed: no key for the log", {{"give", "--log-key FILE"}});
    return std::nullopt;
  }
  auto signer = jobs::ReadLogKey(file);
  if (signer) return signer;
  const auto keys = store::ReadLogKeys(work);
  if (keys.empty()) return jobs::MakeLogKey(file, settings.log_name);
  log::Write(log::Level::kWarn, "nothing is sealed: the key of the log is not there",
             {{"key", keys.back().text()}, {"file", file}, {"give", "--log-key FILE, or almanacd new-log-key"}});
  return std::nullopt;
}

int Serve(const Settings& settings) {
  // Before any thread. The other commands end at once when they are told to.
  const sigset_t ours = OurSignals();
  sigprocmask(SIG_BLOCK, &ours, nullptr);
  RaiseOpenFiles();
  const api::SocketLock socket(settings.socket.empty() ? DefaultSocketPath() : settings.socket);
  auto database = store::Database::Open(settings.db, settings.connections, settings.public_role);
  SystemClock clock;
  store::Work work(*database, clock);
  Seed(work, settings.profile);
  const api::Handlers handlers = api::AllHandlers();
  Metrics metrics;
  std::optional<jobs::Sealing> sealing;
  if (auto signer = LogKey(settings, work)) sealing.emplace(work, *std::move(signer), metrics);
  jobs::Answering answering(work);
  metrics.Watch("almanac_retries_total", "Units of work run again", [&work] { return work.retries(); });
  api::Serve serve(work, handlers, metrics);
  api::GrpcDoor::Limits limits;
  limits.workers = settings.connections;
  api::GrpcDoor door(serve, limits);
  api::Listener listener(socket, {settings.listen, settings.tls_cert, settings.tls_key, settings.insecure_loopback},
                         door);
  fmt::print(stderr, "almanacd {} serves {} on {}{}\n", ALMANAC_VERSION, Shown(settings.db), socket.path(),
             listener.tcp_address().empty() ? "" : " and " + listener.tcp_address());
  if (database->backend() == store::Backend::kPostgresql && settings.public_role.empty())
    log::Write(log::Level::kWarn, "public sessions have every right of ours", {{"give", "--public-role"}});
  const int caught = AwaitStop(work, metrics, listener);
  // Whoever asks a second time does not want to wait for the grace.
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  listener.Stop(kGrace);
  answering.Stop();
  if (sealing) sealing->Stop();
  log::Write(log::Level::kInfo, "stopped", {{"signal", caught == SIGTERM ? "SIGTERM" : "SIGINT"}});
  return 0;
}

int Migrate(const Settings& settings) {
  store::Database::Open(settings.db, 1, settings.public_role);
  fmt::print(stderr, "the database is at the version of almanacd {}\n", ALMANAC_VERSION);
  return 0;
}

// For cron: silent and 0 when all is well, a line a finding and 1 otherwise.
int Doctor(const Settings& settings) {
  if (settings.output != "text" && settings.output != "json")
    throw Error(Reason::CONFIG_INVALID, fmt::format("--output {} is none of text, json", settings.output));
  const bool json = settings.output == "json";
  const auto examined = api::ExamineRecord(settings.db, [&](const v1::Finding& finding) {
    fmt::print("{}\n", json ? ToJson(finding) : api::LineOf(finding));
  });
  // Silence would leave a person at a terminal to guess; a program reads the findings and the exit code.
  if (::isatty(STDERR_FILENO) == 1) {
    if (examined.found == 0) fmt::print(stderr, "nothing is wrong with {}\n", Shown(settings.db));
    if (examined.unsealed > 0) fmt::print(stderr, "{} events wait to be sealed\n", examined.unsealed);
  }
  return examined.found == 0 ? 0 : 1;
}

int Backup(const Settings& settings) {
  if (settings.to.empty()) throw Error(Reason::CONFIG_INVALID, "say where the backup goes: --to FILE");
  store::Backup(settings.db, settings.to);
  fmt::print(stderr, "{} holds {} as it is now\n", settings.to, settings.db);
  return 0;
}

int Restore(const Settings& settings) {
  if (settings.from.empty()) throw Error(Reason::CONFIG_INVALID, "say which backup to restore: --from FILE");
  store::Restore(settings.from, settings.db);
  fmt::print(stderr, "{} is as {} was; next: almanacd doctor --db {}\n", settings.db, settings.from, settings.db);
  return 0;
}

int NewLogKey(const Settings& settings) {
  const std::string file = LogKeyFile(settings);
  if (file.empty()) throw Error(Reason::CONFIG_INVALID, "say where the key goes: --log-key FILE");
  auto database = store::Database::Open(settings.db, 1, settings.public_role);
  SystemClock clock;
  store::Work work(*database, clock);
  // It stays the same log, under the same name.
  const auto keys = store::ReadLogKeys(work);
  const NoteSigner signer = jobs::MakeLogKey(file, keys.empty() ? settings.log_name : keys.front().name());
  store::AddLogKey(work, signer.verifier());
  fmt::print("{}\n", signer.verifier().text());
  fmt::print(stderr, "{} holds a new key of the log; tell those who check it the line above\n", file);
  return 0;
}

int LoadSample(const Settings& settings, const std::string& folder) {
  SystemClock present;
  api::SampleOptions options{folder, {}, present.Now()};
  if (!settings.now.empty()) {
    const auto now = ParseInstant(settings.now);
    if (!now)
      throw Error(Reason::CONFIG_INVALID, fmt::format("--now {} is no time; write 2026-06-30T23:59:00Z", settings.now));
    options.now = *now;
  }
  options.year_end = api::LastMonthEnd(std::chrono::floor<std::chrono::days>(options.now));
  if (!settings.year_end.empty()) {
    const auto day = ParseDay(settings.year_end);
    if (!day)
      throw Error(Reason::CONFIG_INVALID, fmt::format("--year-end {} is no day; write 2026-06-30", settings.year_end));
    options.year_end = *day;
  }
  auto database = store::Database::Open(settings.db, 2, settings.public_role);
  FakeClock clock(options.now - std::chrono::hours(24 * 365 * 5));
  store::Work work(*database, clock);
  Seed(work, settings.profile);
  const api::Handlers handlers = api::AllHandlers();
  Metrics metrics;
  api::Serve serve(work, handlers, metrics);
  const auto summary = api::LoadSample(serve, clock, options);
  fmt::print(
      stderr, "{} commands of the sample were run{}\n", summary.commands,
      summary.left_out == 0 ? "" : fmt::format("; {} lie after the present and were left out", summary.left_out));
  return 0;
}

int Run(std::span<const char* const> arguments) {
  Settings settings;
  const auto table = TableOf(settings);
  const auto words = ReadSettings(table, arguments);
  if (settings.help) return PrintHelp(table), 0;
  if (settings.version) return fmt::print("almanacd {}\n", ALMANAC_VERSION), 0;
  if (settings.connections < 1 || settings.connections > 200)
    throw Error(Reason::CONFIG_INVALID, "--connections is a number from 1 to 200");
  const std::string command = words.empty() ? "" : words.front();
  // Whoever loads a sample wants to read what failed, not two thousand lines of what worked.
  if (!log::SetLevel(command == "load-sample" && settings.log_level == "info" ? "warn" : settings.log_level)) {
    throw Error(Reason::CONFIG_INVALID,
                fmt::format("--log-level {} is none of debug, info, warn, error", settings.log_level));
  }
  if (command.empty()) return Serve(settings);
  if (command == "migrate" && words.size() == 1) return Migrate(settings);
  if (command == "doctor" && words.size() == 1) return Doctor(settings);
  if (command == "backup" && words.size() == 1) return Backup(settings);
  if (command == "restore" && words.size() == 1) return Restore(settings);
  if (command == "new-log-key" && words.size() == 1) return NewLogKey(settings);
  if (command == "load-sample" && words.size() == 2) return LoadSample(settings, words[1]);
  throw Error(
      Reason::CONFIG_INVALID,
      fmt::format("`{}` is not understood; there are migrate, doctor, backup, restore, new-log-key and load-sample DIR",
                  fmt::join(words, " ")));
}

}  // namespace
}  // namespace almanac

int main(int argc, char** argv) {
  // Before any thread: files are ours alone.
  ::umask(0077);
  ::signal(SIGPIPE, SIG_IGN);
  // A file that may not grow any more is an error like a full disk, and no reason to die.
  ::signal(SIGXFSZ, SIG_IGN);
  try {
    return almanac::Run({argv + 1, argv + argc});
  } catch (const almanac::Error& error) {
    std::fprintf(stderr, "almanacd: %s\n", error.what());
    for (const auto& missing : error.missing())
      std::fprintf(stderr, "  %s  %s\n", missing.message.c_str(), missing.command.c_str());
    return almanac::ExitOf(error.reason());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "almanacd: %s\n", error.what());
    return 1;
  }
}
