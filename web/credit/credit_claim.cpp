#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "web/credit/credit_impl.hpp"
#include "xapi/credit_statement.hpp"

namespace preceptor::web {
namespace {

constexpr std::size_t kCodeBytes = 10;   // 80 bits: not to be found by trying
using Claimed = ClaimResult::Outcome;

}  // namespace

std::string code_of_certificate() { return base::base32_encode(base::random_bytes(kCodeBytes)); }

base::Result<ClaimResult> CreditBook::Impl::claimed_before(const std::string& ccid) {
  auto grant = deps.grants.load_grant(ccid);
  if (!grant) return base::fail(grant.error());
  if (!*grant) return base::fail(base::Code::store_failed, "the grant of an earlier claim is not there");
  return ClaimResult{Claimed::done, std::move(**grant), std::nullopt};
}

base::Result<ClaimResult> CreditBook::Impl::try_claim(const ports::Person& person, const std::string& activity_id, const credit::ClaimAsked& asked,
                                                      const std::string& attestation, std::int64_t seen, const std::string& key) {
  const base::AttemptId owner(credit::ledger_stream(person.id, activity_id));
  if (!key.empty()) {
    const auto before = deps.records.find_idempotent(kCreditSite, owner, key);
    if (!before) return base::fail(before.error());
    if (*before) return claimed_before(**before);
  }
  auto year = year_row(person.id, asked.boards);   // before the grants are read: one that comes in between is a conflict
  if (!year) return base::fail(year.error());
  auto account = stream("person", owner.str());
  if (!account) return base::fail(account.error());
  const auto facts = told(*account, person.id, activity_id);
  if (!facts) return base::fail(facts.error());
  if (account->events.empty()) return ClaimResult{Claimed::absent, std::nullopt, std::nullopt};
  if (account->last_seq() != seen) return ClaimResult{Claimed::conflict, std::nullopt, std::nullopt};
  const auto ledger = credit::fold_ledger(account->events, facts->facts);
  if (!ledger) return base::fail(ledger.error());
  const auto now = deps.clock.now();
  auto answer = credit::claim(*ledger, facts->facts, asked, person.platform, person.id, deps.provider_domain, code_of_certificate(), attestation, now);
  if (answer.refused) return ClaimResult{Claimed::refused, std::nullopt, std::move(answer.refused)};

  const credit::Grant grant = answer.made->granted.grant;
  const auto version_of_grant = version(grant.activity);
  if (!version_of_grant) return base::fail(version_of_grant.error());
  ports::UnitOfWork work;
  for (auto& payload : {credit::payload_of(answer.made->claimed), credit::payload_of(answer.made->granted)}) {
    const record::Event& event = account->append(payload, person.id, now);
    auto statements = statement(event, person, version_of_grant->activity.get());
    if (!statements) return base::fail(statements.error());
    work.events.push_back({event, std::move(*statements)});
  }
  work.grants.push_back(grant);
  if (*year) work.projections.push_back(std::move(**year));
  if (auto added = add_ledger_row(*account, person.id, activity_id, work); !added) return base::fail(added.error());
  if (!key.empty()) work.idempotency = ports::IdempotencyKey{kCreditSite, owner, key, grant.ccid};
  if (auto done = deps.records.commit(work); !done) return base::fail(done.error());
  return ClaimResult{Claimed::done, grant, std::nullopt};
}

base::Result<std::optional<ports::Projection>> CreditBook::Impl::year_row(const base::PersonId& person, const std::vector<std::string>& boards) {
  const bool capped = std::ranges::any_of(boards, [&](const std::string& code) {
    const credit::Board* board = deps.rules.board(code);
    return board && board->year_cap;
  });
  if (!capped) return std::optional<ports::Projection>();
  const auto before = deps.projections.load_projection(kCreditSite, kYearKind, person.str());
  if (!before) return base::fail(before.error());
  ports::Projection next;
  next.kind = kYearKind;
  next.id = person.str();
  next.person = person;
  next.version = *before ? (*before)->version + 1 : 1;
  next.updated_at = deps.clock.now();
  return std::optional(std::move(next));
}

base::Result<std::vector<record::Rendering>> CreditBook::Impl::statement(const record::Event& event, const ports::Person& person,
                                                                         const credit::Activity* activity) {
  const std::string home_page = deps.actor_home_page ? deps.actor_home_page(person.platform) : std::string();
  // Who was erased, or has no account to name, gets no statements.
  if (home_page.empty() || person.subject.empty() || !activity) return std::vector<record::Rendering>();
  const xapi::CreditContext context{deps.activity_base, home_page, person.subject, activity->title, activity->language, &deps.rules};
  auto made = xapi::render_credit(event, context);
  if (!made) return made;
  if (auto signed_too = xapi::sign_renderings(*made, deps.sign); !signed_too) return base::fail(signed_too.error());
  return made;
}

}  // namespace preceptor::web
