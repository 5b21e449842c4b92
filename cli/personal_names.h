// Asks whoever describes data about columns that may name a person.
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "base/personal_names.h"
#include "cli/command_line.h"
#include "cli/session.h"

namespace almanac::cli {

// Those of `fields` that may be personal and bear no mark yet.
std::vector<std::string> MaybePersonal(const std::vector<v1::Field>& fields);

// Marks them, as PersonalFromName has them.
void MarkPersonal(const std::vector<std::string>& names, std::vector<v1::Field>* fields);

// Names those there are; marks them with --mark-personal, or when somebody at the terminal says so.
void SuggestMarks(const Session& session, const Values& values, std::vector<v1::Field>* fields);

}  // namespace almanac::cli
