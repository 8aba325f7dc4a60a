// Home, course and activity pages.
#include <algorithm>

#include "core/base/uuid.hpp"
#include "examples/demo_lms/site/site.hpp"

namespace preceptor::demo {

namespace {

std::string at(const std::string& path, const Call& call, const std::string& more) { return path + "?" + more + "&" + call.as(); }

// What the tool that is ready to be used offers a teacher.
std::string add_content(World& world, const Call& call, const Course& course) {
  std::string out = "<section class=\"card\" id=\"add-content\"><h2>Add content</h2>\n";
  bool any = false;
  for (const auto& [id, tool] : world.tools) {
    if (!tool.active) continue;
    for (const auto& [placement, url] : tool.deep_link_urls) {
      std::string label = "Add content from " + tool.name;
      if (placement == "assignment_selection") label = "Add an assignment from " + tool.name;
      if (placement == "link_selection") label = "Add to the module from " + tool.name;
      if (!world.is_moodle() && placement != "assignment_selection" && placement != "link_selection") continue;
      const std::string more = "course=" + std::to_string(course.id) + "&tool=" + std::to_string(id) + "&placement=" + placement;
      out += "<p><a class=\"button wide\" data-placement=\"" + esc(placement) + "\" href=\"" + esc(at("/pick", call, more)) + "\">" + esc(label) + "</a></p>\n";
      any = true;
    }
  }
  if (!any) out += "<p>No tool is ready yet. An administrator registers one under Site administration.</p>\n";
  return out + "</section>\n";
}

std::string link_state(World& world, const Call& call, const Activity& link) {
  std::vector<std::string> parts;
  const LineItem* item = world.coupled_item(link.id);
  if (!item) parts.push_back("no grade column");
  if (item) {
    const auto& grades = world.grades[item->id];
    const auto own = grades.find(call.who->id);
    const bool has = own != grades.end() && own->second.scored;
    parts.push_back(has ? "Grade: " + number_text(own->second.given) + " / " + number_text(item->maximum) : "No grade yet");
  }
  if (world.is_moodle()) parts.push_back("Completion: " + moodle::completion(world, link, *call.who));
  if (!link.published) parts.push_back("unpublished");
  return joined(parts, " · ");
}

std::string teacher_part(World& world, const Call& call, const Activity& link) {
  const std::string id = std::to_string(link.id);
  std::string out = "<details><summary>Settings</summary><form method=\"post\" action=\"/link\">" + hidden("as", call.who->key) + hidden("link", id);
  if (world.is_moodle()) {
    out += "<label>Grade to pass<input type=\"text\" inputmode=\"decimal\" name=\"pass\" value=\"" + (link.pass_grade > 0 ? number_text(link.pass_grade) : "") +
           "\"></label>";
  } else {
    out += "<label class=\"check\"><input type=\"checkbox\" name=\"published\" value=\"yes\"" + std::string(link.published ? " checked" : "") + ">Published</label>";
    out += "<label>Allowed attempts (0: any number)<input type=\"number\" name=\"attempts\" min=\"0\" value=\"" + std::to_string(link.allowed_attempts) + "\"></label>";
  }
  return out + "<button name=\"do\" value=\"save\">Save</button> <button class=\"second\" name=\"do\" value=\"delete\">Delete</button></form></details>";
}

std::string link_card(World& world, const Call& call, const Activity& link) {
  const std::string id = std::to_string(link.id);
  std::string out = "<li class=\"card\" data-link=\"" + id + "\"><h2>" + esc(link.title) + "</h2><p>" + esc(link.text) + "</p><p class=\"quiet\">" +
                    esc(link_state(world, call, link)) + "</p><p class=\"row\"><a class=\"button wide\" href=\"" + esc(at("/activity", call, "link=" + id)) +
                    "\">Open</a> <a href=\"" + esc(at("/launch", call, "link=" + id + "&target=window")) + "\" target=\"_blank\">Open in a new tab</a>";
  if (!world.is_moodle() && call.who->kind == Kind::administrator)
    for (const auto& one : world.people)
      if (one.kind == Kind::learner)
        out += " <a href=\"/activity?link=" + id + "&as=" + one.key + "&behind=" + call.who->key + "\">Act as " + esc(one.label) + "</a>";
  out += "</p>";
  if (call.who->teaches()) out += teacher_part(world, call, link);
  return out + "</li>\n";
}

}  // namespace

ports::HttpResponse home_page(World& world, const Call& call) {
  std::lock_guard lock(world.mutex);
  std::string out = "<ul class=\"plain\">";
  for (const auto& [id, course] : world.courses)
    out += "<li class=\"card\"><h2>" + esc(course.title) + "</h2><p class=\"quiet\">" + esc(course.label) + "</p><p><a class=\"button wide\" href=\"" +
           esc(at("/course", call, "id=" + std::to_string(id))) + "\">Open the course</a></p></li>";
  out += "</ul>\n";
  if (call.who->kind == Kind::administrator)
    out += "<p><a class=\"button wide\" href=\"/admin?" + esc(call.as()) + "\">Site administration</a></p>\n";
  return page(world, call, "Courses", out);
}

ports::HttpResponse course_page(World& world, const Call& call) {
  std::lock_guard lock(world.mutex);
  const Course* course = world.course(call.number("id"));
  if (!course) return not_found();
  std::string out = call.of("note").empty() ? "" : "<p class=\"notice\" role=\"status\">" + esc(call.of("note")) + "</p>\n";
  out += "<ul class=\"plain\" id=\"links\">\n";
  bool any = false;
  for (const auto& [id, link] : world.links)
    if (link.course == course->id && (link.published || call.who->teaches())) out += link_card(world, call, link), any = true;
  out += "</ul>\n";
  if (!any) out += "<p>Nothing has been added to this course yet.</p>\n";
  for (const auto& [id, tool] : world.tools)
    if (tool.active && tool.resource_urls.count("course_navigation"))
      out += "<p><a href=\"" + esc(at("/launch", call, "tool=" + std::to_string(id) + "&course=" + std::to_string(course->id) + "&placement=course_navigation&target=window")) +
             "\" target=\"_blank\">" + esc(tool.name) + " (course navigation)</a></p>\n";
  if (call.who->teaches()) {
    out += add_content(world, call, *course) + "<div class=\"row\"><a class=\"button\" href=\"" + esc(at("/grades", call, "course=" + std::to_string(course->id))) +
           "\">Gradebook</a> " + button_form("/copy", "Copy this course", {{"as", call.who->key}, {"course", std::to_string(course->id)}}) + "</div>\n";
  }
  return page(world, call, course->title, out);
}

ports::HttpResponse activity_page(World& world, const Call& call) {
  std::lock_guard lock(world.mutex);
  const Activity* link = world.link_named(call.of("link"));
  if (!link) return not_found();
  if (!link->published && !call.who->teaches()) return forbidden("This item is not published yet.");
  std::string more = "link=" + std::to_string(link->id);
  if (!call.of("behind").empty()) more += "&behind=" + base::percent_encode(call.of("behind"));
  const std::string back = "<p class=\"row\"><a href=\"" + esc(at("/course", call, "id=" + std::to_string(link->course))) + "\">Back to the course</a> <a href=\"" +
                           esc(at("/launch", call, more + "&target=window")) + "\" target=\"_blank\">Open in a new tab</a></p>\n";
  const std::string source = esc(at("/launch", call, more));
  // Moodle's frame has an id and no name (moodle.md 11); Canvas adds a sibling frame that forwards the tool's messages (canvas.md 5).
  if (world.is_moodle())
    return page(world, call, link->title,
                back + "<iframe class=\"tool\" id=\"contentframe\" title=\"" + esc(link->title) + "\" allowfullscreen allow=\"microphone; camera; geolocation; " +
                    "midi; encrypted-media; autoplay\" src=\"" + source + "\"></iframe>\n");
  const std::string frames = "<iframe class=\"tool\" name=\"tool_content\" title=\"" + esc(link->title) + "\" src=\"" + source +
                             "\"></iframe>\n<iframe name=\"post_message_forwarding\" title=\"post_message_forwarding\" hidden src=\"/post_message_forwarding\"></iframe>\n";
  return page(world, call, link->title, back + frames, canvas::course_script(world, link->course));
}

ports::HttpResponse link_settings(World& world, const Call& call) {
  if (!call.who->teaches()) return forbidden("Only a teacher changes the course.");
  const Change change(world);
  Activity* link = world.link(call.number("link"));
  if (!link) return not_found();
  const std::string back = at("/course", call, "id=" + std::to_string(link->course));
  if (call.of("do") == "delete") {
    const int id = link->id;
    if (const LineItem* item = world.coupled_item(id)) {
      world.grades.erase(item->id);
      world.items.erase(item->id);
    }
    world.links.erase(id);
    return go_to(back);
  }
  if (world.is_moodle()) {
    link->pass_grade = std::max(0.0, std::atof(call.of("pass").c_str()));
  } else {
    link->published = call.of("published") == "yes";
    link->allowed_attempts = std::max(0, call.number("attempts"));
  }
  return go_to(back);
}

ports::HttpResponse copy_course(World& world, const Call& call) {
  if (!call.who->teaches()) return forbidden("Only a teacher copies the course.");
  const Change change(world);
  const Course* from = world.course(call.number("course"));
  if (!from) return not_found();
  Course made = *from;
  made.copied_from.insert(made.copied_from.begin(), from->context_id);
  made.id = world.courses.rbegin()->first + 1;
  made.context_id = world.is_moodle() ? std::to_string(made.id) : random_hex(20);
  made.label += "-COPY";
  made.title += " (copy)";
  // The same custom values and address under new ids; coupled columns come along, grades do not (moodle.md 5.2, canvas.md 6).
  std::vector<Activity> links;
  for (const auto& [id, link] : world.links)
    if (link.course == from->id) links.push_back(link);
  for (Activity link : links) {
    const LineItem* item = world.coupled_item(link.id);
    link.id = world.next_id();
    link.course = made.id;
    link.uid = world.is_moodle() ? std::to_string(link.id) : base::uuid_v4();
    if (item) {
      LineItem copy = *item;
      copy.id = world.next_id();
      copy.course = made.id;
      copy.link = link.id;
      world.items[copy.id] = copy;
    }
    world.links[link.id] = link;
  }
  world.courses[made.id] = made;
  return go_to(at("/course", call, "id=" + std::to_string(made.id)));
}

}  // namespace preceptor::demo
