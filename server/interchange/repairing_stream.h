// The bytes of a catalogue on their way to the JSON parser, repaired where
// repair is harmless: what is not UTF-8 becomes U+FFFD, a bare control
// character in a string becomes a space, half a surrogate pair becomes U+FFFD,
// an escape that JSON does not know loses its backslash, a number that no
// machine holds becomes text, and text beyond all measure is cut. Every repair is counted, none is silent.
// It is an input stream as RapidJSON wants one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac::interchange {

// Fills at most `size` bytes; 0 at the end.
using ByteSource = std::function<size_t(char* buffer, size_t size)>;
// The text must outlive the source.
ByteSource FromMemory(std::string_view text);
// Reads an open file from `offset`, at most `length` bytes; leaves the file's own position alone.
ByteSource FromFile(int file, uint64_t offset, uint64_t length);

class RepairingStream {
 public:
  using Ch = char;

  struct Repairs {
    int64_t encoding = 0;
    int64_t control_characters = 0;
    int64_t escapes = 0;
    int64_t cut = 0;
    int64_t numbers = 0;
    bool operator==(const Repairs&) const = default;
  };

  // Longest string that is kept whole; the rest of it is dropped.
  static constexpr size_t kMaxString = 4 << 20;

  // Reads ahead at most `buffer` bytes.
  explicit RepairingStream(ByteSource source, size_t buffer = 64 << 10);

  // '\0' at the end.
  char Peek() const { return current_; }
  char Take() {
    const char taken = current_;
    Advance();
    return taken;
  }
  // Offset of the next character in the source.
  size_t Tell() const { return current_offset_; }

  const Repairs& repairs() const { return repairs_; }
  // From 1.
  int64_t line() const { return line_; }
  bool at_end() const { return at_end_; }
  // The first bytes, before anything was taken.
  std::string_view Beginning() const { return beginning_; }

  // RapidJSON asks every stream for these and calls them on none that is read.
  char* PutBegin() { return nullptr; }
  void Put(char) {}
  void Flush() {}
  size_t PutEnd(char*) { return 0; }

 private:
  // Makes sure that `count` raw bytes can be looked at, if there are as many.
  size_t Ensure(size_t count);
  unsigned char Raw(size_t ahead) const { return static_cast<unsigned char>(buffer_[at_ + ahead]); }
  void Drop(size_t count);
  void Advance();
  void AdvanceInString();
  void AdvanceOutside();
  void AdvanceEscape();
  // True when the number that begins here had to become text.
  bool AdvanceNumber();
  void AdvanceMultibyte();
  // The next unit of output: its first byte becomes current, the rest waits.
  void Emit(std::string_view unit, size_t raw_length);
  int UnicodeEscapeAt(size_t ahead);

  ByteSource source_;
  std::vector<char> buffer_;
  std::string beginning_;
  size_t at_ = 0;
  size_t filled_ = 0;
  bool source_ended_ = false;
  // Offset in the source of buffer_[at_].
  size_t raw_offset_ = 0;

  char pending_[80];
  size_t pending_at_ = 0;
  size_t pending_size_ = 0;

  char current_ = '\0';
  size_t current_offset_ = 0;
  bool at_end_ = false;
  bool in_string_ = false;
  bool in_number_ = false;
  // Bytes of the string at hand.
  size_t string_length_ = 0;
  int64_t line_ = 1;
  Repairs repairs_;
};

}  // namespace almanac::interchange
