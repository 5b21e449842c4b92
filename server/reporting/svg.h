// Building blocks of charts: marks that differ in colour and in pattern.
#pragma once

#include <string>
#include <string_view>

namespace almanac::reporting {

// Each is told from the others without its colour.
enum class Ink { kSolid, kHatched, kDotted, kCrossed, kBarred, kEmpty };

// Grows an <svg> of a given width; its height follows from what is drawn.
class Svg {
 public:
  // `id` is unique on the page: patterns and labels are named after it.
  Svg(std::string id, int width) : id_(std::move(id)), width_(width) {}

  enum class Anchor { kStart, kMiddle, kEnd };

  void Rectangle(double x, double y, double width, double height, Ink ink);
  void Text(double x, double y, std::string_view text, Anchor anchor = Anchor::kStart, std::string_view css = {});
  // `css` names a rule of the template's style: axis, promise, moved.
  void Line(double x1, double y1, double x2, double y2, std::string_view css);
  void Circle(double x, double y, double radius, Ink ink);
  void Diamond(double x, double y, double radius, Ink ink);
  void Cross(double x, double y, double radius);

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
