// What a launch tells of credit: that a board accepted, or what to look at where it did not. Each once. And how the launch names the person.
#include "core/base/json.hpp"
#include "web/claims/impl.hpp"

namespace preceptor::web {
namespace {

using credit::GrantState;

// Projection: id and person are the person's; body {"<ccid>": "<state told last>"}.
constexpr const char* kGrantsTold = "grants_told";
constexpr int kGrantsLooked = 1000, kSentencesMost = 3;

bool is_news(GrantState state) { return state == GrantState::accepted || state == GrantState::rejected || state == GrantState::withdrawn; }

}  // namespace

base::Status ClaimPages::Impl::note_identity(const lti::VerifiedLaunch& launch, const ports::Person& person, ports::UnitOfWork& work) {
  const auto told = prefill.told_by(launch);
  if (!told) return base::fail(told.error());
  auto row = prefill.news(person.id, *told, deps.clock.now());
  if (!row) return base::fail(row.error());
  if (*row) work.projections.push_back(std::move(**row));
  return {};
}

base::Status ClaimPages::note_identity(const lti::VerifiedLaunch& launch, const ports::Person& person, ports::UnitOfWork& work) {
  const auto activities = impl_->deps.book.activities();
  if (!activities) return base::fail(activities.error());
  return activities->empty() ? base::Status() : impl_->note_identity(launch, person, work);   // a site without credit keeps no names
}

base::Result<ClaimPages::News> ClaimPages::news(const lti::VerifiedLaunch& launch, const ports::Person& person,
                                                const Messages& words, ports::UnitOfWork& work) {
  News news;
  const auto activities = impl_->deps.book.activities();
  if (!activities) return base::fail(activities.error());
  if (activities->empty()) return news;   // a site without credit keeps no names
  if (auto noted = impl_->note_identity(launch, person, work); !noted) return base::fail(noted.error());
  const auto grants = impl_->deps.grants.list_grants({.person = person.id}, {}, kGrantsLooked);
  if (!grants) return base::fail(grants.error());
  if (grants->empty()) return news;
  const base::RegistrationId none{ports::kNoRegistration};
  const auto before = impl_->deps.projections.load_projection(none, kGrantsTold, person.id.str());
  if (!before) return base::fail(before.error());
  auto read = base::parse_json(*before ? (*before)->body : std::string("{}"));
  base::Json told = read && read->is_object() ? std::move(*read) : base::Json::object();
  const base::Json was = told;
  for (const auto& grant : *grants) {
    const std::string state(credit::name(grant.state));
    if (!is_news(grant.state) || (told.contains(grant.ccid) && told[grant.ccid] == state) || news.sentences.size() >= kSentencesMost) continue;
    told[grant.ccid] = state;
    news.sentences.push_back(impl_->amount_text(grant, words) + ", " + day_text(grant.date, words) + ": " + impl_->state_text(grant, words));
  }
  if (told == was) return news;
  ports::Projection row;
  row.kind = kGrantsTold;
  row.id = person.id.str();
  row.person = person.id;
  row.version = *before ? (*before)->version + 1 : 1;
  row.updated_at = impl_->deps.clock.now();
  row.body = base::canonical_json(told);
  work.projections.push_back(std::move(row));
  ClaimHandle handle{link_of(launch), person.id, {}, to_json(facts_of(launch)), impl_->deps.clock.now()};
  news.credits_url = impl_->path({handle, seal_claim(impl_->deps.sealer, handle), {}, {}, {}, nullptr}, {});
  return news;
}

}  // namespace preceptor::web
