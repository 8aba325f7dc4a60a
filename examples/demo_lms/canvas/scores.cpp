// Scores with Canvas's extension, and results (canvas.md 7).
#include <algorithm>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "examples/demo_lms/canvas/canvas.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo::canvas {

namespace {

using base::Json;
constexpr const char* kExtension = "https://canvas.instructure.com/lti/submission";
constexpr std::int64_t kFuture = 60'000;

std::optional<std::int64_t> time_of(const std::string& text) {
  const auto at = base::parse_rfc3339(text);
  return at ? std::optional<std::int64_t>(base::to_unix_ms(*at)) : std::nullopt;
}

struct Extension {
  bool new_submission = true, preserve_score = false, prioritize_non_tool_grade = false;
  std::string type = "external_tool", data, submitted_at;
};

Extension extension_of(const Json& score) {
  const Json given = score.value(kExtension, Json::object());
  Extension out;
  const auto flag = [&](const char* name, bool otherwise) { return given.value(name, Json()).is_boolean() ? given[name].get<bool>() : otherwise; };
  if (!text_of(given, "submission_type").empty()) out.type = text_of(given, "submission_type");
  out.new_submission = flag("new_submission", out.type != "none");
  out.preserve_score = flag("preserve_score", false);
  out.prioritize_non_tool_grade = flag("prioritize_non_tool_grade", false);
  out.data = text_of(given, "submission_data");
  out.submitted_at = text_of(given, "submitted_at");
  if (const Json submission = score.value("submission", Json()); submission.is_object() && !text_of(submission, "submittedAt").empty())
    out.submitted_at = text_of(submission, "submittedAt");
  return out;
}

// What the message itself gets wrong.
std::optional<ports::HttpResponse> malformed(const Json& score, const Extension& extension) {
  for (const char* name : {"userId", "activityProgress", "gradingProgress", "timestamp"})
    if (text_of(score, name).empty()) return service_error(400, "bad_request", "param is missing or the value is empty: " + std::string(name));
  const auto one_of = [&](const char* name, std::initializer_list<const char*> words) {
    const std::string value = text_of(score, name);
    return std::any_of(words.begin(), words.end(), [&](const char* word) { return value == word; });
  };
  if (!one_of("activityProgress", {"Initialized", "Started", "InProgress", "Submitted", "Completed"})) return service_error(400, "bad_request", "activityProgress is invalid");
  if (!one_of("gradingProgress", {"FullyGraded", "Pending", "PendingManual", "Failed", "NotReady"})) return service_error(400, "bad_request", "gradingProgress is invalid");
  if (!time_of(text_of(score, "timestamp"))) return service_error(400, "bad_request", "timestamp is invalid");
  const bool given = score.value("scoreGiven", Json()).is_number();
  if (given && !score.value("scoreMaximum", Json()).is_number()) return service_error(422, "unprocessable_entity", "ScoreMaximum not supplied when ScoreGiven present.");
  if (extension.submitted_at.empty()) return std::nullopt;
  const auto submitted = time_of(extension.submitted_at);
  if (!submitted) return service_error(400, "bad_request", "submitted_at is invalid");
  if (*submitted > now_ms() + kFuture) return service_error(400, "bad_request", "Provided submitted_at timestamp of " + extension.submitted_at + " in the future");
  return std::nullopt;
}

// What the course says against it.
std::optional<ports::HttpResponse> unwelcome(World& world, const LineItem& item, const Grade* before, const Json& score, const Extension& extension) {
  const std::string stamp = text_of(score, "timestamp");
  if (before && *time_of(stamp) < before->at_ms)
    return service_error(400, "bad_request", "Provided timestamp of " + stamp + " before last updated timestamp of " + base::format_rfc3339(base::from_unix_ms(before->at_ms)));
  const Activity* link = world.link(item.link);
  if (link && !link->published)
    return json(422, R"({"errors":[{"field":"grade","message":"cannot be changed at this time: This assignment is still unpublished","error_code":null}]})");
  if (link && link->allowed_attempts > 0 && extension.new_submission && before && before->attempts >= link->allowed_attempts)
    return service_error(422, "unprocessable_entity", "The maximum number of allowed attempts has been reached for this submission");
  return std::nullopt;
}

void keep(Grade& grade, const LineItem& item, const Json& score, const Extension& extension) {
  grade.at_ms = *time_of(text_of(score, "timestamp"));
  grade.activity = text_of(score, "activityProgress");
  grade.grading = text_of(score, "gradingProgress");
  if (!text_of(score, "comment").empty()) grade.comment = text_of(score, "comment");
  if (extension.new_submission) {
    ++grade.attempts;
    grade.submission_type = extension.type;
    grade.submission_data = extension.data;
  }
  if (grade.overridden && extension.prioritize_non_tool_grade) return;
  const bool counts = (grade.grading == "FullyGraded" || grade.grading == "PendingManual") && score.value("scoreGiven", Json()).is_number();
  if (!counts && extension.preserve_score) return;
  grade.overridden = false;
  grade.scored = counts;   // without a mark, and without preserve_score, the grade there was is wiped
  const double maximum = counts ? score["scoreMaximum"].get<double>() : 0;
  grade.given = maximum > 0 ? score["scoreGiven"].get<double>() * item.maximum / maximum : 0;
}

}  // namespace

