// Columns that may name a person, told by their names alone: a question for whoever describes the data, never a
// decision.
#pragma once

#include <string>
#include <vector>

namespace almanac {

enum class Personal {
  kNo,
  // By itself: a name, an address, a telephone number.
  kDirect,
  // Together with others: a date of birth, a postcode.
  kTogether,
};

// "ApplicantName", "e-mail" and "DATE_OF_BIRTH" are understood.
Personal PersonalFromName(const std::string& name);

// applicantName, APPLICANT_NAME and "Applicant name" are applicant, name.
std::vector<std::string> WordsOfName(const std::string& name);

}  // namespace almanac
