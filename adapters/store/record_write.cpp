#include <algorithm>
#include <map>

#include "adapters/store/sql_store.hpp"
#include "core/base/digest.hpp"

namespace preceptor::store {
namespace {

using base::Code;
using ports::UnitOfWork;

constexpr auto kKeepIdempotency = std::chrono::hours(48);  // longer than the 12 h a page's handle lives
constexpr auto kKeepDrafts = std::chrono::hours(24 * 30);
constexpr auto kKeepInvitations = std::chrono::hours(24 * 30);  // past their time: a late visitor is told so
constexpr std::string_view kDelivered = "identified";      // the audience that record stores get

// What is hashed and counted before the writer takes over: its time is everybody's time.
struct PreparedEvent {
  std::string body, hash;
  std::vector<std::string> sha256;
  int statements = 0;
};

PreparedEvent prepare(const ports::NewEvent& added) {
  PreparedEvent out;
  out.body = record::canonical_json(added.event);
  for (const auto& rendering : added.renderings) {
    out.sha256.push_back(base::sha256_hex(rendering.body));
    if (rendering.audience == kDelivered) ++out.statements;
  }
  out.hash = record::event_hash(out.body, out.sha256);
  return out;
}

bool insert_event(Connection& c, const ports::NewEvent& added, const PreparedEvent& ready) {
  const record::Event& e = added.event;
  if (c.run("record/insert_event",
            {{"registration", e.registration}, {"stream_id", e.stream_id}, {"seq", e.seq}, {"stream_kind", e.stream_kind},
             {"person", e.person}, {"type", record::type_name(e.payload)}, {"at", e.at}, {"recorded_at", e.recorded_at},
             {"statements", ready.statements}, {"body", ready.body}, {"hash", ready.hash}}) == 0)
    return false;
  int ordinal = 0;
  for (const auto& r : added.renderings) {
    if (c.run("record/insert_rendering",
              {{"registration", e.registration}, {"stream_id", e.stream_id}, {"seq", e.seq}, {"ordinal", ordinal},
               {"statement_id", r.id}, {"template", r.template_name}, {"version", r.version}, {"audience", r.audience},
               {"sha256", ready.sha256[static_cast<std::size_t>(ordinal)]}, {"supersedes", r.supersedes}}) == 0)
      return false;
    c.run("record/insert_rendering_body", {{"registration", e.registration}, {"stream_id", e.stream_id}, {"seq", e.seq},
                                           {"ordinal", ordinal}, {"body", r.body}, {"signature", r.signature}});
    ++ordinal;
  }
  return true;
}

void upsert_attempt(Connection& c, const ports::AttemptRow& a) {
  c.run("record/upsert_attempt",
        {{"registration", a.registration}, {"id", a.id}, {"person", a.person}, {"unit_id", a.unit_id}, {"language", a.language},
         {"content", a.content}, {"context_id", a.context_id}, {"resource_link_id", a.resource_link_id}, {"n", a.n},
         {"state", a.state}, {"opened_at", a.opened_at}, {"last_at", a.last_at}, {"completed_at", a.completed_at},
         {"last_seq", a.last_seq}, {"stated_minutes", a.stated_minutes}, {"asked_closing", a.asked_closing},
         {"launch_json", a.launch_json}, {"active_ms", a.active_ms}, {"deployment_id", a.deployment_id}});
}

// First the keys whose first use wins, then what may meet another writer, then the rest.
base::Status write_keys(Connection& c, const UnitOfWork& work, base::Instant now) {
  for (const auto& use : work.one_use)
    if (c.run("record/insert_one_use",
              {{"kind", use.kind}, {"key", use.key}, {"value", use.value}, {"expires_at", use.expires_at}}) == 0)
      return base::fail(Code::store_already_used, use.kind);
  if (const auto& key = work.idempotency;
      key && c.run("record/insert_idempotency", {{"registration", key->registration}, {"attempt", key->attempt}, {"key", key->key},
                                                 {"place", key->place}, {"kept_at", now}}) == 0)
    return base::fail(Code::store_conflict, "the idempotency key exists");
  for (const auto& person : work.persons) {
    // Without `sub` there is nothing to find the person by again, so there is no mapping to keep.
    if (person.subject.empty()) continue;
    if (c.run("record/insert_person", {{"platform", person.platform}, {"subject", person.subject}, {"id", person.id}}) == 0)
      return base::fail(Code::store_conflict, "the person exists");
  }
  return {};
}

// A statement of the person; one that voids another names nobody.
bool names_person(const ports::NewEvent& added) {
  return std::ranges::any_of(added.renderings, [](const record::Rendering& one) { return one.template_name != record::kVoidingTemplate; });
}

// A page that was open when its learner was erased, or a statement that was being made once more. What staff and receivers still do to grants under the
// random id goes on.
base::Status refuse_erased(Connection& c, const UnitOfWork& work) {
  // Mostly all of a unit of work is of one person, who is asked for once; and whoever is made by it cannot have been erased.
  std::map<base::PersonId, bool> known;
  for (const auto& made : work.persons) known.emplace(made.id, false);
  const auto refused = [&](const base::PersonId& person) {
    if (person.empty()) return false;
    const auto [one, is_new] = known.try_emplace(person, false);
    if (is_new) one->second = person_is_erased(c, person);
    return one->second;
  };
  bool gone = std::ranges::any_of(work.attempts, [&](const ports::AttemptRow& one) { return refused(one.person); });
  gone = gone || std::ranges::any_of(work.texts, [&](const ports::FreeText& one) { return refused(one.person); });
  gone = gone || std::ranges::any_of(work.grants, [&](const credit::Grant& one) { return one.version == 1 && refused(one.person); });
  gone = gone || std::ranges::any_of(work.projections, [&](const ports::Projection& one) { return !one.kind.starts_with("credit_") && refused(one.person); });
  gone = gone || std::ranges::any_of(work.events, [&](const ports::NewEvent& one) { return names_person(one) && refused(one.event.person); });
  if (gone) return base::fail(Code::session_handle_expired, "the person was erased");
  return {};
}

// `texts`: how those of `work` are stored, in step.
template <class Texts>
base::Status write_all(Connection& c, const UnitOfWork& work, const std::vector<PreparedEvent>& ready, const Texts& texts, base::Instant now) {
  if (work.under)
    if (auto held = check_fence(c, *work.under); !held) return held;
  if (auto allowed = refuse_erased(c, work); !allowed) return allowed;
  if (auto keys = write_keys(c, work, now); !keys) return keys;
  for (const auto& projection : work.projections)
    if (auto written = write_projection(c, projection); !written) return written;
  for (const auto& grant : work.grants)
    if (auto written = write_grant(c, grant); !written) return written;
  for (std::size_t i = 0; i < ready.size(); ++i)
    if (!insert_event(c, work.events[i], ready[i]))
      return base::fail(Code::store_conflict, "event " + record::event_id(work.events[i].event) + " exists");
  for (const auto& attempt : work.attempts) upsert_attempt(c, attempt);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto& text = work.texts[i];
    c.run("record/insert_free_text",
          {{"registration", text.registration}, {"stream_id", text.stream_id}, {"seq", text.seq}, {"field", text.field},
           {"person", text.person}, {"salt", texts[i].salt}, {"text", texts[i].text}, {"sealed", texts[i].sealed}});
  }
  if (work.drop_drafts) c.run("record/drop_drafts", {{"attempt", *work.drop_drafts}});
  if (work.link) write_link(c, *work.link, now);
  for (const auto& offer : work.grades) write_offer(c, offer, now);
  return {};
}

}  // namespace

