// What all pages of an administrator share: the document, its headers, the navigation.
#pragma once
#include <string>

#include "core/ports/http.hpp"
#include "web/messages.hpp"
#include "web/templates.hpp"

namespace preceptor::web {

struct AdminPage {
  std::string title;       // unescaped; the h1 too
  std::string template_name;
  View view;
  std::string section;     // "home", "connections" ...: where the reader is; empty: no navigation (not signed in)
  std::string done;        // message key of what was just done; empty when nothing
  bool script = false;
  std::string waits;       // what waits to take effect, in one line; empty when nothing does
  bool whole_site = false; // the navigation shows the site's pages too
  std::string prefix;      // of public_url
  std::string form_token;
};

ports::HttpResponse admin_frame(const Messages& messages, AdminPage page, int status);

}  // namespace preceptor::web
