// How an error looks: what is wrong, where, and what to do next.
#pragma once

#include <functional>
#include <string>

#include "base/error.h"

namespace almanac::cli {

// An Error whose own remedy takes the place of the reason's: met on the way to
// a server, or sent by a newer one.
class ErrorWithRemedy : public Error {
 public:
  ErrorWithRemedy(Reason reason, std::string message, std::string remedy)
      : Error(reason, std::move(message)), remedy_(std::move(remedy)) {}
  const std::string& remedy() const { return remedy_; }

 private:
  std::string remedy_;
};

// How an error is told to this reader.
struct FailureStyle {
  size_t width = 100;
  // Turns a field of the request into what was typed: --frequency.
  std::function<std::string(const std::string&)> spelled = [](const std::string& field) { return field; };
  // Turns a command into one to copy: with --account.
  std::function<std::string(const std::string&)> copyable = [](const std::string& command) { return command; };
};

// almanac: MESSAGE
//   --frequency  is not an ISO 8601 repetition
//   - No licence is given.
//       almanac dataset update tree-inventory --licence CC0-1.0
// → REMEDY
// Says nothing twice: a field that the message has told, a remedy where the
// message or the list names the command already.
std::string FailureText(const Error& error, const FailureStyle& style = {});
// {"error": {"reason": ..., "message": ..., "fields": [...], "missing": [...], "remedy": ..., "exit": 6}}
std::string FailureJson(const Error& error);

// 0 never comes out.
int ExitCodeOf(const Error& error);

}  // namespace almanac::cli
