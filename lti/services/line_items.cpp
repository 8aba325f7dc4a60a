#include "lti/services/line_items.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "lti/services/paging.hpp"
#include "lti/shown.hpp"
#include "lti/words.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

constexpr std::string_view kItemType = "application/vnd.ims.lis.v2.lineitem+json";
constexpr std::string_view kContainerType = "application/vnd.ims.lis.v2.lineitemcontainer+json";
constexpr std::string_view kScoreType = "application/vnd.ims.lis.v1.score+json";
constexpr std::size_t kLongestLabel = 255;
constexpr std::size_t kMostItems = 5000;

// A number, or a number as text (Moodle gives back what was sent).
double number_of(const Json& item, const char* name) {
  const auto found = item.find(name);
  if (found == item.end()) return 0;
  if (found->is_number()) return found->get<double>();
  double value = 0;
  if (const auto* text = base::string_member(item, name)) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

Result<LineItem> item_of(const Json& json, const std::string& container_url) {
  if (!json.is_object()) return fail(Code::service_unreadable, "a line item is no JSON object");
  LineItem item{text_of(json, "id"), text_of(json, "label"), text_of(json, "resourceId"), text_of(json, "tag"),
                text_of(json, "resourceLinkId"), number_of(json, "scoreMaximum")};
  const auto here = base::parse_url(container_url), there = base::parse_url(item.id);
  if (!there) return fail(Code::service_unreadable, "a line item has no address: " + shown(item.id));
  if (!here || here->origin() != there->origin())
    return fail(Code::service_unreadable, "a line item is on another site: " + shown(there->origin()));
  return item;
}

std::string_view reading_scope(const ports::LinkFacts& link) { return grants(link, kScopeLineItemRead) ? kScopeLineItemRead : kScopeLineItem; }

Result<Json> load_whole(const LinkServices& at, const std::string& lineitem) {
  ServiceCall call;
  call.url = lineitem;
  call.accept = kItemType;
  const auto answer = call_grades(at, reading_scope(at.link), std::move(call));
  if (!answer) return fail(answer.error());
  if (answer->status != 200) return fail(refused(*answer));
  auto json = base::parse_json(answer->body);
  if (!json || !json->is_object()) return fail(Code::service_unreadable, "the line item is no JSON object");
  return std::move(*json);
}

}  // namespace

std::string with_path(std::string_view lineitem, std::string_view suffix) {
  const auto query = std::min(lineitem.find('?'), lineitem.size());
  std::string_view path = lineitem.substr(0, query);
  while (path.ends_with('/')) path.remove_suffix(1);
  return std::string(path).append(suffix).append(lineitem.substr(query));
}

Result<LineItem> read_line_item(std::string_view text, const std::string& container_url) {
  const auto json = base::parse_json(text);
  if (!json) return fail(Code::service_unreadable, "the line item is no JSON: " + json.error().detail);
  return item_of(*json, container_url);
}

Result<std::vector<LineItem>> read_line_items(std::string_view text, const std::string& container_url) {
  const auto json = base::parse_json(text);
  if (!json || !json->is_array()) return fail(Code::service_unreadable, "the list of line items is no JSON array");
  std::vector<LineItem> items;
  for (const Json& one : *json) {
    auto item = item_of(one, container_url);
    if (!item) return fail(item.error());
    items.push_back(std::move(*item));
  }
  return items;
}

