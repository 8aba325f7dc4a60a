#include "examples/demo_lms/site/call.hpp"

#include <algorithm>
#include <cstdlib>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo {

std::string Call::of(std::string_view name) const {
  if (const auto* value = base::field(query, name)) return *value;
  const auto* value = base::field(form, name);
  return value ? *value : std::string();
}

int Call::number(std::string_view name) const { return std::atoi(of(name).c_str()); }

std::string Call::header(std::string_view name) const {
  const auto* value = ports::header(request.headers, name);
  return value ? *value : std::string();
}

std::string Call::bearer() const {
  const std::string value = header("Authorization");
  constexpr std::string_view kScheme = "Bearer ";
  return value.starts_with(kScheme) ? value.substr(kScheme.size()) : std::string();
}

std::string Call::media_type() const {
  std::string value = header("Content-Type");
  value = value.substr(0, value.find(';'));
  while (!value.empty() && value.back() == ' ') value.pop_back();
  std::transform(value.begin(), value.end(), value.begin(), [](unsigned char c) { return std::tolower(c); });
  return value;
}

std::string Call::as() const { return "as=" + who->key + (language == "en" ? "" : "&lang=" + language); }

std::optional<Call> read_call(const World& world, const ports::HttpRequest& request) {
  Call call{request, request.path, {}, {}, nullptr, "en"};
  const auto query = base::parse_form(request.query);
  if (!query) return std::nullopt;
  call.query = *query;
  if (call.post() && call.media_type() == "application/x-www-form-urlencoded") {
    const auto form = base::parse_form(request.body);
    if (!form) return std::nullopt;
    call.form = *form;
  }
  std::string as = call.of("as");
  if (as.empty() && request.path == "/launch") as = call.of("user");   // as the generic platform's address has it
  const std::string language = call.of("lang");
  call.who = as.empty() ? &world.people.front() : world.person(as);
  if (!call.who) return std::nullopt;
  if (!language.empty()) call.language = base::utf8_prefix(language, 16);
  return call;
}

std::string esc(std::string_view text) { return base::html_escape(text); }

std::string hidden(std::string_view name, std::string_view value) {
  return "<input type=\"hidden\" name=\"" + esc(name) + "\" value=\"" + esc(value) + "\">";
}

namespace {

constexpr std::string_view kStyle = R"css(<style>
iframe.tool{width:100%;height:70vh;min-height:28rem;border:1px solid var(--line);border-radius:10px;background:var(--surface)}
.row{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center}
.row form{margin:0}
label{display:block;margin:.5rem 0}
input[type=text],input[type=url],input[type=number],textarea{display:block;width:100%;max-width:38rem;min-height:44px;padding:.5rem .75rem;
border:1px solid var(--control);border-radius:8px;background:var(--surface);color:var(--text);font:inherit}
label.check{display:flex;gap:.6rem;align-items:center;min-height:44px}
label.check input{inline-size:1.25rem;block-size:1.25rem;flex:none}
dl{margin:.5rem 0;display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.25rem 1rem}
dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
@media (max-width:599px){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
.scroll{overflow-x:auto}table{border-collapse:collapse}th,td{text-align:start;padding:.5rem .75rem;border-bottom:1px solid var(--line);vertical-align:top}
#who{margin-top:2rem}.state{font-weight:600}.notice{border-inline-start:4px solid var(--accent);padding-inline-start:.75rem}
button.second{background:transparent;color:var(--accent);border:1px solid var(--control)}
[hidden]{display:none}
</style>
)css";

std::string script_element(const std::string& script) { return script.empty() ? std::string() : "<script>" + script + "</script>\n"; }

std::string people_switch(const World& world, const Call& call) {
  std::string out = "<h2 id=\"who\">You are looking as</h2><ul class=\"pills\" aria-labelledby=\"who\">";
  // On a course page the course stays; elsewhere another person may have no business.
  const std::string stay = call.path == "/course" ? "/course?id=" + esc(call.of("id")) + "&amp;as=" : "/?as=";
  for (const auto& one : world.people)
    out += "<li><a href=\"" + stay + one.key + "\"" + (&one == call.who ? " aria-current=\"true\"" : "") + ">" + esc(one.label) + "</a></li>";
  return out + "</ul>\n<p class=\"quiet\">A made-up site for trying things out; not Moodle, not Canvas. Nothing here earns credit.</p>\n";
}

std::string bar(const World& world, const Call& call) {
  const std::string name = world.settings.character == Character::moodle ? "Demo site that behaves like Moodle" : "Demo site that behaves like Canvas";
  std::string out = "<header class=\"bar\"><div class=\"wrap\"><a href=\"/?" + call.as() + "\"><strong>" + name + "</strong></a><span>";
  if (call.who->kind == Kind::administrator) out += "<a href=\"/admin?" + call.as() + "\">Site administration</a> · ";
  return out + esc(call.who->label) + "</span></div></header>\n";
}

}  // namespace

ports::HttpResponse page(const World& world, const Call& call, std::string_view title, const std::string& content, const std::string& script, int status) {
  const std::string body = bar(world, call) + "<main class=\"wrap\">\n<h1>" + esc(title) + "</h1>\n" + content + people_switch(world, call) + "</main>\n" +
                           script_element(script);
  return html(status, document({std::string(title), "en", false, std::string(kStyle), body}));
}

ports::HttpResponse bare_page(std::string_view title, const std::string& content, const std::string& script, int status) {
  return html(status, document({std::string(title), "en", false, std::string(kStyle),
                                "<main class=\"wrap\"><h1>" + esc(title) + "</h1>\n" + content + "</main>\n" + script_element(script)}));
}

ports::HttpResponse go_to(const std::string& address) { return {303, {{"Location", address}, {"Cache-Control", "no-store"}}, ""}; }
ports::HttpResponse not_found() { return text(404, "There is no page at this address.\n"); }
ports::HttpResponse forbidden(std::string_view why) { return bare_page("Not for you", "<p>" + esc(why) + "</p>", {}, 403); }

std::string facts(const base::Fields& rows) {
  std::string out = "<dl>";
  for (const auto& [name, value] : rows) out += "<dt>" + esc(name) + "</dt><dd>" + (value.empty() ? "(none)" : esc(value)) + "</dd>";
  return out + "</dl>\n";
}

std::string button_form(const std::string& address, std::string_view label, const base::Fields& fields) {
  std::string out = "<form method=\"post\" action=\"" + esc(address) + "\">";
  for (const auto& [name, value] : fields) out += hidden(name, value);
  return out + "<button>" + esc(label) + "</button></form>";
}

std::vector<std::string> words_of(std::string_view text, char between) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : std::string(text) + between) {
    if (c != between) word += c;
    else if (!word.empty()) out.push_back(std::move(word)), word.clear();
  }
  return out;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : std::string(between)) + word;
  return out;
}

std::string host_of(const std::string& url) {
  const auto read = base::parse_url(url);
  if (!read) return {};
  const std::string origin = read->origin();
  return origin.substr(origin.find("//") + 2);
}

std::string number_text(double value) {
  char text[64];
  std::snprintf(text, sizeof text, "%.3f", value);
  std::string out = text;
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  return out;
}

std::string text_of(const base::Json& object, const char* name) {
  const auto* value = base::string_member(object, name);
  return value ? *value : std::string();
}

}  // namespace preceptor::demo
