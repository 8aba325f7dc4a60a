// Grade columns: in Canvas each is an assignment (canvas.md 7).
#include <algorithm>

#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "examples/demo_lms/canvas/canvas.hpp"

namespace preceptor::demo::canvas {

namespace {

using base::Json;
constexpr const char* kSubmissionType = "https://canvas.instructure.com/lti/submission_type";
constexpr std::size_t kPage = 10, kLargestPage = 100;

ports::HttpResponse as_type(int status, std::string_view type, const Json& body) {
  return {status, {{"Content-Type", std::string(type)}, {"Cache-Control", "no-store"}}, body.dump()};
}
constexpr std::string_view kItemType = "application/vnd.ims.lis.v2.lineitem+json";

Json shown(World& world, const LineItem& item) {
  Json out{{"id", line_item_url(world, item)}, {"label", item.label}, {"scoreMaximum", item.maximum}};
  if (!item.resource_id.empty()) out["resourceId"] = item.resource_id;
  if (!item.tag.empty()) out["tag"] = item.tag;
  if (const Activity* link = world.link(item.link)) out["resourceLinkId"] = link->uid;
  if (!item.submission_type.empty()) out[kSubmissionType] = Json::parse(item.submission_type);
  return out;
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
  const std::size_t asked = static_cast<std::size_t>(std::max(0, call.number("limit")));
  const std::size_t size = asked == 0 ? kPage : std::min(asked, kLargestPage), page = static_cast<std::size_t>(std::max(1, call.number("page")));
  const std::size_t pages = std::max<std::size_t>(1, (found.size() + size - 1) / size);
  Json out = Json::array();
  for (std::size_t i = (page - 1) * size; i < std::min(found.size(), page * size); ++i) out.push_back(shown(world, *found[i]));
  std::string url = course_url(world, service.course) + "/line_items";
  for (const char* name : {"tag", "resource_id", "resource_link_id", "limit"})
    if (!call.of(name).empty()) url = base::add_query(url, name, call.of(name));
  auto answer = as_type(200, "application/vnd.ims.lis.v2.lineitemcontainer+json", out);
  answer.headers.emplace_back("Link", paging_links(url, page, pages));
  return answer;
}

// An assignment that opens the tool, when the extension gives its address; otherwise a column alone.
int assignment_for(World& world, const LineItem& item) {
  if (item.submission_type.empty()) return 0;
  Activity link;
  link.id = world.next_id();
  link.course = item.course;
  link.tool = item.tool;
  link.uid = base::uuid_v4();
  link.title = item.label;
  link.url = text_of(Json::parse(item.submission_type), "external_tool_url");
  link.placement = "assignment_selection";
  world.links[link.id] = link;
  return link.id;
}

ports::HttpResponse create(World& world, const Service& service, const Json& body) {
  if (!body.value("scoreMaximum", Json()).is_number()) return service_error(400, "bad_request", "param is missing or the value is empty: scoreMaximum");
  if (text_of(body, "label").empty()) return service_error(400, "bad_request", "param is missing or the value is empty: label");
  if (body["scoreMaximum"].get<double>() <= 0) return service_error(422, "unprocessable_entity", "scoreMaximum must be positive");
  LineItem item;
  item.course = service.course;
  item.tool = service.tool->id;
  item.label = text_of(body, "label");
  item.maximum = body["scoreMaximum"].get<double>();
  item.resource_id = text_of(body, "resourceId");
  item.tag = text_of(body, "tag");
  if (body.value(kSubmissionType, Json()).is_object()) item.submission_type = body[kSubmissionType].dump();
  if (const std::string uid = text_of(body, "resourceLinkId"); !uid.empty()) {
    const Activity* link = world.link_by_uid(uid);
    if (!link || link->tool != service.tool->id || link->course != service.course)
      return service_error(412, "precondition_failed", "The specified LTI link is not associated with the line item.");
    item.link = link->id;
  }
  item.id = world.next_id();
  if (item.link == 0) {
    item.link = assignment_for(world, item);
    item.coupled = item.link != 0;
  }
  world.items[item.id] = item;
  return as_type(201, kItemType, shown(world, item));
}

}  // namespace

ports::HttpResponse line_items(World& world, const Call& call, const Service& service) {
  if (call.get()) return list(world, call, service);
  const auto body = base::parse_json(call.request.body);
  if (!body || !body->is_object()) return service_error(400, "bad_request", "The request is no JSON object");
  return create(world, service, *body);
}

ports::HttpResponse line_item(World& world, const Call& call, const Service& service) {
  LineItem* item = world.item(service.item);
  if (!item || item->course != service.course) return service_error(404, "not_found", "The specified resource does not exist.");
  if (item->tool != service.tool->id) return service_error(412, "precondition_failed", "Tool does not have permission to view line_item");
  if (call.get()) return as_type(200, kItemType, shown(world, *item));
  if (call.request.method == "DELETE") {
    if (item->coupled) return service_error(401, "unauthorized", "Tool may only delete line items it created");
    world.grades.erase(item->id);
    world.items.erase(item->id);
    return {204, {}, ""};
  }
  const auto body = base::parse_json(call.request.body);
  if (!body || !body->is_object()) return service_error(400, "bad_request", "The request is no JSON object");
  if (body->value("scoreMaximum", Json()).is_number()) item->maximum = (*body)["scoreMaximum"].get<double>();
  if (!text_of(*body, "label").empty()) item->label = text_of(*body, "label");
  if (body->contains("tag")) item->tag = text_of(*body, "tag");
  if (body->contains("resourceId")) item->resource_id = text_of(*body, "resourceId");
  return as_type(200, kItemType, shown(world, *item));
}

}  // namespace preceptor::demo::canvas
