// Statements of burden and root-cause answers, for the record stores that have them on.
#include <algorithm>
#include <utility>

#include "core/activity/rca/events.hpp"
#include "core/activity/survey.hpp"
#include "plugin/app/statement_maker.hpp"
#include "xapi/inside_statement.hpp"
#include "xapi/statement_kinds.hpp"

namespace preceptor::app {

using base::fail;
using record::Rendering;

namespace {

using NoStatements = std::optional<std::vector<Rendering>>;

std::string audience_of_kind(std::string_view kind, bool pseudonymised) { return xapi::inside_audience(pseudonymised ? "pseudonymised" : "identified", kind); }

StatementMaker::Made as_made(base::Result<std::vector<Rendering>> rendered) {
  if (!rendered) return fail(rendered.error());
  return NoStatements(std::move(*rendered));
}

}  // namespace

StatementMaker::Made StatementMaker::make_inside(Source& source, std::string_view kind, bool pseudonymised, const Pseudonyms& names) {
  const auto* other = std::get_if<record::Other>(&source.event.payload);
  if (other && other->type == xapi::SurveySubmitted::kType && kind == xapi::kBurdenKind) return make_survey(source, other->json, pseudonymised, names);
  if (other && source.event.stream_kind == "case" && kind == xapi::kRootCauseKind) return make_case(source, *other, pseudonymised, names);
  if (!std::holds_alternative<record::QuestionAnswered>(source.event.payload)) return NoStatements(std::vector<Rendering>());
  const auto person = site_.store().load_person(source.event.person);
  if (!person) return fail(person.error());
  if (!*person || (*person)->subject.empty()) return NoStatements();
  source.registration = pseudonymised ? names.registration(source.event.stream_id) : source.event.stream_id;
  return make_attempt(source, **person, 0, pseudonymised ? &names : nullptr, kind);
}

// The event's person stands for nobody: it was drawn when the answer left the pool.
StatementMaker::Made StatementMaker::make_survey(Source& source, const std::string& payload, bool pseudonymised, const Pseudonyms& names) {
  const auto sent = xapi::survey_submitted_from_json(payload);
  if (!sent) return fail(sent.error());
  const auto stored = site_.store().by_hash(sent->form);
  if (!stored) return fail(stored.error());
  if (!*stored) return NoStatements();
  const auto form = activity::survey_from_json((*stored)->json);
  if (!form) return fail(form.error());
  if (!sent->unit.empty()) {
    const auto unit = units_.by_hash(sent->unit);
    if (!unit) return fail(unit.error());
    if (*unit) source.unit_id = (*unit)->id;
  }
  source.registration = pseudonymised ? names.registration(source.event.stream_id) : source.event.stream_id;
  const xapi::InsideContext context{site_.activity_base(), site_.activity_base(), pseudonymised ? names.person(source.event.person) : source.event.person.str(),
                                    source.registration, audience_of_kind(xapi::kBurdenKind, pseudonymised)};
  return as_made(xapi::render_survey(source.event, *sent, *form, source.unit_id, context));
}

// Who rated is told to nobody, so a form is of a name that is this case's alone; who signed is, as of any statement.
StatementMaker::Made StatementMaker::make_case(Source& source, const record::Other& payload, bool pseudonymised, const Pseudonyms& names) {
  const record::Event& event = source.event;
  const auto read = rca::case_payload_from_json(payload.type, payload.json);
  if (!read) return fail(read.error());
  const auto* rated = std::get_if<rca::RcaRated>(&*read);
  const auto* decided = std::get_if<rca::RcaDecided>(&*read);
  // Who was told that nothing goes to a record store is kept to that, whatever was switched on since.
  if (rated ? !rated->leaves : !decided) return NoStatements(std::vector<Rendering>());
  const auto erased = site_.store().is_erased(event.person);
  if (!erased) return fail(erased.error());
  if (*erased) return NoStatements();
  const auto events = site_.store().load_events(event.registration, event.stream_id);
  if (!events) return fail(events.error());
  const auto signed_before = std::ranges::count_if(*events, [&](const record::Event& one) { return one.seq < event.seq && record::type_name(one.payload) == "rca_decided"; });
  source.registration = xapi::case_round(event.stream_id, static_cast<int>(signed_before));
  if (pseudonymised) source.registration = names.registration(source.registration);
  xapi::InsideContext context{site_.activity_base(), site_.activity_base(), names.within(event.stream_id, event.person), source.registration,
                              audience_of_kind(xapi::kRootCauseKind, pseudonymised)};
  if (rated) return as_made(xapi::render_rating(event, *rated, context));
  if (pseudonymised) {
    context.actor_name = names.person(event.person);
  } else {
    const auto signer = site_.store().load_person(event.person);
    if (!signer) return fail(signer.error());
    // One who came without an account has the name of the case.
    const std::string home_page = *signer && !(*signer)->subject.empty() ? credit_.actor_home_page((*signer)->platform) : std::string();
    if (!home_page.empty()) {
      context.actor_home_page = home_page;
      context.actor_name = (*signer)->subject;
    }
  }
  return as_made(xapi::render_decision(event, *decided, context));
}

}  // namespace preceptor::app
