#include "examples/demo_support/answers.hpp"

#include <cstdio>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"

namespace preceptor::demo {

namespace {

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--ground:#f7f8f9;--surface:#fff;--text:#16202a;--quiet:#4a5763;--line:#c9d1d8;--control:#788592;--accent:#0b5f6b;
--accent-ground:#e4f1f2;--on-accent:#fff;--right:#1d6b3a;--wrong:#a3262a}
@media (prefers-color-scheme:dark){:root{--ground:#14181b;--surface:#1c2226;--text:#eef2f4;--quiet:#b3bec7;--line:#3a454d;--control:#7d8b95;
--accent:#6fc7d1;--accent-ground:#143238;--on-accent:#0c1a1d;--right:#7fd29b;--wrong:#ff9a94}}
*{box-sizing:border-box}
html{font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;background:var(--ground);color:var(--text)}
@media (min-width:700px){html{font-size:1rem}}
body{margin:0;overflow-wrap:anywhere}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.bar{background:var(--surface);border-bottom:1px solid var(--line)}
.wrap{max-width:64rem;margin:0 auto;padding:1rem}
.bar .wrap{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:baseline;justify-content:space-between}
h1{font-size:1.953rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.25rem;line-height:1.3;margin:0 0 .25rem}
p{margin:.5rem 0;max-width:38rem}
.quiet{color:var(--quiet)}
.card{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:1rem;margin:0 0 1rem}
.button,button{display:inline-block;min-height:48px;padding:.7rem 1.25rem;border:0;border-radius:8px;background:var(--accent);color:var(--on-accent);
font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
ul.plain{list-style:none;margin:0;padding:0}
.pills{display:flex;flex-wrap:wrap;gap:.5rem;margin:.25rem 0 1rem;padding:0;list-style:none}
.pills a{display:inline-block;min-height:44px;padding:.55rem 1rem;border:1px solid var(--control);border-radius:8px;background:var(--surface);
color:var(--text);text-decoration:none}
.pills a[aria-current]{border:2px solid var(--accent);background:var(--accent-ground);padding:calc(.55rem - 1px) calc(1rem - 1px);font-weight:600}
pre{white-space:pre-wrap;font-size:.875rem;background:var(--ground);border:1px solid var(--line);border-radius:8px;padding:.75rem;margin:.5rem 0 0}
summary{cursor:pointer;min-height:44px;padding:.6rem 0;color:var(--accent)}
@media (max-width:599px){.button.wide{display:block;text-align:center}}
)css";

}  // namespace

ports::HttpResponse html(int status, std::string body) {
  return {status, {{"Content-Type", "text/html; charset=utf-8"}, {"Cache-Control", "no-store"}}, std::move(body)};
}

ports::HttpResponse json(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, std::move(body)};
}

ports::HttpResponse text(int status, std::string body) {
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}}, std::move(body)};
}

std::string document(const Page& page) {
  std::string out = "<!doctype html>\n<html lang=\"" + base::html_escape(page.language) + "\"";
  if (page.right_to_left) out += " dir=\"rtl\"";
  out += ">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += "<link rel=\"icon\" href=\"data:,\">\n";
  out += "<title>" + base::html_escape(page.title) + "</title>\n<style>" + std::string(kStyle) + "</style>\n" + page.head + "</head>\n<body>\n";
  return out + page.body + "</body>\n</html>\n";
}

void StderrLog::write(ports::Level level, std::string_view event, std::initializer_list<Field> fields) {
  if (level < ports::Level::warning) return;
  base::Json line{{"event", event}};
  for (const auto& [name, value] : fields) line[std::string(name)] = value;
  std::fprintf(stderr, "%s\n", line.dump(-1, ' ', false, base::Json::error_handler_t::replace).c_str());
}

}  // namespace preceptor::demo
