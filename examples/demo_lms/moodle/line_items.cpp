// Grade columns (moodle.md 7.2, 7.3).
#include <algorithm>

#include "core/base/json.hpp"
#include "examples/demo_lms/moodle/moodle.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo::moodle {

namespace {

using base::Json;
constexpr std::size_t kLongest = 255;

ports::HttpResponse as_type(int status, std::string_view type, std::string body) {
  return {status, {{"Content-Type", std::string(type)}, {"Cache-Control", "no-store"}}, std::move(body)};
}
constexpr std::string_view kItemType = "application/vnd.ims.lis.v2.lineitem+json";

Json shown(World& world, const LineItem& item) {
  Json out{{"id", line_item_url(world, item)}, {"label", item.label}, {"scoreMaximum", item.maximum}};
  if (!item.resource_id.empty()) out["resourceId"] = item.resource_id;
  if (!item.tag.empty()) out["tag"] = item.tag;
  if (const Activity* link = world.link(item.link)) out["resourceLinkId"] = out["ltiLinkId"] = link->uid;
  if (!item.review.empty()) out["submissionReview"] = Json::parse(item.review);
  return out;
}

// Number or numeric text.
std::optional<double> maximum_of(const Json& body) {
  if (!body.contains("scoreMaximum")) return std::nullopt;
  if (body["scoreMaximum"].is_number()) return body["scoreMaximum"].get<double>();
  if (!body["scoreMaximum"].is_string()) return std::nullopt;
  const std::string text = body["scoreMaximum"].get<std::string>();
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  return text.empty() || *end ? std::nullopt : std::optional<double>(value);
}

// Typographic quotation marks and HTML-escaped ampersands, as it was seen.
std::string next_link(const World& world, const Call& call, const Service& service, int limit, int from) {
  std::string url = line_items_url(world, *service.tool, service.course);
  for (const char* name : {"resource_link_id", "tag", "resource_id"})
    if (const auto value = call.of(name); !value.empty()) url = base::add_query(url, name, value);
  url = base::add_query(base::add_query(url, "limit", std::to_string(limit)), "from", std::to_string(from));
  return "<" + esc(url) + ">; rel=“next”";
}

ports::HttpResponse list(World& world, const Call& call, const Service& service) {
  std::vector<const LineItem*> found;
  for (const auto& [id, item] : world.items) {
    const Activity* link = world.link(item.link);
    const auto fits = [&](const char* name, const std::string& value) { return call.of(name).empty() || call.of(name) == value; };
    if (item.course == service.course && item.tool == service.tool->id && fits("tag", item.tag) && fits("resource_id", item.resource_id) &&
        fits("resource_link_id", link ? link->uid : ""))
      found.push_back(&item);
  }
  const std::size_t limit = static_cast<std::size_t>(std::max(0, call.number("limit"))), from = static_cast<std::size_t>(std::max(0, call.number("from")));
  Json out = Json::array();
  for (std::size_t i = from; i < found.size() && (limit == 0 || i < from + limit); ++i) out.push_back(shown(world, *found[i]));
  auto answer = as_type(200, "application/vnd.ims.lis.v2.lineitemcontainer+json", php_json(out.dump()));
  if (limit && from + limit < found.size())
    answer.headers.emplace_back("Link", next_link(world, call, service, static_cast<int>(limit), static_cast<int>(from + limit)));
  return answer;
}

// What POST and PUT have in common; an HTTP status other than 0 refuses.
int read_into(World& world, const Service& service, const Json& body, LineItem& item) {
  const auto maximum = maximum_of(body);
  if (text_of(body, "label").empty() || !maximum) return 400;
  if (text_of(body, "label").size() > kLongest || text_of(body, "tag").size() > kLongest) return 502;   // the server itself fails
  const std::string uid = body.contains("resourceLinkId") ? body["resourceLinkId"].is_string() ? text_of(body, "resourceLinkId") : body["resourceLinkId"].dump() : "";
  const Activity* link = uid.empty() ? nullptr : world.link_by_uid(uid);
  if (!uid.empty() && (!link || link->tool != service.tool->id || link->course != service.course)) return 403;
  item.label = text_of(body, "label");
  item.maximum = *maximum;
  item.resource_id = text_of(body, "resourceId");
  item.tag = text_of(body, "tag");
  item.coupled = item.coupled && link && link->id == item.link;
  item.link = link ? link->id : 0;
  return 0;
}

ports::HttpResponse refused(int status) { return status == 502 ? error_page("502 Bad Gateway", 502) : service_error(status); }

ports::HttpResponse create(World& world, const Service& service, Json body) {
  LineItem item;
  item.course = service.course;
  item.tool = service.tool->id;
  if (const int status = read_into(world, service, body, item)) return refused(status);
  item.id = world.next_id();
  world.items[item.id] = item;
  body["id"] = line_item_url(world, item);   // the rest echoes what was sent, stored or not
  return as_type(201, kItemType, php_json(body.dump()));
}

ports::HttpResponse replace(World& world, const Service& service, LineItem& item, const Json& body) {
  const double before = item.maximum;
  if (const int status = read_into(world, service, body, item)) return refused(status);
  if (before > 0 && item.maximum != before)
    for (auto& [user, grade] : world.grades[item.id]) grade.given = grade.given * item.maximum / before;
  item.review = body.contains("submissionReview") ? body["submissionReview"].dump() : item.review;
  return as_type(200, kItemType, body.dump());
}

}  // namespace

ports::HttpResponse line_items(World& world, const Call& call, const Service& service) {
  if (call.get()) return list(world, call, service);
  const auto body = base::parse_json(call.request.body);
  if (!body || !body->is_object()) return service_error(400);
  return create(world, service, *body);
}

ports::HttpResponse line_item(World& world, const Call& call, const Service& service) {
  LineItem* item = world.item(service.item);
  if (!item || item->course != service.course) return service_error(404);
  // Reading is open to any tool of the course; changing is not.
  if (call.get()) return as_type(200, kItemType, php_json(shown(world, *item).dump()));
  if (item->tool != service.tool->id) return service_error(403);
  if (call.request.method == "DELETE") {
    world.grades.erase(item->id);
    world.items.erase(item->id);   // also the activity's own column
    return {204, {}, ""};
  }
  const auto body = base::parse_json(call.request.body);
  if (!body || !body->is_object()) return service_error(400);
  return replace(world, service, *item, *body);
}

}  // namespace preceptor::demo::moodle
