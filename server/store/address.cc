#include "store/address.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <map>
#include <string_view>

namespace almanac::store {
namespace {

// Long enough for a slow network, and much shorter than a call may last.
const std::map<std::string, std::string, std::less<>>& Timeouts() {
  static const std::map<std::string, std::string, std::less<>> timeouts{
      {"connect_timeout", "5"},     {"tcp_user_timeout", "20000"}, {"keepalives_idle", "20"},
      {"keepalives_interval", "5"}, {"keepalives_count", "3"},     {"fallback_application_name", "almanacd"}};
  return timeouts;
}

std::string Quoted(std::string_view value) {
  std::string quoted = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

}  // namespace

Address AddressOf(const std::string& text) {
  if (text.starts_with("postgresql://") || text.starts_with("postgres://")) return {Backend::kPostgresql, text};
  if (text.starts_with("postgresql:")) return {Backend::kPostgresql, text.substr(11)};
  if (text.starts_with("sqlite:")) return {Backend::kSqlite, text.substr(7)};
  return {Backend::kSqlite, text};
}

std::string WithTimeouts(const std::string& conninfo) {
  PQconninfoOption* options = PQconninfoParse(conninfo.c_str(), nullptr);
  if (options == nullptr) return conninfo;
  auto values = Timeouts();
  for (const auto* option = options; option->keyword != nullptr; ++option) {
    if (option->val != nullptr) values[option->keyword] = option->val;
  }
  PQconninfoFree(options);
  std::string text;
  for (const auto& [keyword, value] : values)
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", keyword, Quoted(value));
  return text;
}

}  // namespace almanac::store
