#include "api/sample.h"

#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "almanac/v1/inventory.pb.h"
#include "api/sample_shift.h"
#include "base/error.h"
#include "base/json.h"
#include "domain/callers.h"
#include "domain/program.h"

namespace almanac::api {
namespace {

namespace fs = std::filesystem;
using google::protobuf::Message;

store::Deadline Soon() { return std::chrono::steady_clock::now() + std::chrono::minutes(2); }

// A file that is gone when we are.
class ScratchFile {
 public:
  explicit ScratchFile(const std::string& text)
      : path_(fs::temp_directory_path() / fmt::format("almanac-sample-{}", ::getpid())) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~ScratchFile() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(Reason::CONFIG_INVALID, fmt::format("{} cannot be read", path.string()));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string TextOf(const rapidjson::Value& line, const char* key) {
  const auto found = line.FindMember(key);
  return found != line.MemberEnd() && found->value.IsString() ? found->value.GetString() : std::string();
}

std::string JsonOf(const rapidjson::Value& line, const char* key) {
  const auto found = line.FindMember(key);
  if (found == line.MemberEnd()) return "{}";
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  found->value.Accept(writer);
  return buffer.GetString();
}

class Loader {
 public:
  Loader(Serve& serve, FakeClock& clock, const SampleOptions& options)
      : serve_(serve), clock_(clock), options_(options), shift_(options.year_end), files_(Files()) {}

  SampleSummary Load() {
    for (const fs::path& file : files_) LoadFile(file);
    return summary_;
  }

 private:
  std::vector<fs::path> Files() const {
    std::vector<fs::path> files;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(options_.folder, missing)) {
      if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
    }
    if (files.empty())
      throw Error(Reason::CONFIG_INVALID, fmt::format("{} holds no *.jsonl files of a sample", options_.folder));
    std::sort(files.begin(), files.end());
    return files;
  }

  void LoadFile(const fs::path& path) {
    std::istringstream lines(ReadFile(path));
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
      ++number;
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      try {
        RunLine(line, path.parent_path());
      } catch (const Error& error) {
        Error placed(error.reason(), fmt::format("{}:{}: {}", path.string(), number, error.message()));
        for (const auto& field : error.fields()) placed.Field(field.field, field.description);
        for (const auto& missing : error.missing()) placed.Missing(missing.rule, missing.message, missing.command);
        throw placed;
      }
    }
  }

  void RunLine(const std::string& text, const fs::path& folder) {
    rapidjson::Document line;
    if (line.Parse(text.c_str()).HasParseError() || !line.IsObject())
      throw Error(Reason::INVALID_FIELD, "the line is no JSON object");
    const auto time = ParseInstant(TextOf(line, "time"));
    if (!time) throw Error(Reason::INVALID_FIELD, "`time` is missing, or no time such as 2024-07-15T16:00:00Z");
    const Instant moved = shift_.Moved(*time);
    if (moved > options_.now) {
      ++summary_.left_out;
      return;
    }
    clock_.Set(moved);
    const Caller caller = CallerNamed(TextOf(line, "as"));
    if (line.HasMember("import")) {
      Import(caller, folder / TextOf(line, "import"), JsonOf(line, "options"));
    } else {
      Call(caller, TextOf(line, "call"), JsonOf(line, "request"));
    }
    ++summary_.commands;
  }

  Caller CallerNamed(const std::string& name) {
    if (name == "console") return Caller::Console();
    Caller caller;
    serve_.work().Run(store::Mode::kRead, Caller::System(), Soon(),
                      [&](store::Tx& tx) { caller = domain::CallerOfPerson(tx, name); });
    return caller;
  }

  const google::protobuf::MethodDescriptor* MethodNamed(const std::string& name) const {
    for (const auto* service : serve_.handlers().services()) {
      if (const auto* method = service->FindMethodByName(name); method != nullptr) return method;
    }
    throw Error(Reason::INVALID_FIELD, fmt::format("there is no rpc {}", name));
  }

  void Call(const Caller& caller, const std::string& name, const std::string& json) {
    const auto* method = MethodNamed(name);
    auto* factory = google::protobuf::MessageFactory::generated_factory();
    std::unique_ptr<Message> request(factory->GetPrototype(method->input_type())->New());
    std::unique_ptr<Message> response(factory->GetPrototype(method->output_type())->New());
    std::string problem;
    if (!FromJson(json, request.get(), &problem))
      throw Error(Reason::INVALID_FIELD, fmt::format("the request of {} does not read: {}", name, problem));
    shift_.Move(request.get());
    CallInfo call;
    call.method = method;
    call.deadline = Soon();
    call.door = Door::kSocket;
    call.caller = caller;
    if (const auto outcome = serve_.Call(call, request.get(), response.get()); !outcome.ok()) throw *outcome.error;
  }

  void Import(const Caller& caller, const fs::path& path, const std::string& json) {
    v1::ImportOptions options;
    std::string problem;
    if (!FromJson(json, &options, &problem))
      throw Error(Reason::INVALID_FIELD, fmt::format("the options do not read: {}", problem));
    const ScratchFile file(shift_.MovedDays(ReadFile(path)));
    const interchange::ImportJob job{serve_.work(), caller, options, file.path(), Soon(), [] { return false; }};
    interchange::ImportInventory(job, [](const v1::ImportInventoryResponse&) {});
  }

  Serve& serve_;
  FakeClock& clock_;
  const SampleOptions& options_;
  const SampleShift shift_;
  const std::vector<fs::path> files_;
  SampleSummary summary_;
};

}  // namespace

SampleSummary LoadSample(Serve& serve, FakeClock& clock, const SampleOptions& options) {
  // A folder that holds no sample leaves no mark.
  Loader loader(serve, clock, options);
  serve.work().Run(store::Mode::kWrite, Caller::System(), Soon(), [](store::Tx& tx) { domain::MarkSample(tx); });
  return loader.Load();
}

Day LastMonthEnd(Day today) {
  const std::chrono::year_month_day ymd(today);
  return Day(ymd.year() / ymd.month() / 1) - std::chrono::days(1);
}

}  // namespace almanac::api
