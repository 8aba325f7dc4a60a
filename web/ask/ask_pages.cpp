#include "web/ask/ask_pages.hpp"

#include <algorithm>

#include "core/activity/point_of_care/question.hpp"
#include "core/base/uuid.hpp"
#include "web/ask/ask_credit.hpp"
#include "web/ask/ask_views.hpp"
#include "web/error_page.hpp"
#include "web/learner/diary_lines.hpp"
#include "web/learner/impl.hpp"
#include "web/page.hpp"
#include "web/sentences.hpp"
#include "web/teacher/rights.hpp"

namespace preceptor::web {
namespace {

using base::Code;
using Response = ports::HttpResponse;

// The space of the ids that are made of a form's key: the same form sent twice is the same question.
constexpr const char* kQuestionSpace = "5b1c3c0e-6f0d-5a55-9f7e-2f6f0b9f1d34";

constexpr int kEarlierMost = 3;
constexpr int kNoteTries = 4;

std::string value_of(const base::Fields& form, std::string_view name) {
  const auto* value = base::field(form, name);
  return value ? *value : std::string();
}

std::string trimmed(std::string text) {
  constexpr const char* kBlanks = " \t\r\n";
  text.erase(0, std::min(text.find_first_not_of(kBlanks), text.size()));
  text.erase(text.find_last_not_of(kBlanks) + 1);
  return text;
}

ShownUnit shown_unit(const point_of_care::Match& match) { return {match.unit_id, match.title, match.language, match.minutes, match.terms}; }

// The same answer again is no second judgement.
bool is_said(const point_of_care::Cycle& cycle, const point_of_care::CyclePayload& payload) {
  const auto* judged = std::get_if<point_of_care::PointOfCareJudged>(&payload);
  if (!judged) return false;
  const auto before = cycle.judged.find(judged->unit_id);
  return before != cycle.judged.end() && before->second.answered == judged->answered;
}

std::optional<point_of_care::Answered> answered_of(const std::string& word) {
  using point_of_care::Answered;
  if (word == "yes") return Answered::yes;
  if (word == "partly") return Answered::partly;
  return word == "no" ? std::optional(Answered::no) : std::nullopt;
}

}  // namespace

struct AskPages::Impl {
  AskDeps deps;
  Urls urls;
  DiaryLines diary;
  QuestionBook book;
  UnitOpener* opener = nullptr;

  explicit Impl(AskDeps given)
      : deps(std::move(given)), urls(deps.public_url), diary(deps.diary, deps.clock, deps.log), book(deps.records, deps.projections, deps.clock) {}

