// Line items (AGS 2.0 3.2): the grade columns of a link. Found before one is made; an update is GET, change, PUT of the whole object.
// Errors of all: service_not_offered, service_refused, service_unreadable, token_*, outbound_*.
#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lti/services/link_services.hpp"

namespace preceptor::lti {

struct LineItem {
  std::string id;      // its URL
  std::string label, resource_id, tag, resource_link_id;
  double score_maximum = 0;
};

struct LineItemFilter { std::string resource_link_id, resource_id, tag; };   // empty members filter nothing

struct NewLineItem {
  std::string label;               // cut to 255 characters, which is what Moodle stores
  std::string resource_id, tag;    // resource_id empty: the link's unit id
  double score_maximum = 1;
};

base::Result<std::vector<LineItem>> list_line_items(const LinkServices& at, const LineItemFilter& filter);
// The column of this link: by the resource link; else by our resource id among those that hang on no other link. Absent also when the
// link has several and none is ours: grades must not go astray.
base::Result<std::optional<LineItem>> find_line_item(const LinkServices& at);
base::Result<LineItem> load_line_item(const LinkServices& at, const std::string& lineitem);
// An instructor's click: the link's column, found or made, bound to the link.
base::Result<LineItem> create_line_item(const LinkServices& at, const NewLineItem& item);
// Members that `change` leaves alone go back as they came: a PUT that misses them takes the column off its link (Moodle).
base::Result<LineItem> update_line_item(const LinkServices& at, const std::string& lineitem, const std::function<void(nlohmann::json&)>& change);

// POST of a score; what the answer means is LmsProfile::judge_score's to say.
CallResult post_score(const LinkServices& at, const std::string& lineitem, const std::string& score_json);

// `suffix` ("/scores", "/results") at the end of the path, before the query (AGS 2.0 3.3.1, 3.4.1).
std::string with_path(std::string_view lineitem, std::string_view suffix);

// Parsers of what the platform sends. `container_url`: where it came from; an item elsewhere is refused, so that no token goes there.
base::Result<LineItem> read_line_item(std::string_view json, const std::string& container_url);
base::Result<std::vector<LineItem>> read_line_items(std::string_view json, const std::string& container_url);

}  // namespace preceptor::lti
