// Text on a terminal: how wide it is, cut to fit, wrapped, and harmless.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace almanac::cli {

// Columns on the screen; letters with marks count once, wide ones twice.
size_t Width(std::string_view text);

// One line that a terminal can show: line ends and tabs become spaces, control
// characters and what turns the writing direction fall away, so that a title
// from a foreign catalogue cannot play with the screen.
std::string OneLine(std::string_view text);
// The same, but keeps line ends.
std::string Harmless(std::string_view text);

// At most `width` columns, the last of them `…` when something was cut.
std::string Fit(std::string_view text, size_t width);
// Filled with spaces up to `width` columns.
std::string Pad(std::string_view text, size_t width);
std::string PadLeft(std::string_view text, size_t width);

// Lines of at most `width` columns, broken at spaces; a longer word keeps its
// length, so that addresses and commands can be copied.
std::vector<std::string> Wrap(std::string_view text, size_t width);

// Wrapped lines, each with its end: the first behind `lead`, the others below it.
std::string Hanging(std::string_view lead, std::string_view text, size_t width);

// "next_due_date" -> "Next due date".
std::string Label(std::string_view field);
// "order_by" -> "order-by" and back.
std::string Dashed(std::string_view field);
std::string Underscored(std::string_view option);
std::string Upper(std::string_view text);
std::string Lower(std::string_view text);

std::vector<std::string> Split(std::string_view text, char separator);
std::string Join(const std::vector<std::string>& parts, std::string_view between);

// The candidate that was probably meant; empty when none is near.
std::string Nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace almanac::cli
