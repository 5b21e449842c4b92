// The other half of help.h: pages on what all commands share.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/error.h"
#include "cli/help.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

// The first line of each is its summary in `almanac --help`.
constexpr std::string_view kFilter = R"(How to say which: --filter, --order-by and paging.

A filter compares fields with values, and joins comparisons:

  state = published                       equal; values in small letters as they are shown
  access != open
  first_day >= 2026-07-01                 dates and numbers also with < <= > >=
  keywords:crime                          holds: a list has this element, a text has this word in it
  title = "Police Calls for Service"      quotes around a value of several words
  department = departments/police AND (access = open OR access = shared)
  NOT state = published
  owner:*                                 is set; NOT owner:* is not

AND binds tighter than OR; NOT stands before a comparison or parentheses. At most 50 comparisons.
Names carry their collection here: departments/police, people/dana-whitcomb.

  --order-by 'update_time desc'           one field; without ` desc` the smallest comes first

Lists show 50 rows unless --limit N or --all says otherwise; when more follow, a line says so.
`almanac NOUN list --filter x=1` names the fields that a filter may use.
)";

constexpr std::string_view kAccounts = R"(Who you are: logging in, and servers elsewhere.

On the machine where almanacd runs, its socket is enough: without an account you are its
administrator, who may set things up but never submits, decides or publishes. Those need a person.

  almanac person enrol dana-whitcomb                     an administrator gets a code, shown once
  almanac login --code 7K2M-PXQ4-... --account dana      Dana redeems it, where she works
  almanac --account dana dataset submit tree-inventory   and is herself from now on

An account is a server and a token, kept in ~/.config/almanac/accounts/NAME.toml, or under
$XDG_CONFIG_HOME, readable by you alone. Which one is used:

  1. --account NAME
  2. $ALMANAC_ACCOUNT
  3. `default`, if there is one; `almanac login` without --account makes it
  4. none: --account none sends no token even where there is a default

Which server is called:

  1. --socket PATH, or --server HOST:PORT (TLS; --ca FILE names its authority)
  2. the account's own server
  3. $ALMANAC_SOCKET
  4. $XDG_RUNTIME_DIR/almanac/almanac.sock, else /run/almanac/almanac.sock for root,
     else ~/.local/state/almanac/almanac.sock

A token is sent to the server that made it and to no other.
)";

constexpr std::string_view kOutput = R"(What comes out: tables, JSON, CSV, files.

Data goes to standard output, words about it to standard error.

  (nothing)    on a terminal a table, fitted to it; elsewhere lines of fields with a tab between,
               whole, without a head: name first, so that `| cut -f1` gives names;
               `almanac` alone is for people wherever it goes
  -o table     the table in any case; as wide as the terminal, else $COLUMNS, else 100
  -o json      one value: an object, or a list of them
  -o jsonl     one object a line, as they come
  -o csv       with a head; RFC 4180

In JSON and CSV names are whole (datasets/tree-inventory), times are UTC, and what is unset is absent.
Tables leave the collection out and show the time of this machine.

  --columns name,title,state   these fields, in this order; a.b goes one level in
  --full                       every field of each row in JSON and CSV
  --to FILE                    where a file is written: it is whole or not there; `-` is standard output;
                               its ending, or -o, says the format unless --format does

A write says what it did and what comes next; with -o the record as it is now is shown besides.
With --dry-run it says what it would do, and does nothing.
NO_COLOR turns bold letters off.
)";

std::string ExitCodes(size_t width) {
  static constexpr std::array<std::string_view, 8> kMeanings = {"done",
                                                                "failed",
                                                                "the command was not understood",
                                                                "not found",
                                                                "denied",
                                                                "conflict, or wrong state for it",
                                                                "invalid",
                                                                "not reachable, or busy"};
  // Reasons from here on stop almanacd before it answers anybody.
  constexpr int kStartOfServer = Reason::CONFIG_INVALID;
  std::map<int, std::vector<std::string>> reasons = {{2, {"USAGE"}}};
  const auto* type = v1::Reason_descriptor();
  for (int i = 0; i < type->value_count(); ++i) {
    const auto reason = static_cast<Reason>(type->value(i)->number());
    const int code = ExitOf(reason);
    if (code != 0 && reason < kStartOfServer) reasons[code].push_back(std::string(ReasonName(reason)));
  }
  std::string text = "What the exit code says, and the reasons behind it.\n\n";
  for (size_t code = 0; code < kMeanings.size(); ++code) {
    std::vector<std::string> lines = {std::string(kMeanings[code])};
    if (const auto found = reasons.find(static_cast<int>(code)); found != reasons.end()) {
      lines.push_back(Join(found->second, ", "));
    }
    text += Sheet({{fmt::format("{}", code), lines}}, width, 2);
  }
  return text +
         "\nWith -o json an error is also one JSON object on standard error: its reason never changes its name.\n";
}

std::string Options(size_t width) {
  std::string text = "Options that every command takes.\n\n";
  std::vector<SheetEntry> entries;
  for (const Argument& argument : GlobalArguments()) {
    const std::string letter = argument.letter != 0 ? fmt::format("-{}, ", argument.letter) : "";
    const std::string value = argument.value.empty() ? "" : " " + argument.value;
    entries.push_back({fmt::format("{}--{}{}", letter, argument.name, value), {argument.help}});
  }
  return text + Sheet(entries, width, 2) +
         "\nA DATE is 2026-03-01, or today, yesterday or tomorrow where the body is.\n";
}

}  // namespace

std::vector<std::string> Topics() { return {"accounts", "filter", "output", "exit-codes", "options"}; }

std::string TopicHelp(std::string_view topic, size_t width) {
  if (topic == "filter") return std::string(kFilter);
  if (topic == "accounts") return std::string(kAccounts);
  if (topic == "output") return std::string(kOutput);
  if (topic == "exit-codes") return ExitCodes(width);
  if (topic == "options") return Options(width);
  return {};
}

}  // namespace almanac::cli
