// An address as a QR code, for a phone that is held to the screen (ISO/IEC 18004, by libqrencode).
#pragma once
#include <string>

namespace preceptor::web {

// SVG of square modules with the four blank modules around them that readers need; level M. Empty when the text does not fit a code, or is empty.
// The picture is hidden from screen readers: what it says is to stand beside it as a link.
std::string qr_svg(const std::string& text);

}  // namespace preceptor::web
