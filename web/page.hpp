// What every page is wrapped in: the document, its one style sheet and script, and the security headers.
#pragma once
#include <string>

#include "core/ports/http.hpp"
#include "web/messages.hpp"

namespace preceptor::web {

struct Page {
  int status = 200;
  std::string title;            // unescaped
  std::string body_html;        // made by render()
  std::string here;             // path the address bar should show; empty when it shows it already
  std::string frame_ancestors = "'none'";  // CSP source list
  bool script = false;
  const char* script_asset = "assets/learner.js";
  const char* added_script = nullptr;        // after it, e.g. what one page alone needs
  bool talks_to_parent = false;              // the platform's page listens to more than heights: parent.js too
  const char* style_asset = nullptr;         // beside the shared one
  std::string form_action = "'self'";        // CSP source list: where the page's forms may go
};

ports::HttpResponse respond(const Messages& messages, Page page);
// Puts HTML made by render() before everything else on a page that respond() made.
void put_first(ports::HttpResponse& page, const std::string& html);
// 303 with the headers every answer carries.
ports::HttpResponse see_other(const std::string& location);
// An answer without a page, e.g. 204.
ports::HttpResponse bare(int status);

}  // namespace preceptor::web
