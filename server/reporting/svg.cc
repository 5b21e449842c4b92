#include "reporting/svg.h"

#include <fmt/format.h>

namespace almanac::reporting {
namespace {

// Blue, amber and brown stay apart for every common kind of colour blindness.
constexpr std::string_view kBlue = "#1d5b8f";
constexpr std::string_view kAmber = "#b8730a";
constexpr std::string_view kBrown = "#5c2316";
constexpr std::string_view kPaper = "#ffffff";

// A figure of one decimal at most, whatever the locale.
std::string Number(double value) {
  const long tenths = static_cast<long>(value * 10 + (value < 0 ? -0.5 : 0.5));
  return tenths % 10 == 0 ? fmt::format("{}", tenths / 10)
                          : fmt::format("{}{}.{}", tenths < 0 ? "-" : "", std::abs(tenths) / 10, std::abs(tenths) % 10);
}

std::string_view StrokeOf(Ink ink) {
  switch (ink) {
    case Ink::kDotted:
      return kAmber;
    case Ink::kCrossed:
    case Ink::kBarred:
      return kBrown;
    default:
      return kBlue;
  }
}

std::string Patterns(std::string_view id) {
  return fmt::format(
      "<defs>"
      "<pattern id=\"{0}-hatched\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
      "patternTransform=\"rotate(45)\"><path d=\"M0 0H6V6H0z\" fill=\"{3}\"/>"
      "<path d=\"M0 1.5H6\" stroke=\"{1}\" stroke-width=\"3\"/></pattern>"
      "<pattern id=\"{0}-dotted\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">"
      "<path d=\"M0 0H7V7H0z\" fill=\"{3}\"/><circle cx=\"3.5\" cy=\"3.5\" r=\"1.9\" fill=\"{2}\"/></pattern>"
      "<pattern id=\"{0}-crossed\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
      "<path d=\"M0 0H8V8H0z\" fill=\"{3}\"/><path d=\"M0 0L8 8M8 0L0 8\" stroke=\"{4}\" stroke-width=\"1\"/></pattern>"
      "<pattern id=\"{0}-barred\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
      "<path d=\"M0 0H6V6H0z\" fill=\"{3}\"/><path d=\"M0 1.5H6\" stroke=\"{4}\" stroke-width=\"3\"/></pattern>"
      "</defs>",
      id, kBlue, kAmber, kPaper, kBrown);
}

}  // namespace

std::string EscapeXml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string Shorten(std::string_view text, size_t length) {
  size_t characters = 0, cut = text.size();
  for (size_t at = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;
    if (++characters == length) cut = at;
  }
  if (characters <= length) return std::string(text);
  const size_t end = text.substr(0, cut).find_last_not_of(' ');
  return std::string(text.substr(0, end == std::string_view::npos ? cut : end + 1)) + "…";
}

std::string Svg::Fill(Ink ink) const {
  switch (ink) {
    case Ink::kSolid:
      return std::string(kBlue);
    case Ink::kHatched:
      return fmt::format("url(#{}-hatched)", id_);
    case Ink::kDotted:
      return fmt::format("url(#{}-dotted)", id_);
    case Ink::kCrossed:
      return fmt::format("url(#{}-crossed)", id_);
    case Ink::kEmpty:
      return std::string(kPaper);
    case Ink::kBarred:
      return fmt::format("url(#{}-barred)", id_);
  }
  return {};
}

void Svg::Rectangle(Place corner, Size size, Ink ink) {
  body_ += fmt::format(
      "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\"{}/>",
      Number(corner.x), Number(corner.y), Number(size.width), Number(size.height), Fill(ink), StrokeOf(ink),
      ink == Ink::kEmpty ? " stroke-dasharray=\"3 2\"" : "");
}

void Svg::Text(Place at, std::string_view text, Anchor anchor, std::string_view css) {
  const std::string_view word = anchor == Anchor::kMiddle ? "middle" : anchor == Anchor::kEnd ? "end" : "";
  body_ += fmt::format("<text x=\"{}\" y=\"{}\"{}{}>{}</text>", Number(at.x), Number(at.y),
                       word.empty() ? "" : fmt::format(" text-anchor=\"{}\"", word),
                       css.empty() ? "" : fmt::format(" class=\"{}\"", css), EscapeXml(text));
}

void Svg::Line(Place from, Place to, std::string_view css) {
  body_ += fmt::format("<path d=\"M{} {}L{} {}\" class=\"{}\"/>", Number(from.x), Number(from.y), Number(to.x),
                       Number(to.y), css);
}

void Svg::Circle(Place centre, double radius, Ink ink) {
  body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\"/>",
                       Number(centre.x), Number(centre.y), Number(radius), Fill(ink), StrokeOf(ink));
}

void Svg::Diamond(Place centre, double radius, Ink ink) {
  body_ += fmt::format("<path d=\"M{} {}L{} {}L{} {}L{} {}z\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\"/>",
                       Number(centre.x - radius), Number(centre.y), Number(centre.x), Number(centre.y - radius),
                       Number(centre.x + radius), Number(centre.y), Number(centre.x), Number(centre.y + radius),
                       Fill(ink), StrokeOf(ink));
}

void Svg::Cross(Place centre, double radius) {
  body_ += fmt::format("<path d=\"M{0} {2}L{1} {3}M{1} {2}L{0} {3}\" stroke=\"{4}\" stroke-width=\"2.5\"/>",
                       Number(centre.x - radius), Number(centre.x + radius), Number(centre.y - radius),
                       Number(centre.y + radius), kBrown);
}

std::string Svg::Finish(std::string_view title, std::string_view description, double height) const {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
      "aria-labelledby=\"{2}-title {2}-desc\"><title id=\"{2}-title\">{3}</title><desc id=\"{2}-desc\">{4}</desc>{5}{6}"
      "</svg>",
      width_, Number(height), id_, EscapeXml(title), EscapeXml(description), Patterns(id_), body_);
}

}  // namespace almanac::reporting
