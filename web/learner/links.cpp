#include "web/learner/links.hpp"

#include "core/base/encoding.hpp"
#include "lti/deep_linking.hpp"

namespace preceptor::web {
namespace {

constexpr std::size_t kMaxKept = 4096;                   // links; beyond it we begin anew rather than grow
constexpr base::Milliseconds kKeptFor{1500};             // another node may have written meanwhile
constexpr std::size_t kLongestTitle = 200;

std::string custom(const lti::Launch& launch, const char* name) {
  const auto found = launch.custom.find(name);
  return found == launch.custom.end() ? std::string() : found->second;
}

}  // namespace

ports::LinkFacts link_facts(const lti::VerifiedLaunch& verified) {
  const auto& launch = verified.launch;
  ports::LinkFacts facts;
  facts.registration = verified.registration.id;
  facts.deployment_id = launch.deployment_id;
  facts.resource_link_id = launch.resource_link.id;
  facts.unit_id = lti::unit_of(launch);
  facts.link_title = base::utf8_prefix(launch.resource_link.title, kLongestTitle);
  if (launch.context) {
    facts.context_id = launch.context->id;
    facts.context_title = base::utf8_prefix(launch.context->title.empty() ? launch.context->label : launch.context->title, kLongestTitle);
  }
  if (launch.grades) {
    facts.lineitem = launch.grades->lineitem;
    facts.lineitems = launch.grades->lineitems;
    facts.scopes = launch.grades->scopes;
  }
  if (launch.roster) facts.memberships = launch.roster->memberships_url;
  if (const std::string grade = custom(launch, "grade"); grade == "score" || grade == "none") facts.grade = grade;
  return facts;
}

base::Result<std::optional<ports::LinkFacts>> Links::news(const lti::VerifiedLaunch& launch) {
  auto told = link_facts(launch);
  const auto stored = of(key_of(told));
  if (!stored) return base::fail(stored.error());
  if (*stored && **stored == told) return std::optional<ports::LinkFacts>();
  return std::optional(std::move(told));
}

void Links::keep(const std::optional<ports::LinkFacts>& written) {
  if (!written) return;
  const std::lock_guard lock(mutex_);
  if (kept_.size() >= kMaxKept) kept_.clear();
  kept_[place(key_of(*written))] = {*written, clock_.now()};
}

base::Result<std::optional<ports::LinkFacts>> Links::of(const ports::LinkKey& link) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(place(link));
    if (found != kept_.end() && clock_.now() - found->second.read_at < kKeptFor && clock_.now() >= found->second.read_at)
      return std::optional(found->second.facts);
  }
  auto stored = store_.load_link(link);
  if (stored) keep(*stored);
  return stored;
}

}  // namespace preceptor::web
