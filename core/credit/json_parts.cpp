#include "core/credit/json_parts.hpp"

namespace preceptor::credit {

using base::Json;
using base::JsonReader;

Amount get_amount(JsonReader& in, const char* name) {
  const auto amount = parse_amount(in.text(name));
  if (!amount) in.refuse(name, "not an amount like \"0.25\"");
  return amount.value_or(Amount{});
}

base::Date get_day(JsonReader& in, const char* name) {
  const auto day = base::parse_date(in.text(name));
  if (!day) in.refuse(name, "not a day YYYY-MM-DD");
  return day.value_or(base::Date{});
}

base::Instant get_time(JsonReader& in, const char* name) {
  const auto at = base::parse_rfc3339(in.text(name));
  if (!at) in.refuse(name, "not a time");
  return at.value_or(base::Instant{});
}

void put_day(Json& json, const char* name, const std::optional<base::Date>& day) {
  if (day) json[name] = base::format_date(*day);
}
void put_time(Json& json, const char* name, const std::optional<base::Instant>& at) {
  if (at) json[name] = base::format_rfc3339(*at);
}

std::optional<base::Date> get_day_if_there(JsonReader& in, const char* name) {
  return in.has(name) ? std::optional(get_day(in, name)) : std::nullopt;
}
std::optional<base::Instant> get_time_if_there(JsonReader& in, const char* name) {
  return in.has(name) ? std::optional(get_time(in, name)) : std::nullopt;
}

Json json_of(const BoardRegistration& board) {
  Json points = Json::array();
  for (const TypePoints& one : board.points) points.push_back({{"type", one.type}, {"points", format(one.points)}});
  Json json = {{"board", board.board}, {"points", std::move(points)}, {"content_areas", board.content_areas}};
  put_day(json, "claim_by", board.claim_by);
  return json;
}

Json json_of(const std::vector<BoardRegistration>& boards) {
  Json all = Json::array();
  for (const BoardRegistration& board : boards) all.push_back(json_of(board));
  return all;
}

std::vector<BoardRegistration> get_boards(JsonReader& in, const char* name, JsonProblem& problem) {
  std::vector<BoardRegistration> boards;
  each_entry(in, name, problem, [&](JsonReader& entry) {
    BoardRegistration& board = boards.emplace_back();
    board.board = entry.text("board");
    each_entry(entry, "points", problem, [&](JsonReader& one) { board.points.push_back({one.text("type"), get_amount(one, "points")}); });
    board.content_areas = entry.texts("content_areas");
    board.claim_by = get_day_if_there(entry, "claim_by");
  });
  return boards;
}

Json json_of(const Grant& grant) {
  return {{"ccid", grant.ccid},
          {"platform", grant.platform.str()},
          {"person", grant.person.str()},
          {"activity_id", grant.activity_id},
          {"activity", grant.activity.str()},
          {"rules", grant.rules},
          {"provider", grant.provider},
          {"system", grant.system},
          {"amount", format(grant.amount)},
          {"profession", grant.profession},
          {"boards", json_of(grant.boards)},
          {"date", base::format_date(grant.date)},
          {"granted_at", base::format_rfc3339(grant.granted_at)},
          {"sequence", grant.sequence},
          {"certificate", grant.certificate},
          {"state", name(grant.state)},
          {"reason", grant.reason},
          {"changed_at", base::format_rfc3339(grant.changed_at)},
          {"version", grant.version}};
}

Grant get_grant(JsonReader& in, JsonProblem& problem) {
  Grant grant;
  grant.ccid = in.text("ccid");
  grant.platform = base::PlatformId(in.text("platform"));
  grant.person = base::PersonId(in.text("person"));
  grant.activity_id = in.text("activity_id");
  grant.activity = base::ContentHash(in.text("activity"));
  grant.rules = in.text("rules");
  grant.provider = in.text("provider");
  grant.system = in.text("system");
  grant.amount = get_amount(in, "amount");
  grant.profession = in.text("profession");
  grant.boards = get_boards(in, "boards", problem);
  grant.date = get_day(in, "date");
  grant.granted_at = get_time(in, "granted_at");
  grant.sequence = static_cast<int>(in.integer("sequence", 1, std::numeric_limits<int>::max()));
  grant.certificate = in.text("certificate");
  const auto state = grant_state_named(in.text("state"));
  if (!state) in.refuse("state", "not a known state");
  grant.state = state.value_or(GrantState::issued);
  grant.reason = in.text("reason");
  grant.changed_at = get_time(in, "changed_at");
  grant.version = in.integer("version", 1, std::numeric_limits<std::int64_t>::max());
  return grant;
}

std::string to_json(const Grant& grant) {
  return base::canonical_json(json_of(grant));
}

base::Result<Grant> grant_from_json(std::string_view text) {
  const auto json = base::parse_json(text, kCreditLimits);
  if (!json) return base::fail(json.error());
  JsonProblem problem;
  JsonReader in(*json, "", problem);
  Grant grant = get_grant(in, problem);
  in.finish();
  if (problem) return base::fail(base::Code::json_malformed, *problem);
  return grant;
}

}  // namespace preceptor::credit
