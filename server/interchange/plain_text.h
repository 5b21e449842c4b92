// Text as the record keeps it: no markup, no control characters, no stray
// blanks. What comes from a catalogue is never trusted as HTML.
#pragma once

#include <string>
#include <string_view>

namespace almanac::interchange {

// Words apart by single spaces, control characters gone.
std::string OneLine(std::string_view text);
// Paragraphs and lines kept, trailing blanks and control characters gone, at most one empty line in a row.
std::string ManyLines(std::string_view text);
// At most `bytes` bytes, cut between characters.
std::string_view CutUtf8(std::string_view text, size_t bytes);
// At most `characters` characters; true when something was cut off.
bool CutCharacters(std::string* text, size_t characters);
std::string_view Trim(std::string_view text);
// ASCII alone: for words of formats, never for people's text.
std::string LowerAscii(std::string_view text);

// Has tags or entities that a browser would read.
bool LooksLikeHtml(std::string_view text);
// What a reader would see: paragraphs, list items with dashes, links followed
// by their address; scripts, styles and attributes fall away.
std::string HtmlToText(std::string_view html);

}  // namespace almanac::interchange
