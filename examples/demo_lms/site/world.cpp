#include "examples/demo_lms/site/world.hpp"

#include <algorithm>
#include <chrono>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "plugin/http/client.hpp"

namespace preceptor::demo {

std::vector<Person> moodle_people();
std::vector<Person> canvas_people();

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}
std::int64_t now_seconds() { return now_ms() / 1000; }
std::string random_hex(int bytes) { return base::hex_encode(base::random_bytes(static_cast<std::size_t>(bytes))); }

bool Tool::may(std::string_view scope) const {
  return std::any_of(scopes.begin(), scopes.end(), [&](const std::string& one) { return one.ends_with(scope); });
}

World::World(SiteSettings given, SigningKey key) : settings(std::move(given)) {
  keys.push_back(std::move(key));
  people = settings.character == Character::moodle ? moodle_people() : canvas_people();
  for (const auto& one : people) sesskeys[random_hex(5)] = one.key;
  http::ClientOptions options;
  options.allow_loopback = true;   // the tool of a trial lives on this machine
  options.user_agent = "preceptor-demo-lms";
  http = http::make_client(options);
}

const Person* World::person(std::string_view key) const {
  for (const auto& one : people)
    if (one.key == key) return &one;
  return nullptr;
}

const Person* World::person_by_id(std::string_view id) const {
  for (const auto& one : people)
    if (one.id == id) return &one;
  return nullptr;
}

Tool* World::tool_by_client(std::string_view client_id) {
  for (auto& [id, one] : tools)
    if (one.client_id == client_id) return &one;
  return nullptr;
}

namespace {
template <class T>
T* at(std::map<int, T>& all, int id) {
  const auto found = all.find(id);
  return found == all.end() ? nullptr : &found->second;
}
}  // namespace

Tool* World::tool(int id) { return at(tools, id); }
Activity* World::link(int id) { return at(links, id); }
Course* World::course(int id) { return at(courses, id); }
LineItem* World::item(int id) { return at(items, id); }

Activity* World::link_named(const std::string& name) {
  if (Activity* one = link(std::atoi(name.c_str()))) return one;
  for (auto& [id, one] : links)
    if (const auto unit = one.custom.find("unit"); unit != one.custom.end() && unit->second == name) return &one;
  return nullptr;
}

Activity* World::link_by_uid(std::string_view uid) {
  for (auto& [id, one] : links)
    if (one.uid == uid) return &one;
  return nullptr;
}

LineItem* World::coupled_item(int link) {
  for (auto& [id, one] : items)
    if (one.coupled && one.link == link) return &one;
  return nullptr;
}

std::string World::remember(Pending one) {
  constexpr std::size_t kMost = 10000;
  if (pending.size() >= kMost) pending.erase(pending.begin());
  std::string hint = one.hint;
  pending[hint] = std::move(one);
  return hint;
}

Pending* World::recall(const std::string& hint) {
  const auto found = pending.find(hint);
  return found == pending.end() ? nullptr : &found->second;
}

Tool* World::bearer_tool(const std::string& token, std::vector<std::string>* scopes) {
  const auto found = tokens.find(token);
  if (found == tokens.end() || found->second.until < now_seconds()) return nullptr;
  if (scopes) *scopes = found->second.scopes;
  return tool(found->second.tool);
}

}  // namespace preceptor::demo
