// Words of the command line become named values. The one door to CLI11.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace almanac::cli {

struct Argument {
  enum class Kind {
    // Takes one value.
    kText,
    // May be given again and again; every value is kept as it was typed.
    kList,
    // --historical, or --historical=false.
    kFlag,
  };
  // Which heading of the help it stands under.
  enum class Group { kOwn, kRecord, kList, kWrite, kEverywhere };

  // "order-by"; for positionals the field's name, dotted paths included.
  std::string name{};
  Kind kind = Kind::kText;
  // What stands for the value in the help: DATE, open|shared|closed.
  std::string value{};
  std::string help{};
  Group group = Group::kOwn;
  bool positional = false;
  bool required = false;
  char letter = 0;
  // The name under which its value is kept, where that is another than its own.
  std::string feeds{};
  // Still understood, and shown nowhere: an older word for the same.
  bool hidden = false;
};

class Values {
 public:
  bool Has(std::string_view name) const { return values_.count(std::string(name)) > 0; }
  // Empty when it was not given.
  std::string Text(std::string_view name) const;
  const std::vector<std::string>& All(std::string_view name) const;
  // False when it was not given. Throws UsageError for --flag=perhaps.
  bool Flag(std::string_view name) const;
  void Add(std::string_view name, std::string value) { values_[std::string(name)].push_back(std::move(value)); }
  void Replace(std::string_view name, std::vector<std::string> values) {
    values_[std::string(name)] = std::move(values);
  }

 private:
  std::map<std::string, std::vector<std::string>> values_;
};

// Reads `words` (without program, noun and verb). Throws UsageError: unknown
// option (with the one that was probably meant), missing value, an option
// given twice, a positional too many or missing.
Values ParseWords(const std::vector<Argument>& arguments, std::vector<std::string> words);

// "true", "yes", "1" and their opposites, in any case. Throws UsageError.
bool ParseFlag(std::string_view name, std::string_view text);

}  // namespace almanac::cli
