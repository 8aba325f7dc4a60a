#include "lti/deep_linking.hpp"

#include <algorithm>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "core/base/url.hpp"

namespace preceptor::lti {
namespace {

using base::Json;

constexpr std::string_view kDeepLinking = "https://purl.imsglobal.org/spec/lti-dl/claim/";
// Moodle allows an `iat` no leeway at all, Canvas 5 minutes of age (moodle.md 5.2, canvas.md 6).
constexpr std::chrono::seconds kBackdated{30};
constexpr std::chrono::seconds kLife{300};
constexpr std::size_t kMaxTitle = 250;    // Moodle keeps 255 characters
constexpr std::size_t kMaxText = 1000;

bool has(const std::vector<std::string>& all, std::string_view one) { return std::find(all.begin(), all.end(), one) != all.end(); }

// One line of plain text.
std::string line(std::string_view text, std::size_t bytes) {
  std::string out(base::utf8_prefix(text, bytes));
  std::replace_if(out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return out;
}

Json line_item(const LinkChoice& choice, const std::string& url, const LmsProfile& profile) {
  const bool score = choice.grading == Grading::score && choice.max_score > 0;
  Json item = {{"scoreMaximum", score ? choice.max_score : 1}, {"label", line(choice.title, kMaxTitle)}, {"resourceId", choice.unit_id}, {"tag", "unit"}};
  if (profile.reviews_by_message())
    item["submissionReview"] = {{"reviewableStatus", {"Completed"}}, {"url", url}, {"custom", {{"unit", choice.unit_id}}}};
  return item;
}

// Where the platform shows the link, of what it accepts.
void add_target(Json& item, const DeepLinkingSettings& settings) {
  if (has(settings.accept_targets, "iframe"))
    item["iframe"] = {{"width", 800}, {"height", 700}};
  else if (has(settings.accept_targets, "window"))
    item["window"] = {{"targetName", "_blank"}};
}

}  // namespace

std::string_view name(Grading grading) {
  switch (grading) {
    case Grading::score: return "score";
    case Grading::none: return "none";
    case Grading::completion: break;
  }
  return "completion";
}

Grading grading_of(std::string_view name) {
  if (name == "score") return Grading::score;
  return name == "none" ? Grading::none : Grading::completion;
}

bool accepts_links(const DeepLinkingSettings& settings) { return has(settings.accept_types, "ltiResourceLink"); }

std::string link_url(const ToolUrls& urls, std::string_view unit_id) { return base::add_query(urls.launch_url(), "unit", unit_id); }

NamedContent content_of(const Launch& launch) {
  constexpr std::string_view kinds[] = {"unit", "survey", "rca", "ask"};
  for (const std::string_view kind : kinds) {
    const auto custom = launch.custom.find(std::string(kind));
    if (custom != launch.custom.end() && !custom->second.empty()) return {std::string(kind), custom->second};
  }
  const auto target = base::parse_url(launch.target_link_uri);
  const auto query = target ? base::parse_form(target->query) : base::Result<base::Fields>(base::Fields{});
  if (!query) return {};
  for (const std::string_view kind : kinds) {
    const std::string* id = base::field(*query, kind);
    if (id != nullptr && !id->empty()) return {std::string(kind), *id};
  }
  return {};
}

std::string unit_of(const Launch& launch) {
  NamedContent named = content_of(launch);
  return named.kind == "unit" ? std::move(named.id) : std::string();
}

Json content_item(const LinkChoice& choice, const DeepLinkingSettings& settings, const ToolUrls& urls, const LmsProfile& profile) {
  const std::string url = base::add_query(urls.launch_url(), choice.kind, choice.unit_id);
  Json item = {{"type", "ltiResourceLink"}, {"url", url}, {"title", line(choice.title, kMaxTitle)}};
  if (!choice.text.empty()) item["text"] = line(choice.text, kMaxText);
  item["custom"] = {{choice.kind, choice.unit_id}, {"grade", std::string(name(choice.grading))}};
  if (!choice.language.empty()) item["custom"]["language"] = choice.language;
  // Absent is not false: neither Moodle nor Canvas says it, and both make the item.
  if (choice.grading != Grading::none && settings.accept_lineitem.value_or(true)) item["lineItem"] = line_item(choice, url, profile);
  add_target(item, settings);
  profile.shape_item(item);
  return item;
}

Json case_item(const CaseChoice& choice, const DeepLinkingSettings& settings, const ToolUrls& urls, const LmsProfile& profile) {
  Json item = {{"type", "ltiResourceLink"}, {"url", base::add_query(urls.launch_url(), "rca", choice.case_id)}, {"title", line(choice.title, kMaxTitle)}};
  if (!choice.text.empty()) item["text"] = line(choice.text, kMaxText);
  item["custom"] = {{"rca", choice.case_id}};
  add_target(item, settings);
  profile.shape_item(item);
  return item;
}

std::string linking_claims(const LinkingAnswer& answer, base::Instant now, std::string_view nonce) {
  const auto issued = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()) - kBackdated;
  const std::string& client = answer.registration.client_id;
  Json claims = {{"iss", client}, {"aud", answer.registration.issuer}, {"azp", client}, {"iat", issued.count()}, {"exp", (issued + kBackdated + kLife).count()},
                 {"nonce", std::string(nonce)}};
  const std::string core(kClaim), deep(kDeepLinking);
  claims[core + "message_type"] = "LtiDeepLinkingResponse";
  claims[core + "version"] = "1.3.0";
  claims[core + "deployment_id"] = std::string(answer.deployment_id);
  claims[deep + "content_items"] = answer.items;
  if (answer.settings.data) claims[deep + "data"] = *answer.settings.data;
  if (!answer.message.empty()) claims[deep + "msg"] = answer.message;
  return base::canonical_json(claims);
}

}  // namespace preceptor::lti