  base::Result<AskVisit> visit(AskHandle handle, const std::vector<std::string>& wanted);
  base::Result<std::vector<ShownUnit>> shown_of(const AskedQuestion& question);
  base::Result<Response> show(const AskVisit& visit);
  base::Result<Response> begin_page(const AskVisit& visit, bool from_launch);
  base::Result<Response> act(const AskVisit& visit, const ports::HttpRequest& request, std::string_view step);
  base::Result<Response> ask(const AskVisit& visit, const base::Fields& form);
  base::Result<Response> keep(const AskVisit& visit, const std::string& text, const std::string& key, const std::vector<point_of_care::Match>& found);
  base::Result<OpenedUnit> start(const AskVisit& visit, const AskedQuestion& known, const std::string& unit);
  base::Result<Response> open_one(const AskVisit& visit, const AskedQuestion& question, const std::string& unit);
  base::Result<Response> note(const AskVisit& visit, AskedQuestion question, const point_of_care::CyclePayload& payload);
  Response to_question(const AskVisit& visit, const std::string& question) const;
  std::string sealed(AskHandle handle, const std::string& question) const;
};

std::string AskPages::Impl::sealed(AskHandle handle, const std::string& question) const {
  handle.question = question;
  handle.renewed = deps.clock.now();
  return seal_ask(deps.sealer, handle);
}

base::Result<AskVisit> AskPages::Impl::visit(AskHandle handle, const std::vector<std::string>& wanted) {
  AskVisit visit;
  auto registration = deps.registrations.load_registration(handle.link.registration);
  if (!registration) return base::fail(registration.error());
  if (!*registration) return base::fail(Code::session_handle_invalid, "the registration is not in the store");
  visit.registration = std::move(**registration);
  visit.facts = facts_from_json(handle.facts);
  visit.messages = &choose_messages(languages_for(visit.facts.locale, wanted), "en");
  visit.prefix = urls.prefix();
  visit.token = sealed(handle, handle.question);
  visit.another = sealed(handle, {});
  visit.handle = std::move(handle);
  return visit;
}

// In the order they were shown in, those that are still published.
base::Result<std::vector<ShownUnit>> AskPages::Impl::shown_of(const AskedQuestion& question) {
  const auto stock = deps.shelf.stock();
  if (!stock) return base::fail(stock.error());
  const auto& language = question.cycle.asked.language;
  std::vector<point_of_care::Match> matches;
  if (!question.text.empty()) matches = (*stock)->index.search(question.text, language, (*stock)->index.size());
  std::vector<ShownUnit> shown;
  for (const auto& id : question.cycle.shown) {
    const auto match = std::ranges::find(matches, id, &point_of_care::Match::unit_id);
    const auto* entry = (*stock)->find(id, match == matches.end() ? language : match->language);
    if (!entry) continue;
    const auto& document = entry->unit.document;
    shown.push_back({id, document.title, document.language, document.minutes, match == matches.end() ? std::vector<std::string>() : match->terms});
  }
  return shown;
}

base::Result<Response> AskPages::Impl::show(const AskVisit& visit) {
  if (visit.handle.question.empty()) return begin_page(visit, false);
  const auto question = book.load(visit.handle.link.registration, visit.handle.question);
  if (!question) return base::fail(question.error());
  if (!*question || (*question)->row.person != visit.handle.person) return base::fail(Code::session_handle_invalid, "the question is not in the store");
  const auto shown = shown_of(**question);
  if (!shown) return base::fail(shown.error());
  const auto counted = credit_of(deps.credit, deps.sealer, visit, **question, deps.clock.now());
  if (!counted) return base::fail(counted.error());
  return asked_page(visit, **question, *shown, *counted);
}

// Where a question is typed, with the way back to earlier ones: a unit begun from one is gone on with there, and judged there.
base::Result<Response> AskPages::Impl::begin_page(const AskVisit& visit, bool from_launch) {
  AskForm form;
  form.from_launch = from_launch;
  if (visit.handle.stores()) {
    const auto earlier = book.of_person(visit.handle.person, {}, kEarlierMost);
    if (!earlier) return base::fail(earlier.error());
    for (const auto& question : *earlier) {
      if (question.text.empty() || question.row.registration != visit.handle.link.registration) continue;
      form.earlier.emplace_back(question.text, ask_path(visit.prefix, sealed(visit.handle, question.row.id)));
    }
  }
  return ask_page(visit, form);
}

Response AskPages::Impl::to_question(const AskVisit& visit, const std::string& question) const {
  return see_other(ask_path(visit.prefix, sealed(visit.handle, question)));
}

base::Result<Response> AskPages::Impl::act(const AskVisit& visit, const ports::HttpRequest& request, std::string_view step) {
  const auto form = base::parse_form(request.body);
  if (!form) return base::fail(form.error());
  if (step == "ask") return ask(visit, *form);
  if (visit.handle.question.empty() || !visit.handle.stores()) return base::fail(Code::request_not_found, "nothing was asked here");
  auto question = book.load(visit.handle.link.registration, visit.handle.question);
  if (!question) return base::fail(question.error());
  if (!*question || (*question)->row.person != visit.handle.person) return base::fail(Code::session_handle_invalid, "the question is not in the store");
  const std::string unit = value_of(*form, "unit");
  if (step == "open") return open_one(visit, **question, unit);
  if (step == "judge") {
    const auto answered = answered_of(value_of(*form, "answered"));
    if (!answered) return to_question(visit, visit.handle.question);
    return note(visit, std::move(**question), point_of_care::PointOfCareJudged{unit, *answered});
  }
  if (step != "do") return base::fail(Code::request_not_found, std::string(step));
  const std::string choice = value_of(*form, "choice");
  if (std::ranges::find(kAskChoices, choice) == std::end(kAskChoices)) return to_question(visit, visit.handle.question);
  return note(visit, std::move(**question), point_of_care::PointOfCareWillDo{unit, choice});
}

base::Result<Response> AskPages::Impl::ask(const AskVisit& visit, const base::Fields& form) {
  const std::string text = trimmed(value_of(form, "question"));
  const std::string& language = visit.messages->language();
  if (const auto problem = point_of_care::check_question(text, language)) {
    AskForm again;
    again.typed = problem->rule == "text" ? std::string() : text;
    again.problem = say(problem->what_to_do, *visit.messages);
    again.status = 422;
    return ask_page(visit, again);
  }
  const auto stock = deps.shelf.stock();
  if (!stock) return base::fail(stock.error());
  const auto found = (*stock)->index.search(text, language);
  if (visit.handle.stores()) return keep(visit, text, value_of(form, "key"), found);
  std::vector<ShownUnit> shown;
  for (const auto& match : found) shown.push_back(shown_unit(match));
  return found_page(visit, text, shown);
}

base::Result<Response> AskPages::Impl::keep(const AskVisit& visit, const std::string& text, const std::string& key,
                                            const std::vector<point_of_care::Match>& found) {
  const auto& handle = visit.handle;
  const std::string id = key.empty() || key.size() > 64 ? base::uuid_v4() : base::uuid_v5(kQuestionSpace, handle.person.str() + "/" + key);
  ports::UnitOfWork work;
  AskedQuestion question = book.begin({handle.link.registration, id, handle.person, text, visit.messages->language(), handle.from}, work);
  point_of_care::PointOfCareShown shown;
  for (const auto& match : found) shown.unit_ids.push_back(match.unit_id);
  if (auto added = book.add(question, std::move(shown), work); !added) return base::fail(added.error());
  book.save(question, work);
  const auto done = deps.records.commit(work);
  // The same form came twice: the question it made stands.
  if (!done && done.error().code != Code::store_conflict) return base::fail(done.error());
  return to_question(visit, id);
}

base::Result<OpenedUnit> AskPages::Impl::start(const AskVisit& visit, const AskedQuestion& known, const std::string& unit) {
  const auto& handle = visit.handle;
  const UnitWanted wanted{handle.link, handle.person, handle.facts, unit, {known.cycle.asked.language, visit.messages->language()}, handle.issued};
  return opener->open_unit(wanted, [&](const base::AttemptId& attempt, ports::UnitOfWork& work) -> base::Status {
    AskedQuestion question = known;   // this may be called again
    const bool opened = question.cycle.opened.contains(unit);
    if (opened && question.attempts[unit] == attempt.str()) return {};
    if (!opened)
      if (auto added = book.add(question, point_of_care::PointOfCareOpened{unit}, work); !added) return added;
    question.attempts[unit] = attempt.str();
    book.save(question, work);
    return {};
  });
}

base::Result<Response> AskPages::Impl::open_one(const AskVisit& visit, const AskedQuestion& question, const std::string& unit) {
  if (std::ranges::find(question.cycle.shown, unit) == question.cycle.shown.end()) return to_question(visit, question.row.id);
  auto opened = start(visit, question, unit);
  if (!opened && opened.error().code == Code::store_conflict) {   // the other tap opened it: this one goes there too
    const auto now = book.load(question.row.registration, question.row.id);
    if (!now) return base::fail(now.error());
    if (*now) opened = start(visit, **now, unit);
  }
  if (!opened) return base::fail(opened.error());
  return see_other(opened->path);
}

// What cannot follow was a second tap, or came from a page that is out of date: what stands is shown. Another window, or another question that counts in the same
// account, may be faster: then it is tried again on what is there now.
base::Result<Response> AskPages::Impl::note(const AskVisit& visit, AskedQuestion question, const point_of_care::CyclePayload& payload) {
  for (int tries = 1;; ++tries) {
    ports::UnitOfWork work;
    if (is_said(question.cycle, payload) || !book.add(question, payload, work)) break;
    book.save(question, work);
    if (std::holds_alternative<point_of_care::PointOfCareWillDo>(payload))
      if (auto counted = count_question(deps.credit, question, work); !counted) return base::fail(counted.error());
    const auto done = deps.records.commit(work);
    if (done) break;
    if (done.error().code != Code::store_conflict || tries == kNoteTries) return base::fail(done.error());
    auto now = book.load(visit.handle.link.registration, visit.handle.question);
    if (!now) return base::fail(now.error());
    if (!*now) break;   // erased meanwhile
    question = std::move(**now);
  }
  return to_question(visit, visit.handle.question);
}

AskPages::AskPages(AskDeps deps) : impl_(std::make_unique<Impl>(std::move(deps))) {}
AskPages::~AskPages() = default;
void AskPages::lead_to(UnitOpener& opener) { impl_->opener = &opener; }

base::Result<Response> AskPages::open(const ports::HttpRequest& request, const lti::VerifiedLaunch& verified, ports::UnitOfWork& work) {
  const auto& launch = verified.launch;
  const auto& platform = verified.registration.platform;
  AskHandle handle;
  handle.link = link_of(verified);
  handle.facts = to_json(facts_of(verified));
  handle.issued = impl_->deps.clock.now();
  if (!is_preview(launch) && !launch.subject.empty()) {
    const auto known = impl_->deps.records.find_person(platform, launch.subject);
    if (!known) return base::fail(known.error());
    const ports::Person person = *known ? **known : ports::Person{platform, launch.subject, base::PersonId(base::uuid_v4())};
    if (!*known) work.persons.push_back(person);
    handle.person = person.id;
  }
  const auto visit = impl_->visit(std::move(handle), wanted_languages(request));
  if (!visit) return base::fail(visit.error());
  return impl_->begin_page(*visit, true);
}

Response AskPages::answer(const ports::HttpRequest& request) {
  const auto wanted = wanted_languages(request);
  if (request.method != "GET" && request.method != "POST") {
    auto response = error_page({Code::request_method, {}, {}, {}}, "", wanted);
    response.headers.emplace_back("Allow", "GET, POST");
    return response;
  }
  const auto place = ask_place(request.path);
  auto handle = place ? open_ask(impl_->deps.sealer, place->token) : std::nullopt;
  if (!handle) return error_page({Code::session_handle_invalid, {}, {}, {}}, "", wanted);
  if (is_expired(*handle, impl_->deps.clock.now())) return error_page({Code::session_handle_expired, {}, {}, {}}, "", wanted);
  auto visit = impl_->visit(std::move(*handle), wanted);
  auto page = !visit                      ? base::Result<Response>(base::fail(visit.error()))
              : request.method == "POST" ? impl_->act(*visit, request, place->step)
                                         : impl_->show(*visit);
  return page ? std::move(*page) : error_page(page.error(), impl_->diary.failed("ask", page.error()), wanted);
}

}  // namespace preceptor::web