ports::HttpResponse scores(World& world, const Call& call, const Service& service) {
  const LineItem* item = world.item(service.item);
  if (!item || item->course != service.course) return service_error(404, "not_found", "The specified resource does not exist.");
  if (item->tool != service.tool->id) return service_error(412, "precondition_failed", "Tool does not have permission to view line_item");
  const auto score = base::parse_json(call.request.body);
  if (!score || !score->is_object()) return service_error(400, "bad_request", "The request is no JSON object");
  const Extension extension = extension_of(*score);
  if (auto wrong = malformed(*score, extension)) return *wrong;
  const Person* person = world.person_by_id(text_of(*score, "userId"));
  if (!person || person->kind != Kind::learner) return service_error(422, "unprocessable_entity", "User not found in course or is not a student");
  auto& by_user = world.grades[item->id];
  const auto stored = by_user.find(person->id);
  if (auto refused = unwelcome(world, *item, stored == by_user.end() ? nullptr : &stored->second, *score, extension)) return *refused;
  Grade& grade = by_user[person->id];
  if (grade.number == 0) grade.number = world.next_id();
  keep(grade, *item, *score, extension);
  return json(200, Json{{"resultUrl", line_item_url(world, *item) + "/results/" + std::to_string(grade.number)}}.dump());
}

ports::HttpResponse results(World& world, const Call& call, const Service& service) {
  const LineItem* item = world.item(service.item);
  if (!item || item->course != service.course) return service_error(404, "not_found", "The specified resource does not exist.");
  if (item->tool != service.tool->id) return service_error(412, "precondition_failed", "Tool does not have permission to view line_item");
  const std::string url = line_item_url(world, *item);
  const std::string wanted = call.path.substr(call.path.rfind('/') + 1);
  Json out = Json::array();
  for (const auto& [user, grade] : world.grades[item->id]) {
    if (!call.of("user_id").empty() && call.of("user_id") != user) continue;
    if (wanted != "results" && wanted != std::to_string(grade.number)) continue;
    Json one{{"id", url + "/results/" + std::to_string(grade.number)}, {"userId", user}, {"scoreOf", url}};
    if (grade.scored) {
      one["resultScore"] = grade.given;
      one["resultMaximum"] = item->maximum;
    }
    if (!grade.comment.empty()) one["comment"] = grade.comment;
    out.push_back(one);
  }
  if (wanted != "results") return out.empty() ? service_error(404, "not_found", "The specified resource does not exist.") : json(200, out[0].dump());
  ports::HttpResponse answer{200, {{"Content-Type", "application/vnd.ims.lis.v2.resultcontainer+json"}, {"Cache-Control", "no-store"}}, out.dump()};
  answer.headers.emplace_back("Link", paging_links(url + "/results", 1, 1));
  return answer;
}

}  // namespace preceptor::demo::canvas
