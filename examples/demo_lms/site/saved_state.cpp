// The part of a site that outlives a restart, as one JSON file, replaced whole.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/json.hpp"
#include "examples/demo_lms/site/world.hpp"

namespace preceptor::demo {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Tool, id, client_id, deployment_id, name, description, domain, target_link_uri, login_url, keyset_url,
                                                public_key, icon_url, privacy, redirect_uris, scopes, custom, deep_link_urls, resource_urls, active, in_chooser,
                                                share_name, share_email, tells_deployment, registration)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Course, id, context_id, label, title, copied_from)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Activity, id, course, tool, uid, title, text, url, placement, window, custom, pass_grade, published,
                                                allowed_attempts)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(LineItem, id, course, tool, link, coupled, label, resource_id, tag, maximum, review, submission_type)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Grade, scored, overridden, given, at_ms, comment, activity, grading, submission_type, submission_data,
                                                attempts, number)

namespace {

using base::Json;

template <class T>
Json list(const std::map<int, T>& all) {
  Json out = Json::array();
  for (const auto& [id, one] : all) out.push_back(one);
  return out;
}

template <class T>
void read(const Json& saved, const char* name, std::map<int, T>& all) {
  if (!saved.contains(name)) return;
  all.clear();
  for (const auto& one : saved[name]) {
    T value = one.get<T>();
    const int id = value.id;
    all[id] = std::move(value);
  }
}

Json graded(const World& world) {
  Json out = Json::array();
  for (const auto& [item, by_user] : world.grades)
    for (const auto& [user, grade] : by_user) {
      Json one = grade;
      one["item"] = item;
      one["user"] = user;
      out.push_back(std::move(one));
    }
  return out;
}

std::string file_of(const World& world) { return world.settings.state_dir + "/site.json"; }

}  // namespace

// Also what GET /_state shows to a test.
std::string state_text(const World& world) {
  return Json{{"last_id", world.last_id},        {"tools", list(world.tools)}, {"courses", list(world.courses)}, {"links", list(world.links)},
              {"line_items", list(world.items)}, {"grades", graded(world)}}
      .dump(2);
}

void World::save() {
  const std::string file = file_of(*this), made = file + ".new";
  {
    std::ofstream out(made, std::ios::trunc);
    out << state_text(*this);
    if (!out.flush()) {
      std::fprintf(stderr, "preceptor-demo-lms: %s could not be written; tools and grades will be lost at the end\n", made.c_str());
      return;
    }
  }
  std::error_code failed;
  std::filesystem::rename(made, file, failed);
  if (failed) std::fprintf(stderr, "preceptor-demo-lms: %s: %s\n", file.c_str(), failed.message().c_str());
}

void World::load() {
  std::ifstream in(file_of(*this));
  if (!in) return;
  std::ostringstream text;
  text << in.rdbuf();
  base::JsonLimits limits;
  limits.max_bytes = 64 << 20;
  const auto saved = base::parse_json(text.str(), limits);
  if (!saved) {
    std::fprintf(stderr, "preceptor-demo-lms: %s is not readable and is ignored\n", file_of(*this).c_str());
    return;
  }
  last_id = saved->value("last_id", 0);
  read(*saved, "tools", tools);
  read(*saved, "courses", courses);
  read(*saved, "links", links);
  read(*saved, "line_items", items);
  for (const auto& one : saved->value("grades", Json::array())) grades[one["item"].get<int>()][one["user"].get<std::string>()] = one.get<Grade>();
}

}  // namespace preceptor::demo
