// The gradebook.
#include <algorithm>

#include "examples/demo_lms/site/site.hpp"

namespace preceptor::demo {

namespace {

// A grade is a way to the learner's work: Moodle's review launch, Canvas's SpeedGrader.
std::string review_link(const World& world, const Call& call, const LineItem& item, const Person& person, const std::string& shown) {
  if (item.link == 0) return esc(shown);
  const std::string link = "link=" + std::to_string(item.link) + "&student=" + person.key + "&" + call.as();
  if (world.is_moodle() && item.review.empty()) return esc(shown);
  return "<a href=\"" + std::string(world.is_moodle() ? "/review?" : "/speed_grader?") + esc(link) + "\">" + esc(shown) + "</a>";
}

std::string grade_text(const Grade* grade, const LineItem& item) {
  if (!grade) return "–";
  std::string out = grade->scored ? number_text(grade->given) + " / " + number_text(item.maximum) : "–";
  if (grade->overridden) out += " (set by the teacher)";
  return out;
}

std::string cell(World& world, const Call& call, const LineItem& item, const Person& person) {
  const auto& grades = world.grades[item.id];
  const auto found = grades.find(person.id);
  const Grade* grade = found == grades.end() ? nullptr : &found->second;
  std::string out = "<td data-item=\"" + std::to_string(item.id) + "\"><span class=\"state\">" + review_link(world, call, item, person, grade_text(grade, item)) + "</span>";
  if (grade && !grade->comment.empty()) out += "<br><span class=\"quiet\">" + esc(grade->comment) + "</span>";
  if (const Activity* link = world.link(item.link); link && world.is_moodle())
    out += "<br><span class=\"quiet completion\">Completion: " + moodle::completion(world, *link, person) + "</span>";
  if (grade && !world.is_moodle()) out += "<br><span class=\"quiet\">" + esc(grade->activity) + ", attempt " + std::to_string(grade->attempts) + "</span>";
  out += "<details><summary>Set</summary><form method=\"post\" action=\"/override\">" + hidden("as", call.who->key) + hidden("item", std::to_string(item.id)) +
         hidden("student", person.key) + "<label>Grade<input type=\"text\" inputmode=\"decimal\" name=\"grade\"></label><button>Set</button></form></details>";
  return out + "</td>";
}

// The column's name and what it counts to, which a teacher may change: to 0 as well, as both systems let them.
std::string head(const Call& call, const LineItem& item) {
  return "<th data-item=\"" + std::to_string(item.id) + "\">" + esc(item.label) + (item.coupled ? "" : " <span class=\"quiet\">(stands alone)</span>") +
         "<details><summary>Points</summary><form method=\"post\" action=\"/points\">" + hidden("as", call.who->key) + hidden("item", std::to_string(item.id)) +
         "<label>Counts to<input type=\"text\" inputmode=\"decimal\" name=\"maximum\" value=\"" + number_text(item.maximum) +
         "\"></label><button>Save</button></form></details></th>";
}

}  // namespace

ports::HttpResponse grades_page(World& world, const Call& call) {
  if (!call.who->teaches()) return forbidden("The gradebook is for teachers.");
  std::lock_guard lock(world.mutex);
  const Course* course = world.course(call.number("course"));
  if (!course) return not_found();
  std::string out = "<p><a href=\"/course?id=" + std::to_string(course->id) + "&" + esc(call.as()) + "\">Back to the course</a></p>\n<div class=\"scroll\"><table id=\"grades\"><tr><th>Learner</th>";
  for (const auto& [id, item] : world.items)
    if (item.course == course->id) out += head(call, item);
  out += "</tr>\n";
  for (const auto& person : world.people) {
    if (person.kind != Kind::learner && person.kind != Kind::test_user) continue;
    out += "<tr data-person=\"" + person.key + "\"><th scope=\"row\">" + esc(person.label) + "</th>";
    for (const auto& [id, item] : world.items)
      if (item.course == course->id) out += cell(world, call, item, person);
    out += "</tr>\n";
  }
  return page(world, call, "Gradebook: " + course->title, out + "</table></div>\n");
}

ports::HttpResponse override_grade(World& world, const Call& call) {
  if (!call.who->teaches()) return forbidden("Only a teacher sets grades.");
  const Change change(world);
  const LineItem* item = world.item(call.number("item"));
  const Person* student = world.person(call.of("student"));
  if (!item || !student) return not_found();
  Grade& grade = world.grades[item->id][student->id];
  grade.scored = !call.of("grade").empty();
  grade.overridden = grade.scored;
  grade.given = std::clamp(std::atof(call.of("grade").c_str()), 0.0, item->maximum);
  grade.at_ms = now_ms();
  return go_to("/grades?course=" + std::to_string(item->course) + "&" + call.as());
}

ports::HttpResponse set_points(World& world, const Call& call) {
  if (!call.who->teaches()) return forbidden("Only a teacher changes a grade column.");
  const Change change(world);
  LineItem* item = world.item(call.number("item"));
  if (!item) return not_found();
  const double before = item->maximum;
  item->maximum = std::max(0.0, std::atof(call.of("maximum").c_str()));
  for (auto& [user, grade] : world.grades[item->id]) grade.given = before > 0 ? grade.given * item->maximum / before : grade.given;
  return go_to("/grades?course=" + std::to_string(item->course) + "&" + call.as());
}

}  // namespace preceptor::demo
