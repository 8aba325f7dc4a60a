// Scores and results (moodle.md 7.4, 7.5).
#include <algorithm>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "examples/demo_lms/moodle/moodle.hpp"

namespace preceptor::demo::moodle {

namespace {

using base::Json;

std::optional<std::int64_t> timestamp_ms(const Json& score) {
  const auto* text = base::string_member(score, "timestamp");
  if (!text) return std::nullopt;
  std::string read = *text;
  if (read.size() > 10 && read[10] == ' ') read[10] = 'T';
  const auto at = base::parse_rfc3339(read);
  return at ? std::optional<std::int64_t>(base::to_unix_ms(*at)) : std::nullopt;
}

std::string user_of(const Json& score) {
  if (!score.contains("userId")) return {};
  return score["userId"].is_string() ? score["userId"].get<std::string>() : score["userId"].is_number_integer() ? score["userId"].dump() : std::string();
}

bool numeric(const Json& score, const char* name) { return score.contains(name) && score[name].is_number(); }

// Only people with a graded role in the course: no teacher, no administrator, nobody unknown. A learner whom a test's launch stated is enrolled.
bool gradable(const World& world, const std::string& user) {
  const Person* person = world.person_by_id(user);
  return person ? person->kind == Kind::learner : world.stated_learners.contains(user);
}

void keep(Grade& grade, const LineItem& item, const Json& score, std::int64_t at_ms) {
  grade.at_ms = at_ms;
  grade.activity = score["activityProgress"].is_string() ? score["activityProgress"].get<std::string>() : "";
  grade.grading = score["gradingProgress"].is_string() ? score["gradingProgress"].get<std::string>() : "";
  if (grade.overridden) return;   // answered with 200, but the teacher's mark stays
  const auto* comment = base::string_member(score, "comment");
  grade.comment = comment ? *comment : "";
  // Anything that is not FullyGraded, or has no mark, erases the grade there was.
  grade.scored = grade.grading == "FullyGraded" && numeric(score, "scoreGiven");
  grade.given = 0;
  if (!grade.scored) return;
  const double maximum = score["scoreMaximum"].get<double>();
  const double given = maximum > 0 ? score["scoreGiven"].get<double>() * item.maximum / maximum : 0;
  grade.given = std::clamp(given, 0.0, std::max(0.0, item.maximum));
}

}  // namespace

ports::HttpResponse scores(World& world, const Call& call, const Service& service) {
  const LineItem* item = world.item(service.item);
  if (!item || item->course != service.course) return service_error(404);
  if (item->tool != service.tool->id) return service_error(403);
  const auto read = base::parse_json(call.request.body);
  if (!read || !read->is_object()) return service_error(400);
  const Json& score = *read;
  const auto at = timestamp_ms(score);
  if (user_of(score).empty() || !at || !score.contains("activityProgress") || !score.contains("gradingProgress")) return service_error(400);
  if (score.contains("scoreGiven") && !score["scoreGiven"].is_null() && (!numeric(score, "scoreGiven") || !numeric(score, "scoreMaximum"))) return service_error(400);
  const std::string user = user_of(score);
  if (!gradable(world, user)) return service_error(400);   // "Incorrect score received"
  auto& by_user = world.grades[item->id];
  const auto stored = by_user.find(user);
  if (stored != by_user.end() && *at / 1000 <= stored->second.at_ms / 1000) return service_error(409);   // compared in whole seconds
  keep(by_user[user], *item, score, *at);
  return {200, {{"Content-Type", "application/json; charset=utf-8"}}, ""};
}

ports::HttpResponse results(World& world, const Call& call, const Service& service) {
  const LineItem* item = world.item(service.item);
  if (!item || item->course != service.course) return service_error(404);
  if (item->tool != service.tool->id) return service_error(403);
  if (!call.of("limit").empty()) return error_page("Exception - Call to a member function out() on null");
  const std::string url = line_item_url(world, *item), path = url.substr(0, url.find('?')) + "/results?type_id=" + std::to_string(item->tool);
  Json out = Json::array();
  for (const auto& [user, grade] : world.grades[item->id]) {
    if (!call.of("user_id").empty() && call.of("user_id") != user) continue;
    Json one{{"id", path + "&user_id=" + user}, {"userId", user}};
    if (grade.scored) {
      one["resultScore"] = grade.given;
      one["resultMaximum"] = item->maximum;
      one["scoreOf"] = url;
      one["timestamp"] = base::format_rfc3339(base::from_unix_ms(grade.at_ms)).substr(0, 19) + "+00:00";
    }
    if (!grade.comment.empty()) one["comment"] = grade.comment;
    out.push_back(one);
  }
  return {200, {{"Content-Type", "application/vnd.ims.lis.v2.resultcontainer+json"}, {"Cache-Control", "no-store"}}, php_json(out.dump())};
}

}  // namespace preceptor::demo::moodle
