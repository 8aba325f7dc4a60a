// The document around every page of staff: head, navigation, who is signed in.
#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "web/acts/waiting_view.hpp"
#include "web/page.hpp"
#include "web/quantities.hpp"
#include "web/staff/desk.hpp"
#include "web_files_embedded.hpp"

namespace preceptor::web {
namespace {

std::string staff_policy(const std::string& nonce, bool script) {
  std::string text = "default-src 'none'; style-src 'nonce-" + nonce + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  if (script) text += "; script-src 'nonce-" + nonce + "'; connect-src 'self'";
  return text;
}

std::string embedded_text(const char* name) { return std::string(web_files::embedded(name)); }

ports::HttpResponse in_headers(const Messages& messages, const std::string& nonce, bool script, int status) {
  ports::HttpResponse response = bare(status);
  // A form's own origin is only sent along when referrers are not switched off altogether; other sites still learn nothing.
  for (auto& [name, value] : response.headers)
    if (name == "Referrer-Policy") value = "same-origin";
  response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
  response.headers.emplace_back("Content-Language", messages.language());
  response.headers.emplace_back("Content-Security-Policy", staff_policy(nonce, script));
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  return response;
}

}  // namespace

std::vector<View> StaffDesk::navigation(const StaffTurn& turn, const std::string& here) const {
  std::vector<View> items;
  const auto item = [&](const std::string& name, const std::string& place, const std::string& title) {
    View view;
    view.text("url", turn.url(place)).text("title", turn.messages.text(title)).flag("here", name == here);
    items.push_back(std::move(view));
  };
  item("home", "", "staff.nav_home");
  for (const StaffSection* section : deps_.sections) {
    const auto entry = section->entry();
    if (entry.roles.has(turn.member.role)) item(entry.name, entry.place, entry.title);
  }
  return items;
}

ports::HttpResponse StaffDesk::page(const StaffTurn& turn, StaffPage page, int status) {
  const Messages& messages = turn.messages;
  const std::string nonce = base::base64url_encode(base::random_bytes(16));
  const bool signed_in = !turn.member.id.empty();
  View view;
  for (View* one : {&page.view, &view}) {
    one->text("lang", messages.language()).text("dir", messages.right_to_left() ? "rtl" : "ltr").text("title", page.title);
    one->text("staff", turn.url("")).text("form_token", turn.form_token);
  }
  view.text("nonce", nonce).flag("script", page.script).flag("signed_in", signed_in).flag("wide", page.wide);
  view.text("css_html", embedded_text("assets/learner.css") + embedded_text("assets/admin.css") + embedded_text("assets/staff.css"));
  if (page.script) view.text("script_html", embedded_text("assets/admin.js"));
  if (signed_in) {
    view.list("sections", navigation(turn, page.section.empty() ? turn.section : page.section));
    const auto waiting = waiting_for(turn.member);
    if (!waiting) deps_.log.write(ports::Level::warning, "staff.waiting_failed", {{"error", base::describe(waiting.error())}});
    else view.text_if("waits", waiting_line(*waiting, messages)).text("waits_url", turn.url("/waiting"));
    view.text("who", turn.member.name).text("role", messages.text("staff.role_" + std::string(name(turn.member.role))));
  }
  view.text_if("done", page.done.empty() ? "" : messages.text(page.done));
  view.text("body_html", with_quantities_kept(page.template_name.empty() ? page.body_html : render(page.template_name, messages, page.view), messages.right_to_left()));
  ports::HttpResponse response = in_headers(messages, nonce, page.script, status);
  response.body = render("staff_layout", messages, view);
  return response;
}

ports::HttpResponse StaffDesk::refuse(const StaffTurn& turn, int status, const std::string& sentence) {
  StaffPage out;
  out.title = sentence;
  out.template_name = "staff_refused";
  out.view.flag("back", !turn.member.id.empty()).flag("sign_in", false);
  return page(turn, std::move(out), status);
}

ports::HttpResponse StaffDesk::refuse(const StaffTurn& turn, base::Code code) {
  const auto& info = base::info(code);
  const std::string key = "error." + std::string(info.name);
  StaffPage out;
  out.title = turn.messages.has(key) ? turn.messages.text(key) : std::string(info.user);
  out.template_name = "staff_refused";
  out.view.flag("sign_in", code == base::Code::admin_signed_out || code == base::Code::admin_link_used).flag("back", !turn.member.id.empty());
  return page(turn, std::move(out), info.status);
}

}  // namespace preceptor::web
