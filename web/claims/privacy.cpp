// What is kept of a learner and why, all of it to take along, and taking a permission back.
#include "core/base/json.hpp"
#include "web/ask/question_book.hpp"
#include "web/claims/impl.hpp"
#include "web/format.hpp"
#include "web/survey/person_question.hpp"

namespace preceptor::web {
namespace {

constexpr int kAttemptsKept = 10'000, kLooksShown = 1000, kRowsShown = 10'000;

base::Json parsed(const std::string& text) {
  auto json = base::parse_json(text, {.max_bytes = 16 << 20});
  return json ? std::move(*json) : base::Json(text);
}

base::Json looks_json(const std::vector<ports::VaultAccess>& looks) {
  base::Json all = base::Json::array();
  for (const auto& look : looks)
    all.push_back({{"at", base::format_rfc3339(look.at)},
                   {"who", look.actor.who == "learner" ? "you" : look.actor.who},
                   {"why", look.actor.why},
                   {"changed", look.changed}});
  return all;
}

}  // namespace

// Gathers everything of one person as JSON. Only what a store says now: nothing is cached.
class KeptOfMe {
 public:
  KeptOfMe(ClaimDeps& deps, Prefill& prefill, const ports::Person& person) : deps_(deps), prefill_(prefill), person_(person) {}
  base::Result<base::Json> gather();

 private:
  base::Status account();
  base::Status attempts();
  base::Status told();
  base::Status credit_record();
  base::Status identifiers();
  base::Result<base::Json> stream(const base::RegistrationId& registration, const std::string& id);

