#include "tests/fakes/driver.hpp"

#include <set>

#include "plugin/http/client.hpp"

namespace preceptor::fakes {

namespace {

std::string host_of(const std::string& url) {
  const auto parsed = base::parse_url(url);
  return parsed ? parsed->host : std::string();
}

// The servers listen on 127.0.0.1; a browser finds that behind "localhost" as well.
std::string reachable(const std::string& url) {
  constexpr std::string_view local = "http://localhost:";
  return url.rfind(local, 0) == 0 ? "http://127.0.0.1:" + url.substr(local.size()) : url;
}

bool is_redirect(int status) { return status == 301 || status == 302 || status == 303 || status == 307; }

}  // namespace

bool Page::is_receipt() const { return status == 200 && body.find("class=\"card receipt\"") != std::string::npos; }

const Form* Page::form() const {
  if (status != 200 && status != 422) return nullptr;
  if (is_receipt()) return nullptr;
  for (const auto& each : forms)
    if (each.method == "post" && each.named("key")) return &each;
  return nullptr;
}

std::string Page::short_code() const { return between(body, "<strong class=\"code\" dir=\"ltr\">", "</strong>"); }

Choose first_option() { return nth_option(0); }

Choose nth_option(std::size_t n) {
  return [n](const std::string&, const std::vector<std::string>& offered) -> std::vector<std::string> {
    if (offered.empty()) return {"3"};
    return {offered[n % offered.size()]};
  };
}

Browser::Browser() {
  http::ClientOptions options;
  options.allow_loopback = true;
  http_ = http::make_client(options);
}

void Browser::keep_cookies(const std::string& host, const ports::Headers& headers) {
  for (const auto& [name, value] : headers) {
    if (name.size() != 10 || !(name == "Set-Cookie" || name == "set-cookie")) continue;
    const auto equals = value.find('=');
    const auto end = value.find(';');
    if (equals == std::string::npos || equals > end) continue;
    cookies_[host][value.substr(0, equals)] = value.substr(equals + 1, end - equals - 1);
  }
}

Page Browser::send(const std::string& method, const std::string& url, const std::string& body) {
  ports::OutboundRequest request;
  request.method = method;
  request.url = reachable(url);
  request.body = body;
  request.timeout = std::chrono::milliseconds(15000);
  request.headers = {{"Accept-Language", "en"}};
  if (method == "POST") request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  std::string cookies;
  for (const auto& [name, value] : cookies_[host_of(url)]) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
  if (!cookies.empty()) request.headers.emplace_back("Cookie", cookies);
  Page page;
  page.url = url;
  const auto answer = http_->send(request);
  if (!answer) {
    page.body = base::describe(answer.error());
    return page;
  }
  keep_cookies(host_of(url), answer->headers);
  page.status = page.first_status = answer->status;
  page.headers = answer->headers;
  page.body = answer->body;
  page.forms = read_forms(page.body);
  return page;
}

std::string Browser::absolute(const std::string& from, const std::string& target) const {
  if (target.empty()) return from;
  if (target.find("://") != std::string::npos) return target;
  const auto url = base::parse_url(from);
  return url->origin() + (target[0] == '/' ? target : url->path.substr(0, url->path.rfind('/') + 1) + target);
}

Page Browser::follow(Page page) {
  const int first = page.first_status;
  std::string location;
  for (int hops = 0; is_redirect(page.status) && hops < 5; ++hops) {
    const auto* next = ports::header(page.headers, "Location");
    if (!next) break;
    const std::string target = absolute(page.url, *next);
    if (location.empty()) location = target;
    page = send("GET", target, "");
  }
  page.first_location = location;
  page.first_status = first;
  return page;
}

Page Browser::get(const std::string& url) { return follow(send("GET", url, "")); }

Page Browser::post_once(const std::string& url, const base::Fields& fields) { return send("POST", url, base::format_form(fields)); }

Page Browser::post(const std::string& url, const base::Fields& fields) { return follow(post_once(url, fields)); }

base::Fields Browser::fill(const Form& form, const Choose& choose) const {
  base::Fields fields;
  std::set<std::string> answered;
  for (const auto& control : form.controls) {
    if (control.disabled || control.type == "submit" || control.name.empty()) continue;
    const bool box = control.type == "radio" || control.type == "checkbox";
    if (control.name.rfind("q.", 0) != 0) {
      if (box && !control.checked) continue;
      fields.emplace_back(control.name, control.value);
      continue;
    }
    if (!answered.insert(control.name).second) continue;
    std::vector<std::string> offered;
    if (control.type == "radio" || control.type == "checkbox")
      for (const auto& other : form.controls)
        if (other.name == control.name) offered.push_back(other.value);
    for (const auto& value : choose(control.name.substr(2), offered)) fields.emplace_back(control.name, value);
  }
  for (const auto& control : form.controls)
    if (control.type == "submit") {
      if (!control.name.empty()) fields.emplace_back(control.name, control.value);
      break;
    }
  return fields;
}

Page Browser::answer(const Page& page, const Choose& choose, base::Fields* sent) {
  const Form* form = page.form();
  if (!form) return page;
  const auto fields = fill(*form, choose);
  if (sent) *sent = fields;
  return post(absolute(page.url, form->action), fields);
}

Page Browser::post_form(const Page& page, const Form& form) { return post(absolute(page.url, form.action), fill(form, first_option())); }

Page Browser::click(const std::string& lms_url, const std::string& link, const std::string& user, const std::string& language, const std::string& sub) {
  base::Fields query{{"link", link}, {"user", user}, {"lang", language}};
  if (!sub.empty()) query.emplace_back("sub", sub);
  return get(lms_url + "launch?" + base::format_form(query));
}

Page Browser::log_in(const Page& clicked) {
  if (clicked.forms.empty()) return clicked;
  return post_once(clicked.forms[0].action, fill(clicked.forms[0], first_option()));
}

Page Browser::authorize(const Page& logged_in) {
  const auto* location = ports::header(logged_in.headers, "Location");
  if (location) return get(*location);
  // A login page that posts to the authorization endpoint is as good as a redirect.
  if (logged_in.forms.empty()) return logged_in;
  return post(logged_in.forms[0].action, fill(logged_in.forms[0], first_option()));
}

Page Browser::launch(const Page& authorized) {
  if (authorized.status != 200 || authorized.forms.empty()) return authorized;
  return post(authorized.forms[0].action, fill(authorized.forms[0], first_option()));
}

Page Browser::open(const std::string& lms_url, const std::string& link, const std::string& user, const std::string& language, const std::string& sub) {
  const Page logged_in = log_in(click(lms_url, link, user, language, sub));
  if (logged_in.status != 302 && logged_in.status != 303 && logged_in.status != 200) return logged_in;
  return launch(authorize(logged_in));
}

}  // namespace preceptor::fakes
