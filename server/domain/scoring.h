// The publication scoring sheet of the CHHS Data De-identification Guidelines 1.0 (September 2016), figure 6: step 3,
// of totals. It is an example of a method; later editions exist, so ours is named beside the number (domain A.1 no. 8).
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/assessments.pb.h"

namespace almanac::domain {

// Over it the guidelines ask for more masking, or for a written reason; by itself it opens nothing.
inline constexpr int kScoreLimit = 12;

struct Score {
  int sum = 0;
  // "smallest cell 11 to 99: 5", a line each, then the edition.
  std::vector<std::string> lines;
};

// Where two bands of the printed table touch, at exactly 100,000 and 250,000 people, the higher one counts.
// Throws INVALID_FIELD where places are both of residence and of service, or the smallest cell or the period is
// missing.
Score ScoreOf(const v1::ScoringSheet& sheet);

}  // namespace almanac::domain
