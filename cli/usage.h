// A command that was not understood: exit code 2.
#pragma once

#include <stdexcept>
#include <string>

namespace almanac::cli {

class UsageError : public std::runtime_error {
 public:
  // `remedy` says what to type instead; may be empty.
  explicit UsageError(const std::string& message, std::string remedy = {})
      : std::runtime_error(message), remedy_(std::move(remedy)) {}
  const std::string& remedy() const { return remedy_; }

 private:
  std::string remedy_;
};

}  // namespace almanac::cli
