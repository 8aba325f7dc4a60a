// One sentence, one thing to do, a short code (ui.md 6.5 item 5).
#pragma once
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/ports/http.hpp"

namespace preceptor::web {

// `short_code`: what the diary explains; empty when there is no entry. `languages`: preferred, best first.
ports::HttpResponse error_page(const base::Error& error, std::string_view short_code, const std::vector<std::string>& languages);
// Request headers -> languages by preference.
std::vector<std::string> wanted_languages(const ports::HttpRequest& request);

}  // namespace preceptor::web
