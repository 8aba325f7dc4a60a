// /u/<handle>/...: which attempt, and GET.
#include "web/error_page.hpp"
#include "web/learner/impl.hpp"
#include "web/learner/views.hpp"
#include "web/onward/onward.hpp"
#include "web/page.hpp"
#include "web/refusal_page.hpp"
#include "web/teacher/handle.hpp"

namespace preceptor::web {
namespace {

using base::Code;

struct Target {
  std::string_view handle, place;
};

std::optional<Target> target_of(std::string_view path) {
  constexpr std::string_view start = "/u/";
  if (path.substr(0, start.size()) != start) return std::nullopt;
  path.remove_prefix(start.size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return Target{path, {}};
  return Target{path.substr(0, slash), path.substr(slash + 1)};
}

}  // namespace

activity::Place landing(const Visit& visit) {
  const auto& attempt = visit.attempt;
  const bool untouched = !attempt.completed && attempt.answers.empty() && attempt.commitments.empty();
  if (untouched && visit.unit->disclosure.own_page()) return {activity::Step::disclosure, 0};
  return activity::current_place(*visit.unit, attempt);
}

std::optional<int> numbered(std::string_view place, std::string_view prefix) {
  if (place.substr(0, prefix.size()) != prefix) return std::nullopt;
  place.remove_prefix(prefix.size());
  if (place.empty() || place.size() > 3 || place.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  return std::stoi(std::string(place));
}

LearnerPages::Impl::Response LearnerPages::Impl::attempt(const ports::HttpRequest& request) {
  const bool posted = request.method == "POST";
  if (!posted && request.method != "GET") {
    auto response = error_page({Code::request_method, {}, {}, {}}, "", wanted_languages(request));
    response.headers.emplace_back("Allow", "GET, POST");
    return response;
  }
  const auto target = target_of(request.path);
  const auto handle = target ? open_handle(deps.sealer, target->handle) : std::nullopt;
  if (!handle) return error_page({Code::session_handle_invalid, {}, {}, {}}, "", wanted_languages(request));
  const std::string place(target->place);
  if (const auto page = numbered(place, "draft/"); page && posted) return save_draft(request, *handle, *page);
  if (is_expired(*handle, deps.clock.now())) return expired(request, *handle, place);
  auto visit = handle->preview() ? preview_visit(*handle, wanted_languages(request)) : recorded_visit(*handle, wanted_languages(request));
  if (!visit) return failure(request, "page", visit.error());
  const auto stop = visit->preview() ? base::Result<std::optional<Withdrawn>>(std::nullopt) : stopped(visit->row.content, visit->attempt.completed);
  if (!stop) return failure(request, "page", stop.error());
  if (*stop) return deps.onward->withdrawn_page(*visit, **stop);
  renew(*visit);
  return posted ? post(request, *visit, place) : show(*visit, place);
}

void LearnerPages::Impl::renew(Visit& visit) const {
  Handle renewed = visit.handle;
  renewed.renewed = deps.clock.now();
  visit.token = seal_handle(deps.sealer, renewed);
  visit.parent_listens = deps.profiles.of(visit.registration.lms).page_listens();
  const auto begun = visit.preview() ? deps.clock.now() : visit.attempt.opened_at;
  visit.past_review = visit.unit && onward::may_start(visit.unit->review_by, base::utc_date(begun)) != onward::MayStart::yes;
  if (!visit.handle.teacher || !deps.targets.submission_review) return;   // the pages that follow come with that target
  const TeacherHandle teacher{*visit.handle.teacher, visit.unit->id, visit.handle.issued, renewed.renewed, visit.handle.facts};
  visit.teacher_url = teacher_path(urls.prefix(), seal_teacher(deps.sealer, teacher), "link");
}

base::Result<Visit> LearnerPages::Impl::recorded_visit(const Handle& handle, const std::vector<std::string>& wanted) {
  auto row = deps.records.load_attempt(handle.registration, handle.attempt);
  if (!row) return base::fail(row.error());
  if (!*row) return base::fail(Code::session_handle_invalid, "the attempt is not in the store");
  return visit_of(std::move(**row), handle, wanted);
}

base::Result<Visit> LearnerPages::Impl::visit_of(ports::AttemptRow row, Handle handle, const std::vector<std::string>& wanted) {
  Visit visit;
  visit.facts = facts_from_json(row.launch_json);
  auto registration = deps.registrations.load_registration(row.registration);
  if (!registration) return base::fail(registration.error());
  if (!*registration) return base::fail(Code::session_handle_invalid, "the registration is not in the store");
  visit.registration = std::move(**registration);
  auto unit = units.by_hash(row.content);
  if (!unit) return base::fail(unit.error());
  if (!*unit) return base::fail(Code::content_unreadable, "the attempt's content " + row.content.str() + " is not in the store");
  visit.unit = *unit;
  place_in_activities(visit);
  const auto events = deps.records.load_events(row.registration, row.id.str());
  if (!events) return base::fail(events.error());
  auto folded = record::fold(*events);
  if (!folded) return base::fail(folded.error());
  visit.attempt = std::move(*folded);
  for (const auto& event : *events)
    if (const auto* other = std::get_if<record::Other>(&event.payload); other && other->type == "survey_offered") visit.survey_offered = true;
  visit.messages = &choose_messages(languages_for(visit.facts.locale, wanted), visit.unit->language);
  visit.row = std::move(row);
  visit.handle = std::move(handle);
  return visit;
}

LearnerPages::Impl::Response LearnerPages::Impl::show(Visit& visit, const std::string& place) {
  const auto current = activity::current_place(*visit.unit, visit.attempt);
  const auto go_there = [&] { return see_other(urls.at(visit, place_text(current))); };
  if (place.empty()) return see_other(urls.at(visit, place_text(landing(visit))));
  if (place == "disclosure") return visit.unit->disclosure.own_page() && !visit.attempt.completed ? disclosure_page(visit, urls, {}) : go_there();
  if (place == "receipt") return visit.attempt.completed ? receipt(visit, false) : go_there();
  if (place == "reminder.ics") return reminder(visit);
  if (const auto page = numbered(place, "page/")) return *page <= reachable_page(visit) ? show_page(visit, *page, {}) : go_there();
  if (const auto page = numbered(place, "saved/"))  // after "Not now"
    return !visit.attempt.completed && *page <= reachable_page(visit) ? saved_page(visit, urls, {activity::Step::page, *page}) : go_there();
  return refusal_page({Code::request_not_found, {}, {}}, *visit.messages);
}

LearnerPages::Impl::Response LearnerPages::Impl::show_page(Visit& visit, int page, FormState state) {
  if (!visit.preview() && !is_answered(visit, page)) {
    const auto draft = deps.records.load_draft(visit.row.registration, visit.row.id, page);
    if (!draft) {  // a page without the draft is better than no page; the store's trouble shows in the log
      diary.failed("draft", draft.error());
    } else if (*draft) {
      if (auto form = base::parse_form((*draft)->form)) state.form = std::move(*form);
      state.sequence = (*draft)->sequence;
    }
  }
  return unit_page(visit, urls, page, state);
}

LearnerPages::Impl::Response LearnerPages::Impl::expired(const ports::HttpRequest& request, const Handle& handle, const std::string& place) {
  if (handle.preview()) return error_page({Code::session_handle_expired, {}, {}, {}}, "", wanted_languages(request));
  const auto visit = recorded_visit(handle, wanted_languages(request));
  if (!visit) return failure(request, "page", visit.error());
  const auto page = numbered(place, "page/");
  const bool rescue = deps.clock.now() - handle.issued <= kHandleRescue;
  if (request.method == "POST" && page && rescue && *page <= reachable_page(*visit)) {
    const auto form = base::parse_form(request.body);
    if (!form) return failure(request, "page", form.error());
    if (auto kept = keep_draft(handle, *page, *form, 1); !kept) return failure(request, "draft", kept.error());
  }
  return refusal_page({Code::session_handle_expired, {}, back_url(visit->facts, ""), frame_ancestors(visit->registration, visit->facts.return_url)},
                      *visit->messages);
}

LearnerPages::Impl::Response LearnerPages::Impl::failure(const ports::HttpRequest& request, const std::string& step, const base::Error& error) {
  return error_page(error, diary.failed(step, error), wanted_languages(request));
}

}  // namespace preceptor::web
