// Who listens on a port of this machine, as far as /proc tells.
#pragma once

#include <sys/types.h>

#include <optional>

namespace almanac::api {

std::optional<pid_t> PidListeningOn(int port);

}  // namespace almanac::api
