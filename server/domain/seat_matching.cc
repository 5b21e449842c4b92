#include "domain/seat_matching.h"

#include <algorithm>
#include <map>

namespace almanac::domain {
namespace {

using People = std::vector<std::string>;

// Kuhn's augmenting paths, over a handful of people.
class Matching {
 public:
  explicit Matching(const std::vector<People>& candidates) : candidates_(candidates) {}

  People Propose() {
    People proposed(candidates_.size());
    for (size_t seat = 0; seat < candidates_.size(); ++seat) {
      People tried;
      Place(seat, &tried);
    }
    for (const auto& [person, seat] : seat_of_) proposed[seat] = person;
    return proposed;
  }

 private:
  bool Place(size_t seat, People* tried) {
    for (const auto& person : candidates_[seat]) {
      if (std::find(tried->begin(), tried->end(), person) != tried->end()) continue;
      tried->push_back(person);
      const auto taken = seat_of_.find(person);
      if (taken != seat_of_.end() && !Place(taken->second, tried)) continue;
      seat_of_[person] = seat;
      return true;
    }
    return false;
  }

  const std::vector<People>& candidates_;
  std::map<std::string, size_t> seat_of_;
};

}  // namespace

std::vector<std::string> ProposeOneEach(const std::vector<std::vector<std::string>>& candidates) {
  return Matching(candidates).Propose();
}

}  // namespace almanac::domain
