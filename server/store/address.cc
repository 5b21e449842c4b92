#include "store/address.h"

namespace almanac::store {

Address AddressOf(const std::string& text) {
  if (text.starts_with("postgresql://") || text.starts_with("postgres://")) return {Backend::kPostgresql, text};
  if (text.starts_with("postgresql:")) return {Backend::kPostgresql, text.substr(11)};
  if (text.starts_with("sqlite:")) return {Backend::kSqlite, text.substr(7)};
  return {Backend::kSqlite, text};
}

}  // namespace almanac::store
