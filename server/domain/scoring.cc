#include "domain/scoring.h"

#include <fmt/format.h>

#include <array>
#include <span>

#include "base/error.h"

namespace almanac::domain {
namespace {

// From so many on, until the next row.
struct Band {
  int64_t from;
  int points;
  std::string_view words;
};

constexpr std::array kCells{Band{1000, 2, "1,000 or more"}, Band{100, 3, "100 to 999"}, Band{11, 5, "11 to 99"},
                            Band{0, 7, "under 11"}};
constexpr std::array kAges{Band{11, 2, "over 10 years"}, Band{6, 3, "6 to 10 years"}, Band{3, 5, "3 to 5 years"},
                           Band{1, 7, "1 or 2 years"}};
// At exactly 100,000 and 250,000 the printed bands overlap: the higher points.
constexpr std::array kResidents{Band{2'000'001, -5, "over 2 million"},     Band{1'000'001, -3, "1 to 2 million"},
                                Band{560'001, -1, "560,000 to 1 million"}, Band{250'001, 0, "250,000 to 560,000"},
                                Band{100'001, 1, "100,000 to 250,000"},    Band{50'001, 3, "50,000 to 100,000"},
                                Band{20'001, 4, "20,000 to 50,000"},       Band{0, 5, "20,000 or fewer"}};
constexpr std::array kServed{Band{2'000'001, -5, "over 2 million"},     Band{1'000'001, -4, "1 to 2 million"},
                             Band{560'001, -3, "560,000 to 1 million"}, Band{250'001, -1, "250,000 to 560,000"},
                             Band{20'001, 0, "20,000 to 250,000"},      Band{0, 1, "20,000 or fewer"}};

const Band& BandOf(std::span<const Band> bands, int64_t value) {
  for (const auto& band : bands) {
    if (value >= band.from) return band;
  }
  return bands.back();
}

class Sheet {
 public:
  explicit Sheet(const v1::ScoringSheet& sheet) : sheet_(sheet) {}

  Score Sum() {
    Check();
    AddBand("smallest cell", kCells, sheet_.smallest_cell());
    AddPeople();
    AddPeriod();
    AddPlace();
    AddInteractions();
    score_.lines.emplace_back("by the CHHS Data De-identification Guidelines 1.0, figure 6");
    return std::move(score_);
  }

 private:
  void Check() const {
    if (sheet_.smallest_cell() <= 0) {
      throw Error(Reason::INVALID_FIELD, "the smallest number that a cell shows is missing: smallest_cell=11")
          .Field("scoring.smallest_cell", "required");
    }
    if (sheet_.period() == v1::ScoringSheet::PERIOD_UNSPECIFIED) {
      throw Error(Reason::INVALID_FIELD, "the time that one row covers is missing: period=quarter")
          .Field("scoring.period", "required");
    }
    const bool served = sheet_.service_population() > 0 || sheet_.street_address();
    if (sheet_.residents() > 0 && served) {
      throw Error(Reason::INVALID_FIELD, "places are of residence or of the service, never both: one of the two goes")
          .Field("scoring.residents", "not beside service_population or street_address");
    }
  }
  void Add(std::string_view what, int points) {
    score_.sum += points;
    score_.lines.push_back(fmt::format("{}: {}", what, points));
  }
  void AddBand(std::string_view what, std::span<const Band> bands, int64_t value) {
    const Band& band = BandOf(bands, value);
    Add(fmt::format("{} {}", what, band.words), band.points);
  }
  void AddVariable(std::string_view what, int points) {
    Add(what, points);
    ++variables_;
  }
  void AddPeople() {
    if (sheet_.sex()) AddVariable("sex", 1);
    if (sheet_.age_years() > 0) {
      AddBand("groups of age", kAges, sheet_.age_years());
      ++variables_;
    }
    if (sheet_.race() == v1::ScoringSheet::THREE_GROUPS) AddVariable("race in three groups", 2);
    if (sheet_.race() == v1::ScoringSheet::WITH_SMALL_GROUPS) AddVariable("race with small groups", 3);
    if (sheet_.race() == v1::ScoringSheet::DETAILED_RACE) AddVariable("race in detail", 4);
    if (sheet_.ethnicity() == v1::ScoringSheet::COARSE) AddVariable("ethnicity, yes or no", 2);
    if (sheet_.ethnicity() == v1::ScoringSheet::DETAILED) AddVariable("ethnicity in detail", 4);
    if (sheet_.language() == v1::ScoringSheet::COARSE) AddVariable("language, English, Spanish or other", 2);
    if (sheet_.language() == v1::ScoringSheet::DETAILED) AddVariable("language in detail", 4);
  }
  void AddPeriod() {
    switch (sheet_.period()) {
      case v1::ScoringSheet::FIVE_YEARS:
        return Add("five years a row", -5);
      case v1::ScoringSheet::TWO_TO_FOUR_YEARS:
        return Add("two to four years a row", -3);
      case v1::ScoringSheet::YEAR:
        return Add("a year a row", 0);
      case v1::ScoringSheet::HALF_YEAR:
        return Add("half a year a row", 3);
      case v1::ScoringSheet::QUARTER:
        return Add("a quarter a row", 4);
      default:
        return Add("a month a row, or less", 5);
    }
  }
  void AddPlace() {
    if (sheet_.residents() > 0) AddBand("residents of the smallest place", kResidents, sheet_.residents());
    if (sheet_.service_population() > 0) {
      AddBand("people in the smallest place served", kServed, sheet_.service_population());
    }
    if (sheet_.street_address()) Add("the street address of the service", 3);
  }
  // Number, time and place alone are safer the larger the smallest cell; every variable beside them takes from it.
  void AddInteractions() {
    if (variables_ > 0) {
      const int points = variables_ == 1 ? 1 : variables_ == 2 ? 2 : 4;
      return Add(fmt::format("beside number, time and place {} more", variables_), points);
    }
    const int64_t smallest = sheet_.smallest_cell();
    const int points = smallest >= 5 ? -5 : smallest >= 3 ? -3 : 0;
    Add(fmt::format("number, time and place alone, none under {}", smallest >= 5 ? 5 : smallest >= 3 ? 3 : 1), points);
  }

  const v1::ScoringSheet& sheet_;
  Score score_;
  int variables_ = 0;
};

}  // namespace

Score ScoreOf(const v1::ScoringSheet& sheet) { return Sheet(sheet).Sum(); }

}  // namespace almanac::domain
