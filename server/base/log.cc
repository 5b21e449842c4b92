#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace almanac::log {
namespace {

spdlog::logger& Logger() {
  static const auto logger = [] {
    auto made = spdlog::stderr_logger_mt("almanac");
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    return made;
  }();
  return *logger;
}

spdlog::level::level_enum ToSpdlog(Level level) {
  switch (level) {
    case Level::kDebug:
      return spdlog::level::debug;
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kWarn:
      return spdlog::level::warn;
    case Level::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

void AppendValue(const std::string& value, std::string* line) {
  if (!value.empty() && value.find_first_of(" \"\n\r\t=") == std::string::npos) {
    *line += value;
    return;
  }
  *line += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') *line += '\\';
    // One thing is one line, whatever it says.
    *line += c == '\n' || c == '\r' ? ' ' : c;
  }
  *line += '"';
}

}  // namespace

bool SetLevel(std::string_view word) {
  for (const Level level : {Level::kDebug, Level::kInfo, Level::kWarn, Level::kError}) {
    const auto name = spdlog::level::to_string_view(ToSpdlog(level));
    if (word != std::string_view(name.data(), name.size()) && !(level == Level::kWarn && word == "warn")) continue;
    Logger().set_level(ToSpdlog(level));
    return true;
  }
  return false;
}

void Write(Level level, std::string_view what, Pairs pairs) {
  if (!Logger().should_log(ToSpdlog(level))) return;
  std::string line(what);
  for (const auto& [name, value] : pairs) {
    line += ' ';
    line += name;
    line += '=';
    AppendValue(value, &line);
  }
  Logger().log(ToSpdlog(level), spdlog::string_view_t(line));
}

}  // namespace almanac::log
