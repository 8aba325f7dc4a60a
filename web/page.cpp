#include "web/page.hpp"

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "web/templates.hpp"
#include "web_files_embedded.hpp"

namespace preceptor::web {
namespace {

void add_common(ports::Headers& headers) {
  headers.emplace_back("Cache-Control", "no-store");
  headers.emplace_back("Referrer-Policy", "no-referrer");
  headers.emplace_back("X-Content-Type-Options", "nosniff");
}

std::string policy(const std::string& nonce, const Page& page) {
  std::string text = "default-src 'none'; style-src 'nonce-" + nonce + "'; form-action " + page.form_action + "; base-uri 'none'; frame-ancestors " +
                     page.frame_ancestors;
  if (page.script) text += "; script-src 'nonce-" + nonce + "'; connect-src 'self'";
  return text;
}

}  // namespace

ports::HttpResponse respond(const Messages& messages, Page page) {
  const std::string nonce = base::base64url_encode(base::random_bytes(16));
  View view;
  view.text("lang", messages.language()).text("dir", messages.right_to_left() ? "rtl" : "ltr").text("title", page.title);
  view.text("nonce", nonce).text("css_html", std::string(web_files::embedded("assets/learner.css")) + std::string(page.style_asset ? web_files::embedded(page.style_asset) : ""));
  view.flag("script", page.script).text_if("here", page.here).text("body_html", page.body_html);
  // Who may frame the page is also who may be told its height.
  view.text_if("parents", page.frame_ancestors.starts_with("http") ? page.frame_ancestors : "");
  if (page.script)
    view.text("script_html", std::string(page.talks_to_parent ? web_files::embedded("assets/parent.js") : "") + std::string(web_files::embedded(page.script_asset)) +
                                 std::string(page.added_script ? web_files::embedded(page.added_script) : ""));
  ports::HttpResponse response;
  response.status = page.status;
  response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
  response.headers.emplace_back("Content-Language", messages.language());
  response.headers.emplace_back("Content-Security-Policy", policy(nonce, page));
  if (!page.here.empty()) response.headers.emplace_back("Content-Location", page.here);
  add_common(response.headers);
  response.body = render("layout", messages, view);
  return response;
}

void put_first(ports::HttpResponse& page, const std::string& html) {
  const auto open = page.body.find("<main");
  const auto end = open == std::string::npos ? open : page.body.find('>', open);   // attributes are escaped: no other > comes before
  if (end != std::string::npos) page.body.insert(end + 1, "\n" + html);
}

ports::HttpResponse see_other(const std::string& location) {
  ports::HttpResponse response = bare(303);
  response.headers.emplace_back("Location", location);
  return response;
}

ports::HttpResponse bare(int status) {
  ports::HttpResponse response;
  response.status = status;
  add_common(response.headers);
  return response;
}

}  // namespace preceptor::web
