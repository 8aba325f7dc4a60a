#include "plugin/app/registration_named.hpp"

namespace preceptor::app {

base::Result<lti::Registration> registration_named(lti::RegistrationStore& store, const std::string& text, Among among) {
  auto all = store.list_registrations();
  if (!all) return base::fail(all.error());
  if (among == Among::enabled) std::erase_if(*all, [](const lti::Registration& one) { return !one.enabled; });
  std::vector<const lti::Registration*> found;
  for (const auto& one : *all) {
    if (one.id.str() == text) return one;
    if (one.name == text) found.push_back(&one);
  }
  if (found.empty()) return base::fail(base::Code::platform_unknown, "\"" + text + "\"");
  if (found.size() == 1) return *found.front();
  std::string ids;
  for (const auto* one : found) ids += (ids.empty() ? "" : "; ") + one->id.str() + " (" + one->issuer + ", client " + one->client_id + ")";
  return base::fail(base::Code::command_arguments, "several are called \"" + text + "\": give one's id instead: " + ids);
}

}  // namespace preceptor::app
