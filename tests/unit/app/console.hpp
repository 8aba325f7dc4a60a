// A browser of staff or of an administrator on an opened site, through request and response objects.
#pragma once
#include <string>

#include "core/base/url.hpp"
#include "tests/unit/app/quiet_site.hpp"
#include "web/admin/sign_in_link.hpp"
#include "web/staff/members.hpp"

namespace preceptor::app {

class ConsoleBrowser {
 public:
  // `home`: a page that holds a form token and is not noted in the audit log.
  ConsoleBrowser(QuietSite& quiet, std::string home) : quiet_(quiet), home_(std::move(home)) {}

  // A new member of that role, signed in; the member's id.
  static std::string add(QuietSite& quiet, web::StaffRole role, const std::string& name) {
    const auto added = quiet.site->staff().add(name, role);
    EXPECT_TRUE(added);
    return added ? added->id : std::string();
  }
  void sign_in_staff(const std::string& member) { enter(web::make_staff_link(quiet_.site->store(), *quiet_.clock, kUrl, member)); }
  void enter_link(const std::string& url) { enter(base::Result<std::string>(url)); }
  // The value of the choice that is called that.
  static std::string option(const std::string& page, const std::string& label) {
    const auto end = page.find(">" + label + "</option>");
    const auto at = end == std::string::npos ? end : page.rfind("value=\"", end);
    return at == std::string::npos ? std::string() : page.substr(at + 7, page.find('"', at + 7) - at - 7);
  }
  void sign_in_admin() { enter(web::make_sign_in_link(quiet_.site->store(), *quiet_.clock, kUrl, {})); }

  ports::HttpResponse get(const std::string& path, const std::string& query = {}) {
    ports::HttpRequest request;
    request.method = "GET";
    request.path = path;
    request.query = query;
    return send(std::move(request));
  }
  ports::HttpResponse post(const std::string& path, base::Fields fields = {}) {
    if (token_.empty() && !cookie_.empty()) token_ = hidden(get(home_).body, "token");
    fields.emplace_back("token", token_);
    ports::HttpRequest request;
    request.method = "POST";
    request.path = path;
    request.headers = {{"Sec-Fetch-Site", "same-origin"}};
    request.body = base::format_form(fields);
    return send(std::move(request));
  }
  static std::string hidden(const std::string& page, const std::string& name) {
    const std::string begin = "name=\"" + name + "\" value=\"";
    const auto at = page.find(begin);
    return at == std::string::npos ? std::string() : page.substr(at + begin.size(), page.find('"', at + begin.size()) - at - begin.size());
  }

 private:
  static constexpr const char* kUrl = "http://127.0.0.1:1";
  void enter(const base::Result<std::string>& link) {
    ASSERT_TRUE(link);
    const auto answer = post(link->substr(std::string(kUrl).size()));
    ASSERT_EQ(answer.status, 303) << answer.body;
  }
  ports::HttpResponse send(ports::HttpRequest request) {
    request.headers.emplace_back("Accept-Language", "en");
    if (!cookie_.empty()) request.headers.emplace_back("Cookie", cookie_);
    request.client_address = "192.0.2.7";
    auto response = quiet_.site->answer(request);
    if (const auto* set = ports::header(response.headers, "Set-Cookie")) cookie_ = set->substr(0, set->find(';'));
    return response;
  }
  QuietSite& quiet_;
  std::string home_, cookie_, token_;
};

inline bool says(const ports::HttpResponse& page, const std::string& text) { return page.body.find(text) != std::string::npos; }

// Rows of the audit log, newest first: "kind act".
inline std::vector<std::string> audit_rows(QuietSite& quiet) {
  const auto found = quiet.site->store().list_audit({base::Instant{}, quiet.clock->now() + std::chrono::hours(1), {}, {}, 0, 10'000});
  EXPECT_TRUE(found);
  std::vector<std::string> rows;
  if (found)
    for (const auto& one : *found) rows.push_back(one.kind + " " + one.act);
  return rows;
}

}  // namespace preceptor::app
