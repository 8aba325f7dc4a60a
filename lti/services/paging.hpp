// Containers that come in pages (AGS 2.0 3.2.4, NRPS 2.0 2.4.2): the next page is where the Link header says (RFC 8288), as it is.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "core/base/result.hpp"
#include "core/ports/http.hpp"
#include "lti/services/service_client.hpp"

namespace preceptor::lti {

// The target of rel="next"; nullopt when there is none. Typographic quotes and HTML-escaped ampersands are read as the plain ones
// (Moodle's line items). Error service_unreadable: the target is no http(s) URL or is not on the origin of `page_url`, which our token
// must not leave.
base::Result<std::optional<std::string>> next_page(const ports::Headers& headers, const std::string& page_url);

// Asks page after page; `read` takes a page's body and answers an error to stop. At most 200 pages. Errors: service_refused,
// service_unreadable, token_*, outbound_*, and those of `read`.
base::Status each_page(const std::function<base::Result<ports::OutboundResponse>(const std::string& url)>& ask, std::string url,
                       const std::function<base::Status(const std::string& body)>& read);

}  // namespace preceptor::lti
