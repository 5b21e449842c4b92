#include "interchange/media_types.h"

#include <array>
#include <cctype>

#include "interchange/plain_text.h"

namespace almanac::interchange {
namespace {

struct Row {
  std::string_view format;
  std::string_view media_type;
};

// The first row with a media type gives its short name.
constexpr std::array<Row, 56> kFormats{{
    {"CSV", "text/csv"},
    {"TSV", "text/tab-separated-values"},
    {"JSON", "application/json"},
    {"GeoJSON", "application/vnd.geo+json"},
    {"GeoJSON", "application/geo+json"},
    {"XML", "application/xml"},
    {"XML", "text/xml"},
    {"RDF", "application/rdf+xml"},
    {"RDF", "application/xml+rdf"},
    {"Turtle", "text/turtle"},
    {"XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"XLS", "application/vnd.ms-excel"},
    {"XLS", "application/excel"},
    {"ODS", "application/vnd.oasis.opendocument.spreadsheet"},
    {"ZIP", "application/zip"},
    {"GZIP", "application/gzip"},
    {"KML", "application/vnd.google-earth.kml+xml"},
    {"KMZ", "application/vnd.google-earth.kmz"},
    {"PDF", "application/pdf"},
    {"HTML", "text/html"},
    {"TXT", "text/plain"},
    {"RSS", "application/rss+xml"},
    {"RTF", "application/rtf"},
    {"DOC", "application/msword"},
    {"DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"PNG", "image/png"},
    {"GIF", "image/gif"},
    {"JPEG", "image/jpeg"},
    {"TIFF", "image/tiff"},
    {"GeoPackage", "application/geopackage+sqlite3"},
    {"SQLite", "application/vnd.sqlite3"},
    {"Parquet", "application/vnd.apache.parquet"},
    {"NetCDF", "application/netcdf"},
    {"CDF", "application/netcdf"},
    {"QGIS", "application/x-qgis"},
    {"EXCEL", "application/vnd.ms-excel"},
    {"TEXT", "text/plain"},
    {"Web Page", "text/html"},
    {"HTM", "text/html"},
    {"JPG", "image/jpeg"},
    {"TIF", "image/tiff"},
    {"GeoTIFF", "image/tiff"},
    {"GZ", "application/gzip"},
    {"SHP", "application/zip"},
    {"Shapefile", "application/zip"},
    {"File Geodatabase", "application/zip"},
    {"Zipped CSV", "application/zip"},
    {"GTFS", "application/zip"},
    {"GPKG", "application/geopackage+sqlite3"},
    {"NC", "application/netcdf"},
    {"API", "application/json"},
    {"ArcGIS GeoServices REST API", "application/json"},
    {"Esri REST", "application/json"},
    {"JSONL", "application/jsonl"},
    {"JSONLD", "application/ld+json"},
    {"BIN", "application/octet-stream"},
}};

std::string_view EndingOf(std::string_view address) {
  address = address.substr(0, address.find_first_of("?#"));
  const auto file = address.substr(address.find_last_of('/') + 1);
  const auto dot = file.find_last_of('.');
  return dot == std::string_view::npos || file.size() == address.size() ? std::string_view() : file.substr(dot + 1);
}

std::string_view ByFormat(std::string_view format) {
  const auto wanted = LowerAscii(format);
  for (const auto& row : kFormats) {
    if (LowerAscii(row.format) == wanted) return row.media_type;
  }
  return {};
}

bool IsTokenCharacter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_'; }

}  // namespace

bool IsMediaType(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == text.size()) return false;
  for (char c : text.substr(0, slash)) {
    if (!IsTokenCharacter(c)) return false;
  }
  const auto rest = text.substr(slash + 1);
  bool fresh = true;
  int pluses = 0;
  for (char c : rest) {
    if (c == '.' || c == '+') {
      // A dot does not follow a plus, and neither follows the other.
      if (fresh || (c == '.' && pluses > 0) || (c == '+' && ++pluses > 1)) return false;
      fresh = true;
    } else if (IsTokenCharacter(c)) {
      fresh = false;
    } else {
      return false;
    }
  }
  return !fresh;
}

std::string_view MediaTypeOf(std::string_view format, std::string_view address) {
  const auto trimmed = Trim(format);
  if (const auto type = ByFormat(trimmed); !type.empty()) return type;
  return ByFormat(EndingOf(address));
}

std::string_view FormatOf(std::string_view media_type) {
  const auto wanted = LowerAscii(media_type);
  for (const auto& row : kFormats) {
    if (row.media_type == wanted) return row.format;
  }
  return {};
}

bool IsServiceFormat(std::string_view format) {
  const auto lower = LowerAscii(format);
  return lower == "api" || lower == "esri rest" || lower == "rest" || lower == "wms" || lower == "wfs" ||
         lower == "odata" || lower == "sparql" || lower.find("rest api") != std::string::npos ||
         lower.find("web service") != std::string::npos;
}

bool IsPage(std::string_view format, std::string_view media_type) {
  return LowerAscii(media_type) == "text/html" || ByFormat(Trim(format)) == "text/html";
}

}  // namespace almanac::interchange
