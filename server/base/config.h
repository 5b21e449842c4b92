// Settings of a program: flags, and a TOML file whose keys have the same
// names. A flag wins over the file.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace almanac {

struct Setting {
  // Of the flag without dashes, and of the key.
  std::string_view name;
  // What stands for the value in the help; empty for a switch.
  std::string_view value;
  std::string_view help;
  std::variant<std::string*, bool*, int*> target;
  // -o for --output; none for most.
  char letter = 0;
};

// Fills the settings from flags (`--name value`, `--name=value`, `--switch`, `-n value`)
// and from the file that --config names; returns the other words in order.
// Throws CONFIG_INVALID: unknown flag or key (naming the nearest right one),
// no value, not a number, an unreadable file.
std::vector<std::string> ReadSettings(std::span<const Setting> settings, std::span<const char* const> arguments);

// A line a setting, for --help.
std::string HelpOf(std::span<const Setting> settings);

// Where server and clients meet when nobody says otherwise: $ALMANAC_SOCKET,
// else $XDG_RUNTIME_DIR/almanac/almanac.sock, else /run/almanac/almanac.sock
// for root, else ~/.local/state/almanac/almanac.sock.
std::string DefaultSocketPath();

// The candidate with the fewest typing errors away from `word`; empty when none is near.
std::string Nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace almanac
