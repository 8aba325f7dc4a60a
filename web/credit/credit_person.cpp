#include <algorithm>

#include "web/credit/credit_impl.hpp"

namespace preceptor::web {
namespace {

// Which fields differ, by name; never what they hold.
std::vector<std::string> changed_fields(const credit::Profile& before, const credit::Profile& after) {
  std::vector<std::string> fields;
  const auto look = [&](const char* name, const auto& a, const auto& b) {
    if (!(a == b)) fields.emplace_back(name);
  };
  look("given_name", before.given_name, after.given_name);
  look("family_name", before.family_name, after.family_name);
  look("birth_day", before.birth_day, after.birth_day);
  look("npi", before.npi, after.npi);
  look("licences", before.licences, after.licences);
  look("boards", before.boards, after.boards);
  look("nabp_id", before.nabp_id, after.nabp_id);
  look("nccpa_id", before.nccpa_id, after.nccpa_id);
  return fields;
}

bool given(const std::optional<credit::Permission>& permission) { return permission && !permission->withdrawn_at; }

// Whether the newest permission event of that type and the vault agree already: a retry after half an act appends what is missing, and nothing twice.
template <class T>
const record::Event* newest(const CreditStream& stream) {
  for (auto event = stream.events.rbegin(); event != stream.events.rend(); ++event)
    if (record::type_name(event->payload) == T::kType) return &*event;
  return nullptr;
}

bool is_permitted(const CreditStream& stream, const credit::Permission& permission) {
  const auto* yes = newest<credit::PermissionGiven>(stream);
  const auto* no = newest<credit::PermissionWithdrawn>(stream);
  if (!yes || (no && no->seq > yes->seq)) return false;
  const auto told = credit::payload_from_json<credit::PermissionGiven>(std::get<record::Other>(yes->payload).json);
  return told && told->kind == permission.kind && told->wording == permission.wording;
}

// `given` again matters only to whoever took it back.
base::Status add_permission_row(ports::ProjectionStore& rows, bool given, const record::Event& event, ports::UnitOfWork& work) {
  const auto before = rows.load_projection(kCreditSite, kPermissionKind, event.person.str());
  if (!before) return base::fail(before.error());
  if (given && !*before) return {};
  ports::Projection next;
  next.kind = kPermissionKind;
  next.id = event.person.str();
  next.person = event.person;
  next.state = given ? "given" : "withdrawn";
  next.version = *before ? (*before)->version + 1 : 1;
  next.updated_at = event.at;
  work.projections.push_back(std::move(next));
  return {};
}

}  // namespace

const std::vector<credit::GrantState>& reported_states() {
  using credit::GrantState;
  static const std::vector<GrantState> states = {GrantState::exported, GrantState::sent, GrantState::pending, GrantState::accepted, GrantState::correcting};
  return states;
}

base::Result<std::string> CreditBook::profession(const base::PersonId& person) {
  const auto stream = impl_->stream("person", credit::person_stream(person));
  if (!stream) return base::fail(stream.error());
  const auto* event = newest<credit::ProfessionTold>(*stream);
  if (!event) return std::string();
  auto told = credit::payload_from_json<credit::ProfessionTold>(std::get<record::Other>(event->payload).json);
  if (!told) return base::fail(told.error());
  return std::move(told->profession);
}

base::Status CreditBook::tell_profession(const base::PersonId& person, const std::string& profession) {
  if (std::ranges::find(credit::professions(), profession) == credit::professions().end())
    return base::fail(base::Code::command_arguments, "not a profession's code");
  return impl_->append("person", credit::person_stream(person), person, [&](const CreditStream& stream) -> std::optional<record::Other> {
    const auto* event = newest<credit::ProfessionTold>(stream);
    const auto now = credit::payload_of(credit::ProfessionTold{profession});
    if (event && std::get<record::Other>(event->payload) == now) return std::nullopt;
    return now;
  });
}

// After the vault and the record, whatever became of the second: the profile may be another already.
base::Status CreditBook::save_profile(const ports::Person& person, const credit::Profile& profile, const ports::VaultActor& actor) {
  auto kept = keep_profile(person, profile, actor);
  impl_->tell(person.id, actor.who);
  return kept;
}

base::Status CreditBook::keep_profile(const ports::Person& person, const credit::Profile& profile, const ports::VaultActor& actor) {
  const auto before = impl_->deps.vault.load_profile(person.id, actor);
  if (!before) return base::fail(before.error());
  const auto fields = changed_fields(before->value_or(credit::Profile{}), profile);
  credit::Profile kept = profile;
  kept.changed_at = impl_->deps.clock.now();
  if (auto saved = impl_->deps.vault.save_profile(person.platform, person.id, kept, actor); !saved) return saved;
  const auto id = credit::person_stream(person.id);
  if (!fields.empty()) {
    const auto told = [&](const CreditStream&) { return std::optional(credit::payload_of(credit::ProfileSaved{fields, actor.who})); };
    if (auto done = impl_->append("person", id, person.id, told); !done) return done;
  }
  if (!given(kept.permission)) return {};
  return impl_->append("person", id, person.id, [&](const CreditStream& stream) -> std::optional<record::Other> {
    if (is_permitted(stream, *kept.permission)) return std::nullopt;
    return credit::payload_of(credit::PermissionGiven{kept.permission->kind, kept.permission->wording});
  }, [&](const record::Event& event, ports::UnitOfWork& work) { return add_permission_row(impl_->deps.projections, true, event, work); });
}

base::Status CreditBook::note_identifiers_asked(const base::PersonId& person, const credit::IdentifiersAsked& asked) {
  return impl_->append("person", credit::person_stream(person), person, [&](const CreditStream& stream) -> std::optional<record::Other> {
    for (const auto& event : stream.events) {
      if (record::type_name(event.payload) != credit::IdentifiersAsked::kType) continue;
      const auto before = credit::payload_from_json<credit::IdentifiersAsked>(std::get<record::Other>(event.payload).json);
      if (before && before->ccid == asked.ccid) return std::nullopt;
    }
    return credit::payload_of(asked);
  });
}

base::Status CreditBook::withdraw_permission(const ports::Person& person) {
  auto taken = take_permission_back(person);
  impl_->tell(person.id, "learner");
  return taken;
}

base::Status CreditBook::take_permission_back(const ports::Person& person) {
  const ports::VaultActor actor{"learner", "permission withdrawn"};
  auto profile = impl_->deps.vault.load_profile(person.id, actor);
  if (!profile) return base::fail(profile.error());
  std::string kind = credit::Permission{}.kind;
  if (*profile && (*profile)->permission) kind = (*profile)->permission->kind;
  if (*profile && given((*profile)->permission)) {
    (*profile)->permission->withdrawn_at = (*profile)->changed_at = impl_->deps.clock.now();
    if (auto saved = impl_->deps.vault.save_profile(person.platform, person.id, **profile, actor); !saved) return saved;
  }
  return impl_->append("person", credit::person_stream(person.id), person.id, [&](const CreditStream& stream) -> std::optional<record::Other> {
    const auto* yes = newest<credit::PermissionGiven>(stream);
    const auto* no = newest<credit::PermissionWithdrawn>(stream);
    if (!yes || (no && no->seq > yes->seq)) return std::nullopt;   // nothing stands that could be withdrawn
    return credit::payload_of(credit::PermissionWithdrawn{kind});
  }, [&](const record::Event& event, ports::UnitOfWork& work) { return add_permission_row(impl_->deps.projections, false, event, work); });
}

base::Result<std::vector<credit::Enabled>> CreditBook::enabled() {
  const auto stream = impl_->stream("site", credit::rules_stream());
  if (!stream) return base::fail(stream.error());
  std::vector<credit::Enabled> on;
  for (const auto& event : stream->events) {
    const auto* payload = std::get_if<record::Other>(&event.payload);
    if (!payload || payload->type != credit::RuleEnabled::kType) continue;
    const auto told = credit::payload_from_json<credit::RuleEnabled>(payload->json);
    if (!told) return base::fail(told.error());
    std::erase_if(on, [&](const credit::Enabled& one) { return one.what == told->what; });
    if (told->on) on.push_back({told->what, told->by_name, base::PersonId(told->by), event.at});
  }
  return on;
}

base::Status CreditBook::enable(const std::string& what, bool on, const base::PersonId& by, const std::string& by_name) {
  if (on && by_name.empty()) return base::fail(base::Code::command_arguments, "who stands for the rule is named");
  return impl_->append("site", credit::rules_stream(), by, [&](const CreditStream& stream) -> std::optional<record::Other> {
    bool is_on = false;
    for (const auto& event : stream.events) {
      const auto& payload = std::get<record::Other>(event.payload);
      const auto told = credit::payload_from_json<credit::RuleEnabled>(payload.json);
      if (told && told->what == what) is_on = told->on;
    }
    if (is_on == on) return std::nullopt;
    return credit::payload_of(credit::RuleEnabled{what, on, by_name, by.str()});
  });
}

}  // namespace preceptor::web