Result<std::vector<LineItem>> list_line_items(const LinkServices& at, const LineItemFilter& filter) {
  if (at.link.lineitems.empty()) return fail(Code::service_not_offered, "the launch named no list of line items");
  // No `limit`: Moodle then sends all in one page, and its pages' links are odd.
  std::string url = at.link.lineitems;
  if (!filter.resource_link_id.empty()) url = base::add_query(url, "resource_link_id", filter.resource_link_id);
  if (!filter.resource_id.empty()) url = base::add_query(url, "resource_id", filter.resource_id);
  if (!filter.tag.empty()) url = base::add_query(url, "tag", filter.tag);
  std::vector<LineItem> items;
  const auto ask = [&](const std::string& page) {
    ServiceCall call;
    call.url = page;
    call.accept = kContainerType;   // exactly this one type: Moodle refuses lists and parameters
    return call_grades(at, reading_scope(at.link), std::move(call));
  };
  const auto read = [&](const std::string& body) -> base::Status {
    auto page = read_line_items(body, at.link.lineitems);
    if (!page) return fail(page.error());
    for (LineItem& item : *page) {
      // The platform must filter (3.2.4); one that does not must not lead us to another's column.
      if (!filter.resource_link_id.empty() && item.resource_link_id != filter.resource_link_id) continue;
      if (!filter.resource_id.empty() && item.resource_id != filter.resource_id) continue;
      if (!filter.tag.empty() && item.tag != filter.tag) continue;
      items.push_back(std::move(item));
    }
    if (items.size() > kMostItems) return fail(Code::service_unreadable, "more than " + std::to_string(kMostItems) + " line items");
    return {};
  };
  if (auto done = each_page(ask, url, read); !done) return fail(done.error());
  return items;
}

Result<std::optional<LineItem>> find_line_item(const LinkServices& at) {
  auto bound = list_line_items(at, {at.link.resource_link_id, {}, {}});
  if (!bound) return fail(bound.error());
  if (bound->size() == 1) return std::optional(std::move(bound->front()));
  for (LineItem& item : *bound)
    if (item.resource_id == at.link.unit_id) return std::optional(std::move(item));
  if (!bound->empty() || at.link.unit_id.empty()) return std::optional<LineItem>();
  auto ours = list_line_items(at, {{}, at.link.unit_id, {}});
  if (!ours) return fail(ours.error());
  for (LineItem& item : *ours)
    if (item.resource_link_id.empty()) return std::optional(std::move(item));
  return std::optional<LineItem>();
}

Result<LineItem> load_line_item(const LinkServices& at, const std::string& lineitem) {
  const auto json = load_whole(at, lineitem);
  if (!json) return fail(json.error());
  return item_of(*json, lineitem);
}

Result<LineItem> create_line_item(const LinkServices& at, const NewLineItem& item) {
  if (!at.link.lineitem.empty()) return load_line_item(at, at.link.lineitem);
  auto there = find_line_item(at);
  if (!there) return fail(there.error());
  if (*there) return std::move(**there);
  Json body = {{"scoreMaximum", item.score_maximum},
               {"label", base::utf8_prefix(item.label, kLongestLabel)},
               {"resourceId", item.resource_id.empty() ? at.link.unit_id : item.resource_id},
               {"resourceLinkId", at.link.resource_link_id}};
  if (!item.tag.empty()) body["tag"] = base::utf8_prefix(item.tag, kLongestLabel);
  ServiceCall call;
  call.method = "POST";
  call.url = at.link.lineitems;
  call.accept = call.content_type = kItemType;
  call.body = body.dump();
  const auto answer = call_grades(at, kScopeLineItem, std::move(call));
  if (!answer) return fail(answer.error());
  if (answer->status != 201 && answer->status != 200) return fail(refused(*answer));
  return read_line_item(answer->body, at.link.lineitems);
}

Result<LineItem> update_line_item(const LinkServices& at, const std::string& lineitem, const std::function<void(Json&)>& change) {
  auto json = load_whole(at, lineitem);
  if (!json) return fail(json.error());
  change(*json);
  ServiceCall call;
  call.method = "PUT";
  call.url = lineitem;
  call.accept = call.content_type = kItemType;
  call.body = json->dump();
  const auto answer = call_grades(at, kScopeLineItem, std::move(call));
  if (!answer) return fail(answer.error());
  if (answer->status < 200 || answer->status >= 300) return fail(refused(*answer));
  return item_of(*json, lineitem);
}

CallResult post_score(const LinkServices& at, const std::string& lineitem, const std::string& score_json) {
  ServiceCall call;
  call.method = "POST";
  call.url = with_path(lineitem, "/scores");
  call.content_type = kScoreType;
  call.body = score_json;
  return call_grades(at, kScopeScore, std::move(call));
}

}  // namespace preceptor::lti
