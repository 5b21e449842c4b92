#include "interchange/pod_writer.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "interchange/licences.h"
#include "interchange/media_types.h"
#include "interchange/plain_text.h"
#include "interchange/pod_distributions.h"
#include "interchange/pod_values.h"
#include "interchange/spatial.h"

namespace almanac::interchange {
namespace {

// What the strictest of the 1.1 schemas allows, and never more than import takes.
constexpr size_t kMaxTitle = 500;
constexpr size_t kMaxDescription = 10'000;
constexpr size_t kMaxRights = 255;
constexpr size_t kMaxWord = 300;
constexpr size_t kMaxWords = 1000;
constexpr size_t kMaxName = 200;
constexpr size_t kMaxIdentifier = 1900;
constexpr int kMaxParents = 11;

std::string Line(std::string_view text, size_t characters) {
  auto line = OneLine(text);
  if (CutCharacters(&line, characters)) line = OneLine(line);
  return line;
}

std::string Prose(std::string_view text, size_t characters) {
  auto prose = ManyLines(text);
  if (CutCharacters(&prose, characters)) prose = ManyLines(prose);
  return prose;
}

// An object whose empty members are never written.
class ObjectWriter {
 public:
  void Text(std::string_view key, std::string_view text) {
    if (text.empty()) return;
    Key(key);
    AppendJsonString(text, &out_);
  }
  void Raw(std::string_view key, std::string_view json) {
    if (json.empty()) return;
    Key(key);
    out_ += json;
  }
  std::string Take() { return out_ + "}"; }

