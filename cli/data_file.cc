#include "cli/data_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

#include "base/ids.h"
#include "cli/csv.h"
#include "cli/files.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

// What the separator is told by.
constexpr size_t kSample = 64u << 10;
constexpr size_t kSampleRows = 50;
constexpr size_t kMostColumns = 5000;
constexpr size_t kLongestName = 200;
constexpr std::string_view kSeparators = ",;\t|";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Windows-1252 where it is not Latin 1; zero where it has nothing.
constexpr char32_t kHigh[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::string FromWindows(std::string_view text) {
  std::string utf8;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    char32_t point = byte >= 0x80 && byte < 0xA0 ? kHigh[byte - 0x80] : byte;
    if (point == 0 && byte != 0) point = 0xFFFD;
    if (point < 0x80) {
      utf8 += static_cast<char>(point);
    } else if (point < 0x800) {
      utf8 += static_cast<char>(0xC0 | (point >> 6));
      utf8 += static_cast<char>(0x80 | (point & 0x3F));
    } else {
      utf8 += static_cast<char>(0xE0 | (point >> 12));
      utf8 += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
      utf8 += static_cast<char>(0x80 | (point & 0x3F));
    }
  }
  return utf8;
}

std::string ToUtf8(const std::string& text) { return IsUtf8(text) ? text : FromWindows(text); }

std::string Trimmed(std::string text) {
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  text.erase(0, std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text;
}

void RefuseWhatIsNoText(std::string_view start) {
  if (start.starts_with("PK\x03\x04") || start.starts_with("\xD0\xCF\x11\xE0")) {
    throw UsageError("that is a spreadsheet, not a CSV", "Save the sheet as CSV UTF-8 and give that file.");
  }
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) {
    throw UsageError("the file is UTF-16", "Save it as CSV UTF-8 and give that file.");
  }
  if (start.find('\0') != start.npos) throw UsageError("that is no text", "Give a CSV file.");
}

// How many of the first rows are as wide as the first, and how wide, with one separator.
std::pair<size_t, size_t> FitOf(std::string_view sample, char separator, bool whole) {
  std::vector<size_t> widths;
  CsvStream stream(separator, [&](std::vector<std::string>& row) { widths.push_back(row.size()); });
  stream.Feed(sample);
  // The last row of a sample may be cut.
  try {
    if (whole) stream.Finish();
  } catch (const UsageError&) {
    return {0, 0};
  }
  if (widths.size() > kSampleRows) widths.resize(kSampleRows);
  if (widths.empty() || widths[0] < 2) return {0, 0};
  return {static_cast<size_t>(std::count(widths.begin(), widths.end(), widths[0])) * 100 / widths.size(), widths[0]};
}

char SeparatorOf(std::string_view sample, bool whole) {
  char best = ',';
  std::pair<size_t, size_t> fit{0, 0};
  for (const char separator : kSeparators) {
    const auto other = FitOf(sample, separator, whole);
    if (other > fit) {
      fit = other;
      best = separator;
    }
  }
  return best;
}

// "sep=;" is what spreadsheets put before the header; the separator and how many bytes that line takes.
std::optional<std::pair<char, size_t>> SaidSeparator(std::string_view start) {
  if (start.size() < 6 || Lower(start.substr(0, 4)) != "sep=" || kSeparators.find(start[4]) == kSeparators.npos) {
    return std::nullopt;
  }
  if (start[5] == '\n') return std::pair{start[4], size_t{6}};
  if (start[5] != '\r') return std::nullopt;
  return std::pair{start[4], start.size() > 6 && start[6] == '\n' ? size_t{7} : size_t{6}};
}

// A file's start: what its separator is, and where its header begins.
std::pair<char, size_t> Dialect(std::string_view start, bool whole) {
  RefuseWhatIsNoText(start);
  const size_t mark = start.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  if (const auto said = SaidSeparator(start.substr(mark))) return {said->first, mark + said->second};
  return {SeparatorOf(start.substr(mark), whole), mark};
}

std::string CutName(const std::string& name) {
  std::string cut;
  size_t letters = 0;
  for (const char c : name) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80 && ++letters > kLongestName) break;
    cut += c;
  }
  return cut;
}

}  // namespace

class DataFileReader::Reading {
 public:
  void Feed(std::string_view bytes) {
    if (stream_) return Take(bytes);
    start_.append(bytes);
    if (start_.size() >= kSample) Begin(false);
  }

