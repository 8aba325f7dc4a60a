// The pages of staff with stores in memory, driven through request and response objects.
#pragma once
#include <gtest/gtest.h>

#include <concepts>

#include "core/base/url.hpp"
#include "tests/fakes/memory_admins.hpp"
#include "tests/fakes/memory_records.hpp"
#include "tests/fakes/memory_stores.hpp"
#include "web/admin/sign_in_link.hpp"
#include "web/staff/staff_pages.hpp"

namespace preceptor::web::testing {

class StaffRoom {
 public:
  // `section` outlives the room.
  explicit StaffRoom(StaffSection* section = nullptr)
      : StaffRoom([&](StaffRoom&) { return section == nullptr ? std::vector<StaffSection*>() : std::vector<StaffSection*>{section}; }) {}
  // For sections that need the room's own stores.
  template <std::invocable<StaffRoom&> Make>
  explicit StaffRoom(Make make, std::string url = "https://cme.example.org/tool")
      : public_url(std::move(url)),
        pages(StaffDeps{admins, members, clock, log, public_url, [this](const std::string&) { return guesses_left-- > 0; }, make(*this)}) {}

  StaffMember add(const std::string& name, StaffRole role) {
    const auto added = members.add(name, role);
    EXPECT_TRUE(added);
    return *added;
  }
  // A fresh one, as a path below public_url.
  std::string link(const StaffMember& member) {
    const auto made = make_staff_link(admins, clock, public_url, member.id);
    EXPECT_TRUE(made);
    return made->substr(public_url.size());
  }
  // Signs this browser in as a new member of that role.
  StaffMember sign_in(StaffRole role, const std::string& name = "Pat Planner") {
    const auto member = add(name, role);
    sign_in(member);
    return member;
  }
  void sign_in(const StaffMember& member) {
    const auto answer = post(link(member));
    ASSERT_EQ(answer.status, 303) << answer.body;
  }
  ports::HttpResponse get(const std::string& path, const std::string& query = {}) {
    ports::HttpRequest request;
    request.method = "GET";
    request.path = path;
    request.query = query;
    return send(std::move(request));
  }
  // A form of one of our own pages: token and Sec-Fetch-Site as a browser sends them.
  ports::HttpResponse post(const std::string& path, base::Fields fields = {}) {
    if (base::field(fields, "token") == nullptr && !cookie.empty()) fields.emplace_back("token", token());
    ports::HttpRequest request;
    request.method = "POST";
    request.path = path;
    request.headers = {{"Sec-Fetch-Site", "same-origin"}};
    request.body = base::format_form(fields);
    return send(std::move(request));
  }
  ports::HttpResponse send(ports::HttpRequest request) {  // as it is, with the cookie
    request.headers.emplace_back("Accept-Language", language);
    if (!cookie.empty()) request.headers.emplace_back("Cookie", cookie);
    request.client_address = "192.0.2.7";
    auto response = pages.answer(request);
    if (const auto* set = ports::header(response.headers, "Set-Cookie")) cookie = set->substr(0, set->find(';'));
    return response;
  }
  std::string token() { return hidden(get("/staff").body, "token"); }
  // The value of a hidden field of a page; empty when there is none.
  static std::string hidden(const std::string& page, const std::string& name) {
    const std::string begin = "name=\"" + name + "\" value=\"";
    const auto at = page.find(begin);
    return at == std::string::npos ? std::string() : page.substr(at + begin.size(), page.find('"', at + begin.size()) - at - begin.size());
  }

  std::string public_url, cookie, language = "en";
  fakes::MemoryAdmins admins;
  fakes::MemoryRecords records;
  fakes::StillClock clock;
  fakes::MemoryLog log;
  int guesses_left = 1000;
  StaffList members{records, records.projections, clock};
  StaffPages pages;
};

inline std::string header_of(const ports::HttpResponse& response, const std::string& name) {
  const auto* value = ports::header(response.headers, name);
  return value ? *value : std::string();
}
inline bool shows(const ports::HttpResponse& page, const std::string& text) {
  return page.body.find(text) != std::string::npos;
}

}  // namespace preceptor::web::testing
