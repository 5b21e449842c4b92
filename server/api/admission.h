// Who calls, and whether they may.
#pragma once

#include <memory>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "almanac/v1/records.pb.h"
#include "api/handlers.h"
#include "api/serve.h"
#include "base/caller.h"
#include "store/work.h"

namespace almanac::api {

class Admission {
 public:
  explicit Admission(store::Work& work) : work_(work) {}

  // The caller of this call: by token, in one statement; without one the console
  // on the socket and nobody on the network. An rpc that anyone may call asks for
  // no token. Throws UNAUTHENTICATED, always in the same words.
  Caller Find(const CallInfo& call, const Handler& handler);

  // The same without asking the database, for a token that called before; none for any other. The caller bears a
  // mark, and hears nothing until the database has confirmed it (docs/decisions/0020).
  std::optional<Caller> FindRemembered(const CallInfo& call, const Handler& handler) const;

 private:
  using Known = std::shared_ptr<const std::vector<v1::CallerRow>>;
  Caller FindByToken(const CallInfo& call, std::string_view token);

  store::Work& work_;
  mutable std::shared_mutex mutex_;
  // By the hash of the token's secret.
  std::unordered_map<std::string, Known> remembered_;
};

// Throws PERSON_REQUIRED, PERMISSION_DENIED naming the roles that would do.
void RequireAllowed(const Caller& caller, const Handler& handler);

}  // namespace almanac::api
