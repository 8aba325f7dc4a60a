#include "xapi/profile/profile_lines.hpp"

#include <algorithm>
#include <utility>

#include "core/base/json.hpp"
#include "xapi/profile/published.hpp"
#include "xapi/vocabulary.hpp"

namespace preceptor::xapi {
using base::Json;
namespace {

constexpr int kTemplateRule = 120, kPatternRule = 121;
constexpr std::size_t kMostSites = 16;   // one compiled profile each

Finding off_profile(int rule, Severity severity, std::string path, std::string message) { return {rule, severity, std::move(path), std::move(message)}; }

const Json* context_part(const Json& statement, const char* name) {
  const auto context = statement.is_object() ? statement.find("context") : statement.end();
  if (context == statement.end() || !context->is_object()) return nullptr;
  const auto found = context->find(name);
  return found == context->end() ? nullptr : &*found;
}

std::string text_of(const Json& object, const char* name) {
  const std::string* found = base::string_member(object, name);
  return found ? *found : std::string();
}

// The id of the statement that this one voids; empty: it voids none.
std::string voided_by(const Json& statement) {
  const auto verb = statement.find("verb"), object = statement.find("object");
  if (verb == statement.end() || object == statement.end() || !verb->is_object() || !object->is_object()) return {};
  return text_of(*verb, "id") == kVoided.iri ? text_of(*object, "id") : std::string();
}

std::string registration_of(const Json& statement) {
  const Json* registration = context_part(statement, "registration");
  return registration && registration->is_string() ? registration->get<std::string>() : std::string();
}

// Whose profile the statement names; empty: nobody's.
std::string claimed_base(const Json& statement) {
  const Json* activities = context_part(statement, "contextActivities");
  const auto category = activities && activities->is_object() ? activities->find("category") : Json::const_iterator();
  if (!activities || !activities->is_object() || category == activities->end()) return {};
  for (const Json& one : category->is_array() ? *category : Json::array({*category})) {
    const std::string* id = one.is_object() ? base::string_member(one, "id") : nullptr;
    if (std::string base = id ? base_of_profile(*id) : std::string(); !base.empty()) return base;
  }
  return {};
}

}  // namespace

const Profile* ProfileLines::profile_for(const std::string& base) {
  const auto known = profiles_.find(base);
  if (known != profiles_.end()) return known->second ? &*known->second : nullptr;
  if (profiles_.size() >= kMostSites) return nullptr;
  auto read = Profile::read(profile_document(base));
  auto& kept = profiles_[base];
  if (read) kept = std::move(*read);
  return kept ? &*kept : nullptr;
}

std::optional<Finding> ProfileLines::taken(std::int64_t line, const Json& statement, const Profile& profile) {
  const TemplateMatch match = profile.match(statement);
  if (!match) return off_profile(kTemplateRule, Severity::profile, match.path, match.problem);
  const std::string* stamp = base::string_member(statement, "timestamp");
  const auto at = stamp ? base::parse_rfc3339(*stamp) : base::Result<base::Instant>(base::fail(base::Code::json_malformed));
  if (!at) return off_profile(kPatternRule, Severity::profile, "timestamp", "must be a time: the order is told by it");
  registrations_[registration_of(statement)].seen.push_back({*at, *match.index, line, text_of(statement, "id")});
  return std::nullopt;
}

std::optional<Finding> ProfileLines::statement(std::int64_t line, const Json& statement) {
  if (std::string voided = voided_by(statement); !voided.empty()) {
    voided_.insert(std::move(voided));
    return std::nullopt;
  }
  const std::string base = claimed_base(statement);
  const Profile* profile = base.empty() ? nullptr : profile_for(base);
  std::optional<Finding> finding;
  if (base.empty()) {
    finding = off_profile(kTemplateRule, Severity::profile, "context.contextActivities.category",
                          "names no profile of version " + std::string(kProfileVersion) + " (statements made before it had none)");
  } else if (!profile) {
    finding = off_profile(kTemplateRule, Severity::profile, "context.contextActivities.category", "is of one site too many: not checked against its profile");
  } else {
    finding = taken(line, statement, *profile);
  }
  if (finding) registrations_[registration_of(statement)].unclear = true;
  return finding;
}

std::vector<ProfileLines::OrderFinding> ProfileLines::orders() const {
  std::vector<OrderFinding> out;
  const auto compiled = std::ranges::find_if(profiles_, [](const auto& entry) { return entry.second.has_value(); });
  if (compiled == profiles_.end()) return out;
  const Profile& profile = *compiled->second;   // the templates of all sites have the same places
  for (const auto& [id, registration] : registrations_) {
    if (registration.unclear || registration.seen.empty()) continue;   // was told already
    auto seen = registration.seen;
    std::erase_if(seen, [&](const Seen& one) { return voided_.contains(one.id); });
    if (seen.empty()) continue;
    std::ranges::stable_sort(seen, {}, &Seen::at);
    std::vector<std::size_t> templates;
    for (const Seen& one : seen) templates.push_back(one.template_index);
    const PatternMatch match = profile.order(templates);
    const std::string where = "context.registration";
    if (match.fit == PatternMatch::Fit::broken) {
      const Seen& one = seen[match.at];
      const std::string before = match.at == 0 ? "at the beginning" : "after " + profile.template_ids()[seen[match.at - 1].template_index];
      out.push_back({one.line, off_profile(kPatternRule, Severity::profile, where,
                                           id + ": " + profile.template_ids()[one.template_index] + " cannot stand " + before + " in any pattern")});
    } else if (match.fit == PatternMatch::Fit::fragment) {
      out.push_back({seen.front().line, off_profile(kPatternRule, Severity::producer, where, id + ": what went before or came after is not in this file")});
    }
  }
  std::ranges::sort(out, {}, &OrderFinding::line);
  return out;
}

}  // namespace preceptor::xapi
