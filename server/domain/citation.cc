#include "domain/citation.h"

#include <fmt/format.h>

#include "base/ids.h"

namespace almanac::domain {
namespace {

// Where a reader finds it: its page, else its place in the portal, else its name.
std::string IdentifierOf(const v1::Dataset& dataset, const v1::Program& program) {
  if (!dataset.landing_page().empty()) return dataset.landing_page();
  std::string portal = program.portal_url();
  if (portal.empty()) return dataset.name();
  while (portal.ends_with('/')) portal.pop_back();
  return fmt::format("{}/{}", portal, IdOf(dataset.name()));
}

}  // namespace

std::string CitationOf(const v1::Dataset& dataset, const v1::Department& department, const v1::Program& program) {
  if (!dataset.citation().empty()) return dataset.citation();
  const std::string year = dataset.last_published_date().substr(0, 4);
  std::string text = department.title().empty() ? program.title() : department.title();
  if (!year.empty()) text += fmt::format(" ({})", year);
  text += fmt::format(": {}.", dataset.title());
  if (dataset.published_version() > 0) text += fmt::format(" Version {}.", dataset.published_version());
  text += fmt::format(" {}. Dataset. {}", program.title(), IdentifierOf(dataset, program));
  return text;
}

}  // namespace almanac::domain
