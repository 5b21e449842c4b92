// The one exception of the program. Domain and store throw it; serve.cc and
// the job runner catch it. The message says what is wrong and what to do next,
// in the user's words: nothing about tables, and no personal value.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/errors.pb.h"

namespace almanac {

using v1::Reason;

class Error : public std::exception {
 public:
  struct FieldViolation {
    std::string field;
    std::string description;
  };
  struct Requirement {
    std::string rule;
    std::string message;
    // The command that mends it; may be empty.
    std::string command;
  };

  Error(Reason reason, std::string message) : reason_(reason), message_(std::move(message)) {}

  // Both return *this, so that one throw can name all that is wrong.
  Error& Field(std::string field, std::string description);
  Error& Missing(std::string rule, std::string message, std::string command = {});

  Reason reason() const { return reason_; }
  const std::string& message() const { return message_; }
  const std::vector<FieldViolation>& fields() const { return fields_; }
  const std::vector<Requirement>& missing() const { return missing_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  Reason reason_;
  std::string message_;
  std::vector<FieldViolation> fields_;
  std::vector<Requirement> missing_;
};

// One error that says what all of these say, none of which is empty; the reason is the first one's.
Error Joined(const std::vector<Error>& errors);

// "WRONG_STATE": as it travels.
std::string_view ReasonName(Reason reason);
// From errors.proto: the gRPC status code, the exit code of the CLI, what to do next.
int StatusOf(Reason reason);
int ExitOf(Reason reason);
std::string RemedyOf(Reason reason);

}  // namespace almanac
