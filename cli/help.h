// What --help and `almanac help` say; made from the contract where it speaks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.h"
#include "cli/commands.h"

namespace almanac::cli {

// `almanac --help`: the nouns, the first steps, where to read on.
std::string GeneralHelp(size_t width);
// `almanac dataset`: its verbs, a line each.
std::string NounHelp(std::string_view noun, size_t width);
// `almanac dataset create --help`: all of it, with examples.
std::string CommandHelp(const Command& command, const std::vector<Argument>& arguments, size_t width);

// `almanac help filter`, `accounts`, `output`, `exit-codes`, `options`; empty for no such topic.
std::string TopicHelp(std::string_view topic, size_t width);
std::vector<std::string> Topics();

}  // namespace almanac::cli
