#include "web/rca/rca_pages.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/encoding.hpp"
#include "core/base/uuid.hpp"
#include "lti/deep_linking.hpp"
#include "web/error_page.hpp"
#include "web/learner/diary_lines.hpp"
#include "web/learner/handle.hpp"
#include "web/learner/visit.hpp"
#include "web/page.hpp"
#include "web/rca/rater_view.hpp"

namespace preceptor::web {
namespace {

using base::Code;
using Response = ports::HttpResponse;
using Act = CaseAct::Outcome;

constexpr std::string_view kRaterStart = "/r/";
constexpr std::size_t kLongestKey = 64, kLongestLocale = 64, kLongestUrl = 2000;

// Why nothing that comes by this launch counts; empty for a stakeholder. Design section 6.
std::string why_nothing(const lti::Launch& launch) {
  const auto& roles = launch.roles;
  if (launch.masquerading) return "masquerade";
  if (roles.test_user) return "test_user";
  if (roles.instructor || roles.mentor || (roles.administrator && !roles.learner)) return "staff";
  return launch.subject.empty() ? "anonymous" : "";
}

// One draft a case and person.
base::AttemptId draft_id(const RaterHandle& handle) { return base::AttemptId(base::uuid_v5(handle.case_id, handle.person.str())); }

std::int64_t sequence_of(const base::Fields& fields) {
  std::int64_t value = 0;
  if (const auto* text = base::field(fields, "seq")) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

// What a draft may hold: texts are checked like those that are sent.
std::string draft_text(const base::Fields& fields) {
  base::Fields kept;
  for (const auto& [name, value] : fields) {
    std::vector<rca::Problem> problems;
    rca::check_text(problems, name, value, false);
    const bool ours = name.starts_with("degree.") || name.starts_with("row.") || name.starts_with("example.");
    if (ours && problems.empty()) kept.emplace_back(name, value);
  }
  return base::format_form(kept);
}

}  // namespace

struct RcaPages::Impl {
  RcaDeps deps;
  Urls urls;
  CaseBook book;
  DiaryLines diary;

  explicit Impl(RcaDeps given)
      : deps(std::move(given)), urls(deps.public_url), book(deps.records, deps.projections, deps.clock), diary(deps.diary, deps.clock, deps.log) {}

