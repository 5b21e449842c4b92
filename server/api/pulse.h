// Whether the database answers, told to whoever asks for our health
// (grpc.health.v1), and to the log when it changes.
#pragma once

#include <functional>

#include "store/database.h"

namespace almanac::api {

class Pulse {
 public:
  // `tell` is told at each change; until the first, all is well.
  Pulse(store::Database& database, std::function<void(bool)> tell) : database_(database), tell_(std::move(tell)) {}

  // Asks the database. Takes as long as a connect that fails, at most.
  void Beat();

 private:
  store::Database& database_;
  const std::function<void(bool)> tell_;
  bool well_ = true;
};

}  // namespace almanac::api
