// Grades on their way to a platform, and the facts of their links.
#include <array>

#include "adapters/store/sql_store.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"

namespace preceptor::store {
namespace {

using ports::GradeKey;
using ports::GradeOffer;
using ports::GradeRow;
using ports::GradeState;
using ports::LinkFacts;

constexpr std::string_view kGradeLinkColumns = "tttttttttttt";
constexpr std::string_view kRowColumns = "ttttttiiiiittiiiiittiii";
constexpr std::size_t kLongestReason = 1000;
constexpr std::size_t kStates = 5;

std::vector<std::string> texts_of(const std::string& text) {
  std::vector<std::string> texts;
  const auto json = base::parse_json(text);
  if (!json || !json->is_array()) throw SqlFailure({base::Code::store_failed, "link.scopes is damaged", {}, {}});
  for (const auto& one : *json)
    if (one.is_string()) texts.push_back(one.get<std::string>());
  return texts;
}

LinkFacts link_of(Rows& rows) {
  LinkFacts link;
  link.registration = base::RegistrationId(rows.text(0));
  link.deployment_id = rows.text(1);
  link.context_id = rows.text(2);
  link.resource_link_id = rows.text(3);
  link.unit_id = rows.text(4);
  link.context_title = rows.text(5);
  link.link_title = rows.text(6);
  link.lineitem = rows.text(7);
  link.lineitems = rows.text(8);
  link.memberships = rows.text(9);
  link.scopes = texts_of(rows.text(10));
  link.grade = rows.text(11);
  return link;
}

GradeRow row_of(Rows& rows) {
  GradeRow row;
  row.offer.registration = base::RegistrationId(rows.text(0));
  row.offer.deployment_id = rows.text(1);
  row.offer.context_id = rows.text(2);
  row.offer.resource_link_id = rows.text(3);
  row.offer.subject = rows.text(4);
  row.offer.attempt = base::AttemptId(rows.text(5));
  row.offer.given = static_cast<int>(rows.integer(6));
  row.offer.max = static_cast<int>(rows.integer(7));
  row.offer.graded = rows.flag(8);
  row.offer.at = rows.instant(9);
  row.revision = rows.integer(10);
  const auto state = ports::grade_state(rows.text(11));
  if (!state) throw SqlFailure({base::Code::store_failed, "score.state is damaged", {}, {}});
  row.state = *state;
  row.lineitem = rows.text(12);
  row.last_timestamp = rows.instant(13);
  row.reached = rows.flag(14);
  row.tries = static_cast<int>(rows.integer(15));
  row.next_at = rows.instant(16);
  row.status = static_cast<int>(rows.integer(17));
  row.reason = rows.text(18);
  row.fix = rows.text(19);
  row.sent_at = rows.instant(20);
  row.sent_given = static_cast<int>(rows.integer(21));
  row.sent_max = static_cast<int>(rows.integer(22));
  return row;
}

std::optional<GradeRow> load_row(Connection& c, const GradeKey& key) {
  Rows rows = c.query("grades/load", kRowColumns,
                      {{"registration", key.link.registration}, {"deployment_id", key.link.deployment_id}, {"context_id", key.link.context_id}, {"resource_link_id", key.link.resource_link_id},
                       {"subject", key.subject}});
  if (!rows.next()) return std::nullopt;
  return row_of(rows);
}

// The offer as the row's grade: new, or better than the one that is there.
void put_offer(Connection& c, const char* statement, const GradeOffer& o) {
  c.run(statement, {{"registration", o.registration}, {"deployment_id", o.deployment_id}, {"context_id", o.context_id}, {"resource_link_id", o.resource_link_id},
                    {"subject", o.subject}, {"attempt", o.attempt}, {"given", o.given}, {"max", o.max}, {"graded", o.graded},
                    {"earned_at", o.at}});
}

}  // namespace

void write_link(Connection& c, const LinkFacts& link, base::Instant now) {
  c.run("grades/upsert_link",
        {{"registration", link.registration}, {"deployment_id", link.deployment_id}, {"context_id", link.context_id},
         {"resource_link_id", link.resource_link_id}, {"unit_id", link.unit_id}, {"context_title", link.context_title},
         {"link_title", link.link_title}, {"lineitem", link.lineitem}, {"lineitems", link.lineitems}, {"memberships", link.memberships},
         {"scopes", base::canonical_json(base::Json(link.scopes))}, {"grade", link.grade}});
  c.run("grades/release_held", {{"registration", link.registration}, {"deployment_id", link.deployment_id},
                                {"context_id", link.context_id}, {"resource_link_id", link.resource_link_id}, {"now", now}});
}

void write_offer(Connection& c, const GradeOffer& offer, base::Instant now) {
  const auto row = load_row(c, {{offer.registration, offer.deployment_id, offer.context_id, offer.resource_link_id}, offer.subject});
  if (!row) return put_offer(c, "grades/insert", offer);
  if (!offer.graded) return;   // progress is told once, and never after a grade
  if (!row->offer.graded || ports::is_better(offer.given, offer.max, row->offer.given, row->offer.max))
    return put_offer(c, "grades/take_offer", offer);
  c.run("grades/try_again", {{"registration", offer.registration}, {"deployment_id", offer.deployment_id}, {"context_id", offer.context_id},
                             {"resource_link_id", offer.resource_link_id}, {"subject", offer.subject}, {"now", now}});
}

base::Result<std::optional<LinkFacts>> SqlStore::load_link(const ports::LinkKey& link) {
  return readers_.read([&](Connection& c) -> std::optional<LinkFacts> {
    Rows rows = c.query("grades/load_link", kGradeLinkColumns,
                        {{"registration", link.registration}, {"deployment_id", link.deployment_id}, {"context_id", link.context_id},
                         {"resource_link_id", link.resource_link_id}});
    if (!rows.next()) return std::nullopt;
    return link_of(rows);
  });
}

base::Result<std::vector<LinkFacts>> SqlStore::list_links(const base::RegistrationId& registration) {
  return readers_.read([&](Connection& c) {
    std::vector<LinkFacts> links;
    Rows rows = c.query("grades/list_links", kGradeLinkColumns, {{"registration", registration}});
    while (rows.next()) links.push_back(link_of(rows));
    return links;
  });
}

base::Result<std::optional<GradeRow>> SqlStore::next_grade(base::Instant now, const std::vector<base::RegistrationId>& busy) {
  std::array<std::string, kBusy> passed;
  for (std::size_t i = 0; i < busy.size() && i < kBusy; ++i) passed.at(i) = busy[i].str();
  return readers_.read([&](Connection& c) -> std::optional<GradeRow> {
    Rows rows = c.query("grades/due", kRowColumns, {{"now", now}, {"busy0", passed[0]}, {"busy1", passed[1]}, {"busy2", passed[2]},
                                                    {"busy3", passed[3]}});
    if (!rows.next()) return std::nullopt;
    return row_of(rows);
  });
}

base::Result<ports::ColumnFacts> SqlStore::column_facts(const GradeKey& row, const std::string& lineitem) {
  return readers_.read([&](Connection& c) {
    ports::ColumnFacts facts;
    facts.last_timestamp = base::from_unix_ms(
        c.count("grades/column_time", {{"registration", row.link.registration}, {"lineitem", lineitem}, {"subject", row.subject}}));
    Rows rows = c.query("grades/column_grades", "ii",
                        {{"registration", row.link.registration}, {"lineitem", lineitem}, {"subject", row.subject},
                         {"deployment_id", row.link.deployment_id}, {"context_id", row.link.context_id},
                         {"resource_link_id", row.link.resource_link_id}});
    while (rows.next()) {
      const int given = static_cast<int>(rows.integer(0)), max = static_cast<int>(rows.integer(1));
      if (!ports::is_better(given, max, facts.best_given, facts.best_max)) continue;
      facts.best_given = given;
      facts.best_max = max;
    }
    return facts;
  });
}

base::Status SqlStore::begin_grade(const ports::Lease& lease, const GradeRow& row, const std::string& lineitem, base::Instant timestamp,
                                   base::Instant not_before) {
  const GradeKey key = key_of(row);
  return writer_.run([&](Connection& c) -> base::Status {
    if (auto held = check_fence(c, lease); !held) return held;
    const auto begun = c.run("grades/begin", {{"registration", key.link.registration}, {"deployment_id", key.link.deployment_id}, {"context_id", key.link.context_id},
                                              {"resource_link_id", key.link.resource_link_id}, {"subject", key.subject},
                                              {"revision", row.revision}, {"lineitem", lineitem}, {"last_timestamp", timestamp},
                                              {"reached", row.reached || row.offer.graded}, {"not_before", not_before}});
    if (begun == 0) return base::fail(base::Code::store_conflict, "the grade has changed since it was read");
    return {};
  });
}

base::Status SqlStore::settle_grade(const ports::Lease& lease, const GradeRow& row, const ports::GradeOutcome& outcome) {
  const GradeKey key = key_of(row);
  return writer_.run([&](Connection& c) -> base::Status {
    if (auto held = check_fence(c, lease); !held) return held;
    const auto settled = c.run(
        "grades/settle", {{"registration", key.link.registration}, {"deployment_id", key.link.deployment_id}, {"context_id", key.link.context_id}, {"resource_link_id", key.link.resource_link_id},
                          {"subject", key.subject}, {"revision", row.revision}, {"state", name_of(outcome.state)},
                          {"status", outcome.status}, {"reason", base::utf8_prefix(outcome.reason, kLongestReason)},
                          {"fix", base::utf8_prefix(outcome.fix, kLongestReason)}, {"next_at", outcome.next_at},
                          {"reached", outcome.reached}});
    if (settled == 0)
      c.run("grades/settle_older", {{"registration", key.link.registration}, {"deployment_id", key.link.deployment_id}, {"context_id", key.link.context_id},
                                    {"resource_link_id", key.link.resource_link_id}, {"subject", key.subject}, {"reached", outcome.reached}});
    if (outcome.state == GradeState::sent && row.offer.graded)
      c.run("grades/note_sent", {{"registration", key.link.registration}, {"deployment_id", key.link.deployment_id}, {"context_id", key.link.context_id},
                                 {"resource_link_id", key.link.resource_link_id}, {"subject", key.subject}, {"sent_at", outcome.at},
                                 {"given", row.offer.given}, {"max", row.offer.max}});
    return {};
  });
}

base::Status SqlStore::postpone_grades(const ports::Lease& lease, const base::RegistrationId& registration, base::Instant until) {
  return writer_.run([&](Connection& c) -> base::Status {
    if (auto held = check_fence(c, lease); !held) return held;
    c.run("grades/postpone", {{"registration", registration}, {"until", until}});
    return {};
  });
}

base::Result<std::vector<GradeRow>> SqlStore::list_grades(const ports::GradeFilter& filter, int limit) {
  std::array<std::string_view, kStates> states;
  if (filter.states.empty()) {
    states = {"waiting", "sent", "superseded", "refused", "held"};
  } else {
    for (std::size_t i = 0; i < filter.states.size() && i < kStates; ++i) states.at(i) = name_of(filter.states[i]);
  }
  return readers_.read([&](Connection& c) {
    const auto& link = filter.link;
    Rows rows = link ? c.query("grades/list_of_link", kRowColumns,
                               {{"registration", link->registration}, {"deployment_id", link->deployment_id}, {"context_id", link->context_id},
                                {"resource_link_id", link->resource_link_id}, {"state0", states[0]}, {"state1", states[1]},
                                {"state2", states[2]}, {"state3", states[3]}, {"state4", states[4]}, {"limit", limit}})
                     : c.query("grades/list", kRowColumns,
                               {{"registration", filter.registration}, {"state0", states[0]}, {"state1", states[1]},
                                {"state2", states[2]}, {"state3", states[3]}, {"state4", states[4]}, {"limit", limit}});
    std::vector<GradeRow> found;
    while (rows.next()) found.push_back(row_of(rows));
    return found;
  });
}

base::Result<std::optional<GradeRow>> SqlStore::load_grade(const GradeKey& key) {
  return readers_.read([&](Connection& c) { return load_row(c, key); });
}

base::Result<ports::GradeCounts> SqlStore::count_grades(const base::RegistrationId& registration) {
  return readers_.read([&](Connection& c) {
    ports::GradeCounts counts;
    Rows rows = c.query("grades/counts", "tiii", {{"registration", registration}});
    while (rows.next()) {
      const auto state = ports::grade_state(rows.text(0));
      if (state == GradeState::waiting) counts.waiting = rows.integer(1), counts.oldest_waiting = rows.instant(2);
      if (state == GradeState::sent) counts.sent = rows.integer(1);
      if (state == GradeState::refused) counts.refused = rows.integer(1);
      if (state == GradeState::held) counts.held = rows.integer(1);
      const auto last = rows.instant(3);
      if (base::to_unix_ms(last) > 0 && (!counts.last_sent || last > *counts.last_sent)) counts.last_sent = last;
    }
    return counts;
  });
}

base::Result<int> SqlStore::retry_grades(const base::RegistrationId& registration, const std::optional<ports::LinkKey>& link, base::Instant now) {
  std::int64_t changed = 0;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    changed = link ? c.run("grades/retry_link", {{"registration", link->registration}, {"deployment_id", link->deployment_id},
                                                 {"context_id", link->context_id}, {"resource_link_id", link->resource_link_id}, {"now", now}})
                   : c.run("grades/retry", {{"registration", registration}, {"now", now}});
    return {};
  });
  if (!done) return base::fail(done.error());
  return static_cast<int>(changed);
}

base::Result<int> SqlStore::resend_grades(const ports::LinkKey& link, base::Instant now) {
  std::int64_t changed = 0;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    changed = c.run("grades/resend_link", {{"registration", link.registration}, {"deployment_id", link.deployment_id},
                                           {"context_id", link.context_id}, {"resource_link_id", link.resource_link_id}, {"now", now}});
    return {};
  });
  if (!done) return base::fail(done.error());
  return static_cast<int>(changed);
}

}  // namespace preceptor::store
