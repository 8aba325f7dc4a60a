// From the tool's picker to a saved link.
#include "core/base/json.hpp"

#include <algorithm>

#include "core/base/uuid.hpp"
#include "examples/demo_lms/site/site.hpp"

namespace preceptor::demo {

namespace {

using base::Json;

Values custom_of(const Json& item) {
  Values out;
  if (!item.contains("custom") || !item["custom"].is_object()) return out;
  for (const auto& [name, value] : item["custom"].items()) out[name] = value.is_string() ? value.get<std::string>() : value.dump();
  return out;
}

double maximum_of(const Json& line_item) {
  return line_item.contains("scoreMaximum") && line_item["scoreMaximum"].is_number() ? line_item["scoreMaximum"].get<double>() : 0;
}

// Title: Moodle ignores lineItem.label, Canvas lets it replace the title (moodle.md 5.2, canvas.md 6).
std::string title_of(const World& world, const Json& item, const Tool& tool) {
  if (!world.is_moodle() && item.contains("lineItem") && !text_of(item["lineItem"], "label").empty()) return text_of(item["lineItem"], "label");
  const std::string title = text_of(item, "title");
  return title.empty() ? tool.name : title;
}

void make_column(World& world, const Activity& link, const Json& given) {
  LineItem item;
  item.id = world.next_id();
  item.course = link.course;
  item.tool = link.tool;
  item.link = link.id;
  item.coupled = true;
  item.label = link.title;
  item.maximum = maximum_of(given);
  item.resource_id = text_of(given, "resourceId");
  item.tag = text_of(given, "tag");
  if (world.is_moodle() && given.contains("submissionReview")) item.review = given["submissionReview"].dump();
  world.items[item.id] = item;
}

int make_link(World& world, const Draft& draft, const Json& item, const Tool& tool) {
  Activity link;
  link.id = world.next_id();
  link.course = draft.course;
  link.tool = draft.tool;
  link.uid = world.is_moodle() ? std::to_string(link.id) : base::uuid_v4();
  link.title = title_of(world, item, tool);
  link.text = text_of(item, "text");
  link.url = text_of(item, "url");
  link.placement = draft.placement;
  link.custom = custom_of(item);
  link.published = world.is_moodle();
  if (item.contains("window") && item["window"].is_object()) link.window = text_of(item["window"], "targetName");
  world.links[link.id] = link;
  // No lineItem, no column; and a tool that may not use grades gets none either.
  if (item.contains("lineItem") && item["lineItem"].is_object() && (!world.is_moodle() || tool.may("/lti-ags/scope/score") || tool.may("/lti-ags/scope/lineitem")))
    make_column(world, link, item["lineItem"]);
  return link.id;
}

std::string described(const World& world, const Json& item, const Tool& tool) {
  std::string out = "<li class=\"card\"><h2>" + esc(title_of(world, item, tool)) + "</h2><p>" + esc(text_of(item, "text")) + "</p><p class=\"quiet\">";
  if (item.contains("lineItem")) {
    const double maximum = maximum_of(item["lineItem"]);
    out += maximum > 0 || world.is_moodle() ? "Grade column, maximum " + number_text(maximum) : "<strong>Error: the grade column has no scoreMaximum.</strong>";
  } else {
    out += "No grade column";
  }
  return out + "</p></li>\n";
}

std::string save_form(const World& world, const Call& call, const Json& items) {
  std::string out = "<form method=\"post\" action=\"/add\">" + hidden("as", call.who->key) + hidden("ticket", call.of("ticket"));
  if (world.is_moodle() && items.size() == 1 && items[0].contains("lineItem"))
    out += "<label>Grade to pass<input type=\"text\" inputmode=\"decimal\" name=\"pass\" value=\"\"></label>"
           "<p class=\"quiet\">Without it the activity is never complete: completion hangs on the grade.</p>";
  out += "<p class=\"row\"><button name=\"do\" value=\"save\">Save</button>";
  if (!world.is_moodle()) out += " <button name=\"do\" value=\"publish\">Save and publish</button>";
  return out + " <button class=\"second\" name=\"do\" value=\"cancel\">Cancel</button></p></form>\n";
}

ports::HttpResponse save(World& world, const Call& call, const Draft& draft, const Tool& tool) {
  int made = 0;
  const Json items = Json::parse(draft.items);
  for (const auto& item : items) {
    // Canvas marks an item whose column has no scoreMaximum as an error and makes nothing of it.
    if (!world.is_moodle() && item.contains("lineItem") && maximum_of(item["lineItem"]) <= 0) continue;
    Activity& link = world.links[make_link(world, draft, item, tool)];
    if (call.of("do") == "publish") link.published = true;
    link.pass_grade = std::max(0.0, std::atof(call.of("pass").c_str()));
    ++made;
  }
  return go_to("/course?id=" + std::to_string(draft.course) + "&" + call.as() + "&note=" + base::percent_encode(std::to_string(made) + " added."));
}

}  // namespace

ports::HttpResponse picker_page(World& world, const Call& call) {
  if (!call.who->teaches()) return forbidden("Only a teacher adds content.");
  std::lock_guard lock(world.mutex);
  const Tool* tool = world.tool(call.number("tool"));
  if (!tool || !tool->active || !world.course(call.number("course"))) return not_found();
  const std::string more = "course=" + call.of("course") + "&tool=" + call.of("tool") + "&placement=" + base::percent_encode(call.of("placement"));
  const std::string content = "<p><a href=\"/course?id=" + esc(call.of("course")) + "&" + esc(call.as()) + "\">Cancel</a></p>\n<iframe class=\"tool\" " +
                              (world.is_moodle() ? "" : "name=\"tool_content\" ") + "title=\"Pick content\" src=\"/select?" + esc(more + "&" + call.as()) +
                              "\"></iframe>\n";
  if (world.is_moodle()) return page(world, call, "Add content from " + tool->name, content);
  return page(world, call, "Add content from " + tool->name,
              content + "<iframe name=\"post_message_forwarding\" title=\"post_message_forwarding\" hidden src=\"/post_message_forwarding\"></iframe>\n",
              canvas::course_script(world, call.number("course")));
}

ports::HttpResponse leave_picker(const std::string& address, std::string_view note) {
  return bare_page("Back to the course", "<p>" + esc(note) + "</p><p><a class=\"button\" target=\"_top\" href=\"" + esc(address) + "\">Continue</a></p>",
                   "(window.parent===window?window:window.parent).location=" + Json(address).dump());
}

ports::HttpResponse add_page(World& world, const Call& call) {
  if (!call.who->teaches()) return forbidden("Only a teacher adds content.");
  const Change change(world);
  const auto found = world.drafts.find(call.of("ticket"));
  if (found == world.drafts.end()) return not_found();
  const Draft draft = found->second;
  const Tool* tool = world.tool(draft.tool);
  if (!tool) return not_found();
  const std::string course = "/course?id=" + std::to_string(draft.course) + "&" + call.as();
  const Json items = Json::parse(draft.items);
  // Nothing chosen is how a teacher cancels; an error message drops what came with it.
  if (!draft.error.empty() || items.empty()) {
    world.drafts.erase(found);
    const std::string note = !draft.error.empty() ? "The tool says: " + draft.error : draft.message.empty() ? "Nothing was added." : draft.message;
    return go_to(course + "&note=" + base::percent_encode(note));
  }
  if (call.post()) {
    world.drafts.erase(call.of("ticket"));
    return call.of("do") == "cancel" ? go_to(course + "&note=Nothing%20was%20added.") : save(world, call, draft, *tool);
  }
  std::string out = draft.message.empty() ? "" : "<p class=\"notice\">" + esc(draft.message) + "</p>";
  out += "<ul class=\"plain\">";
  for (const auto& item : items) out += described(world, item, *tool);
  return page(world, call, items.size() == 1 ? "Add this activity" : "Add these activities", out + "</ul>\n" + save_form(world, call, items));
}

}  // namespace preceptor::demo
