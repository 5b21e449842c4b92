#include "bench/body.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>

#include "almanac/v1/departments.pb.h"
#include "almanac/v1/people.pb.h"
#include "almanac/v1/tokens.pb.h"
#include "base/ids.h"
#include "domain/people.h"
#include "domain/program.h"
#include "domain/tokens.h"
#include "interchange/catalogue_reader.h"
#include "interchange/pod_record.h"
#include "store/work.h"

namespace almanac::bench {
namespace {

constexpr const char* kSentence =
    "Each row is one case as the department closed it, with the day it was opened, the kind of work and the street "
    "block. ";

constexpr size_t kKnownRecords = 5000;

store::Deadline Soon() { return std::chrono::steady_clock::now() + std::chrono::minutes(60); }

// Open as long as it is read.
class File {
 public:
  explicit File(const std::string& path) : file_(::open(path.c_str(), O_RDONLY)) {
    if (file_ < 0) throw std::runtime_error("cannot read " + path);
    size_ = std::filesystem::file_size(path);
  }
  ~File() { ::close(file_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  interchange::ByteSource Source() const { return interchange::FromFile(file_, 0, size_); }

 private:
  int file_;
  uint64_t size_ = 0;
};

}  // namespace

v1::Dataset RecordNumber(int number) {
  v1::Dataset dataset;
  dataset.set_title(fmt::format("Cases closed by the department, series {}", number));
  dataset.set_department("departments/works");
  dataset.set_description(std::string(kSentence) + kSentence + (number % 100 == 0 ? "ocotillo " : "") + kSentence);
  dataset.set_licence("CC0-1.0");
  dataset.set_frequency("R/P1M");
  dataset.set_source_system("Case management");
  dataset.set_landing_page(fmt::format("https://data.example.gov/datasets/cases-{}", number));
  for (const char* word : {"cases", "streets", "works"}) dataset.add_keywords(word);
  dataset.add_keywords(fmt::format("series {}", number % 50));
  for (const char* format : {"CSV", "JSON", "GeoJSON", "KML"}) {
    auto* distribution = dataset.add_distributions();
    distribution->set_title(fmt::format("Cases as {}", format));
    distribution->set_kind(v1::Distribution::FILE);
    distribution->set_format(format);
    distribution->set_media_type("application/octet-stream");
    distribution->set_download_url(
        fmt::format("https://data.example.gov/files/cases-{}/latest/download.{}", number, format));
  }
  for (const char* name : {"case_id", "opened", "closed", "kind", "block", "status"}) {
    auto* field = dataset.add_fields();
    field->set_name(name);
    field->set_type("text");
    field->set_definition("What the clerk entered when the case was opened.");
    field->set_release(v1::Field::AS_IS);
  }
  return dataset;
}

void WriteCatalogue(const std::string& path, int records) {
  std::ofstream file(path);
  file << R"({"conformsTo":"https://project-open-data.cio.gov/v1.1/schema","dataset":[)";
  for (int i = 0; i < records; ++i) {
    const auto record = RecordNumber(i);
    file
        << (i > 0 ? "," : "")
        << fmt::format(R"({{"@type":"dcat:Dataset","identifier":"cases-{0}","title":"{1}","description":"{2}",)", i,
                       record.title(), record.description())
        << R"("keyword":["cases","streets","works"],"modified":"2026-01-15","accessLevel":"public",)"
        << R"("publisher":{"@type":"org:Organization","name":"Works"},"license":"https://creativecommons.org/publicdomain/zero/1.0/",)"
        << R"("contactPoint":{"@type":"vcard:Contact","fn":"Works","hasEmail":"mailto:works@example.gov"},"accrualPeriodicity":"R/P1M",)"
        << fmt::format(R"("landingPage":"{}","distribution":[)", record.landing_page());
    for (int k = 0; k < record.distributions_size(); ++k) {
      const auto& d = record.distributions(k);
      file << (k > 0 ? "," : "")
           << fmt::format(
                  R"({{"@type":"dcat:Distribution","title":"{}","format":"{}","mediaType":"{}","downloadURL":"{}"}})",
                  d.title(), d.format(), d.media_type(), d.download_url());
    }
    file << "]}";
  }
  file << "]}\n";
}

RecordSource RecordsOf(const std::string& catalogue) {
  const File file(catalogue);
  auto known = std::make_shared<std::vector<v1::Dataset>>();
  interchange::ReadCatalogue(file.Source(), [&](interchange::FileRecord& record) {
    auto mapped = interchange::MapRecord(record, "2026-03-02");
    if (!mapped.findings.refused()) known->push_back(std::move(mapped.dataset));
    return known->size() < kKnownRecords;
  });
  if (known->empty()) throw std::runtime_error(catalogue + " has no dataset");
  return [known](int number) {
    v1::Dataset dataset = (*known)[static_cast<size_t>(number) % known->size()];
    dataset.set_title(fmt::format("{}, part {}", dataset.title(), number));
    if (number % 100 == 0) dataset.set_description(dataset.description() + " ocotillo");
    dataset.set_department("departments/works");
    *dataset.mutable_fields() = RecordNumber(number).fields();
    return dataset;
  };
}

RecordSource RecordsWithCommonWord(const RecordSource& source) {
  return [source](int number) {
    v1::Dataset dataset = source(number);
    if (number % 10 != 0) dataset.set_description(dataset.description() + " mesquite");
    return dataset;
  };
}

std::string FillRecord(const std::string& address, int records, const RecordSource& source) {
  auto database = store::Database::Open(address, 2);
  SystemClock clock;
  store::Work work(*database, clock);
  std::string token;
  work.Run(store::Mode::kWrite, Caller::Console(), Soon(), [&](store::Tx& tx) {
    domain::SeedProgram(tx, "default");
    tx.Because("bench.filled");
    v1::Department department;
    department.set_name("departments/works");
    department.set_title("Works");
    tx.Create(department);
    v1::Person person;
    person.set_name("people/clerk");
    person.set_display_name("A clerk");
    tx.Create(person);
    v1::GrantRoleRequest grant;
    grant.set_name("people/clerk");
    grant.set_role(v1::COORDINATOR);
    grant.set_department("departments/works");
    domain::GrantRole(tx, grant);
    v1::EnrolPersonRequest enrol;
    enrol.set_name("people/clerk");
    v1::RedeemCodeRequest redeem;
    redeem.set_code(domain::EnrolPerson(tx, enrol).code());
    token = domain::RedeemCode(tx, redeem).secret_token();
  });
  work.Run(store::Mode::kExclusive, Caller::Console(), Soon(), [&](store::Tx& tx) {
    tx.BeginBulk();
    for (int i = 0; i < records; ++i) {
      auto dataset = source(i);
      dataset.set_name(fmt::format("datasets/cases-{}", i));
      if (dataset.state() == v1::Dataset::STATE_UNSPECIFIED) dataset.set_state(v1::Dataset::IDENTIFIED);
      tx.Because("dataset.created");
      tx.Create(dataset);
    }
    tx.EndBulk();
  });
  return token;
}

Almanacd::Almanacd(const std::string& address, const std::filesystem::path& folder,
                   const std::vector<std::string>& more) {
  const std::string socket = (folder / "s").string();
  const auto start = std::chrono::steady_clock::now();
  pid_ = ::fork();
  if (pid_ == 0) {
    const int null = ::open((folder / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(null, 1);
    ::dup2(null, 2);
    std::vector<std::string> words{ALMANACD, "--db", address, "--socket", socket};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execv(ALMANACD, arguments.data());
    ::_exit(127);
  }
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 5);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 5);
  arguments.SetMaxReceiveMessageSize(64 << 20);
  channel_ = grpc::CreateCustomChannel("unix:" + socket, grpc::InsecureChannelCredentials(), arguments);
  if (!channel_->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(20))) {
    throw std::runtime_error("almanacd does not start; see " + (folder / "log").string());
  }
  start_milliseconds_ = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

Almanacd::~Almanacd() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

Folder::Folder() : path_(std::filesystem::temp_directory_path() / ("almanac-bench-" + RandomId(8))) {
  std::filesystem::create_directory(path_);
  std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
}

Folder::~Folder() { std::filesystem::remove_all(path_); }

}  // namespace almanac::bench
