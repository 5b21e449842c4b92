#include "interchange/directory.h"

#include <fmt/format.h>

#include "almanac/v1/program.pb.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/leadership.h"
#include "interchange/csv_writer.h"

namespace almanac::interchange {
namespace {

using Entry = v1::DirectoryEntry;

// RFC 6350, section 3.4: these four would end a value.
std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\n') {
      escaped += "\\n";
      continue;
    }
    if (c == '\r') continue;
    if (c == '\\' || c == ',' || c == ';') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// Section 3.2: no line is over 75 bytes, none is cut within a character.
std::string Folded(std::string_view line) {
  constexpr size_t kLongest = 75;
  std::string folded;
  size_t width = 0;
  for (size_t at = 0; at < line.size();) {
    size_t length = 1;
    while (at + length < line.size() && (static_cast<unsigned char>(line[at + length]) & 0xC0) == 0x80) ++length;
    if (width + length > kLongest) {
      folded += "\r\n ";
      width = 1;
    }
    folded += line.substr(at, length);
    width += length;
    at += length;
  }
  return folded + "\r\n";
}

std::string Line(std::string_view name, std::string_view value) {
  return value.empty() ? std::string() : Folded(fmt::format("{}:{}", name, Escaped(value)));
}

std::string NoteOf(const Entry& entry) {
  std::string note = entry.standing() == "vacant"   ? "Vacant: the address is read by the department."
                     : entry.standing() == "deputy" ? "A deputy stands in."
                                                    : "";
  if (entry.attestation_overdue())
    note += fmt::format("{}The yearly attestation of the list is overdue.", note.empty() ? "" : " ");
  return note;
}

std::string Card(const std::string& body, const Entry& entry) {
  const bool named = !entry.coordinator().empty();
  std::string card = "BEGIN:VCARD\r\nVERSION:4.0\r\n";
  card += Line("UID", fmt::format("urn:almanac:{}", entry.department()));
  card += Line("KIND", named ? "individual" : "group");
  card += Line("FN", named ? entry.coordinator() : fmt::format("{}: {}", entry.title(), entry.role()));
  // The components are told apart by semicolons of our own.
  card += Folded(fmt::format("ORG:{};{}", Escaped(body), Escaped(entry.title())));
  card += Line("ROLE", entry.role());
  card += Line("EMAIL;TYPE=work", entry.contact_email());
  card += Line("TEL;TYPE=work", entry.contact_phone());
  if (entry.coordinator_email() != entry.contact_email()) card += Line("EMAIL", entry.coordinator_email());
  if (entry.coordinator_phone() != entry.contact_phone()) card += Line("TEL", entry.coordinator_phone());
  card += Line("URL", entry.website());
  card += Line("NOTE", NoteOf(entry));
  return card + "END:VCARD\r\n";
}

std::string Table(const std::vector<Entry>& entries) {
  const auto* type = Entry::descriptor();
  std::string text;
  const auto add = [&](int column, std::string_view cell) {
    text += fmt::format("{}{}", column == 0 ? "" : ",", CsvCell(cell));
    if (column + 1 == type->field_count()) text += "\r\n";
  };
  for (int i = 0; i < type->field_count(); ++i) add(i, type->field(i)->name());
  for (const auto& entry : entries) {
    const auto* reflection = entry.GetReflection();
    for (int i = 0; i < type->field_count(); ++i) {
      const auto* field = type->field(i);
      const bool flag = field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_BOOL;
      add(i, flag ? (reflection->GetBool(entry, field) ? "true" : "false") : reflection->GetString(entry, field));
    }
  }
  return text;
}

std::string Objects(const std::vector<Entry>& entries) {
  std::string text = "[";
  for (const auto& entry : entries) text += fmt::format("{}\n{}", text.size() == 1 ? "" : ",", ToJson(entry));
  return text + "\n]\n";
}

}  // namespace

std::string VCards(const std::string& body, const std::vector<v1::DirectoryEntry>& entries) {
  std::string text;
  for (const auto& entry : entries) text += Card(body, entry);
  return text;
}

v1::GetDirectoryResponse GetDirectory(store::Tx& tx, const v1::GetDirectoryRequest& request) {
  const auto entries = domain::DirectoryOf(tx);
  v1::GetDirectoryResponse response;
  for (const auto& entry : entries) *response.add_entries() = entry;
  switch (request.format()) {
    case v1::GetDirectoryRequest::VCARD:
      response.set_content(VCards(tx.Get<v1::Program>("program").title(), entries));
      break;
    case v1::GetDirectoryRequest::CSV:
      response.set_content(Table(entries));
      break;
    case v1::GetDirectoryRequest::JSON:
      response.set_content(Objects(entries));
      break;
    default:
      break;
  }
  return response;
}

}  // namespace almanac::interchange
