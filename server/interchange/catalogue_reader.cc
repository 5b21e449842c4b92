#include "interchange/catalogue_reader.h"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <cctype>

#include "base/error.h"
#include "interchange/file_kind.h"
#include "interchange/plain_text.h"

namespace almanac::interchange {
namespace {

constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
// Beyond this the parser's own bookkeeping becomes the danger.
constexpr int kMaxNesting = 1000;
constexpr size_t kPool = 256 << 10;
constexpr size_t kRecordBuffer = 4 << 10;
constexpr size_t kMaxHeadText = 2000;

RepairingStream::Repairs Since(const RepairingStream::Repairs& now, const RepairingStream::Repairs& before) {
  return {now.encoding - before.encoding, now.control_characters - before.control_characters,
          now.escapes - before.escapes, now.cut - before.cut, now.numbers - before.numbers};
}

// Events that RapidJSON never sends when numbers come as text.
template <class Derived>
struct NumberEvents {
  bool Int(int) { return true; }
  bool Uint(unsigned) { return true; }
  bool Int64(int64_t) { return true; }
  bool Uint64(uint64_t) { return true; }
  bool Double(double) { return true; }
};

// Everything goes to the one tree.
class WholeTree : public NumberEvents<WholeTree> {
 public:
  explicit WholeTree(TreeBuilder& builder) : builder_(builder) {}
  bool Null() { return builder_.Null(); }
  bool Bool(bool value) { return builder_.Bool(value); }
  bool RawNumber(const char* s, rapidjson::SizeType n, bool copy) { return builder_.RawNumber(s, n, copy); }
  bool String(const char* s, rapidjson::SizeType n, bool copy) { return builder_.String(s, n, copy); }
  bool Key(const char* s, rapidjson::SizeType n, bool copy) { return builder_.Key(s, n, copy); }
  bool StartObject() { return ++depth_ <= kMaxNesting && builder_.StartObject(); }
  bool EndObject(rapidjson::SizeType n) { return --depth_ >= 0 && builder_.EndObject(n); }
  bool StartArray() { return ++depth_ <= kMaxNesting && builder_.StartArray(); }
  bool EndArray(rapidjson::SizeType n) { return --depth_ >= 0 && builder_.EndArray(n); }

 private:
  TreeBuilder& builder_;
  int depth_ = 0;
};

// Finds the list of records, and hands over each.
class CatalogueHandler : public NumberEvents<CatalogueHandler> {
 public:
  CatalogueHandler(RepairingStream& stream, const std::function<bool(FileRecord&)>& each)
      : stream_(stream),
        each_(each),
        memory_(kPool),
        allocator_(memory_.data(), memory_.size()),
        builder_(allocator_) {}

  bool Null() {
    return Scalar([&] { return builder_.Null(); });
  }
  bool Bool(bool value) {
    return Scalar([&] { return builder_.Bool(value); });
  }
  bool RawNumber(const char* s, rapidjson::SizeType n, bool copy) {
    return Scalar([&] { return builder_.RawNumber(s, n, copy); });
  }
  bool String(const char* s, rapidjson::SizeType n, bool copy) {
    if (place_ == Place::kHead) NoteText({s, n});
    return Scalar([&] { return builder_.String(s, n, copy); });
  }
  bool Key(const char* s, rapidjson::SizeType n, bool copy) {
    if (place_ == Place::kRecord) return builder_.Key(s, n, copy);
    if (place_ == Place::kHead) {
      if (depth_ == 1) head_key_.assign(s, n);
      key_ = CutUtf8({s, n}, 200);
      if (depth_ == 1 && keys_.size() < 12) keys_.push_back(key_);
    }
    return true;
  }
  bool StartObject() { return Start(false); }
  bool StartArray() { return Start(true); }
  bool EndObject(rapidjson::SizeType n) {
    return End([&] { return builder_.EndObject(n); });
  }
  bool EndArray(rapidjson::SizeType n) {
    return End([&] { return builder_.EndArray(n); });
  }

  bool too_nested() const { return depth_ > kMaxNesting; }
  bool stopped() const { return stopped_; }
  bool found_list() const { return found_list_; }
  bool root_is_object() const { return root_is_object_; }
  const std::vector<std::string>& keys() const { return keys_; }
  CatalogueHead& head() { return head_; }
  Dialect dialect() const { return dialect_; }

