// Building blocks of charts: marks that differ in colour and in pattern.
#pragma once

#include <string>
#include <string_view>

namespace almanac::reporting {

// Each is told from the others without its colour.
enum class Ink { kSolid, kHatched, kDotted, kCrossed, kBarred, kEmpty };

// Units of the chart's width, from its upper left corner.
struct Place {
  double x, y;
};
struct Size {
  double width, height;
};

// Grows an <svg> of a given width; its height follows from what is drawn.
class Svg {
 public:
  // `id` is unique on the page: patterns and labels are named after it.
  Svg(std::string id, int width) : id_(std::move(id)), width_(width) {}

  enum class Anchor { kStart, kMiddle, kEnd };

  void Rectangle(Place corner, Size size, Ink ink);
  void Text(Place at, std::string_view text, Anchor anchor = Anchor::kStart, std::string_view css = {});
  // `css` names a rule of the template's style: axis, promise, moved.
  void Line(Place from, Place to, std::string_view css);
  void Circle(Place centre, double radius, Ink ink);
  void Diamond(Place centre, double radius, Ink ink);
  void Cross(Place centre, double radius);

  // The whole element; height in the units of width.
  std::string Finish(std::string_view title, std::string_view description, double height) const;

 private:
  std::string Fill(Ink ink) const;

  std::string id_;
  int width_;
  std::string body_;
};

std::string EscapeXml(std::string_view text);
// At most `length` characters, the last an ellipsis if some are missing. UTF-8 stays whole.
std::string Shorten(std::string_view text, size_t length);

}  // namespace almanac::reporting
