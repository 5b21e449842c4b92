#include "cli/editor.h"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/ids.h"
#include "cli/files.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

namespace fs = std::filesystem;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

bool IsOnPath(const std::string& program) {
  for (const std::string& folder : Split(Environment("PATH"), ':')) {
    if (!folder.empty() && access(fmt::format("{}/{}", folder, program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

std::string EditorOf(const std::string& otherwise) {
  for (const char* name : {"VISUAL", "EDITOR"}) {
    if (std::string editor = Environment(name); !editor.empty()) return editor;
  }
  // Without a terminal nobody could leave it again.
  if (IsTerminal(stdin) && IsTerminal(stdout)) {
    for (const char* program : {"editor", "nano", "vi"}) {
      if (IsOnPath(program)) return program;
    }
  }
  throw UsageError("no editor is set", "Set EDITOR, such as EDITOR=nano, or " + otherwise);
}

int ExitOfEditor(const std::string& editor, const std::string& path) {
  const pid_t child = fork();
  if (child == 0) {
    // The shell splits "code --wait" as people write it in EDITOR.
    const std::string command = editor + " \"$1\"";
    execl("/bin/sh", "sh", "-c", command.c_str(), "sh", path.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

}  // namespace

EditorFile::EditorFile(const std::string& text, const std::string& ending)
    : path_((fs::temp_directory_path() / ("almanac-" + RandomId(8) + ending)).string()) {
  Rewrite(text);
}

EditorFile::~EditorFile() {
  std::error_code ignored;
  if (!kept_) fs::remove(path_, ignored);
}

void EditorFile::Rewrite(const std::string& text) {
  WritePrivately(path_, text);
  written_ = text;
}

std::string EditorFile::Ask(const std::string& otherwise) {
  const std::string editor = EditorOf(otherwise);
  const int ended = ExitOfEditor(editor, path_);
  std::string text = ReadWholeFile(path_);
  if (ended == 0) return text;
  const std::string kept = text == written_ ? "" : fmt::format("What you typed is kept in {}.", Keep());
  throw UsageError(fmt::format("the editor `{}` did not end well; nothing was changed", editor),
                   ended == 127 ? "Set EDITOR to a program that is there. " + kept : kept);
}

const std::string& EditorFile::Keep() {
  kept_ = true;
  return path_;
}

}  // namespace almanac::cli