  base::Result<RaterHandle> handle_of(const lti::VerifiedLaunch& verified, const RcaCase& one, ports::UnitOfWork& work);
  base::Result<base::PersonId> person_of(const lti::VerifiedLaunch& verified, ports::UnitOfWork& work);
  RaterVisit visit_of(RaterHandle handle, RcaCase one, lti::Registration registration, const ports::HttpRequest& request) const;
  base::Result<RaterVisit> visit(const ports::HttpRequest& request, std::string& place);
  base::Result<Response> landing(const RaterVisit& visit);
  base::Result<Response> cards(const RaterVisit& visit);
  base::Result<Response> show(const RaterVisit& visit, const std::string& place);
  base::Result<Response> post(RaterVisit& visit, const std::string& place, const base::Fields& fields);
  base::Result<Response> choose_role(RaterVisit& visit, const base::Fields& fields);
  base::Result<Response> send(const RaterVisit& visit, const base::Fields& fields);
  base::Status keep(const RaterHandle& handle, const base::Fields& fields, int step);
  base::Result<Response> act(const ports::HttpRequest& request);
};

base::Result<base::PersonId> RcaPages::Impl::person_of(const lti::VerifiedLaunch& verified, ports::UnitOfWork& work) {
  const auto& platform = verified.registration.platform;
  const auto known = deps.records.find_person(platform, verified.launch.subject);
  if (!known) return base::fail(known.error());
  if (*known) return (*known)->id;
  work.persons.push_back({platform, verified.launch.subject, base::PersonId(base::uuid_v4())});
  return work.persons.back().id;
}

base::Result<RaterHandle> RcaPages::Impl::handle_of(const lti::VerifiedLaunch& verified, const RcaCase& one, ports::UnitOfWork& work) {
  const auto& launch = verified.launch;
  RaterHandle handle;
  handle.registration = verified.registration.id;
  handle.case_id = one.id;
  handle.why = why_nothing(launch);
  handle.locale = std::string(base::utf8_prefix(launch.locale, kLongestLocale));
  if (launch.presentation.return_url.size() <= kLongestUrl) handle.return_url = launch.presentation.return_url;
  handle.issued = handle.renewed = deps.clock.now();
  if (handle.why.empty()) {
    auto person = person_of(verified, work);
    if (!person) return base::fail(person.error());
    handle.person = std::move(*person);
  }
  const auto asked = launch.custom.find("role");
  if (asked != launch.custom.end()) handle.role = rca::role_of(asked->second);
  handle.fixed_role = handle.role.has_value();
  const auto* before = one.rating_of(handle.person);
  if (!handle.role && before != nullptr) handle.role = before->role;
  if (handle.role) handle.told = others_of_role(one, *handle.role, handle.person) + 1 < rca::kPeopleToShowRole;
  return handle;
}

RaterVisit RcaPages::Impl::visit_of(RaterHandle handle, RcaCase one, lti::Registration registration, const ports::HttpRequest& request) const {
  RaterVisit visit;
  handle.renewed = deps.clock.now();
  visit.messages = &choose_messages(languages_for(handle.locale, wanted_languages(request)), "en");
  visit.path = urls.prefix() + std::string(kRaterStart) + seal_rater(deps.sealer, handle);
  visit.handle = std::move(handle);
  visit.one = std::move(one);
  visit.registration = std::move(registration);
  visit.leaves = deps.ratings_leave && deps.ratings_leave();
  return visit;
}

// "/r/<handle>/<place>": the handle, its case and its registration, which must still be in use.
base::Result<RaterVisit> RcaPages::Impl::visit(const ports::HttpRequest& request, std::string& place) {
  std::string_view rest = std::string_view(request.path).substr(std::min(kRaterStart.size(), request.path.size()));
  const auto slash = rest.find('/');
  if (slash != std::string_view::npos) place = rest.substr(slash + 1);
  auto handle = open_rater(deps.sealer, rest.substr(0, slash));
  if (!handle) return base::fail(Code::session_handle_invalid);
  const auto now = deps.clock.now();
  if (is_expired(*handle, now)) {
    // Nothing typed is lost: it waits for the next launch.
    const auto fields = base::parse_form(request.body);
    const bool rescued = request.method == "POST" && fields && now - handle->issued <= kHandleRescue;
    if (rescued)
      if (auto kept = keep(*handle, *fields, 1); !kept) return base::fail(kept.error());
    return base::fail(Code::session_handle_expired);
  }
  auto registration = deps.registrations.load_registration(handle->registration);
  if (!registration) return base::fail(registration.error());
  if (!*registration || !(*registration)->enabled) return base::fail(Code::login_registration_disabled, "registration " + handle->registration.str());
  auto one = book.load(handle->case_id);
  if (!one) return base::fail(one.error());
  if (!*one) return base::fail(Code::launch_content_missing, "no case " + handle->case_id);
  return visit_of(std::move(*handle), std::move(**one), std::move(**registration), request);
}

base::Result<Response> RcaPages::Impl::landing(const RaterVisit& visit) {
  if (!visit.one.takes_ratings() || visit.one.rating_of(visit.handle.person) != nullptr) return after_page(visit);
  return visit.handle.role ? cards(visit) : role_page(visit, "", 200);
}

// The cards as the draft says, else as answered before, else empty.
base::Result<Response> RcaPages::Impl::cards(const RaterVisit& visit) {
  if (!visit.one.takes_ratings()) return after_page(visit);
  if (!visit.handle.role) return role_page(visit, "", 200);
  RaterForm form;
  if (const auto* before = visit.one.rating_of(visit.handle.person)) form.fields = fields_of(*before);
  if (visit.handle.preview()) return cards_page(visit, form);
  const auto draft = deps.records.load_draft(visit.handle.registration, draft_id(visit.handle), 0);
  if (!draft) return base::fail(draft.error());
  if (*draft) {
    const auto fields = base::parse_form((*draft)->form);
    if (fields && !fields->empty()) form.fields = *fields;
    form.sequence = (*draft)->sequence;
  }
  return cards_page(visit, form);
}

base::Result<Response> RcaPages::Impl::show(const RaterVisit& visit, const std::string& place) {
  if (place.empty()) return landing(visit);
  if (place == "role") return visit.one.takes_ratings() && !visit.handle.fixed_role ? role_page(visit, "", 200) : landing(visit);
  if (place == "cards") return cards(visit);
  if (place == "kept") return kept_page(visit);
  if (place == "done") return after_page(visit);
  return base::fail(Code::request_not_found);
}

base::Result<Response> RcaPages::Impl::choose_role(RaterVisit& visit, const base::Fields& fields) {
  const auto* chosen = base::field(fields, "role");
  const auto role = chosen ? rca::role_of(*chosen) : std::nullopt;
  if (!role) return role_page(visit, "rca.form.role_needed", 422);
  auto& handle = visit.handle;
  if (!handle.fixed_role) handle.role = role;
  handle.told = others_of_role(visit.one, *handle.role, handle.person) + 1 < rca::kPeopleToShowRole;
  return see_other(urls.prefix() + std::string(kRaterStart) + seal_rater(deps.sealer, handle) + "/cards");
}

base::Status RcaPages::Impl::keep(const RaterHandle& handle, const base::Fields& fields, int step) {
  if (handle.preview()) return {};
  return deps.records.save_draft({handle.registration, draft_id(handle), 0, sequence_of(fields) + step, draft_text(fields)});
}

base::Result<Response> RcaPages::Impl::send(const RaterVisit& visit, const base::Fields& fields) {
  const auto& handle = visit.handle;
  if (!handle.role) return see_other(visit.path + "/role");
  if (base::field(fields, "later")) {
    if (auto kept = keep(handle, fields, 1); !kept) return base::fail(kept.error());
    return see_other(visit.path + "/kept");
  }
  RaterForm form{fields, sequence_of(fields), {}, "", 422};
  auto rating = rating_from(fields, form.problems);
  rating.person = handle.preview() ? "preview" : handle.person.str();
  rating.role = *handle.role;
  rating.told = handle.told;
  rating.leaves = base::field(fields, "leaves") != nullptr;   // what the form said when it was made, whatever is so now
  if (form.problems.empty()) form.problems = rca::check_rating(rating);
  if (!form.problems.empty()) return cards_page(visit, form);
  if (handle.preview()) return see_other(visit.path + "/done");
  const auto* key = base::field(fields, "key");
  const auto act = book.rate(handle.case_id, rating, key && key->size() <= kLongestKey ? *key : std::string(), draft_id(handle));
  if (!act) {
    const auto& info = base::info(act.error().code);
    const std::string sentence = "error." + std::string(info.name);
    form.status = info.status;
    form.notice = visit.messages->has(sentence) ? visit.messages->text(sentence) : std::string(info.user);
    diary.failed("root-cause answer", act.error());
    return cards_page(visit, form);
  }
  if (act->outcome == Act::absent) return base::fail(Code::launch_content_missing, "no case " + handle.case_id);
  // Refused here means decided in between: the page says what was decided.
  return see_other(visit.path + "/done");
}

base::Result<Response> RcaPages::Impl::post(RaterVisit& visit, const std::string& place, const base::Fields& fields) {
  if (place == "role") return choose_role(visit, fields);
  if (place == "cards") return send(visit, fields);
  if (place != "draft") return base::fail(Code::request_not_found);
  if (auto kept = keep(visit.handle, fields, 0); !kept) return base::fail(kept.error());
  return bare(204);
}

base::Result<Response> RcaPages::Impl::act(const ports::HttpRequest& request) {
  std::string place;
  auto found = visit(request, place);
  if (!found) return base::fail(found.error());
  if (request.method == "GET") return show(*found, place);
  const auto fields = base::parse_form(request.body);
  if (!fields) return base::fail(fields.error());
  return post(*found, place, *fields);
}

RcaPages::RcaPages(RcaDeps deps) : impl_(std::make_unique<Impl>(std::move(deps))) {}
RcaPages::~RcaPages() = default;

base::Result<Response> RcaPages::open(const ports::HttpRequest& request, const lti::VerifiedLaunch& verified, ports::UnitOfWork& work) {
  const auto id = lti::content_of(verified.launch).id;
  auto one = impl_->book.load(id);
  if (!one) return base::fail(one.error());
  if (!*one) return base::fail(Code::launch_content_missing, "no root-cause case " + std::string(base::utf8_prefix(id, 100)));
  auto handle = impl_->handle_of(verified, **one, work);
  if (!handle) return base::fail(handle.error());
  auto visit = impl_->visit_of(std::move(*handle), std::move(**one), verified.registration, request);
  visit.from_launch = true;
  return impl_->landing(visit);
}

Response RcaPages::answer(const ports::HttpRequest& request) {
  const auto wanted = wanted_languages(request);
  if (request.method != "GET" && request.method != "POST") {
    auto response = error_page({Code::request_method, {}, {}, {}}, "", wanted);
    response.headers.emplace_back("Allow", "GET, POST");
    return response;
  }
  auto page = impl_->act(request);
  if (page) return std::move(*page);
  const bool usual = base::info(page.error().code).status < 500;   // an old or wrong address is nobody's fault
  return error_page(page.error(), usual ? "" : impl_->diary.failed("root-cause form", page.error()), wanted);
}

}  // namespace preceptor::web
