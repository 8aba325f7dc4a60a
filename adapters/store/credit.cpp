#include <algorithm>

#include "adapters/store/sql_store.hpp"
#include "core/base/json.hpp"

namespace preceptor::store {
namespace {

using base::Json;
using credit::Grant;

constexpr std::string_view kGrantColumns = "ttttttttitttiitttii";

SqlFailure damaged(const char* column) { return SqlFailure({base::Code::store_failed, std::string("credit_grant.") + column + " is damaged", {}, {}}); }

std::string boards_text(const std::vector<credit::BoardRegistration>& boards) {
  Json list = Json::array();
  for (const auto& board : boards) {
    Json points = Json::array();
    for (const auto& one : board.points) points.push_back({one.type, one.points.hundredths});
    Json json = {{"board", board.board}, {"points", points}};
    if (board.claim_by) json["claim_by"] = base::format_date(*board.claim_by);
    if (!board.content_areas.empty()) json["content_areas"] = board.content_areas;
    list.push_back(std::move(json));
  }
  return base::canonical_json(list);
}

std::vector<credit::BoardRegistration> boards_of(const std::string& text) {
  std::vector<credit::BoardRegistration> boards;
  try {
    for (const Json& json : Json::parse(text)) {
      auto& board = boards.emplace_back();
      board.board = json.at("board").get<std::string>();
      for (const Json& one : json.at("points")) board.points.push_back({one.at(0).get<std::string>(), {one.at(1).get<std::int64_t>()}});
      if (json.contains("claim_by")) board.claim_by = base::parse_date(json.at("claim_by").get<std::string>()).value();
      if (json.contains("content_areas")) board.content_areas = json.at("content_areas").get<std::vector<std::string>>();
    }
  } catch (const std::exception&) {   // neither ours nor readable: no value of it may reach a log
    throw damaged("boards");
  }
  return boards;
}

Grant grant_of(Rows& rows) {
  Grant one;
  one.platform = base::PlatformId(rows.text(0));
  one.ccid = rows.text(1);
  one.person = base::PersonId(rows.text(2));
  one.activity_id = rows.text(3);
  one.activity = base::ContentHash(rows.text(4));
  one.rules = rows.text(5);
  one.provider = rows.text(6);
  one.system = rows.text(7);
  one.amount = {rows.integer(8)};
  one.profession = rows.text(9);
  one.boards = boards_of(rows.text(10));
  const auto date = base::parse_date(rows.text(11));
  if (!date) throw damaged("credit_date");
  one.date = *date;
  one.granted_at = rows.instant(12);
  one.sequence = static_cast<int>(rows.integer(13));
  one.certificate = rows.text(14);
  const auto state = credit::grant_state_named(rows.text(15));
  if (!state) throw damaged("state");
  one.state = *state;
  one.reason = rows.text(16);
  one.changed_at = rows.instant(17);
  one.version = rows.integer(18);
  return one;
}

std::vector<Grant> all_grants(Rows rows) {
  std::vector<Grant> found;
  while (rows.next()) found.push_back(grant_of(rows));
  return found;
}

bool comes_before(const Grant& a, const Grant& b) { return std::tie(a.date, a.ccid) < std::tie(b.date, b.ccid); }

// The condition that leaves fewest rows, which has an index of its own.
std::string_view narrowest(const ports::GrantFilter& filter, bool of_state) {
  if (filter.person) return "person";
  if (!filter.activity_id.empty()) return "activity";
  if (!filter.board.empty()) return "board";
  return of_state ? "state" : "date";
}

// One walk for each state asked for, so that each reads its own rows only; one with an empty name when any will do.
std::vector<std::string_view> walks(const ports::GrantFilter& filter) {
  if (filter.states.empty()) return {""};
  std::vector<std::string_view> names;
  for (const auto state : filter.states) names.push_back(credit::name(state));
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

struct Bounds {
  std::string from = "0000-00-00", to = "9999-12-31";
  explicit Bounds(const ports::GrantFilter& filter) {
    if (filter.from) from = base::format_date(*filter.from);
    if (filter.to) to = base::format_date(*filter.to);
  }
};

}  // namespace

base::Status write_grant(Connection& c, const Grant& g) {
  const std::string boards = boards_text(g.boards), date = base::format_date(g.date);
  const auto changed = c.run(g.version == 1 ? "credit/insert" : "credit/update",
                             {{"platform", g.platform}, {"ccid", g.ccid}, {"person", g.person}, {"activity_id", g.activity_id}, {"activity", g.activity},
                              {"rules", g.rules}, {"provider", g.provider}, {"system", g.system}, {"hundredths", g.amount.hundredths},
                              {"profession", g.profession}, {"boards", boards}, {"credit_date", date}, {"granted_at", g.granted_at},
                              {"sequence", g.sequence}, {"certificate", g.certificate}, {"state", credit::name(g.state)}, {"reason", g.reason},
                              {"changed_at", g.changed_at}, {"version", g.version}});
  if (changed == 0) return base::fail(base::Code::store_conflict, g.ccid + " was changed by another");
  c.run("credit/forget_boards", {{"ccid", g.ccid}});
  for (const auto& board : g.boards) c.run("credit/insert_board", {{"board", board.board}, {"credit_date", date}, {"ccid", g.ccid}});
  return {};
}

base::Result<std::optional<Grant>> SqlStore::load_grant(const std::string& ccid) {
  return readers_.read([&](Connection& c) -> std::optional<Grant> {
    auto found = all_grants(c.query("credit/load", kGrantColumns, {{"ccid", ccid}}));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

base::Result<std::optional<Grant>> SqlStore::grant_of_certificate(const std::string& code) {
  if (code.empty()) return std::optional<Grant>();
  return readers_.read([&](Connection& c) -> std::optional<Grant> {
    auto found = all_grants(c.query("credit/of_certificate", kGrantColumns, {{"certificate", code}}));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

base::Result<std::vector<Grant>> SqlStore::list_grants(const ports::GrantFilter& filter, const std::optional<ports::GrantPlace>& after, int limit) {
  const Bounds bounds(filter);
  // Nothing comes before (from, ""), so the first day's bound and the place are one condition, which an index answers.
  std::string after_date = bounds.from, after_ccid;
  if (after && base::format_date(after->date) >= bounds.from) after_date = base::format_date(after->date), after_ccid = after->ccid;
  const base::PersonId person = filter.person.value_or(base::PersonId());
  return readers_.read([&](Connection& c) {
    std::vector<Grant> found;
    const auto states = walks(filter);
    for (const std::string_view state : states) {
      const std::string statement = "credit/list_by_" + std::string(narrowest(filter, !state.empty()));
      auto page = all_grants(c.query(statement, kGrantColumns,
                                     {{"person", person}, {"activity", filter.activity_id}, {"state", state}, {"system", filter.system},
                                      {"provider", filter.provider}, {"board", filter.board}, {"to_date", bounds.to}, {"after_date", after_date},
                                      {"after_ccid", after_ccid}, {"limit", limit}}));
      std::ranges::move(page, std::back_inserter(found));
    }
    if (states.size() > 1) std::ranges::sort(found, comes_before);
    if (found.size() > static_cast<std::size_t>(limit)) found.resize(static_cast<std::size_t>(limit));
    return found;
  });
}

base::Result<std::int64_t> SqlStore::count_grants(const ports::GrantFilter& filter) {
  const Bounds bounds(filter);
  const base::PersonId person = filter.person.value_or(base::PersonId());
  return readers_.read([&](Connection& c) {
    std::int64_t count = 0;
    for (const std::string_view state : walks(filter))
      count += c.count("credit/count_by_" + std::string(narrowest(filter, !state.empty())),
                       {{"person", person}, {"activity", filter.activity_id}, {"state", state}, {"system", filter.system}, {"provider", filter.provider},
                        {"board", filter.board}, {"from_date", bounds.from}, {"to_date", bounds.to}});
    return count;
  });
}

}  // namespace preceptor::store
