#include "base/note.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "base/ids.h"

namespace almanac {
namespace {

// The kind of signature, before a key in base64 and in what its hash is taken of.
constexpr char kEd25519 = 1;
constexpr std::string_view kPrivate = "PRIVATE+KEY+";
constexpr std::string_view kDash = "\xE2\x80\x94 ";
constexpr size_t kIdSize = 4;
constexpr size_t kMostSignatures = 100;

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string IdOfKey(std::string_view name, std::string_view key) {
  return merkle::Sha256(fmt::format("{}\n{}{}", name, kEd25519, key)).substr(0, kIdSize);
}

struct KeyParts {
  std::string name;
  std::string hash;
  // Without its first byte, which says of what kind it is.
  std::string key;
};

// name+hash+base64, where base64 may have plusses of its own.
std::optional<KeyParts> SplitKey(std::string_view text) {
  const size_t first = text.find('+');
  if (first == text.npos) return std::nullopt;
  const size_t second = text.find('+', first + 1);
  if (second == text.npos) return std::nullopt;
  KeyParts parts;
  parts.name = text.substr(0, first);
  parts.hash = text.substr(first + 1, second - first - 1);
  std::string bytes;
  if (!IsKeyName(parts.name) || !FromBase64(text.substr(second + 1), &bytes)) return std::nullopt;
  if (bytes.size() != 1 + crypto_sign_PUBLICKEYBYTES || bytes.front() != kEd25519) return std::nullopt;
  parts.key = bytes.substr(1);
  return parts;
}

std::string_view NextLine(std::string_view* text) {
  const size_t end = text->find('\n');
  if (end == text->npos) return {};
  const std::string_view line = text->substr(0, end);
  text->remove_prefix(end + 1);
  return line;
}

bool HasControls(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

struct Signature {
  std::string name;
  std::string id;
  std::string signature;
};

std::optional<Signature> ReadSignature(std::string_view line) {
  if (!line.starts_with(kDash)) return std::nullopt;
  line.remove_prefix(kDash.size());
  const size_t space = line.find(' ');
  std::string bytes;
  if (space == line.npos || !FromBase64(line.substr(space + 1), &bytes) || bytes.size() <= kIdSize) return std::nullopt;
  return Signature{std::string(line.substr(0, space)), bytes.substr(0, kIdSize), bytes.substr(kIdSize)};
}

}  // namespace

bool IsKeyName(std::string_view name) {
  if (name.empty() || name.size() > 200 || !IsUtf8(name)) return false;
  return std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '+'; });
}

std::optional<NoteVerifier> NoteVerifier::Parse(std::string_view text) {
  auto parts = SplitKey(text);
  if (!parts) return std::nullopt;
  NoteVerifier verifier;
  verifier.text_ = text;
  verifier.id_ = IdOfKey(parts->name, parts->key);
  if (ToHex(verifier.id_) != parts->hash) return std::nullopt;
  verifier.name_ = std::move(parts->name);
  verifier.key_ = std::move(parts->key);
  return verifier;
}

NoteSigner NoteSigner::OfSeed(std::string_view name, std::string_view seed) {
  NoteSigner signer;
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> key{};
  static_assert(crypto_sign_SECRETKEYBYTES == std::tuple_size_v<decltype(signer.secret_)>);
  if (crypto_sign_seed_keypair(key.data(), signer.secret_.data(), Bytes(seed)) != 0)
    throw std::runtime_error("libsodium makes no key");
  NoteVerifier& verifier = signer.verifier_;
  verifier.name_ = name;
  verifier.key_.assign(reinterpret_cast<const char*>(key.data()), key.size());
  verifier.id_ = IdOfKey(name, verifier.key_);
  verifier.text_ = fmt::format("{}+{}+{}", name, ToHex(verifier.id_), ToBase64(kEd25519 + verifier.key_));
  return signer;
}

NoteSigner NoteSigner::Make(std::string_view name) {
  std::string seed = RandomBytes(crypto_sign_SEEDBYTES);
  NoteSigner signer = OfSeed(name, seed);
  sodium_memzero(seed.data(), seed.size());
  return signer;
}

std::optional<NoteSigner> NoteSigner::Parse(std::string_view text) {
  if (!text.starts_with(kPrivate)) return std::nullopt;
  auto parts = SplitKey(text.substr(kPrivate.size()));
  if (!parts) return std::nullopt;
  NoteSigner signer = OfSeed(parts->name, parts->key);
  sodium_memzero(parts->key.data(), parts->key.size());
  if (ToHex(signer.verifier_.id_) != parts->hash) return std::nullopt;
  return signer;
}

