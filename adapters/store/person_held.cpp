// What is held of one person, table by table, and the copies made that hold it too.
#include <limits>

#include "adapters/store/sql_store.hpp"

namespace preceptor::store {
namespace {

constexpr std::int64_t kNoBound = std::numeric_limits<std::int64_t>::max();

// `kinds` as Connection::query takes them; m: a time in milliseconds.
struct HeldQuery {
  const char* table;
  const char* statement;
  std::string_view kinds;
  std::vector<std::string> columns;
};

const std::vector<HeldQuery>& held_queries() {
  static const std::vector<HeldQuery> queries = {
      {"mapping", "person/held_mapping", "tttt", {"platform", "subject", "person", "issuer"}},
      {"attempts", "person/held_attempts", "ttttttttitmmmiit",
       {"registration", "attempt", "unit", "language", "content", "deployment", "context", "resource_link", "n", "state", "opened_at", "last_at", "completed_at",
        "stated_minutes", "active_ms", "launch"}},
      {"events", "person/held_events", "tttitittt", {"registration", "stream_kind", "stream", "seq", "type", "position", "seal", "hash", "event"}},
      {"statements", "person/held_statements", "ttitttttt", {"registration", "stream", "seq", "id", "template", "audience", "sha256", "statement", "signature"}},
      {"texts", "person/held_texts", "ttittti", {"registration", "stream", "seq", "field", "salt", "text", "sealed"}},
      {"drafts", "person/held_drafts", "ttitm", {"registration", "attempt", "page", "form", "kept_at"}},
      {"forms", "person/held_forms", "tttm", {"registration", "attempt", "place", "kept_at"}},
      {"parked", "person/held_parked", "ttttttm", {"kind", "name", "registration", "statement", "code", "reason", "at"}},
      {"grades", "person/held_scores", "ttttiitmmiit",
       {"registration", "context", "resource_link", "subject", "given", "max", "state", "earned_at", "sent_at", "sent_given", "sent_max", "reason"}},
      {"rows", "person/held_rows", "ttttmt", {"registration", "kind", "id", "state", "updated_at", "body"}},
      {"roster", "person/held_roster", "ttmt", {"id", "state", "updated_at", "body"}},
      {"grants", "person/held_grants", "ttttitttmtttm",
       {"ccid", "activity", "provider", "system", "hundredths", "profession", "boards", "credit_date", "granted_at", "certificate", "state", "reason", "changed_at"}},
      {"marks", "person/held_marks", "tt", {"platform", "mark"}},
      {"copies", "person/held_copies", "ttm", {"kind", "file", "made_at"}},
      {"looks", "person/held_looks", "mtti", {"at", "who", "why", "changed"}},
      {"seen", "person/held_seen", "mttttt", {"at", "area", "who", "kind", "act", "about"}},
  };
  return queries;
}

std::string cell(const Rows& rows, int column, char kind) {
  if (kind == 't') return rows.text(column);
  const std::int64_t number = rows.integer(column);
  if (kind == 'i') return std::to_string(number);
  return number == 0 ? std::string() : base::format_rfc3339(base::from_unix_ms(number));
}

ports::HeldTable read_table(Connection& c, const HeldQuery& query, const base::PersonId& person) {
  ports::HeldTable table{query.table, query.columns, {}};
  std::string kinds(query.kinds);
  for (char& kind : kinds)
    if (kind == 'm') kind = 'i';
  Rows rows = c.query(query.statement, kinds, {{"person", person}});
  while (rows.next()) {
    std::vector<std::string> row;
    for (std::size_t i = 0; i < query.kinds.size(); ++i) row.push_back(cell(rows, static_cast<int>(i), query.kinds[i]));
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::int64_t copy_bound(const std::optional<base::Instant>& at, std::int64_t otherwise) { return at ? base::to_unix_ms(*at) : otherwise; }

std::optional<base::Instant> copy_unbound(std::int64_t ms) {
  if (ms == kNoBound || ms == -kNoBound) return std::nullopt;
  return base::from_unix_ms(ms);
}

}  // namespace

base::Result<std::vector<ports::HeldTable>> SqlStore::held_of(const base::PersonId& person) {
  auto tables = readers_.read([&](Connection& c) {
    std::vector<ports::HeldTable> read;
    for (const HeldQuery& query : held_queries()) read.push_back(read_table(c, query, person));
    return read;
  });
  if (!tables) return tables;
  for (ports::HeldTable& table : *tables) {
    if (table.name != "texts") continue;
    for (auto& row : table.rows) {
      ports::FreeText text{base::RegistrationId(row[0]), row[1], std::stoll(row[2]), person, row[3], row[4], row[5]};
      const auto opened = open_text(text, row[6] == "1");
      if (!opened) return base::fail(opened.error());
      row[4] = *opened ? text.salt : std::string();
      row[5] = *opened ? text.text : std::string("(its key is gone)");
    }
  }
  return tables;
}

base::Result<std::vector<ports::HeldStream>> SqlStore::streams_of(const base::PersonId& person) {
  return readers_.read([&](Connection& c) {
    std::vector<ports::HeldStream> streams;
    {
      Rows rows = c.query("person/streams", "tttii", {{"person", person}});
      while (rows.next())
        streams.push_back({base::RegistrationId(rows.text(0)), std::move(rows.text(1)), std::move(rows.text(2)), rows.integer(3), rows.instant(4), {}});
    }
    Rows rows = c.query("person/sealed_statements", "tttt", {{"person", person}});
    // In the order of the streams.
    for (auto at = streams.begin(); rows.next();) {
      while (at != streams.end() && (at->registration.str() != rows.text(0) || at->id != rows.text(1))) ++at;
      if (at == streams.end()) break;   // of a stream begun since
      at->sealed.push_back({base::StatementId(rows.text(2)), std::move(rows.text(3))});
    }
    return streams;
  });
}

base::Result<std::optional<std::pair<base::Instant, base::Instant>>> SqlStore::span_of(const base::PersonId& person) {
  return readers_.read([&](Connection& c) {
    Rows rows = c.query("person/span", "ii", {{"person", person}});
    if (!rows.next() || rows.null(0)) return std::optional<std::pair<base::Instant, base::Instant>>();
    return std::optional(std::pair(rows.instant(0), rows.instant(1)));
  });
}

base::Status SqlStore::note_copy_made(const ports::CopyMade& copy) {
  return writer_.run([&](Connection& c) -> base::Status {
    c.run("person/insert_copy", {{"id", copy.id}, {"kind", copy.kind}, {"file", copy.file}, {"made_at", copy.at},
                                 {"from_time", copy_bound(copy.from, -kNoBound)}, {"to_time", copy_bound(copy.to, kNoBound)}});
    return {};
  });
}

base::Result<std::vector<ports::CopyMade>> SqlStore::copies_holding(base::Instant first, base::Instant last) {
  return readers_.read([&](Connection& c) {
    std::vector<ports::CopyMade> copies;
    Rows rows = c.query("person/copies", "tttiii", {{"first", first}, {"last", last}});
    while (rows.next())
      copies.push_back({std::move(rows.text(0)), std::move(rows.text(1)), std::move(rows.text(2)), rows.instant(3), copy_unbound(rows.integer(4)), copy_unbound(rows.integer(5))});
    return copies;
  });
}

}  // namespace preceptor::store
