#include "adapters/store/sql_store.hpp"

namespace preceptor::store {
namespace {

burden::PoolRow pool_row(Rows& rows) {
  burden::PoolRow row;
  row.key = rows.text(0);
  row.form_hash = rows.text(1);
  row.unit_hash = rows.text(2);
  row.stage = burden::stage_named(rows.text(3));
  row.answers = rows.text(4);
  return row;
}

}  // namespace

base::Status SqlStore::add_to_pool(const burden::PoolRow& row, const std::string& token, base::Instant token_until, base::Instant month) {
  return writer_.run([&](Connection& c) -> base::Status {
    if (c.run("survey/insert_token", {{"digest", token}, {"kept_until", token_until}}) == 0) return base::fail(base::Code::store_already_used, "survey token");
    c.run("survey/insert_group", {{"form_hash", row.form_hash}, {"unit_hash", row.unit_hash}, {"since", month}});
    c.run("survey/insert", {{"id", row.key}, {"form_hash", row.form_hash}, {"unit_hash", row.unit_hash},
                            {"stage", row.stage ? burden::name(*row.stage) : std::string_view()}, {"answers", row.answers}});
    return {};
  });
}

base::Result<bool> SqlStore::is_token_used(const std::string& token) {
  return readers_.read([&](Connection& c) { return c.count("survey/token_used", {{"digest", token}}) > 0; });
}

base::Result<std::vector<burden::PoolRow>> SqlStore::waiting_answers() {
  return readers_.read([&](Connection& c) {
    std::vector<burden::PoolRow> found;
    Rows rows = c.query("survey/waiting", "ttttt");
    while (rows.next()) found.push_back(pool_row(rows));
    return found;
  });
}

base::Status SqlStore::release_answers(const std::vector<std::string>& taken, const std::vector<ports::NewEvent>& events) {
  return commit_after(
      [&](Connection& c) -> base::Status {
        for (const std::string& key : taken)
          if (c.run("survey/take", {{"id", key}}) == 0) return base::fail(base::Code::store_conflict, "a waiting answer was taken by another");
        c.run("survey/forget_empty_groups");
        return {};
      },
      events);
}

base::Result<int> SqlStore::forget_answers(base::Instant since_before, base::Instant now) {
  int gone = 0;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    gone = static_cast<int>(c.run("survey/forget_old", {{"before", since_before}}));
    c.run("survey/forget_empty_groups");
    c.run("survey/forget_tokens", {{"now", now}});
    return {};
  });
  if (!done) return base::fail(done.error());
  return gone;
}

base::Result<std::vector<record::Event>> SqlStore::released_answers(const std::string& after, int limit) {
  return flatten(readers_.read([&](Connection& c) -> base::Result<std::vector<record::Event>> {
    std::vector<record::Event> found;
    Rows rows = c.query("survey/released", "t", {{"after", after}, {"limit", limit}});
    while (rows.next()) {
      auto event = record::event_from_json(rows.text(0));
      if (!event) return base::fail(event.error());
      found.push_back(std::move(*event));
    }
    return found;
  }));
}

}  // namespace preceptor::store
