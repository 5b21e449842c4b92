// Signed notes (C2SP signed-note) with Ed25519, and the checkpoints of a log
// that are written as such (C2SP tlog-checkpoint): what anybody can check who
// has the verifier key, `<name>+<hash>+<base64>`.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/merkle.h"

namespace almanac {

// Of a key: a host and a path without scheme, such as data.example.gov/log. No space, no plus.
bool IsKeyName(std::string_view name);

// The public half.
class NoteVerifier {
 public:
  // None for what is no verifier key, or one of another kind than Ed25519.
  static std::optional<NoteVerifier> Parse(std::string_view text);

  const std::string& text() const { return text_; }
  const std::string& name() const { return name_; }

 private:
  friend class NoteSigner;
  friend struct Note;
  std::string text_;
  std::string name_;
  // Four bytes.
  std::string id_;
  std::string key_;
};

// The private half. Forgets its key when it is dropped.
class NoteSigner {
 public:
  static NoteSigner Make(std::string_view name);
  // Of `PRIVATE+KEY+<name>+<hash>+<base64>`, as Go's note package writes it; none for what is not that.
  static std::optional<NoteSigner> Parse(std::string_view text);
  NoteSigner(NoteSigner&&) noexcept;
  NoteSigner(const NoteSigner&) = delete;
  NoteSigner& operator=(NoteSigner&&) = delete;
  ~NoteSigner();

  // For the file that keeps it, and for no other place.
  std::string PrivateText() const;
  const NoteVerifier& verifier() const { return verifier_; }
  // The note: text, an empty line, the signature. The text ends with a line end.
  std::string Sign(std::string_view text) const;

 private:
  NoteSigner() = default;
  static NoteSigner OfSeed(std::string_view name, std::string_view seed);
  NoteVerifier verifier_;
  std::array<unsigned char, 64> secret_{};
};

// What a note says, once somebody known has signed it.
struct Note {
  std::string text;
  // None: `problem` says what is wrong. A signature of a known key that does not fit spoils the note; those of unknown
  // keys are passed over.
  static std::optional<Note> Open(std::string_view note, std::span<const NoteVerifier> known, std::string* problem);
};

struct Checkpoint {
  std::string origin;
  merkle::Head head;

  std::string Text() const;
  // None for what is no checkpoint.
  static std::optional<Checkpoint> Parse(std::string_view text);
};

// Of a checkpoint that one of these has signed, and whose origin is that key's name.
std::optional<Checkpoint> OpenCheckpoint(std::string_view note, std::span<const NoteVerifier> known,
                                         std::string* problem);

// With padding, in the common alphabet.
std::string ToBase64(std::string_view bytes);
bool FromBase64(std::string_view text, std::string* bytes);

}  // namespace almanac
