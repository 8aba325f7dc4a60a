// One statement template: what makes a statement its own (the determining properties), and what it asks of such a statement (the rules).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.hpp"
#include "xapi/profile/json_path.hpp"

namespace preceptor::xapi::profile {

struct TemplateRule {
  enum class Presence { free, included, excluded, recommended };
  std::string location_text;                 // as written, for findings
  JsonPath location;
  std::optional<JsonPath> selector;          // from each value of the location
  Presence presence = Presence::free;
  // Canonical JSON of the values; empty = the rule does not say. any: one of the found is one of these; all: every one is; none: no one is.
  std::vector<std::string> any, all, none;
};

struct StatementTemplate {
  std::string id;
  std::string verb, object_type;                                 // empty = does not determine
  std::vector<std::string> grouping, parent, other, category;    // activity types, each of which must be there
  std::vector<std::string> attachments;                          // usage types, likewise
  std::vector<TemplateRule> rules;
};

// Error json_malformed: a member is missing or is one that this reader does not know; the detail names it.
base::Result<StatementTemplate> read_template(const nlohmann::json& json);
bool determines(const StatementTemplate& one, const nlohmann::json& statement);
// The first rule the statement breaks, and in which words; nullopt when it keeps all.
struct BrokenRule { const TemplateRule* rule; std::string what; };
std::optional<BrokenRule> broken_rule(const StatementTemplate& one, const nlohmann::json& statement);

// The statement as templates look at it: single context activities as lists of one.
nlohmann::json with_activity_lists(nlohmann::json statement);

}  // namespace preceptor::xapi::profile
