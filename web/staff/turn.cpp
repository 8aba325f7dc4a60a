#include "web/page.hpp"
#include "web/staff/desk.hpp"

namespace preceptor::web {

std::string StaffTurn::place(const std::string& name) const {
  const auto found = places.find(name);
  return found == places.end() ? std::string() : found->second;
}

std::string StaffTurn::value(std::string_view name) const {
  const auto* found = base::field(form, name);
  return found ? *found : std::string();
}

std::string StaffTurn::asked(std::string_view name) const {
  const auto* found = base::field(query, name);
  return found ? *found : std::string();
}

std::string StaffTurn::url(std::string_view below) const { return desk.prefix() + "/staff" + std::string(below); }

ports::HttpResponse StaffTurn::page(StaffPage page, int status) const { return desk.page(*this, std::move(page), status); }

ports::HttpResponse StaffTurn::go(const std::string& place, const std::string& done) const {
  const std::string location = url(place);
  return see_other(done.empty() ? location : base::add_query(location, "done", done));
}

ports::HttpResponse StaffTurn::failed(const base::Error& error) const { return desk.failed(*this, error); }
ports::HttpResponse StaffTurn::not_found() const { return desk.refuse(*this, base::Code::request_not_found); }
ports::HttpResponse StaffTurn::outdated() const { return desk.refuse(*this, base::Code::admin_form_outdated); }

ports::HttpResponse StaffTurn::file(const std::string& name, const std::string& type, std::string bytes) const {
  ports::HttpResponse response = bare(200);
  response.headers.emplace_back("Content-Type", type);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  response.body = std::move(bytes);
  return response;
}

}  // namespace preceptor::web
