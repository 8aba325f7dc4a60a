// The manual page, made of the same table as the commands themselves, so that it cannot lag behind.
#pragma once
#include <string>

namespace host {

// preceptor(1) as mdoc(7) text.
std::string manual();

}  // namespace host
