// The template engine, and the only file that knows which one it is.
#pragma once

#include <string>
#include <string_view>

#include "reporting/template_data.h"

namespace almanac::reporting {

enum class Escape { kHtml, kMarkdown };

// Fills a text that Templates::Assemble made. Values are escaped, except in {{{ }}}.
// Throws TEMPLATE_INVALID.
std::string Render(const std::string& assembled, const Data& data, Escape escape);

// So that the text reads as itself in CommonMark, inside a line or a table's
// cell; what needs no mark gets none.
std::string EscapeMarkdown(std::string_view text);

}  // namespace almanac::reporting
