// What a text must look like, by the (form) of its field.
#pragma once

#include <string>
#include <string_view>

#include "almanac/v1/options.pb.h"

namespace almanac::api {

// What is wrong with it, as the end of a sentence that begins with the field;
// empty when nothing is. An empty text has every form.
std::string ProblemOfForm(v1::Form form, std::string_view text);

}  // namespace almanac::api