 private:
  enum class Place { kHead, kList, kRecord };

  bool Start(bool list) {
    if (++depth_ > kMaxNesting) return false;
    if (place_ == Place::kRecord) return Build(list);
    if (place_ == Place::kList) {
      BeginRecord();
      return Build(list);
    }
    if (depth_ == 1) root_is_object_ = !list;
    if (OpensList(list)) {
      found_list_ = true;
      place_ = list ? Place::kList : Place::kRecord;
      list_depth_ = depth_;
      if (!list) {
        BeginRecord();
        return Build(list);
      }
    }
    return true;
  }

  // The root itself, `dataset`, `result`, or `results` within `result`.
  bool OpensList(bool list) {
    if (depth_ == 1) {
      if (list) dialect_ = Dialect::kPod10;
      head_.bare_list = list;
      return list;
    }
    if (depth_ == 2 && head_key_ == "dataset") {
      dialect_ = Dialect::kPod11;
      return true;
    }
    const bool ckan = list && head_key_ == "result" && (depth_ == 2 || (depth_ == 3 && key_ == "results"));
    if (ckan) dialect_ = Dialect::kCkan;
    return ckan;
  }

  template <class BuildEnd>
  bool End(const BuildEnd& build) {
    --depth_;
    if (place_ == Place::kRecord) {
      build();
      return !builder_.done() || FinishRecord(1);
    }
    if (place_ == Place::kList && depth_ == list_depth_ - 1) place_ = Place::kHead;
    return true;
  }

  template <class BuildScalar>
  bool Scalar(const BuildScalar& build) {
    if (place_ == Place::kHead) return true;
    if (place_ == Place::kList) {
      BeginRecord();
      build();
      return FinishRecord(0);
    }
    LimitSize();
    return build();
  }

  bool Build(bool list) {
    LimitSize();
    return list ? builder_.StartArray() : builder_.StartObject();
  }

  void LimitSize() {
    if (record_.too_large || stream_.Tell() - record_.offset <= kMaxRecordBytes) return;
    record_.too_large = true;
    builder_.StopKeeping();
  }

  void BeginRecord() {
    allocator_.Clear();
    builder_.Reset();
    const int64_t number = record_.number + 1;
    record_ = FileRecord();
    record_.number = number;
    record_.offset = stream_.Tell();
    before_ = stream_.repairs();
    place_ = Place::kRecord;
  }

  bool FinishRecord(size_t closing) {
    // A record that is an object under `dataset`, not in a list, ends what it stands for.
    place_ = depth_ < list_depth_ ? Place::kHead : Place::kList;
    record_.length = stream_.Tell() + closing - record_.offset;
    record_.dialect = dialect_;
    record_.value = builder_.Take();
    record_.allocator = &allocator_;
    record_.repairs = Since(stream_.repairs(), before_);
    record_.too_deep = builder_.too_deep();
    record_.number_too_large = builder_.number_too_large();
    record_.repeated_keys = builder_.repeated_keys();
    stopped_ = !each_(record_);
    return !stopped_;
  }

  void NoteText(std::string_view text) {
    if (depth_ == 1 && key_ == "conformsTo") head_.conforms_to = text.substr(0, kMaxHeadText);
    if (depth_ == 1 && key_ == "title") head_.title = text.substr(0, kMaxHeadText);
    if (depth_ == 1 && key_ == "publisher") head_.publisher = text.substr(0, kMaxHeadText);
    if (depth_ == 2 && head_key_ == "publisher" && key_ == "name") head_.publisher = text.substr(0, kMaxHeadText);
  }

