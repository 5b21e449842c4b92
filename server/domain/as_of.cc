#include "domain/as_of.h"

#include "base/clock.h"
#include "domain/program.h"

namespace almanac::domain {
namespace {

std::optional<Day> ParseDayOrWord(std::string_view text, Day today) {
  if (text == "today") return today;
  if (text == "yesterday") return today - std::chrono::days(1);
  return ParseDay(text);
}

}  // namespace

std::string AsOf(store::Tx& tx, std::string_view text) {
  if (text.empty()) return {};
  auto instant = ParseInstant(text);
  if (!instant) {
    const auto program = tx.Get<v1::Program>("program");
    const auto day = ParseDayOrWord(text, DayIn(program.time_zone(), tx.instant()));
    if (!day) {
      throw Error(Reason::INVALID_FIELD,
                  fmt::format("'{}' is neither a day such as 2026-03-01, today or yesterday, nor a time such as "
                              "2026-03-01T09:30:00Z",
                              text))
          .Field("as_of", "a day or a time");
    }
    // A day that is not over yet is the record as it stands.
    instant = std::min(StartOfDay(program.time_zone(), *day + std::chrono::days(1)) - std::chrono::microseconds(1),
                       *day > DayIn(program.time_zone(), tx.instant()) ? Instant::max() : tx.instant());
  }
  if (*instant > tx.instant()) {
    throw Error(Reason::INVALID_FIELD, fmt::format("{} is still to come; the record can be read as it stood", text))
        .Field("as_of", "is to come");
  }
  return ToText(*instant);
}

store::Scope ScopeAsOf(store::Tx& tx, std::string_view as_of) { return {{}, AsOf(tx, as_of)}; }

}  // namespace almanac::domain
