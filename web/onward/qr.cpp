#include "web/onward/qr.hpp"

#include <qrencode.h>

#include <memory>

namespace preceptor::web {
namespace {

constexpr int kQuietModules = 4;

}  // namespace

std::string qr_svg(const std::string& text) {
  if (text.empty() || text.find('\0') != std::string::npos) return {};
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  if (!code) return {};
  const int width = code->width;
  std::string path;
  for (int y = 0; y < width; ++y)
    for (int x = 0; x < width;) {
      const auto dark = [&](int at) { return at < width && (code->data[y * width + at] & 1) != 0; };
      int end = x;
      while (dark(end)) ++end;
      if (end > x) path += "M" + std::to_string(x + kQuietModules) + " " + std::to_string(y + kQuietModules) + "h" + std::to_string(end - x) + "v1h-" + std::to_string(end - x) + "z";
      x = end > x ? end : x + 1;
    }
  const std::string side = std::to_string(width + 2 * kQuietModules);
  return "<svg class=\"qr\" aria-hidden=\"true\" viewBox=\"0 0 " + side + " " + side + "\" width=\"176\" height=\"176\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" stroke=\"none\" d=\"M0 0h" +
         side + "v" + side + "h-" + side + "z\"/><path fill=\"#000\" stroke=\"none\" d=\"" + path + "\"/></svg>";
}

}  // namespace preceptor::web
