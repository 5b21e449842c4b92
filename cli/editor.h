// The reader's own editor on a file of ours, and that file, which is kept when words are in it that went nowhere.
#pragma once

#include <string>

namespace almanac::cli {

class EditorFile {
 public:
  // A file of its own that nobody else can read; `ending` is its kind, such as .md. Throws UsageError.
  EditorFile(const std::string& text, const std::string& ending);
  // Removes it unless it is kept.
  ~EditorFile();
  EditorFile(const EditorFile&) = delete;
  EditorFile& operator=(const EditorFile&) = delete;

  // Opens $VISUAL, else $EDITOR, else at a terminal what this machine has; `otherwise` says how to do without.
  // What is in the file afterwards. Throws UsageError when there is no editor or it fails.
  std::string Ask(const std::string& otherwise);
  // Puts another text in its place.
  void Rewrite(const std::string& text);
  // Leaves the file where it is: somebody's words are in it.
  const std::string& Keep();

 private:
  std::string path_;
  std::string written_;
  bool kept_ = false;
};

}  // namespace almanac::cli
