// The tool's registration page in a frame, until it says that it is done.
#include "examples/demo_lms/site/site.hpp"

namespace preceptor::demo {

namespace {

// A tool for the same domain is there already: Moodle asks first (moodle.md 3.1, step 3).
std::string update_or_new(const Call& call, const std::vector<const Tool*>& same) {
  const std::string again = "/admin/register?url=" + base::percent_encode(call.of("url")) + "&" + call.as();
  std::string out = "<p>There are already tools for this domain.</p>\n<ul class=\"plain\">";
  for (const Tool* tool : same)
    out += "<li class=\"card\"><h2>" + esc(tool->name) + "</h2><p class=\"quiet\">Client id " + esc(tool->client_id) + "</p><p><a class=\"button\" href=\"" +
           esc(again + "&update=" + std::to_string(tool->id)) + "\">Update this one</a></p></li>";
  return out + "</ul>\n<p><a class=\"button\" href=\"" + esc(again + "&update=new") + "\">Register as a new tool</a></p>\n";
}

constexpr std::string_view kScript =
    "addEventListener('message',function(e){var d=e.data;if(typeof d==='string'){try{d=JSON.parse(d)}catch(x){return}}"
    "if(d&&d.subject==='org.imsglobal.lti.close')location=document.getElementById('done').href})";

}  // namespace

ports::HttpResponse register_page(World& world, const Call& call) {
  if (call.who->kind != Kind::administrator) return forbidden("Only a site administrator registers tools.");
  const std::string url = call.of("url"), domain = host_of(url.substr(0, url.find('#')));
  const bool is_moodle = world.settings.character == Character::moodle;
  if (domain.empty()) return page(world, call, "That is not an address", "<p>Paste the registration address of the tool, beginning with https://.</p>", {}, 400);
  std::lock_guard lock(world.mutex);
  std::vector<const Tool*> same;
  for (const auto& [id, tool] : world.tools)
    if (is_moodle && tool.domain == domain) same.push_back(&tool);
  if (!same.empty() && call.of("update").empty()) return page(world, call, "Update or register anew?", update_or_new(call, same));
  const int update = call.number("update");
  if (update != 0 && !world.tool(update)) return not_found();
  const std::string frame = is_moodle ? moodle::registration_address(world, url, update) : canvas::registration_address(world, url);
  const std::string content = "<p><a id=\"done\" href=\"/admin?" + esc(call.as()) + "\">Back to the list of tools</a></p>\n<iframe class=\"tool\" id=\"registration\" " +
                              "title=\"Registration\" src=\"" + esc(frame) + "\"></iframe>\n";
  return page(world, call, "Register a tool", content, std::string(kScript));
}

}  // namespace preceptor::demo