NoteSigner::NoteSigner(NoteSigner&& other) noexcept : verifier_(std::move(other.verifier_)), secret_(other.secret_) {
  sodium_memzero(other.secret_.data(), other.secret_.size());
}

NoteSigner::~NoteSigner() { sodium_memzero(secret_.data(), secret_.size()); }

std::string NoteSigner::PrivateText() const {
  const std::string_view seed(reinterpret_cast<const char*>(secret_.data()), crypto_sign_SEEDBYTES);
  return fmt::format("{}{}+{}+{}", kPrivate, verifier_.name_, ToHex(verifier_.id_),
                     ToBase64(kEd25519 + std::string(seed)));
}

std::string NoteSigner::Sign(std::string_view text) const {
  std::string signature(crypto_sign_BYTES, '\0');
  if (text.empty() || text.back() != '\n') throw std::runtime_error("a note ends with a line end");
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, Bytes(text), text.size(),
                       secret_.data());
  return fmt::format("{}\n{}{} {}\n", text, kDash, verifier_.name_, ToBase64(verifier_.id_ + signature));
}

std::optional<Note> Note::Open(std::string_view note, std::span<const NoteVerifier> known, std::string* problem) {
  const auto wrong = [&](std::string what) {
    *problem = std::move(what);
    return std::nullopt;
  };
  const size_t split = note.rfind("\n\n");
  if (split == note.npos || !note.ends_with('\n') || HasControls(note) || !IsUtf8(note))
    return wrong("is no signed note");
  const std::string_view text = note.substr(0, split + 1);
  std::string_view rest = note.substr(split + 2);
  bool signed_by_known = false;
  for (size_t count = 0; !rest.empty(); ++count) {
    const auto signature = ReadSignature(NextLine(&rest));
    if (!signature || count == kMostSignatures) return wrong("has a line of signature that is none");
    const auto key = std::find_if(known.begin(), known.end(), [&](const NoteVerifier& one) {
      return one.name_ == signature->name && one.id_ == signature->id;
    });
    if (key == known.end()) continue;
    const bool fits =
        signature->signature.size() == crypto_sign_BYTES &&
        crypto_sign_verify_detached(Bytes(signature->signature), Bytes(text), text.size(), Bytes(key->key_)) == 0;
    if (!fits) return wrong(fmt::format("has a signature that is not of the key {}", key->text_));
    signed_by_known = true;
  }
  if (!signed_by_known) return wrong("is signed by no key that is known");
  return Note{std::string(text)};
}

std::string Checkpoint::Text() const { return fmt::format("{}\n{}\n{}\n", origin, head.size, ToBase64(head.root)); }

std::optional<Checkpoint> Checkpoint::Parse(std::string_view text) {
  Checkpoint checkpoint;
  checkpoint.origin = NextLine(&text);
  const std::string_view size = NextLine(&text);
  const auto [end, problem] = std::from_chars(size.data(), size.data() + size.size(), checkpoint.head.size);
  const bool plain = problem == std::errc() && end == size.data() + size.size() &&
                     size == std::to_string(checkpoint.head.size) && checkpoint.head.size >= 0;
  if (checkpoint.origin.empty() || !plain || !FromBase64(NextLine(&text), &checkpoint.head.root)) return std::nullopt;
  if (checkpoint.head.root.size() != merkle::kHashSize) return std::nullopt;
  return checkpoint;
}

std::optional<Checkpoint> OpenCheckpoint(std::string_view note, std::span<const NoteVerifier> known,
                                         std::string* problem) {
  const auto opened = Note::Open(note, known, problem);
  if (!opened) return std::nullopt;
  auto checkpoint = Checkpoint::Parse(opened->text);
  if (!checkpoint) {
    *problem = "is signed, and no checkpoint";
    return std::nullopt;
  }
  const bool ours = std::any_of(known.begin(), known.end(),
                                [&](const NoteVerifier& key) { return key.name() == checkpoint->origin; });
  if (ours) return checkpoint;
  *problem = fmt::format("is of another log, {}", checkpoint->origin);
  return std::nullopt;
}

std::string ToBase64(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), Bytes(bytes), bytes.size(), kVariant);
  text.pop_back();  // its closing NUL
  return text;
}

bool FromBase64(std::string_view text, std::string* bytes) {
  bytes->assign(text.size(), '\0');
  size_t size = 0;
  const char* end = nullptr;
  const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes->data()), bytes->size(), text.data(),
                                       text.size(), nullptr, &size, &end, sodium_base64_VARIANT_ORIGINAL);
  if (failed != 0 || end != text.data() + text.size()) return false;
  bytes->resize(size);
  return true;
}

}  // namespace almanac
