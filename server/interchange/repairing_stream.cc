#include "interchange/repairing_stream.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace almanac::interchange {
namespace {

// Of what the kind of a file is told.
constexpr size_t kBeginning = 512;
// More than any number needs; and what a double can hold.
constexpr size_t kMaxNumber = 64;
constexpr int kMaxExponent = 290;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kReplacementEscape = "\\ufffd";

bool IsContinuation(unsigned char c) { return (c & 0xC0) == 0x80; }

bool IsNumberCharacter(unsigned char c) {
  return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E';
}

// How many bytes a well-formed sequence with these first two bytes has; 0 when there is none.
size_t SequenceLength(unsigned char first, unsigned char second) {
  if (first >= 0xC2 && first <= 0xDF) return IsContinuation(second) ? 2 : 0;
  if (first == 0xE0) return second >= 0xA0 && second <= 0xBF ? 3 : 0;
  if (first == 0xED) return second >= 0x80 && second <= 0x9F ? 3 : 0;
  if (first >= 0xE1 && first <= 0xEF) return IsContinuation(second) ? 3 : 0;
  if (first == 0xF0) return second >= 0x90 && second <= 0xBF ? 4 : 0;
  if (first >= 0xF1 && first <= 0xF3) return IsContinuation(second) ? 4 : 0;
  if (first == 0xF4) return second >= 0x80 && second <= 0x8F ? 4 : 0;
  return 0;
}

int HexDigit(unsigned char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

ByteSource FromMemory(std::string_view text) {
  return [text](char* buffer, size_t size) mutable {
    const size_t count = std::min(size, text.size());
    std::memcpy(buffer, text.data(), count);
    text.remove_prefix(count);
    return count;
  };
}

ByteSource FromFile(int file, uint64_t offset, uint64_t length) {
  return [=](char* buffer, size_t size) mutable -> size_t {
    const ssize_t count = ::pread(file, buffer, std::min<uint64_t>(size, length), static_cast<off_t>(offset));
    if (count <= 0) return 0;
    offset += static_cast<uint64_t>(count);
    length -= static_cast<uint64_t>(count);
    return static_cast<size_t>(count);
  };
}

RepairingStream::RepairingStream(ByteSource source, size_t buffer)
    : source_(std::move(source)), buffer_(std::max(buffer, 2 * kBeginning)) {
  Ensure(kBeginning);
  beginning_.assign(buffer_.data(), std::min(filled_, kBeginning));
  if (filled_ >= 3 && std::memcmp(buffer_.data(), "\xEF\xBB\xBF", 3) == 0) Drop(3);
  Advance();
}

size_t RepairingStream::Ensure(size_t count) {
  while (filled_ - at_ < count && !source_ended_) {
    if (at_ > 0) {
      std::memmove(buffer_.data(), buffer_.data() + at_, filled_ - at_);
      filled_ -= at_;
      at_ = 0;
    }
    const size_t read = source_(buffer_.data() + filled_, buffer_.size() - filled_);
    if (read == 0) source_ended_ = true;
    filled_ += read;
  }
  return filled_ - at_;
}

void RepairingStream::Drop(size_t count) {
  at_ += count;
  raw_offset_ += count;
}

void RepairingStream::Emit(std::string_view unit, size_t raw_length) {
  current_ = unit[0];
  std::memcpy(pending_, unit.data() + 1, unit.size() - 1);
  pending_at_ = 0;
  pending_size_ = unit.size() - 1;
  Drop(raw_length);
}

void RepairingStream::Advance() {
  if (pending_at_ < pending_size_) {
    current_ = pending_[pending_at_++];
    return;
  }
  if (filled_ - at_ < 16) Ensure(16);
  current_offset_ = raw_offset_;
  if (at_ == filled_) {
    current_ = '\0';
    at_end_ = true;
    return;
  }
  if (in_string_) {
    AdvanceInString();
  } else {
    AdvanceOutside();
  }
}

void RepairingStream::AdvanceOutside() {
  const unsigned char c = Raw(0);
  const bool number = IsNumberCharacter(c);
  if (number && !in_number_ && c != 'e' && c != 'E' && AdvanceNumber()) return;
  in_number_ = number;
  if (c == '"') {
    in_string_ = true;
    string_length_ = 0;
  } else if (c == '\n') {
    ++line_;
  } else if (c == '\0') {
    // The parser would take it for the end of the file.
    ++repairs_.control_characters;
    return Emit(" ", 1);
  }
  current_ = static_cast<char>(c);
  Drop(1);
}

bool RepairingStream::AdvanceNumber() {
  const size_t there = Ensure(kMaxNumber + 1);
  size_t length = 0;
  while (length < there && length <= kMaxNumber && IsNumberCharacter(Raw(length))) ++length;
  std::string text(buffer_.data() + at_, std::min(length, kMaxNumber));
  const auto exponent = text.find_first_of("eE");
  const bool fits = exponent == std::string::npos || std::abs(std::atoi(text.c_str() + exponent + 1)) < kMaxExponent;
  if (length <= kMaxNumber && fits) return false;
  ++repairs_.numbers;
  Emit('"' + text + '"', text.size());
  while (Ensure(1) > 0 && IsNumberCharacter(Raw(0))) Drop(1);
  return true;
}

void RepairingStream::AdvanceInString() {
  while (true) {
    const size_t before = raw_offset_;
    const unsigned char c = Raw(0);
    if (c == '"') {
      in_string_ = false;
      return Emit("\"", 1);
    }
    if (c >= 0x80) {
      AdvanceMultibyte();
    } else if (c == '\\') {
      AdvanceEscape();
    } else if (c < 0x20) {
      if (c == '\n') ++line_;
      ++repairs_.control_characters;
      Emit(" ", 1);
    } else {
      current_ = static_cast<char>(c);
      pending_at_ = pending_size_ = 0;
      Drop(1);
    }
    string_length_ += raw_offset_ - before;
    if (string_length_ <= kMaxString) return;
    if (string_length_ - (raw_offset_ - before) <= kMaxString) ++repairs_.cut;
    pending_at_ = pending_size_ = 0;
    if (Ensure(16) == 0) {
      current_ = '\0';
      at_end_ = true;
      return;
    }
  }
}

void RepairingStream::AdvanceMultibyte() {
  const size_t there = filled_ - at_;
  const size_t length = there >= 2 ? SequenceLength(Raw(0), Raw(1)) : 0;
  bool good = length > 0 && there >= length;
  for (size_t i = 2; good && i < length; ++i) good = IsContinuation(Raw(i));
  if (good) return Emit({buffer_.data() + at_, length}, length);
  ++repairs_.encoding;
  Emit(kReplacement, 1);
}

int RepairingStream::UnicodeEscapeAt(size_t ahead) {
  if (filled_ - at_ < ahead + 6 || Raw(ahead) != '\\' || Raw(ahead + 1) != 'u') return -1;
  int code = 0;
  for (size_t i = 2; i < 6; ++i) {
    const int digit = HexDigit(Raw(ahead + i));
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}

void RepairingStream::AdvanceEscape() {
  const unsigned char next = filled_ - at_ >= 2 ? Raw(1) : '\0';
  if (next == 'u') {
    const int code = UnicodeEscapeAt(0);
    if (code >= 0xD800 && code <= 0xDBFF) {
      const int low = UnicodeEscapeAt(6);
      if (low >= 0xDC00 && low <= 0xDFFF) return Emit({buffer_.data() + at_, 12}, 12);
    } else if (code >= 0 && !(code >= 0xDC00 && code <= 0xDFFF)) {
      return Emit({buffer_.data() + at_, 6}, 6);
    }
    ++repairs_.escapes;
    return Emit(kReplacementEscape, code >= 0 ? 6 : 2);
  }
  if (next != '\0' && std::string_view("\"\\/bfnrt").find(static_cast<char>(next)) != std::string_view::npos) {
    return Emit({buffer_.data() + at_, 2}, 2);
  }
  ++repairs_.escapes;
  if (next >= 0x20 && next < 0x80) return Emit({buffer_.data() + at_ + 1, 1}, 2);
  Emit(kReplacementEscape, 1);
}

}  // namespace almanac::interchange