  ClaimDeps& deps_;
  Prefill& prefill_;
  const ports::Person& person_;
  base::Json all_ = base::Json::object();
};

base::Result<base::Json> KeptOfMe::stream(const base::RegistrationId& registration, const std::string& id) {
  const auto events = deps_.records.load_events(registration, id);
  if (!events) return base::fail(events.error());
  base::Json list = base::Json::array();
  for (const auto& event : *events) list.push_back(parsed(record::canonical_json(event)));
  const auto texts = deps_.records.load_texts(registration, id);
  if (!texts) return base::fail(texts.error());
  for (const auto& text : *texts) list.push_back({{"text_of", text.field}, {"seq", text.seq}, {"text", text.text}});
  return list;
}

base::Status KeptOfMe::account() {
  all_["made_at"] = base::format_rfc3339(deps_.clock.now());
  all_["account"] = {{"platform", person_.platform.str()}, {"subject", person_.subject}, {"person", person_.id.str()}};
  return {};
}

base::Status KeptOfMe::attempts() {
  const auto rows = deps_.records.attempts_of_person(person_.id, kAttemptsKept);
  if (!rows) return base::fail(rows.error());
  base::Json list = base::Json::array();
  for (const auto& row : *rows) {
    auto events = stream(row.registration, row.id.str());
    if (!events) return base::fail(events.error());
    list.push_back({{"unit", row.unit_id},
                    {"state", row.state},
                    {"opened_at", base::format_rfc3339(row.opened_at)},
                    {"launch", parsed(row.launch_json)},
                    {"record", std::move(*events)}});
  }
  all_["units"] = std::move(list);
  return {};
}

base::Status KeptOfMe::told() {
  base::Json list = base::Json::array();
  for (const char* kind : {kCareerStage, kPreferredFormat, kQuestionKind}) {
    const auto rows = deps_.projections.projections_of_person(kind, person_.id, kRowsShown);
    if (!rows) return base::fail(rows.error());
    for (const auto& row : *rows) {
      base::Json one = {{"kind", row.kind}, {"state", row.state}, {"at", base::format_rfc3339(row.updated_at)}, {"row", parsed(row.body)}};
      if (row.kind == kQuestionKind) {
        auto events = stream(row.registration, row.id);
        if (!events) return base::fail(events.error());
        one["record"] = std::move(*events);
      }
      list.push_back(std::move(one));
    }
  }
  all_["told"] = std::move(list);
  return {};
}

base::Status KeptOfMe::credit_record() {
  const base::RegistrationId none{ports::kNoRegistration};
  auto own = stream(none, credit::person_stream(person_.id));
  if (!own) return base::fail(own.error());
  const auto ledgers = deps_.book.ledgers(person_.id);
  if (!ledgers) return base::fail(ledgers.error());
  base::Json list = base::Json::array(), reports = base::Json::array();
  for (const auto& ledger : *ledgers) {
    auto events = stream(none, credit::ledger_stream(person_.id, ledger.activity_id));
    if (!events) return base::fail(events.error());
    list.push_back({{"activity", ledger.activity_id}, {"record", std::move(*events)}});
    for (const auto& grant : ledger.grants) {
      auto said = stream(none, credit::validation_stream(grant.ccid));
      if (!said) return base::fail(said.error());
      if (!said->empty()) reports.push_back({{"report", grant.ccid}, {"record", std::move(*said)}});
    }
  }
  all_["credit"] = {{"person", std::move(*own)}, {"activities", std::move(list)}, {"reports", std::move(reports)}};
  return {};
}

base::Status KeptOfMe::identifiers() {
  const auto profile = deps_.vault.load_profile(person_.id, {"learner", "download"});
  if (!profile) return base::fail(profile.error());
  if (*profile) all_["profile"] = parsed(credit::to_json(**profile));
  const auto told = prefill_.identity(person_.id);
  if (!told) return base::fail(told.error());
  if (*told)
    all_["launch"] = {{"given_name", (*told)->given_name},
                      {"family_name", (*told)->family_name},
                      {"name", (*told)->full_name},
                      {"fields", (*told)->fields}};
  const auto looks = deps_.vault.access_log(person_.id, kLooksShown);
  if (!looks) return base::fail(looks.error());
  all_["looks"] = looks_json(*looks);
  return {};
}

base::Result<base::Json> KeptOfMe::gather() {
  for (const auto part : {&KeptOfMe::account, &KeptOfMe::attempts, &KeptOfMe::told, &KeptOfMe::credit_record, &KeptOfMe::identifiers})
    if (auto done = (this->*part)(); !done) return base::fail(done.error());
  return all_;
}

base::Result<ports::HttpResponse> ClaimPages::Impl::privacy(const ClaimGuest& guest) {
  const auto& words = *guest.words;
  const auto profile = deps.vault.load_profile(guest.person.id, {"learner", "privacy page"});
  if (!profile) return base::fail(profile.error());
  const auto looks = deps.vault.access_log(guest.person.id, 20);
  if (!looks) return base::fail(looks.error());
  const auto* permission = *profile && (*profile)->permission ? &*(*profile)->permission : nullptr;
  View view;
  view.flag("has_profile", profile->has_value()).flag("permitted", permission && !permission->withdrawn_at);
  view.text_if("given", permission ? words.text("privacy.given", {{"date", format_date(permission->at, words)}}) : "");
  view.text_if("withdrawn",
               permission && permission->withdrawn_at
                   ? words.text("privacy.withdrawn", {{"date", format_date(*permission->withdrawn_at, words)}})
                   : "");
  ports::GrantFilter reported;
  reported.person = guest.person.id;
  reported.states = reported_states();
  const auto gone = deps.grants.count_grants(reported);
  if (!gone) return base::fail(gone.error());
  view.text_if("reported", *gone > 0 ? words.count("privacy.reported", static_cast<long>(*gone)) : "");
  std::vector<View> shown;
  for (const auto& look : *looks) {
    shown.emplace_back();
    const std::string who = look.actor.who == "learner"            ? "you"
                            : look.actor.who.starts_with("export") ? "export"
                            : look.actor.who == "upkeep"           ? "upkeep"
                                                                   : "staff";
    shown.back()
        .text("day", format_date(look.at, words))
        .text("who", words.text("privacy.who." + who))
        .text("what", words.text(look.changed ? "privacy.changed" : "privacy.looked"));
  }
  view.flag("has_looks", !shown.empty()).list("looks", std::move(shown)).text("key", fresh_key());
  view.text("action", path(guest, "privacy"))
      .text("mine_url", path(guest, "mine.json"))
      .text("profile_url", path(guest, "profile"))
      .text("credits_url", path(guest, {}));
  return page(guest, "privacy", view, words.text("privacy.title"));
}

base::Result<ports::HttpResponse> ClaimPages::Impl::withdraw(const ClaimGuest& guest) {
  auto done = deps.book.withdraw_permission(guest.person);
  if (!done && done.error().code != base::Code::store_conflict) return base::fail(done.error());
  return see_other(path(guest, "privacy"));
}

base::Result<ports::HttpResponse> ClaimPages::Impl::everything(const ClaimGuest& guest) {
  auto all = KeptOfMe(deps, prefill, guest.person).gather();
  if (!all) return base::fail(all.error());
  auto response = bare(200);
  response.headers.emplace_back("Content-Type", "application/json");
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"kept-of-me.json\"");
  response.body = all->dump(2, ' ', false, base::Json::error_handler_t::replace) + "\n";
  return response;
}

}  // namespace preceptor::web