base::Status SqlStore::commit(const UnitOfWork& work) {
  std::vector<PreparedEvent> ready;
  ready.reserve(work.events.size());
  for (const auto& added : work.events) ready.push_back(prepare(added));
  const auto texts = stored_texts(work.texts);
  if (!texts) return base::fail(texts.error());
  const base::Instant now = clock_.now();
  return writer_.run([&](Connection& c) { return write_all(c, work, ready, *texts, now); }, !work.events.empty());
}

base::Status SqlStore::commit_after(const std::function<base::Status(Connection&)>& first, const std::vector<ports::NewEvent>& events) {
  UnitOfWork work;
  work.events = events;
  std::vector<PreparedEvent> ready;
  for (const auto& added : work.events) ready.push_back(prepare(added));
  const base::Instant now = clock_.now();
  return writer_.run(
      [&](Connection& c) -> base::Status {
        if (auto done = first(c); !done) return done;
        return write_all(c, work, ready, std::vector<StoredText>(), now);
      },
      !work.events.empty());
}

base::Status SqlStore::save_draft(const ports::Draft& d) {
  const base::Instant now = clock_.now();
  return writer_.run([&](Connection& c) -> base::Status {
    if (c.count("person/attempt_of_erased", {{"registration", d.registration}, {"attempt", d.attempt}}) > 0) return {};   // nobody will read it
    c.run("record/save_draft", {{"registration", d.registration}, {"attempt", d.attempt}, {"page", d.page},
                                {"sequence", d.sequence}, {"form", d.form}, {"kept_at", now}});
    return {};
  });
}

base::Status SqlStore::forget_expired(base::Instant now) {
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    c.run("record/forget_one_use", {{"now", now}});
    c.run("record/forget_idempotency", {{"before", now - kKeepIdempotency}});
    c.run("record/forget_drafts", {{"before", now - kKeepDrafts}});
    c.run("invitation/forget", {{"before", now - kKeepInvitations}});
    c.run("key/forget_unregistered", {{"now", now}});
    c.run("diary/forget_watches", {{"now", now}});
    return {};
  });
  watches_.forget();
  return done;
}

}  // namespace preceptor::store
