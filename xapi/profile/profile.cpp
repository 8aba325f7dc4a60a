#include "xapi/profile/profile.hpp"

#include <algorithm>
#include <set>

#include "core/base/json.hpp"
#include "xapi/profile/automaton.hpp"
#include "xapi/profile/json_path.hpp"
#include "xapi/profile/patterns.hpp"
#include "xapi/profile/statement_template.hpp"

namespace preceptor::xapi {
using base::Json;

struct Profile::Compiled {
  std::string id, version_id;
  std::vector<profile::StatementTemplate> templates;
  std::vector<std::string> template_ids;
  profile::Automaton patterns;
};

namespace {

constexpr std::string_view kConformsTo = "https://w3id.org/xapi/profiles#1.0";

tl::unexpected<base::Error> no_profile(const std::string& what) { return base::fail(base::Code::json_malformed, "the profile: " + what); }

// The newest version comes first.
std::string first_version(const Json& document) {
  const auto versions = document.find("versions");
  if (versions == document.end() || !versions->is_array() || versions->empty() || !versions->front().is_object()) return {};
  const std::string* id = base::string_member(versions->front(), "id");
  return id ? *id : std::string();
}

// Everything described here says so itself.
bool belongs(const Json& list, const std::string& version) {
  return list.is_array() && std::ranges::all_of(list, [&](const Json& one) { return profile::text_member(one, "inScheme") == version; });
}

std::string said(const Json& statement, const char* outer, const char* name) {
  const auto found = statement.find(outer);
  const std::string* text = found != statement.end() && found->is_object() ? base::string_member(*found, name) : nullptr;
  return text ? *text : std::string("nothing");
}

}  // namespace

base::Result<Profile> Profile::read(std::string_view json) {
  const auto document = base::parse_json(json);
  if (!document) return base::fail(document.error());
  if (profile::text_member(*document, "type") != "Profile" || profile::text_member(*document, "conformsTo") != kConformsTo)
    return no_profile("type must be Profile and conformsTo " + std::string(kConformsTo));
  auto compiled = std::make_shared<Compiled>();
  compiled->id = profile::text_member(*document, "id");
  compiled->version_id = first_version(*document);
  if (compiled->id.empty() || compiled->version_id.empty()) return no_profile("id or versions are missing");
  for (const char* part : {"concepts", "templates", "patterns"})
    if (!document->contains(part) || !belongs((*document)[part], compiled->version_id)) return no_profile(std::string(part) + " must be a list of things in this version");
  for (const Json& one : (*document)["templates"]) {
    auto read = profile::read_template(one);
    if (!read) return base::fail(read.error());
    compiled->template_ids.push_back(read->id);
    compiled->templates.push_back(std::move(*read));
  }
  if (std::set<std::string>(compiled->template_ids.begin(), compiled->template_ids.end()).size() != compiled->template_ids.size())
    return no_profile("a template is there twice");
  auto patterns = profile::compile_patterns((*document)["patterns"], compiled->template_ids);
  if (!patterns) return base::fail(patterns.error());
  compiled->patterns = std::move(*patterns);
  return Profile(std::move(compiled));
}

const std::string& Profile::id() const { return compiled_->id; }
const std::string& Profile::version_id() const { return compiled_->version_id; }
const std::vector<std::string>& Profile::template_ids() const { return compiled_->template_ids; }

TemplateMatch Profile::match(const Json& given) const {
  const Json statement = profile::with_activity_lists(given);
  TemplateMatch out;
  std::string several;
  for (std::size_t i = 0; i < compiled_->templates.size(); ++i) {
    const profile::StatementTemplate& one = compiled_->templates[i];
    if (!profile::determines(one, statement)) continue;
    if (const auto broken = profile::broken_rule(one, statement)) {
      if (!out.problem.empty()) continue;
      out.path = broken->rule->location_text;
      out.problem = broken->what + " (template " + one.id + ")";
      continue;
    }
    if (!several.empty()) several += ", ";
    several += one.id;
    if (out.index) {
      out = {std::nullopt, {}, "matches several templates: " + several};
      return out;
    }
    out.index = i;
  }
  if (out.index) {
    out.path.clear();
    out.problem.clear();
  } else if (out.problem.empty()) {
    out.problem = "no template describes the verb " + said(statement, "verb", "id") + " with such an object and context (" + said(statement, "object", "id") + ")";
  }
  return out;
}

PatternMatch Profile::order(std::span<const std::size_t> templates) const {
  const profile::Automaton::Way way = compiled_->patterns.follow(templates);
  if (way.taken == templates.size()) return {way.ended ? PatternMatch::Fit::whole : PatternMatch::Fit::fragment, 0};
  // A piece from the middle begins with what begins no pattern.
  const profile::Automaton::Way piece = compiled_->patterns.follow_from_anywhere(templates);
  if (piece.taken == templates.size()) return {PatternMatch::Fit::fragment, 0};
  return {PatternMatch::Fit::broken, way.taken > 0 ? way.taken : piece.taken};
}

}  // namespace preceptor::xapi
