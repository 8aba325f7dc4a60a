#include "web/page.hpp"

#include <array>
#include <utility>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "web/quantities.hpp"
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

struct Part {
  std::string_view mark;
  std::array<std::string_view, 3> texts;   // one after the other
};

// `layout` with each part in the place of its mark. They come in this order; a mark that is not there leaves its part out.
std::string filled(const std::string& layout, const std::array<Part, 3>& parts) {
  std::size_t size = layout.size(), from = 0;
  for (const auto& part : parts)
    for (const auto text : part.texts) size += text.size();
  std::string out;
  out.reserve(size);
  for (const auto& part : parts) {
    const auto at = layout.find(part.mark, from);
    if (at == std::string::npos) continue;
    out.append(layout, from, at - from);
    for (const auto text : part.texts) out.append(text);
    from = at + part.mark.size();
  }
  return out.append(layout, from);
}

}  // namespace

ports::HttpResponse respond(const Messages& messages, Page page) {
  const std::string nonce = base::base64url_encode(base::random_bytes(16));
  View view;
  view.text("lang", messages.language()).text("dir", messages.right_to_left() ? "rtl" : "ltr").text("title", page.title);
  // The large parts only mark their places here; nobody can write the nonce before it is made.
  const std::string css = nonce + ".css", body = nonce + ".body", script = nonce + ".script";
  view.text("nonce", nonce).text("css_html", css).text("body_html", body).text("script_html", script);
  view.flag("script", page.script).text_if("here", page.here);
  // Who may frame the page is also who may be told its height.
  view.text_if("parents", page.frame_ancestors.starts_with("http") ? page.frame_ancestors : "");
  ports::HttpResponse response;
  response.status = page.status;
  response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
  response.headers.emplace_back("Content-Language", messages.language());
  response.headers.emplace_back("Content-Security-Policy", policy(nonce, page));
  if (!page.here.empty()) response.headers.emplace_back("Content-Location", page.here);
  add_common(response.headers);
  const std::string shown = with_quantities_kept(std::move(page.body_html), messages.right_to_left());
  const auto asset = [](const char* name) { return name ? web_files::embedded(name) : std::string_view(); };
  response.body = filled(render("layout", messages, view),
                         {Part{css, {asset("assets/learner.css"), asset(page.style_asset), {}}}, Part{body, {shown, {}, {}}},
                          Part{script, {asset(page.talks_to_parent ? "assets/parent.js" : nullptr), asset(page.script_asset), asset(page.added_script)}}});
  return response;
}

void put_first(ports::HttpResponse& page, const std::string& html) {
  const auto open = page.body.find("<main");
  const auto end = open == std::string::npos ? open : page.body.find('>', open);   // attributes are escaped: no other > comes before
  if (end != std::string::npos) page.body.insert(end + 1, "\n" + with_quantities_kept(html, page.body.find("dir=\"rtl\"") != std::string::npos));
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
