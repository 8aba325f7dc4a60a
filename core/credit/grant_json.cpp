#include "core/credit/grant_json.hpp"

namespace preceptor::credit {
namespace {

using base::Json;
using base::JsonReader;

constexpr std::int64_t kMostHundredths = 100'000'000;   // 1,000,000 of a system's unit
constexpr std::int64_t kMostGrants = 1'000'000;

Json registration_json(const BoardRegistration& board) {
  Json points = Json::array();
  for (const auto& one : board.points) points.push_back({{"type", one.type}, {"points", one.points.hundredths}});
  Json json = {{"board", board.board}, {"points", std::move(points)}};
  if (board.claim_by) json["claim_by"] = base::format_date(*board.claim_by);
  if (!board.content_areas.empty()) json["content_areas"] = board.content_areas;
  return json;
}

BoardRegistration registration_from(const Json& json, const std::string& path, std::optional<std::string>& problem) {
  JsonReader in(json, path, problem);
  BoardRegistration board;
  board.board = in.text("board");
  int index = 0;
  for (const Json& one : in.array("points")) {
    JsonReader point(one, in.path_of("points") + "[" + std::to_string(index++) + "]", problem);
    board.points.push_back({point.text("type"), amount_member(point, "points")});
    point.finish();
  }
  if (in.has("claim_by")) board.claim_by = date_member(in, "claim_by");
  board.content_areas = in.texts_or_empty("content_areas");
  in.finish();
  return board;
}

}  // namespace

base::Instant instant_member(JsonReader& in, const char* name) {
  const auto at = base::parse_rfc3339(in.text(name));
  if (!at) in.refuse(name, "not a time");
  return at.value_or(base::Instant{});
}

std::optional<base::Instant> optional_instant_member(JsonReader& in, const char* name) {
  if (!in.has(name)) return std::nullopt;
  return instant_member(in, name);
}

base::Date date_member(JsonReader& in, const char* name) {
  const auto date = base::parse_date(in.text(name));
  if (!date) in.refuse(name, "not a date");
  return date.value_or(base::Date{});
}

Amount amount_member(JsonReader& in, const char* name) { return {in.integer(name, 0, kMostHundredths)}; }

Json grant_json(const Grant& grant) {
  Json boards = Json::array();
  for (const auto& board : grant.boards) boards.push_back(registration_json(board));
  return {{"ccid", grant.ccid},
          {"platform", grant.platform.str()},
          {"person", grant.person.str()},
          {"activity_id", grant.activity_id},
          {"activity", grant.activity.str()},
          {"rules", grant.rules},
          {"provider", grant.provider},
          {"system", grant.system},
          {"amount", grant.amount.hundredths},
          {"profession", grant.profession},
          {"boards", std::move(boards)},
          {"date", base::format_date(grant.date)},
          {"granted_at", base::format_rfc3339(grant.granted_at)},
          {"sequence", grant.sequence},
          {"certificate", grant.certificate}};
}

Grant grant_from(const Json& json, const std::string& path, std::optional<std::string>& problem) {
  JsonReader in(json, path, problem);
  Grant grant;
  grant.ccid = in.text("ccid");
  grant.platform = base::PlatformId(in.text("platform"));
  grant.person = base::PersonId(in.text("person"));
  grant.activity_id = in.text("activity_id");
  grant.activity = base::ContentHash(in.text("activity"));
  grant.rules = in.text("rules");
  grant.provider = in.text("provider");
  grant.system = in.text("system");
  grant.amount = amount_member(in, "amount");
  grant.profession = in.text("profession");
  int index = 0;
  for (const Json& one : in.array("boards"))
    grant.boards.push_back(registration_from(one, in.path_of("boards") + "[" + std::to_string(index++) + "]", problem));
  grant.date = date_member(in, "date");
  grant.granted_at = grant.changed_at = instant_member(in, "granted_at");
  grant.sequence = static_cast<int>(in.integer("sequence", 1, kMostGrants));
  grant.certificate = in.text("certificate");
  in.finish();
  return grant;
}

}  // namespace preceptor::credit
