// The planner's sheet <-> its canonical JSON. Rows nobody wrote anything on are left out.
#include <algorithm>

#include "core/activity/rca/json_parts.hpp"
#include "core/base/json_reader.hpp"

namespace preceptor::rca {
namespace {

using base::Json;
using base::JsonReader;

Json json_of(const Stratum& stratum) {
  return {{"by", stratum.by}, {"available", stratum.available}, {"finding", stratum.finding}};
}

Json json_of(const Gap& gap) {
  Json strata = Json::array();
  for (const Stratum& stratum : gap.strata) strata.push_back(json_of(stratum));
  Json json = {{"statement", gap.statement}, {"measure", gap.measure}, {"baseline", gap.baseline},
               {"target", gap.target},       {"source", gap.source},   {"population", gap.population},
               {"strata", std::move(strata)}};
  put_date(json, "measured_on", gap.measured_on);
  return json;
}

Json json_of(const Funding& funding) {
  Json json = {{"funder", funding.funder}};
  if (funding.permits_part) json["permits_part"] = *funding.permits_part;
  if (funding.permits_no) json["permits_no"] = *funding.permits_no;
  return json;
}

Json json_of(const RowSheet& row) {
  Json owner = {{"name", row.owner.name}, {"department", std::string(name(row.owner.department))}};
  put_date(owner, "accepted_on", row.owner.accepted_on);
  Json json = {{"asked", row.asked},
               {"cause", row.cause},
               {"whys", row.whys},
               {"owner", std::move(owner)},
               {"action", row.action}};
  if (row.evidence) json["evidence"] = *row.evidence;
  put_date(json, "due", row.due);
  return json;
}

Gap read_gap(JsonReader in, JsonProblem& problem) {
  Gap gap;
  gap.statement = in.text("statement");
  gap.measure = in.text("measure");
  gap.baseline = in.text("baseline");
  gap.target = in.text("target");
  gap.source = in.text("source");
  gap.population = in.text("population");
  gap.measured_on = get_date(in, "measured_on");
  for (const Json& entry : in.array("strata")) {
    JsonReader stratum(entry, in.path_of("strata"), problem);
    gap.strata.push_back({stratum.text("by"), stratum.boolean("available"), stratum.text("finding")});
    stratum.finish();
  }
  in.finish();
  return gap;
}

Aim read_aim(JsonReader in) {
  Aim aim;
  const std::string kind = in.text("kind");
  bool known = false;
  for (const AimKind one : {AimKind::none, AimKind::population_health, AimKind::equity, AimKind::cost,
                            AimKind::patient_experience, AimKind::clinician_experience}) {
    if (name(one) != kind) continue;
    aim.kind = one;
    known = true;
  }
  if (!known) in.refuse("kind", "not a known aim");
  aim.measure = in.text("measure");
  in.finish();
  return aim;
}

Funding read_funding(JsonReader in) {
  Funding funding{in.text("funder"), in.optional_boolean("permits_part"), in.optional_boolean("permits_no")};
  in.finish();
  return funding;
}

Owner read_owner(JsonReader in) {
  Owner owner;
  owner.name = in.text("name");
  const std::string department = in.text("department");
  bool known = false;
  for (const Department one : {Department::none, Department::education, Department::quality, Department::informatics,
                               Department::personnel, Department::payer, Department::clinic, Department::other}) {
    if (name(one) != department) continue;
    owner.department = one;
    known = true;
  }
  if (!known) in.refuse("department", "not a known department");
  owner.accepted_on = get_date(in, "accepted_on");
  in.finish();
  return owner;
}

RowSheet read_row(JsonReader in, JsonProblem& problem) {
  RowSheet row;
  if (const auto evidence = in.optional_integer("evidence", 0, kEvidenceMost))
    row.evidence = static_cast<int>(*evidence);
  row.asked = in.text("asked");
  row.cause = in.text("cause");
  row.whys = in.texts("whys");
  row.owner = read_owner(JsonReader(in.object("owner"), in.path_of("owner"), problem));
  row.action = in.text("action");
  row.due = get_date(in, "due");
  in.finish();
  return row;
}

}  // namespace

Json json_of(const Sheet& sheet) {
  Json rows = Json::object();
  for (const RowInfo& row : all_rows())
    if (sheet.rows[row.row] != RowSheet{}) rows[std::string(row.code)] = json_of(sheet.rows[row.row]);
  return {{"title", sheet.title},
          {"gap", json_of(sheet.gap)},
          {"aim", {{"kind", std::string(name(sheet.aim.kind))}, {"measure", sheet.aim.measure}}},
          {"funding", json_of(sheet.funding)},
          {"plan_changers", sheet.plan_changers},
          {"audience", sheet.audience},
          {"rows", std::move(rows)}};
}

void read(JsonReader& in, Sheet& sheet, JsonProblem& problem) {
  sheet.title = in.text("title");
  sheet.gap = read_gap(JsonReader(in.object("gap"), in.path_of("gap"), problem), problem);
  sheet.aim = read_aim(JsonReader(in.object("aim"), in.path_of("aim"), problem));
  sheet.funding = read_funding(JsonReader(in.object("funding"), in.path_of("funding"), problem));
  sheet.plan_changers = in.texts("plan_changers");
  sheet.audience = in.text("audience");
  JsonReader rows(in.object("rows"), in.path_of("rows"), problem);
  for (const RowInfo& row : all_rows()) {
    const std::string code(row.code);
    if (rows.has(code.c_str()))
      sheet.rows[row.row] =
          read_row(JsonReader(rows.object(code.c_str()), rows.path_of(code.c_str()), problem), problem);
  }
  rows.finish();
}

}  // namespace preceptor::rca
