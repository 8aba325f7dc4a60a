#include "adapters/pars/activity_documents.hpp"

#include "adapters/report_files/words.hpp"
#include "adapters/report_files/xml_out.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "core/report/cell_text.hpp"

namespace preceptor::pars {
namespace {

using base::Json;
using report::ActivityAction;
using report::ActivityFacts;
using report::Counts;
using report_files::row_error;

struct Certification {
  std::string name;
  credit::Amount amount;
};

// What the document rests on; a document that the receiver would refuse is not made.
struct ActivityParts {
  std::string format;
  std::vector<Certification> credits;
  bool supported = false;
};

base::Result<ActivityParts> parts_of(const credit::Activity& activity, const ActivityFacts& facts) {
  const credit::FormatName* format = credit::activity_format(activity.format);
  if (!format) return row_error("format", "is none that PARS knows");
  if (activity.provider_activity_id.empty()) return row_error("provider_activity_id", "is missing: PARS finds the record by it");
  if (!activity.accme_activity_id.empty() && !report_files::digits(activity.accme_activity_id, 9)) return row_error("accme_activity_id", "has not nine digits");
  if (activity.description.empty()) return row_error("description", "is missing");
  if (base::count_characters(activity.description) > 2500) return row_error("description", "is over 2,500 characters");
  for (const auto& text : {activity.title, activity.description, activity.commercial_support, activity.provider_activity_id})
    if (report::unsafe_in_xml(report_files::on_one_line(text))) return row_error("title", "or another text cannot be written");
  ActivityParts parts{std::string(format->name), {}, !activity.commercial_support.empty() && activity.commercial_support != "none"};
  for (const auto& one : activity.designations) {
    const credit::CreditSystem* system = facts.sheet.rules ? facts.sheet.rules->system(one.system) : nullptr;
    if (system && !system->pars_certification.empty()) parts.credits.push_back({system->pars_certification, one.max});
  }
  if (parts.credits.empty()) return row_error("designations", "hold none that is reported to PARS");
  return parts;
}

// A JSON number with the amount's own digits; quarters are exact in binary.
Json credits_number(credit::Amount amount) {
  if (amount.hundredths % 100 == 0) return amount.hundredths / 100;
  return static_cast<double>(amount.hundredths) / 100;
}

std::string midnight(base::Date date) { return base::format_date(date) + "T00:00:00"; }

Json lom_json(const credit::Activity& activity, const ActivityParts& parts) {
  Json identifiers = Json::array({{{"catalog", "Provider Activity ID"}, {"entry", activity.provider_activity_id}}});
  if (!activity.accme_activity_id.empty()) identifiers.push_back({{"catalog", "ACCME Activity ID"}, {"entry", activity.accme_activity_id}});
  Json credits = Json::array(), professions = Json::array();
  for (const auto& one : parts.credits)
    credits.push_back(
        {{"activityCertification", one.name}, {"numberOfCredits", credits_number(one.amount)}, {"nonAccreditedProvider", activity.nonaccredited_providers}});
  for (const auto& code : activity.professions)
    if (const auto name = credit::pars_profession(code); !name.empty()) professions.push_back(name);
  const Json education{{"credits", credits},
                       {"startDateTime", midnight(activity.starts)},
                       {"endDateTime", midnight(activity.ends)},
                       {"activitySponsorship", activity.joint ? "joint" : "direct"},
                       {"activityFormat", parts.format},
                       {"commercialSupport", parts.supported},
                       {"targetAudience", {{"profession", professions}, {"specialty", activity.specialties}}}};
  return {{"general", {{"identifier", identifiers}, {"title", activity.title}, {"description", activity.description}}},
          {"healthcareMetadata", {{"healthcareEducation", education}}}};
}

Json registrations_json(const credit::Activity& activity) {
  Json all = Json::array();
  for (const auto& board : activity.boards) {
    Json types = Json::array();
    credit::Amount total;
    for (const auto& one : board.points) {
      types.push_back(one.type);
      total += one.points;
    }
    Json one{{"boardName", board.board}, {"mocPoints", credits_number(total)}, {"MOCCreditType", types}};
    if (board.claim_by) one["CreditClaimDate"] = base::format_date(*board.claim_by);
    all.push_back(std::move(one));
  }
  return all;
}

std::string_view action_word(ActivityAction action) {
  return action == ActivityAction::add ? "Add" : action == ActivityAction::update ? "Update" : "Delete";
}

Json extensible_json(const credit::Activity& activity, const ActivityFacts& facts) {
  Json info{{"activityRecordAction", action_word(facts.action)}};
  if (!facts.web_service_provider_id.empty()) info["ProviderID"] = facts.web_service_provider_id;
  if (!activity.boards.empty()) info["MOCRegistrations"] = {{"MOCRegistration", registrations_json(activity)}};
  if (!activity.commendation_tags.empty()) info["CommendationTags"] = {{"CommendationTag", activity.commendation_tags}};
  Json outcomes = Json::array();
  for (const auto& one : activity.outcomes) outcomes.push_back({{"MeasuredOutcome", one}});
  if (!outcomes.empty()) info["MeasuredOutcomes"] = outcomes;
  return info;
}

void write_lom(report_files::XmlOut& out, const credit::Activity& activity, const ActivityParts& parts) {
  out.open("lom:lom").open("lom:general");
  out.open("lom:identifier").leaf("lom:catalog", "Provider Activity ID").leaf("lom:entry", activity.provider_activity_id).close();
  if (!activity.accme_activity_id.empty())
    out.open("lom:identifier").leaf("lom:catalog", "ACCME Activity ID").leaf("lom:entry", activity.accme_activity_id).close();
  out.open("lom:title").leaf("lom:string", activity.title).close();
  out.open("lom:description").leaf("lom:string", report_files::on_one_line(activity.description)).close().close();
  out.open("hx:healthcareMetadata").open("hx:healthcareEducation");
  for (const auto& one : parts.credits) {
    out.open("hx:credits").leaf("hx:activityCertification", one.name);
    for (const auto& provider : activity.nonaccredited_providers) out.leaf_unless_empty("hx:nonAccreditedProvider", provider);
    out.leaf("hx:numberOfCredits", credit::format(one.amount)).close();
  }
  if (!activity.professions.empty() || !activity.specialties.empty()) {
    out.open("hx:targetAudience");
    for (const auto& code : activity.professions)
      if (const auto name = credit::pars_profession(code); !name.empty()) out.open("hx:profession").leaf("lom:string", name).close();
    for (const auto& one : activity.specialties) out.open("hx:specialty").leaf("lom:string", one).close();
    out.close();
  }
  out.leaf("hx:startDateTime", midnight(activity.starts)).leaf("hx:endDateTime", midnight(activity.ends));
  out.leaf("hx:activitySponsorship", activity.joint ? "joint" : "direct");
  out.open("hx:activityFormat").leaf("lom:string", parts.format).close();
  out.leaf("hx:commercialSupport", parts.supported ? "yes" : "no").close().close().close();
}

void write_categories(report_files::XmlOut& out, const Counts& counts) {
  out.open("ParticipationMetrics");
  for (const auto& [name, number] : {std::pair{"physician", counts.physicians}, std::pair{"non-physician", counts.others}})
    out.open("ParticipantsByCategory").leaf("CategoryName", name).leaf("Number", std::to_string(number)).close();
  out.close();
}

}  // namespace

base::Result<std::string> activity_json(const credit::Activity& activity, const ActivityFacts& facts) {
  const auto parts = parts_of(activity, facts);
  if (!parts) return base::fail(parts.error());
  const Counts& counts = facts.sheet.counts.so_far;
  Json description{{"Lom", lom_json(activity, *parts)}};
  if (parts->supported && facts.sheet.commercial_support_dollars > 0)
    description["commercialSupportAmount"] =
        Json::array({{{"currency", "USD"}, {"supportSource", activity.commercial_support}, {"value", facts.sheet.commercial_support_dollars}}});
  const Json metrics{{"ReportDescription", {{"ReportingStartDate", base::format_date(facts.from)}, {"ReportingEndDate", base::format_date(facts.to)}}},
                     {"ActivityDescription", description},
                     {"ParticipationMetrics",
                      {{"participantsByCategory", Json::array({{{"category", "physician"}, {"numberOfParticipants", counts.physicians}},
                                                               {{"category", "non-physician"}, {"numberOfParticipants", counts.others}}})}}},
                     {"XtensibleInfo", extensible_json(activity, facts)}};
  return base::canonical_json({{"ACCMEActivities", {{"MedicalEducationMetrics", Json::array({metrics})}}}}) + "\n";
}

base::Result<std::string> activity_mems(const credit::Activity& activity, const ActivityFacts& facts) {
  const auto parts = parts_of(activity, facts);
  if (!parts) return base::fail(parts.error());
  auto out = report_files::XmlOut::to_memory();
  out.open("MedicalEducationMetrics").attribute("xmlns", "http://ns.medbiq.org/metrics/v2/").attribute("xmlns:lom", "http://ltsc.ieee.org/xsd/LOM");
  out.attribute("xmlns:hx", "http://ns.medbiq.org/lom/extend/v1/");
  out.open("ReportDescription").leaf("ReportingStartDate", base::format_date(facts.from)).leaf("ReportingEndDate", base::format_date(facts.to)).close();
  out.open("ActivityDescription");
  write_lom(out, activity, *parts);
  if (parts->supported && facts.sheet.commercial_support_dollars > 0)
    out.open("CommercialSupportAmount").attribute("currency", "USD").attribute("supportSource", activity.commercial_support)
        .text(std::to_string(facts.sheet.commercial_support_dollars)).close();
  out.close();
  write_categories(out, facts.sheet.counts.so_far);
  // Elements of PARS' own belong into XtensibleInfo under a namespace that was not seen; they are left out.
  return out.finish();
}

}  // namespace preceptor::pars