  DataFile Finish() {
    if (!stream_) Begin(true);
    stream_->Finish();
    if (file_.headers.empty()) throw UsageError("the file has no header row", "Its first row names the columns.");
    for (size_t i = 0; i < guesses_.size(); ++i) {
      file_.columns[i].type = guesses_[i].Type();
      const std::string note = guesses_[i].Note();
      if (!note.empty()) file_.columns[i].note += (file_.columns[i].note.empty() ? "" : "; ") + note;
    }
    file_.encoding = utf8_ ? "UTF-8" : "Windows-1252";
    if (wider_ > 0) file_.notes.push_back(fmt::format("{} rows have more cells than the header", wider_));
    if (narrower_ > 0) file_.notes.push_back(fmt::format("{} rows have fewer cells than the header", narrower_));
    return std::move(file_);
  }

 private:
  void Begin(bool whole) {
    const auto [separator, skip] = Dialect(start_, whole);
    file_.separator = separator;
    stream_.emplace(separator, [this](std::vector<std::string>& row) { TakeRow(row); });
    Take(std::string_view(start_).substr(skip));
    start_.clear();
  }

  void Take(std::string_view bytes) {
    if (bytes.find('\0') != bytes.npos) throw UsageError("that is no text: there is a zero byte in it");
    stream_->Feed(bytes);
  }

  void TakeRow(std::vector<std::string>& row) {
    if (file_.headers.empty()) return TakeHeader(row);
    ++file_.rows;
    wider_ += row.size() > guesses_.size() ? 1 : 0;
    narrower_ += row.size() < guesses_.size() ? 1 : 0;
    for (size_t i = 0; i < std::min(row.size(), guesses_.size()); ++i) {
      if (utf8_ && !IsUtf8(row[i])) utf8_ = false;
      guesses_[i].Take(row[i]);
    }
  }

  void TakeHeader(std::vector<std::string>& row) {
    if (row.size() > kMostColumns) {
      throw UsageError(
          fmt::format("the first row has {} cells, and a data dictionary at most {}", row.size(), kMostColumns),
          "Check that the first row names the columns.");
    }
    std::set<std::string> names;
    size_t values = 0;
    for (size_t i = 0; i < row.size(); ++i) {
      utf8_ = utf8_ && IsUtf8(row[i]);
      const std::string head = Trimmed(OneLine(ToUtf8(row[i])));
      TypeGuess looks;
      looks.Take(head);
      values += looks.Type() != "text" && !looks.Type().empty() ? 1 : 0;
      file_.headers.push_back(head);
      file_.columns.push_back(Named(head, i, &names));
    }
    guesses_.assign(row.size(), TypeGuess(file_.separator == ','));
    if (values * 2 > row.size()) file_.notes.push_back("the first row looks like data; it should name the columns");
  }

  static DataColumn Named(const std::string& head, size_t at, std::set<std::string>* names) {
    DataColumn column;
    column.name = CutName(head);
    if (column.name.empty()) {
      column.name = fmt::format("column_{}", at + 1);
      column.note = "has no name in the file";
    } else if (column.name != head) {
      column.note = "its name was cut";
    }
    const std::string once = column.name;
    for (int number = 2; !names->insert(column.name).second; ++number) {
      column.name = fmt::format("{}_{}", once, number);
      column.note = fmt::format("{} stands more than once in the file", once);
    }
    return column;
  }

  std::string start_;
  std::optional<CsvStream> stream_;
  DataFile file_;
  std::vector<TypeGuess> guesses_;
  bool utf8_ = true;
  int64_t wider_ = 0;
  int64_t narrower_ = 0;
};

DataFileReader::DataFileReader() : reading_(std::make_unique<Reading>()) {}
DataFileReader::~DataFileReader() = default;
void DataFileReader::Feed(std::string_view bytes) { reading_->Feed(bytes); }
DataFile DataFileReader::Finish() { return reading_->Finish(); }

DataFile ReadDataFile(const std::string& path, const std::function<void(int64_t, int64_t)>& done) {
  const InputFile file = OpenInput(path);
  std::error_code unknown;
  const auto size = path == "-" ? 0 : std::filesystem::file_size(path, unknown);
  const int64_t total = unknown ? 0 : static_cast<int64_t>(size);
  DataFileReader reader;
  int64_t read = 0;
  std::string buffer(1u << 18, '\0');
  while (const size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
    reader.Feed(std::string_view(buffer).substr(0, count));
    read += static_cast<int64_t>(count);
    done(read, total);
  }
  if (std::ferror(file.get()) != 0) throw UsageError(fmt::format("cannot read {} to its end", path));
  return reader.Finish();
}

std::vector<std::vector<std::string>> ReadRows(const std::string& bytes) {
  const auto [separator, skip] = Dialect(bytes, true);
  std::vector<std::vector<std::string>> rows;
  CsvStream stream(separator, [&](std::vector<std::string>& row) {
    for (std::string& cell : row) cell = Trimmed(ToUtf8(cell));
    rows.push_back(std::move(row));
  });
  stream.Feed(std::string_view(bytes).substr(skip));
  stream.Finish();
  return rows;
}

}  // namespace almanac::cli
