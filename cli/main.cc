// The command `almanac`.
#include <google/protobuf/stubs/logging.h>

#include "cli/run.h"

int main(int argc, char** argv) {
  // Its complaints would stand between ours, in its own words.
  google::protobuf::SetLogHandler(nullptr);
  return almanac::cli::RunCommandLine({argv + 1, argv + argc});
}
