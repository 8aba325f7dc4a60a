#include "adapters/store/sql_store.hpp"

namespace preceptor::store {
namespace {

constexpr std::string_view kAttemptColumns = "ttttttttitiiiiiitit";

ports::AttemptRow attempt_of(Rows& rows) {
  ports::AttemptRow a;
  a.registration = base::RegistrationId(rows.text(0));
  a.id = base::AttemptId(rows.text(1));
  a.person = base::PersonId(rows.text(2));
  a.unit_id = rows.text(3);
  a.language = rows.text(4);
  a.content = base::ContentHash(rows.text(5));
  a.context_id = rows.text(6);
  a.resource_link_id = rows.text(7);
  a.n = static_cast<int>(rows.integer(8));
  a.state = rows.text(9);
  a.opened_at = rows.instant(10);
  a.last_at = rows.instant(11);
  a.completed_at = rows.instant(12);
  a.last_seq = rows.integer(13);
  a.stated_minutes = static_cast<int>(rows.integer(14));
  a.asked_closing = rows.flag(15);
  a.launch_json = rows.text(16);
  a.active_ms = rows.integer(17);
  a.deployment_id = rows.text(18);
  return a;
}

std::optional<ports::AttemptRow> one_attempt(Rows rows) {
  if (!rows.next()) return std::nullopt;
  return attempt_of(rows);
}

std::vector<ports::AttemptRow> all_attempts(Rows rows) {
  std::vector<ports::AttemptRow> found;
  while (rows.next()) found.push_back(attempt_of(rows));
  return found;
}

constexpr std::string_view kLinkColumns = "ttttitiit";

base::Result<std::vector<ports::LinkAttempt>> link_attempts(Rows rows) {
  std::vector<ports::LinkAttempt> found;
  while (rows.next()) {
    ports::LinkAttempt a;
    a.id = base::AttemptId(rows.text(0));
    a.person = base::PersonId(rows.text(1));
    a.subject = rows.text(2);
    a.unit_id = rows.text(3);
    a.n = static_cast<int>(rows.integer(4));
    a.state = rows.text(5);
    a.opened_at = rows.instant(6);
    a.completed_at = rows.instant(7);
    if (!rows.text(8).empty()) {
      const auto event = record::event_from_json(rows.text(8));
      const auto* scored = event ? std::get_if<record::AttemptScored>(&event->payload) : nullptr;
      if (scored == nullptr) return base::fail(base::Code::store_failed, "the score of attempt " + a.id.str() + " is damaged");
      a.score = *scored;
    }
    found.push_back(std::move(a));
  }
  return found;
}

std::optional<ports::Person> one_person(Rows rows) {
  if (!rows.next()) return std::nullopt;
  return ports::Person{base::PlatformId(rows.text(0)), rows.text(1), base::PersonId(rows.text(2))};
}

std::optional<std::string> one_text(Rows rows) {
  if (!rows.next()) return std::nullopt;
  return std::move(rows.text(0));
}

}  // namespace

base::Result<std::optional<ports::Person>> SqlStore::find_person(const base::PlatformId& platform, const std::string& subject) {
  return readers_.read([&](Connection& c) {
    return one_person(c.query("record/find_person", "ttt", {{"platform", platform}, {"subject", subject}}));
  });
}

base::Result<std::optional<ports::Person>> SqlStore::load_person(const base::PersonId& person) {
  return readers_.read([&](Connection& c) { return one_person(c.query("record/load_person", "ttt", {{"id", person}})); });
}

base::Result<std::optional<ports::AttemptRow>> SqlStore::find_latest_attempt(const ports::LinkKey& link, const base::PersonId& person,
                                                                             const std::string& unit_id) {
  return readers_.read([&](Connection& c) {
    return one_attempt(c.query("record/latest_attempt", kAttemptColumns,
                               {{"registration", link.registration}, {"deployment_id", link.deployment_id}, {"context_id", link.context_id},
                                {"resource_link_id", link.resource_link_id}, {"person", person}, {"unit_id", unit_id}}));
  });
}

base::Result<std::vector<ports::LinkAttempt>> SqlStore::attempts_of_link(const ports::LinkKey& link, const std::optional<base::PersonId>& person) {
  return flatten(readers_.read([&](Connection& c) {
    if (!person)
      return link_attempts(c.query("record/attempts_of_link", kLinkColumns,
                                   {{"registration", link.registration}, {"deployment_id", link.deployment_id},
                                    {"context_id", link.context_id}, {"resource_link_id", link.resource_link_id}}));
    return link_attempts(c.query("record/attempts_of_link_by", kLinkColumns,
                                 {{"registration", link.registration}, {"deployment_id", link.deployment_id}, {"context_id", link.context_id},
                                  {"resource_link_id", link.resource_link_id}, {"person", *person}}));
  }));
}

base::Result<std::optional<ports::AttemptRow>> SqlStore::load_attempt(const base::RegistrationId& registration,
                                                                      const base::AttemptId& attempt) {
  return readers_.read([&](Connection& c) {
    return one_attempt(c.query("record/load_attempt", kAttemptColumns, {{"registration", registration}, {"id", attempt}}));
  });
}

base::Result<std::vector<ports::AttemptRow>> SqlStore::idle_attempts(base::Instant before, int limit) {
  return readers_.read([&](Connection& c) {
    return all_attempts(c.query("record/idle_attempts", kAttemptColumns, {{"before", before}, {"limit", limit}}));
  });
}

base::Result<std::vector<ports::AttemptRow>> SqlStore::attempts_of_unit(const std::string& unit_id, const base::AttemptId& after, int limit) {
  return readers_.read([&](Connection& c) {
    return all_attempts(c.query("record/attempts_of_unit", kAttemptColumns, {{"unit_id", unit_id}, {"after", after}, {"limit", limit}}));
  });
}

base::Result<std::vector<ports::AttemptRow>> SqlStore::attempts_of_content(const base::ContentHash& content, const base::AttemptId& after, int limit) {
  return readers_.read([&](Connection& c) {
    return all_attempts(c.query("record/attempts_of_content", kAttemptColumns, {{"content", content}, {"after", after}, {"limit", limit}}));
  });
}

base::Result<std::vector<ports::AttemptRow>> SqlStore::attempts_of_person(const base::PersonId& person, int limit) {
  return readers_.read([&](Connection& c) {
    return all_attempts(c.query("record/attempts_of_person", kAttemptColumns, {{"person", person}, {"limit", limit}}));
  });
}

base::Result<std::optional<int>> SqlStore::minutes_since_closing_asked(const base::PersonId& person) {
  return readers_.read([&](Connection& c) -> std::optional<int> {
    Rows rows = c.query("record/minutes_since_closing", "ii", {{"person", person}});
    if (!rows.next() || rows.null(0)) return std::nullopt;
    return static_cast<int>(rows.integer(1));
  });
}

base::Result<std::vector<record::Event>> SqlStore::load_events(const base::RegistrationId& registration, const std::string& stream_id) {
  return flatten(readers_.read([&](Connection& c) -> base::Result<std::vector<record::Event>> {
    std::vector<record::Event> events;
    Rows rows = c.query("record/load_events", "t", {{"registration", registration}, {"stream_id", stream_id}});
    while (rows.next()) {
      auto event = record::event_from_json(rows.text(0));
      if (!event)
        return base::fail(base::Code::store_failed, "the record of stream " + stream_id + " is damaged: " + event.error().detail);
      events.push_back(std::move(*event));
    }
    return events;
  }));
}

base::Result<std::optional<std::string>> SqlStore::find_one_use(const std::string& kind, const std::string& key) {
  return readers_.read([&](Connection& c) { return one_text(c.query("record/find_one_use", "t", {{"kind", kind}, {"key", key}})); });
}

base::Result<std::optional<std::string>> SqlStore::find_idempotent(const base::RegistrationId& registration,
                                                                   const base::AttemptId& attempt, const std::string& key) {
  return readers_.read([&](Connection& c) {
    return one_text(c.query("record/find_idempotent", "t", {{"registration", registration}, {"attempt", attempt}, {"key", key}}));
  });
}

base::Result<std::optional<ports::Draft>> SqlStore::load_draft(const base::RegistrationId& registration, const base::AttemptId& attempt,
                                                               int page) {
  return readers_.read([&](Connection& c) -> std::optional<ports::Draft> {
    Rows rows = c.query("record/load_draft", "it", {{"registration", registration}, {"attempt", attempt}, {"page", page}});
    if (!rows.next()) return std::nullopt;
    return ports::Draft{registration, attempt, page, rows.integer(0), rows.text(1)};
  });
}

}  // namespace preceptor::store