 private:
  void Key(std::string_view key) {
    out_ += out_.size() == 1 ? "\"" : ",\"";
    out_ += key;
    out_ += "\":";
  }
  std::string out_ = "{";
};

// Empty for no elements.
std::string ListOf(const std::vector<std::string>& elements, bool text) {
  std::string out;
  for (const auto& element : elements) {
    out += out.empty() ? "[" : ",";
    text ? AppendJsonString(element, &out) : static_cast<void>(out += element);
  }
  return out.empty() ? out : out + "]";
}

void AddOnce(std::string text, std::vector<std::string>* list) {
  if (text.empty() || list->size() == kMaxWords) return;
  if (std::find(list->begin(), list->end(), text) == list->end()) list->push_back(std::move(text));
}

template <class Words>
std::vector<std::string> WordsOf(const Words& words) {
  std::vector<std::string> list;
  for (const auto& word : words) AddOnce(Line(word, kMaxWord), &list);
  return list;
}

std::string UrlOf(const std::string& address) { return ReadUrl(address).value_or(""); }

std::string AccessLevelOf(v1::Dataset::Access access) {
  if (access == v1::Dataset::SHARED) return "restricted public";
  return access == v1::Dataset::CLOSED ? "non-public" : "public";
}

// Of a set that is open and not there, why it is not.
std::string RightsOf(const ExportRow& row) {
  const auto& dataset = row.dataset;
  const bool refused = dataset.access() == v1::Dataset::SHARED || dataset.access() == v1::Dataset::CLOSED;
  if (!refused && !row.listed) return {};
  auto reason = Prose(dataset.access_reason(), kMaxRights);
  if (!refused) return reason;
  if (!reason.empty()) return reason;
  return dataset.access() == v1::Dataset::SHARED ? "Access is limited; ask the contact named here."
                                                 : "Not available to the public.";
}

std::string FrequencyOf(const v1::Dataset& dataset) {
  return ReadFrequency(dataset.frequency()).finding == FrequencyFinding::kIso ? dataset.frequency() : std::string();
}

// A span that goes on needs a period to be said; without one it is left out.
std::string TemporalOf(const v1::Dataset& dataset) {
  if (!ParseDay(dataset.temporal_start())) return {};
  if (ParseDay(dataset.temporal_end())) return dataset.temporal_start() + "/" + dataset.temporal_end();
  const auto frequency = FrequencyOf(dataset);
  if (frequency.empty() || frequency == "irregular") return {};
  return "R/" + dataset.temporal_start() + frequency.substr(1);
}

std::string DistributionOf(const v1::Distribution& distribution) {
  const auto download = UrlOf(distribution.download_url());
  const auto access = UrlOf(distribution.access_url());
  if (download.empty() && access.empty()) return {};
  auto type = MediaTypeOf(distribution);
  if (type.empty() && !download.empty()) type = "application/octet-stream";
  ObjectWriter out;
  out.Text("@type", "dcat:Distribution");
  out.Text("title", Line(distribution.title(), kMaxWord));
  out.Text("description", Prose(distribution.description(), kMaxDescription));
  out.Text("downloadURL", download);
  out.Text("accessURL", access);
  out.Text("mediaType", type);
  out.Text("format", Line(distribution.format(), 100));
  return out.Take();
}

std::string DistributionsOf(const v1::Dataset& dataset) {
  std::vector<std::string> list;
  for (const auto& distribution : dataset.distributions()) AddOnce(DistributionOf(distribution), &list);
  return ListOf(list, false);
}

struct Links {
  std::string dictionary;
  std::vector<std::string> references;
};

Links LinksOf(const v1::Dataset& dataset) {
  Links links;
  for (const auto& signpost : dataset.signposts()) {
    if (links.dictionary.empty() && signpost.title() == "Data dictionary") links.dictionary = UrlOf(signpost.url());
  }
  for (const auto& signpost : dataset.signposts()) {
    if (const auto url = UrlOf(signpost.url()); url != links.dictionary) AddOnce(url, &links.references);
  }
  return links;
}

ExportDepartment DepartmentOf(const ExportBody& body, const std::string& name) {
  const auto found = body.departments.find(name);
  if (found != body.departments.end()) return found->second;
  ExportDepartment unknown;
  unknown.title = IdOf(name);
  return unknown;
}

std::string PublisherOf(const ExportBody& body, const std::string& name, int parents) {
  const auto department = DepartmentOf(body, name);
  ObjectWriter out;
  out.Text("@type", "org:Organization");
  out.Text("name", Line(department.title, kMaxName));
  if (!department.parent.empty() && parents > 0) {
    out.Raw("subOrganizationOf", PublisherOf(body, department.parent, parents - 1));
  }
  return out.Take();
}

// As versions for the public have it: the dataset's own, the department's, the body's.
std::string ContactOf(const ExportBody& body, const v1::Dataset& dataset) {
  const auto department = DepartmentOf(body, dataset.department());
  std::string name = dataset.contact_name();
  std::string email = dataset.contact_email();
  if (email.empty()) {
    const bool own = !department.contact_email.empty();
    email = own ? department.contact_email : body.contact_email;
    if (name.empty()) name = own ? department.contact_name : body.contact_name;
  }
  name = Line(name, kMaxWord);
  ObjectWriter out;
  out.Text("@type", "vcard:Contact");
  out.Text("fn", name.empty() ? Line(department.title, kMaxName) : name);
  if (IsPlainEmail(email)) out.Text("hasEmail", "mailto:" + email);
  return out.Take();
}

std::string DescriptionOf(const ExportRow& row, const std::string& title) {
  auto description = Prose(row.dataset.description(), kMaxDescription);
  if (!description.empty()) return description;
  return row.planned_release.empty() ? title
                                     : Line(title + " (planned release: " + row.planned_release + ")", kMaxDescription);
}

std::string ModifiedOf(const ExportRow& row) {
  if (!row.dataset.refreshed_date().empty()) return row.dataset.refreshed_date();
  return row.dataset.last_published_date().empty() ? row.changed_day : row.dataset.last_published_date();
}

}  // namespace

std::string PodWriter::Head() {
  ObjectWriter out;
  out.Text("@context", "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld");
  out.Text("@type", "dcat:Catalog");
  out.Text("conformsTo", "https://project-open-data.cio.gov/v1.1/schema");
  out.Text("describedBy", "https://project-open-data.cio.gov/v1.1/schema/catalog.json");
  auto head = out.Take();
  head.pop_back();
  return head + ",\"dataset\":[";
}

std::string PodWriter::Tail() { return "\n]}\n"; }

std::string PodWriter::IdentifierOf(const v1::Dataset& dataset) {
  auto own = OneLine(dataset.source_identifier());
  // Two catalogues may use one identifier; a file holds each once.
  if (!own.empty() && own.size() <= kMaxIdentifier && identifiers_.insert(std::hash<std::string>()(own)).second)
    return own;
  identifiers_.insert(std::hash<std::string>()(dataset.name()));
  return dataset.name();
}

std::string PodWriter::Record(const ExportRow& row) {
  const auto& dataset = row.dataset;
  const auto title = Line(dataset.title(), kMaxTitle);
  const auto links = LinksOf(dataset);
  auto keywords = WordsOf(dataset.keywords());
  const auto themes = WordsOf(dataset.themes());
  if (keywords.empty()) keywords = themes;
  if (keywords.empty()) keywords.push_back(Line(DepartmentOf(body_, dataset.department()).title, kMaxWord));
  ObjectWriter out;
  out.Text("@id", dataset.name());
  out.Text("@type", "dcat:Dataset");
  out.Text("identifier", IdentifierOf(dataset));
  out.Text("title", title);
  out.Text("description", DescriptionOf(row, title));
  out.Raw("keyword", ListOf(keywords, true));
  out.Raw("theme", ListOf(themes, true));
  out.Text("modified", ModifiedOf(row));
  out.Text("issued", dataset.first_published_date());
  out.Text("accrualPeriodicity", FrequencyOf(dataset));
  out.Raw("publisher", PublisherOf(body_, dataset.department(), kMaxParents));
  out.Raw("contactPoint", ContactOf(body_, dataset));
  out.Text("accessLevel", AccessLevelOf(dataset.access()));
  out.Text("rights", RightsOf(row));
  out.Text("license", LicenceAddress(dataset.licence()));
  out.Text("spatial", NormalSpatial(dataset.spatial()));
  out.Text("temporal", TemporalOf(dataset));
  out.Text("landingPage", UrlOf(dataset.landing_page()));
  out.Text("describedBy", links.dictionary);
  out.Raw("references", ListOf(links.references, true));
  out.Raw("distribution", DistributionsOf(dataset));
  return out.Take();
}

}  // namespace almanac::interchange
