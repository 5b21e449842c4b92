#include "domain/naming.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/ids.h"
#include "base/numbered_name.h"

namespace almanac::domain {
namespace {

std::string SlugOfTitle(std::string_view title) {
  std::string slug = Slug(title);
  if (slug.empty()) {
    throw Error(Reason::INVALID_FIELD,
                fmt::format("no name can be made of the title \"{}\"; give one of a-z, 0-9 and dashes", title))
        .Field("name", "cannot be made of the title");
  }
  return slug;
}

}  // namespace

std::string NewName(store::Tx& tx, const google::protobuf::Descriptor* message, const WantedName& wanted) {
  const auto& [collection, id, title] = wanted;
  // A name that was asked for is not bent: if it is taken, the caller hears so.
  if (!id.empty()) return fmt::format("{}/{}", collection, IdOf(id));
  return tx.FreeName(message, collection, SlugOfTitle(title));
}

std::string ManyNewNames::Next(std::string_view title) {
  const std::string slug = SlugOfTitle(title);
  int& number = numbers_[slug];
  std::string name;
  do {
    name = NumberedName(collection_, slug, ++number);
  } while (!taken_.insert(name).second);
  return name;
}

}  // namespace almanac::domain
