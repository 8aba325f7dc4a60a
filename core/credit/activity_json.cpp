// An activity <-> its canonical JSON (manifests/schemas/activity.schema.json describes it).
#include <set>

#include "core/base/digest.hpp"
#include "core/credit/json_parts.hpp"

namespace preceptor::credit {
namespace {

using base::Json;
using base::JsonReader;

constexpr std::int64_t kActivitySchema = 1, kMostMinutes = 100'000;
constexpr std::size_t kMostUnits = 1'000;   // their minutes add up in an int

Json designations_json(const std::vector<Designation>& designations) {
  Json all = Json::array();
  for (const Designation& one : designations) all.push_back({{"system", one.system}, {"max", format(one.max)}, {"types", one.types}});
  return all;
}

Json bundle_json(const std::vector<BundleUnit>& bundle) {
  Json all = Json::array();
  for (const BundleUnit& one : bundle) all.push_back({{"unit", one.unit_id}, {"minutes", one.minutes}, {"required", one.required}});
  return all;
}

void read_names(JsonReader& in, Activity& activity) {
  if (in.text("kind") != "activity") in.refuse("kind", "not activity");
  in.integer("schema", kActivitySchema, kActivitySchema);
  activity.id = in.text("id");
  if (activity.id.empty()) in.refuse("id", "empty");
  activity.title = in.text("title");
  activity.language = in.text("language");
  activity.description = in.text("description");
  activity.provider = in.text("provider");
  activity.provider_activity_id = in.text("provider_activity_id");
  activity.accme_activity_id = in.text("accme_activity_id");
  activity.format = in.text("format");
  if (!activity_format(activity.format)) in.refuse("format", "not a known format");
  activity.starts = get_day(in, "starts");
  activity.ends = get_day(in, "ends");
  activity.designated_on = get_day(in, "designated_on");
  activity.accreditation_statement = in.text("accreditation_statement");
  activity.designation_statement = in.text("designation_statement");
}

void read_terms(JsonReader& in, Activity& activity) {
  activity.pass_percent = static_cast<int>(in.integer("pass_percent", 0, 100));
  activity.rationale = in.boolean("rationale");
  activity.citations = in.boolean("citations");
  activity.evaluation = in.boolean("evaluation");
  activity.test_out = in.boolean("test_out");
  activity.partial = in.boolean("partial");
  activity.joint = in.boolean("joint");
  activity.nonaccredited_providers = in.texts("nonaccredited_providers");
  activity.commercial_support = in.text("commercial_support");
  activity.people = in.texts("people");
  activity.disclosure = in.text("disclosure");
  activity.professions = in.texts("professions");
  activity.specialties = in.texts("specialties");
  activity.keywords = in.texts("keywords");
  activity.commendation_tags = in.texts("commendation_tags");
  activity.outcomes = in.texts("outcomes");
}

void read_lists(JsonReader& in, Activity& activity, JsonProblem& problem) {
  std::set<std::string> systems, units;
  each_entry(in, "designations", problem, [&](JsonReader& one) {
    activity.designations.push_back({one.text("system"), get_amount(one, "max"), one.texts("types")});
    if (!systems.insert(activity.designations.back().system).second) one.refuse("system", "designated twice");
  });
  activity.boards = get_boards(in, "boards", problem);
  each_entry(in, "bundle", problem, [&](JsonReader& one) {
    if (activity.bundle.size() == kMostUnits) one.refuse("unit", "one too many");
    activity.bundle.push_back({one.text("unit"), static_cast<int>(one.integer("minutes", 1, kMostMinutes)), one.boolean("required")});
    if (!units.insert(activity.bundle.back().unit_id).second) one.refuse("unit", "in the bundle twice");
  });
}

}  // namespace

std::string to_json(const Activity& activity) {
  return base::canonical_json({{"kind", "activity"},
                               {"schema", kActivitySchema},
                               {"id", activity.id},
                               {"title", activity.title},
                               {"language", activity.language},
                               {"description", activity.description},
                               {"provider", activity.provider},
                               {"provider_activity_id", activity.provider_activity_id},
                               {"accme_activity_id", activity.accme_activity_id},
                               {"format", activity.format},
                               {"starts", base::format_date(activity.starts)},
                               {"ends", base::format_date(activity.ends)},
                               {"designated_on", base::format_date(activity.designated_on)},
                               {"accreditation_statement", activity.accreditation_statement},
                               {"designation_statement", activity.designation_statement},
                               {"designations", designations_json(activity.designations)},
                               {"boards", json_of(activity.boards)},
                               {"pass_percent", activity.pass_percent},
                               {"rationale", activity.rationale},
                               {"citations", activity.citations},
                               {"evaluation", activity.evaluation},
                               {"test_out", activity.test_out},
                               {"partial", activity.partial},
                               {"joint", activity.joint},
                               {"nonaccredited_providers", activity.nonaccredited_providers},
                               {"commercial_support", activity.commercial_support},
                               {"people", activity.people},
                               {"disclosure", activity.disclosure},
                               {"professions", activity.professions},
                               {"specialties", activity.specialties},
                               {"keywords", activity.keywords},
                               {"commendation_tags", activity.commendation_tags},
                               {"outcomes", activity.outcomes},
                               {"bundle", bundle_json(activity.bundle)}});
}

base::Result<Activity> activity_from_json(std::string_view text) {
  const auto json = base::parse_json(text, kCreditLimits);
  if (!json) return base::fail(base::Code::content_invalid, base::describe(json.error()));
  JsonProblem problem;
  JsonReader in(*json, "", problem);
  Activity activity;
  read_names(in, activity);
  read_terms(in, activity);
  read_lists(in, activity, problem);
  in.finish();
  if (problem) return base::fail(base::Code::content_invalid, *problem);
  activity.hash = base::ContentHash(base::sha256_hex(to_json(activity)));
  return activity;
}

}  // namespace preceptor::credit