  RepairingStream& stream_;
  const std::function<bool(FileRecord&)>& each_;
  std::vector<char> memory_;
  JsonAllocator allocator_;
  TreeBuilder builder_;
  FileRecord record_;
  RepairingStream::Repairs before_;
  CatalogueHead head_;
  Dialect dialect_ = Dialect::kPod11;
  Place place_ = Place::kHead;
  int depth_ = 0;
  int list_depth_ = 0;
  bool found_list_ = false;
  bool root_is_object_ = false;
  bool stopped_ = false;
  // The key at hand, and the one of the outermost object.
  std::string key_;
  std::string head_key_;
  std::vector<std::string> keys_;
};

std::string FormatName(const CatalogueHandler& handler, const CatalogueHead& head) {
  const auto& keys = handler.keys();
  const bool andino = std::any_of(
      keys.begin(), keys.end(), [](const auto& key) { return key == "themeTaxonomy" || key == "superThemeTaxonomy"; });
  if (handler.dialect() == Dialect::kCkan) return "CKAN package search";
  if (head.bare_list) return "Project Open Data 1.0 (a bare list)";
  if (andino) return "Andino data.json (Project Open Data 1.1 dialect)";
  if (head.conforms_to.find("/v1.1/") != std::string::npos) return "Project Open Data 1.1";
  return "data.json that does not say which standard it follows, read as Project Open Data 1.1";
}

[[noreturn]] void Unreadable(const RepairingStream& stream, size_t offset, std::string_view what) {
  throw Error(Reason::IMPORT_UNREADABLE, fmt::format("line {}, byte {}: {}", stream.line(), offset, what));
}

[[noreturn]] void ThrowParseError(const RepairingStream& stream, const rapidjson::ParseResult& result,
                                  const CatalogueHandler& handler) {
  if (handler.too_nested()) {
    Unreadable(stream, result.Offset(), fmt::format("nested more than {} levels deep; no catalogue is", kMaxNesting));
  }
  if (stream.at_end()) {
    Unreadable(stream, stream.Tell(), "the file ends in the middle; it may have been cut off while it was fetched");
  }
  if (result.Code() == rapidjson::kParseErrorDocumentRootNotSingular) {
    Unreadable(stream, result.Offset(),
               handler.found_list() ? "there is more after the end of the catalogue; a file holds one catalogue"
                                    : "a second JSON text begins here; a file of lines is not a data.json");
  }
  std::string what = rapidjson::GetParseError_En(result.Code());
  while (!what.empty() && what.back() == '.') what.pop_back();
  if (!what.empty()) what[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(what[0])));
  Unreadable(stream, result.Offset(), "not JSON: " + what);
}

void RequireList(const CatalogueHandler& handler) {
  if (handler.found_list()) return;
  if (!handler.root_is_object())
    throw Error(Reason::IMPORT_UNREADABLE, "the file holds a single value, not a catalogue");
  const auto& keys = handler.keys();
  const bool record = std::find(keys.begin(), keys.end(), "title") != keys.end() ||
                      std::find(keys.begin(), keys.end(), "identifier") != keys.end();
  throw Error(Reason::IMPORT_UNREADABLE,
              record ? "the file holds a single record; a catalogue holds its records in a list named dataset"
                     : fmt::format("the file has no list named dataset; its keys are: {}",
                                   keys.empty() ? "none" : fmt::format("{}", fmt::join(keys, ", "))));
}

}  // namespace

CatalogueHead ReadCatalogue(ByteSource source, const std::function<bool(FileRecord&)>& each) {
  RepairingStream stream(std::move(source));
  if (const auto problem = WhyNotJson(stream.Beginning()); !problem.empty()) {
    throw Error(Reason::IMPORT_UNREADABLE, problem);
  }
  CatalogueHandler handler(stream, each);
  rapidjson::Reader reader;
  const auto result = reader.Parse<kFlags>(stream, handler);
  if (!handler.stopped()) {
    if (result.IsError()) ThrowParseError(stream, result, handler);
    RequireList(handler);
  }
  CatalogueHead head = std::move(handler.head());
  head.format = FormatName(handler, head);
  return head;
}

RecordReader::RecordReader() : memory_(kPool), allocator_(memory_.data(), memory_.size()), builder_(allocator_) {}

FileRecord& RecordReader::Read(ByteSource source) {
  record_ = FileRecord();
  allocator_.Clear();
  builder_.Reset();
  RepairingStream stream(std::move(source), kRecordBuffer);
  WholeTree tree(builder_);
  rapidjson::Reader reader;
  if (reader.Parse<kFlags>(stream, tree).IsError() || !builder_.done()) {
    throw Error(Reason::IMPORT_UNREADABLE, "the spooled file changed while it was read");
  }
  record_.value = builder_.Take();
  record_.allocator = &allocator_;
  record_.repairs = stream.repairs();
  record_.too_deep = builder_.too_deep();
  record_.number_too_large = builder_.number_too_large();
  record_.repeated_keys = builder_.repeated_keys();
  return record_;
}

}  // namespace almanac::interchange
