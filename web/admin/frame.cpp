#include "web/admin/frame.hpp"

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "web/page.hpp"
#include "web_files_embedded.hpp"

namespace preceptor::web {
namespace {

struct Section {
  const char* name;
  const char* place;
  const char* title;    // message key
  bool whole_site;
};
constexpr Section kSections[] = {
    {"home", "", "admin.nav_home", false},
    {"connections", "/connections", "admin.nav_connections", false},
    {"connect", "/connect", "admin.nav_connect", true},
    {"diary", "/diary", "admin.nav_diary", false},
    {"grades", "/grades", "admin.nav_grades", false},
    {"keys", "/keys", "admin.nav_keys", true},
    {"stores", "/stores", "admin.nav_stores", true},
    {"staff", "/staff", "admin.nav_staff", true},
};

std::vector<View> navigation(const Messages& messages, const AdminPage& page) {
  std::vector<View> items;
  for (const Section& section : kSections) {
    if (section.whole_site && !page.whole_site) continue;
    View item;
    item.text("url", page.prefix + "/admin" + section.place).text("title", messages.text(section.title)).flag("here", page.section == section.name);
    items.push_back(std::move(item));
  }
  return items;
}

std::string policy(const std::string& nonce, bool script) {
  std::string text = "default-src 'none'; style-src 'nonce-" + nonce + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  if (script) text += "; script-src 'nonce-" + nonce + "'; connect-src 'self'";
  return text;
}

}  // namespace

ports::HttpResponse admin_frame(const Messages& messages, AdminPage page, int status) {
  const std::string nonce = base::base64url_encode(base::random_bytes(16));
  page.view.text("lang", messages.language()).text("dir", messages.right_to_left() ? "rtl" : "ltr");
  page.view.text("admin", page.prefix + "/admin").text("form_token", page.form_token).text("title", page.title);
  View view;
  view.text("lang", messages.language()).text("dir", messages.right_to_left() ? "rtl" : "ltr").text("title", page.title);
  view.text("nonce", nonce).text("admin", page.prefix + "/admin").text("form_token", page.form_token);
  view.text("css_html", std::string(web_files::embedded("assets/learner.css")) + std::string(web_files::embedded("assets/admin.css")));
  view.flag("script", page.script).flag("signed_in", !page.section.empty());
  if (page.script) view.text("script_html", std::string(web_files::embedded("assets/admin.js")));
  if (!page.section.empty()) view.list("sections", navigation(messages, page));
  view.text_if("waits", page.waits).text("waits_url", page.prefix + "/admin/waiting");
  view.text_if("done", page.done.empty() ? "" : messages.text(page.done));
  view.text("body_html", render(page.template_name, messages, page.view));
  ports::HttpResponse response = bare(status);
  // A form's own origin is only sent along when referrers are not switched off altogether; other sites still learn nothing.
  for (auto& [name, value] : response.headers)
    if (name == "Referrer-Policy") value = "same-origin";
  response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
  response.headers.emplace_back("Content-Language", messages.language());
  response.headers.emplace_back("Content-Security-Policy", policy(nonce, page.script));
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  response.body = render("admin_layout", messages, view);
  return response;
}

}  // namespace preceptor::web
