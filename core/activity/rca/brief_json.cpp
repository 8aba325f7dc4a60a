// A brief <-> its canonical JSON. The derived members are checked by writing the brief again.
#include <algorithm>

#include "core/activity/rca/brief.hpp"
#include "core/activity/rca/json_parts.hpp"
#include "core/base/json_reader.hpp"

namespace preceptor::rca {
namespace {

using base::Json;
using base::JsonReader;

constexpr std::int64_t kSchema = 1, kMany = 100'000;
constexpr base::JsonLimits kBriefLimits{.max_bytes = 2 << 20, .max_depth = 12, .allow_comments = false};

Json json_of(const Panel& panel) {
  Json values = Json::object();
  for (const RowInfo& row : all_rows()) values[std::string(row.code)] = panel.value[row.row];
  return {{"values", std::move(values)},
          {"people", panel.people},
          {"roles", panel.roles},
          {"non_physician", panel.non_physician},
          {"patient", panel.patient}};
}

Json json_of(const RowOpinions& row) {
  Json opinions = Json::array();
  for (const Opinion& opinion : row.opinions) {
    Json one = {{"people", opinion.people}, {"value", opinion.value}, {"counts", opinion.counts}};
    if (opinion.role) one["role"] = std::string(info(*opinion.role).id);
    opinions.push_back(std::move(one));
  }
  return {{"row", std::string(info(row.row).code)},
          {"spread", row.spread},
          {"withheld", row.withheld},
          {"opinions", std::move(opinions)}};
}

Json json_of(const Flip& flip) {
  return {{"kind", std::string(name(flip.kind))},
          {"row", std::string(info(flip.row).code)},
          {"from", flip.from},
          {"to", flip.to},
          {"outcome", std::string(name(flip.outcome))}};
}

Json result_of(const Verdict& verdict) {
  Json missing = Json::array();
  for (const Problem& problem : verdict.missing) missing.push_back({{"field", problem.field}, {"rule", problem.rule}});
  return {{"outcome", std::string(name(verdict.outcome))},
          {"eas", thousandths_text(eas_thousandths(verdict.score))},
          {"eq", thousandths_text(eq_thousandths(verdict.score))},
          {"rule", std::string(kRuleVersion)},
          {"validated", false},
          {"top", row_codes(verdict.score.top)},
          {"blockers", row_codes(verdict.score.blockers)},
          {"collect", row_codes(verdict.collect)},
          {"partners", row_codes(verdict.partners)},
          {"other", row_codes(verdict.other)},
          {"missing", std::move(missing)}};
}

Json abstract_of(const Brief& brief) {
  const AuditAbstract abstract = audit_abstract(brief);
  Json needs = Json::array();
  for (const Need& need : abstract.needs)
    needs.push_back({{"row", std::string(info(need.row).code)}, {"tag", need.tag}, {"cause", need.cause}});
  return {{"gap", abstract.gap}, {"needs", std::move(needs)}};
}

Json thresholds_json() {
  return {{"evidence_needed", kEvidenceNeeded},
          {"wrong_tool", kWrongTool},
          {"education_alone", kEducationAlone},
          {"blocker_share", kBlockerShare}};
}

Row get_row(JsonReader& in, const char* name) {
  const auto row = row_of(in.text(name));
  if (!row) in.refuse(name, "not a known row");
  return row.value_or(Row::k1);
}
int get_count(JsonReader& in, const char* name) {
  return static_cast<int>(in.integer(name, 0, kMany));
}

Panel read_panel(JsonReader in, JsonProblem& problem) {
  Panel panel;
  JsonReader values(in.object("values"), in.path_of("values"), problem);
  for (const RowInfo& row : all_rows())
    panel.value[row.row] = static_cast<int>(values.integer(std::string(row.code).c_str(), 0, kMainCause));
  values.finish();
  panel.people = get_count(in, "people");
  panel.roles = get_count(in, "roles");
  panel.non_physician = in.boolean("non_physician");
  panel.patient = in.boolean("patient");
  in.finish();
  return panel;
}

Opinion read_opinion(JsonReader in) {
  Opinion opinion;
  if (in.has("role")) opinion.role = get_role(in, "role");
  opinion.people = get_count(in, "people");
  opinion.value = static_cast<int>(in.integer("value", 0, kMainCause));
  const Json& counts = in.array("counts");
  if (counts.size() != opinion.counts.size() ||
      !std::ranges::all_of(counts, [](const Json& n) { return n.is_number_unsigned() && n <= kMany; }))
    in.refuse("counts", "not three counts");
  else
    for (std::size_t i = 0; i < opinion.counts.size(); ++i) opinion.counts[i] = counts[i].get<int>();
  in.finish();
  return opinion;
}

RowOpinions read_opinions(JsonReader in, JsonProblem& problem) {
  RowOpinions row{
      get_row(in, "row"), static_cast<int>(in.integer("spread", 0, kMainCause)), {}, get_count(in, "withheld")};
  for (const Json& entry : in.array("opinions"))
    row.opinions.push_back(read_opinion(JsonReader(entry, in.path_of("opinions"), problem)));
  in.finish();
  return row;
}

Flip read_flip(JsonReader in) {
  Flip flip;
  const std::string kind = in.text("kind");
  bool known = false;
  for (const auto one : {Flip::Kind::owner, Flip::Kind::evidence, Flip::Kind::rating, Flip::Kind::row}) {
    if (name(one) != kind) continue;
    flip.kind = one;
    known = true;
  }
  if (!known) in.refuse("kind", "not a known kind of answer");
  flip.row = get_row(in, "row");
  flip.from = static_cast<int>(in.integer("from", 0, 3));
  flip.to = static_cast<int>(in.integer("to", 0, 3));
  flip.outcome = get_outcome(in, "outcome");
  in.finish();
  return flip;
}

void read_parts(JsonReader& in, Brief& brief, JsonProblem& problem) {
  if (in.text("kind") != "rca_brief") in.refuse("kind", "not rca_brief");
  in.integer("schema", kSchema, kSchema);
  brief.case_id = in.text("id");
  JsonReader sheet(in.object("sheet"), "sheet", problem);
  read(sheet, brief.sheet, problem);
  sheet.finish();
  brief.panel = read_panel(JsonReader(in.object("panel"), "panel", problem), problem);
  for (const Json& entry : in.array("opinions"))
    brief.opinions.push_back(read_opinions(JsonReader(entry, "opinions", problem), problem));
  if (in.has("flip")) brief.flip = read_flip(JsonReader(in.object("flip"), "flip", problem));
  for (const Json& entry : in.array("decisions")) {
    JsonReader reader(entry, "decisions", problem);
    Decision decision;
    read(reader, decision, problem);
    reader.finish();
    if (!brief.decisions.restore(std::move(decision))) in.refuse("decisions", "out of order");
  }
}

Json json_of(const Brief& brief) {
  Json opinions = Json::array(), decisions = Json::array();
  for (const RowOpinions& row : brief.opinions) opinions.push_back(json_of(row));
  for (const Decision& decision : brief.decisions.all()) decisions.push_back(json_of(decision));
  Json json = {{"kind", "rca_brief"},
               {"schema", kSchema},
               {"id", brief.case_id},
               {"sheet", json_of(brief.sheet)},
               {"panel", json_of(brief.panel)},
               {"opinions", std::move(opinions)},
               {"decisions", std::move(decisions)},
               {"result", result_of(verdict_of(brief))},
               {"thresholds_percent", thresholds_json()},
               {"abstract", abstract_of(brief)}};
  if (brief.flip) json["flip"] = json_of(*brief.flip);
  return json;
}

}  // namespace

std::string to_json(const Brief& brief) {
  return base::canonical_json(json_of(brief));
}

base::Result<Brief> brief_from_json(std::string_view text) {
  const auto json = base::parse_json(text, kBriefLimits);
  if (!json) return base::fail(json.error());
  JsonProblem problem;
  JsonReader in(*json, "", problem);
  Brief brief;
  read_parts(in, brief, problem);
  if (problem) return base::fail(base::Code::json_malformed, *problem);
  const Json again = json_of(brief);
  for (const auto& [member, value] : json->items())
    if (!again.contains(member) || again[member] != value)
      return base::fail(base::Code::json_malformed, member + ": does not follow from the rest of the brief");
  if (again.size() != json->size())
    return base::fail(base::Code::json_malformed, "result, thresholds or abstract: missing");
  return brief;
}

}  // namespace preceptor::rca
