// An activity as PARS' batch upload takes it: MEMS XML and JSON. Names are known, nesting and transport were not confirmed (credit.md 2, 11), so they are handed
// out only while a member of staff stands for them under Rules.
#include <algorithm>

#include "web/accreditation/activity_section.hpp"
#include "web/accreditation/parts.hpp"

namespace preceptor::web::accreditation {

base::Result<bool> ActivitySection::documents_on() const {
  const auto enabled = deps_.book.enabled();
  if (!enabled) return base::fail(enabled.error());
  return std::ranges::find(*enabled, kActivityDocuments, &credit::Enabled::what) != enabled->end();
}

// PARS knows an activity by its number once it has given one: what is sent then is a change. The report is about the newest year that has learners.
report::ActivityFacts ActivitySection::document_facts(const ActivityNow& now, const std::vector<report::AuditLearner>& learners) const {
  report::ActivityFacts facts;
  facts.sheet = sheet_facts(now, learners);
  const auto provider = std::ranges::find(deps_.providers, now.activity->provider, &credit::Provider::id);
  if (provider != deps_.providers.end())
    if (const auto id = provider->report_settings.find(kServiceProviderId); id != provider->report_settings.end()) facts.web_service_provider_id = id->second;
  facts.action = now.accme_activity_id.empty() ? report::ActivityAction::add : report::ActivityAction::update;
  const auto year = facts.sheet.year != 0 ? std::chrono::year(facts.sheet.year) : now.today.year();
  facts.from = year / std::chrono::January / 1;
  facts.to = year / std::chrono::December / 31;
  return facts;
}

ports::HttpResponse ActivitySection::document(StaffTurn& turn, const ActivityNow& now) {
  const std::string kind = turn.place("kind");
  if (kind != "json" && kind != "xml") return turn.not_found();
  const auto on = documents_on();
  if (!on) return turn.failed(on.error());
  if (!*on) return page_of(turn, now, turn.messages.text("activities.documents_off"), 409);
  const auto learners = audit_.learners(*now.activity);
  if (!learners) return turn.failed(learners.error());
  credit::Activity numbered = *now.activity;
  numbered.accme_activity_id = now.accme_activity_id;
  const auto facts = document_facts(now, *learners);
  const auto made = kind == "json" ? deps_.documents.activity_json(numbered, facts) : deps_.documents.activity_mems(numbered, facts);
  if (!made && made.error().code == base::Code::report_row)
    return page_of(turn, now, turn.messages.text("activities.document_lacks", {{"what", made.error().detail}}), 422);
  if (!made) return turn.failed(made.error());
  return turn.file("pars-" + now.activity->id + "." + kind, kind == "json" ? "application/json" : "application/xml; charset=utf-8", *made);
}

}  // namespace preceptor::web::accreditation
