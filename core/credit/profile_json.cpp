// A profile <-> its canonical JSON, for the vault. No message here holds a value: it could be an identifier.
#include "core/credit/json_parts.hpp"
#include "core/credit/profile.hpp"

namespace preceptor::credit {
namespace {

using base::Json;
using base::JsonReader;

Json licences_json(const std::vector<Licence>& licences) {
  Json all = Json::array();
  for (const Licence& licence : licences) all.push_back({{"state", licence.state}, {"number", licence.number}});
  return all;
}

Json board_ids_json(const std::vector<BoardId>& boards) {
  Json all = Json::array();
  for (const BoardId& board : boards) all.push_back({{"board", board.board}, {"id", board.id}});
  return all;
}

Json permission_json(const Permission& permission) {
  Json json = {{"kind", permission.kind}, {"wording", permission.wording}, {"at", base::format_rfc3339(permission.at)}};
  put_time(json, "withdrawn_at", permission.withdrawn_at);
  return json;
}

Permission read_permission(JsonReader in) {
  Permission permission{in.text("kind"), in.text("wording"), get_time(in, "at"), get_time_if_there(in, "withdrawn_at")};
  in.finish();
  return permission;
}

Profile read_profile(JsonReader& in, JsonProblem& problem) {
  Profile profile;
  profile.given_name = in.text("given_name");
  profile.family_name = in.text("family_name");
  profile.launch_name = in.text("launch_name");
  profile.birth_day = in.text("birth_day");
  profile.npi = in.text("npi");
  each_entry(in, "licences", problem, [&](JsonReader& one) { profile.licences.push_back({one.text("state"), one.text("number")}); });
  each_entry(in, "boards", problem, [&](JsonReader& one) { profile.boards.push_back({one.text("board"), one.text("id")}); });
  profile.nabp_id = in.text("nabp_id");
  profile.nccpa_id = in.text("nccpa_id");
  if (in.has("permission")) profile.permission = read_permission(JsonReader(in.object("permission"), in.path_of("permission"), problem));
  profile.changed_at = get_time(in, "changed_at");
  return profile;
}

}  // namespace

std::string to_json(const Profile& profile) {
  Json json = {{"given_name", profile.given_name},
               {"family_name", profile.family_name},
               {"launch_name", profile.launch_name},
               {"birth_day", profile.birth_day},
               {"npi", profile.npi},
               {"licences", licences_json(profile.licences)},
               {"boards", board_ids_json(profile.boards)},
               {"nabp_id", profile.nabp_id},
               {"nccpa_id", profile.nccpa_id},
               {"changed_at", base::format_rfc3339(profile.changed_at)}};
  if (profile.permission) json["permission"] = permission_json(*profile.permission);
  return base::canonical_json(json);
}

base::Result<Profile> profile_from_json(std::string_view text) {
  const auto json = base::parse_json(text, kCreditLimits);
  if (!json) return base::fail(base::Code::json_malformed, "the profile is no JSON");   // the parser's words may quote the text
  JsonProblem problem;
  JsonReader in(*json, "", problem);
  Profile profile = read_profile(in, problem);
  in.finish();
  if (problem) return base::fail(base::Code::json_malformed, *problem);
  return profile;
}

}  // namespace preceptor::credit
