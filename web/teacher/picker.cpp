#include "web/teacher/picker.hpp"

#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "lti/deep_linking.hpp"
#include "web/error_page.hpp"
#include "web/learner/diary_lines.hpp"
#include "web/learner/impl.hpp"
#include "web/refusal_page.hpp"
#include "web/teacher/picker_view.hpp"

namespace preceptor::web {
namespace {

using base::Code;
using Response = ports::HttpResponse;

constexpr std::string_view kStart = "/pick/";
constexpr std::size_t kMostItems = 30;
constexpr std::size_t kMaxQuery = 200;

bool may_choose(const lti::Roles& roles) { return (roles.instructor || roles.administrator) && !roles.test_user; }

// Each chosen one once, in the order of the page. `name`: "unit" or "rca".
std::vector<std::string> chosen_ones(const base::Fields& fields, const char* name) {
  std::vector<std::string> chosen;
  for (auto& one : base::field_values(fields, name))
    if (std::find(chosen.begin(), chosen.end(), one) == chosen.end()) chosen.push_back(std::move(one));
  return chosen;
}

lti::LinkChoice choice_of(const CatalogueEntry& entry, const base::Fields& fields) {
  const auto& unit = *entry.unit;
  lti::LinkChoice choice;
  choice.unit_id = unit.id;
  choice.title = unit.title;
  for (const auto& objective : unit.objectives) choice.text += (choice.text.empty() ? "" : " ") + objective;
  if (const auto* grade = base::field(fields, std::string(kGradeField) + "." + unit.id)) choice.grading = lti::grading_of(*grade);
  const auto* language = base::field(fields, std::string(kLanguageField) + "." + unit.id);
  if (language && std::find(entry.languages.begin(), entry.languages.end(), *language) != entry.languages.end()) choice.language = *language;
  choice.max_score = activity::max_score(unit);
  if (choice.grading == lti::Grading::score && choice.max_score == 0) choice.grading = lti::Grading::completion;
  return choice;
}

}  // namespace

struct Picker::Impl {
  PickerDeps deps;
  lti::ToolUrls tool;
  Urls urls;
  Units units;
  DiaryLines diary;

  explicit Impl(PickerDeps given)
      : deps(std::move(given)), tool{deps.public_url}, urls(deps.public_url), units(deps.content), diary(deps.diary, deps.clock, deps.log) {}

  PickerVisit visit_of(PickerHandle handle, lti::Registration registration, const std::string& token, const std::vector<std::string>& wanted) const;
  base::Result<PickerVisit> visit(const ports::HttpRequest& request);
  base::Status add_cases(PickerVisit& visit) const;
  base::Result<Response> list(const PickerVisit& visit, const PickerForm& form, const std::vector<std::string>& wanted);
  base::Result<Response> give(const PickerVisit& visit, const base::Fields& fields, const std::vector<std::string>& wanted);
  base::Result<Response> give_ask(const PickerVisit& visit, const base::Fields& fields, const std::vector<std::string>& wanted);
  base::Result<Response> send(const PickerVisit& visit, const base::Json& items);
  base::Result<Response> act(const PickerVisit& visit, const ports::HttpRequest& request, const std::vector<std::string>& wanted);
};

PickerVisit Picker::Impl::visit_of(PickerHandle handle, lti::Registration registration, const std::string& token, const std::vector<std::string>& wanted) const {
  PickerVisit visit;
  visit.messages = &choose_messages(wanted, "en");
  visit.profile = &deps.profiles.of(registration.lms);
  visit.path = urls.prefix() + std::string(kStart) + token;
  visit.handle = std::move(handle);
  visit.registration = std::move(registration);
  return visit;
}

// The registration and deployment must still be in use: an address outlives an administrator's decision by up to an hour.
base::Result<PickerVisit> Picker::Impl::visit(const ports::HttpRequest& request) {
  const std::string_view token = std::string_view(request.path).starts_with(kStart) ? std::string_view(request.path).substr(kStart.size()) : std::string_view();
  auto handle = open_picker(deps.sealer, token);
  if (!handle) return base::fail(Code::session_handle_invalid);
  if (is_expired(*handle, deps.clock.now())) return base::fail(Code::session_handle_expired);
  auto registration = deps.registrations.load_registration(handle->registration);
  if (!registration) return base::fail(registration.error());
  if (!*registration || !(*registration)->enabled || !(*registration)->accepted) return base::fail(Code::login_registration_disabled, "registration " + handle->registration.str());
  const auto& known = (*registration)->deployment_ids;
  if (std::find(known.begin(), known.end(), handle->deployment_id) == known.end()) return base::fail(Code::launch_deployment_unknown, "the deployment of this picker is not connected any more");
  const auto wanted = languages_for(handle->locale, wanted_languages(request));
  auto visit = visit_of(std::move(*handle), std::move(**registration), std::string(token), wanted);
  if (auto added = add_cases(visit); !added) return base::fail(added.error());
  return visit;
}

base::Status Picker::Impl::add_cases(PickerVisit& visit) const {
  if (deps.cases == nullptr) return {};
  auto cases = list_cases(*deps.cases, "open");
  if (!cases) return base::fail(cases.error());
  visit.cases = std::move(*cases);
  return {};
}

base::Result<Response> Picker::Impl::list(const PickerVisit& visit, const PickerForm& form, const std::vector<std::string>& wanted) {
  const auto entries = read_catalogue(units, wanted);
  if (!entries) return base::fail(entries.error());
  return picker_page(visit, *entries, form);
}

base::Result<Response> Picker::Impl::give(const PickerVisit& visit, const base::Fields& fields, const std::vector<std::string>& wanted) {
  const auto entries = read_catalogue(units, wanted);
  if (!entries) return base::fail(entries.error());
  const auto& settings = visit.handle.settings;
  const auto chosen = chosen_ones(fields, "unit"), forms = chosen_ones(fields, kCaseField);
  const std::size_t count = chosen.size() + forms.size();
  const auto refuse = [&](const char* problem) -> base::Result<Response> { return picker_page(visit, *entries, {fields, problem, false, 422}); };
  if (!lti::accepts_links(settings)) return refuse("picker.unusable");
  if (count == 0) return refuse("picker.problem.none");
  if (count > 1 && !settings.accept_multiple) return refuse("picker.problem.one_only");
  if (count > kMostItems) return refuse("picker.problem.too_many");
  base::Json items = base::Json::array();
  for (const auto& id : chosen) {
    const auto* entry = find_entry(*entries, id);
    if (entry == nullptr) return refuse("picker.problem.gone");
    items.push_back(lti::content_item(choice_of(*entry, fields), settings, tool, *visit.profile));
  }
  for (const auto& id : forms) {
    const auto found = std::find_if(visit.cases.begin(), visit.cases.end(), [&](const CaseLine& one) { return one.id == id; });
    if (found == visit.cases.end()) return refuse("picker.problem.gone");
    items.push_back(lti::case_item({found->id, found->title, found->gap}, settings, tool, *visit.profile));
  }
  return send(visit, items);
}

// The link behind which clinicians ask; nothing there is graded.
base::Result<Response> Picker::Impl::give_ask(const PickerVisit& visit, const base::Fields& fields, const std::vector<std::string>& wanted) {
  if (!lti::accepts_links(visit.handle.settings)) return list(visit, {fields, "picker.unusable", false, 422}, wanted);
  lti::LinkChoice choice;
  choice.kind = "ask";
  choice.unit_id = "1";
  choice.title = visit.messages->text("picker.ask.title");
  choice.grading = lti::Grading::none;
  base::Json items = base::Json::array();
  items.push_back(lti::content_item(choice, visit.handle.settings, tool, *visit.profile));
  return send(visit, items);
}

base::Result<Response> Picker::Impl::send(const PickerVisit& visit, const base::Json& items) {
  const std::string message = items.empty() ? std::string() : visit.messages->count("picker.added", static_cast<long>(items.size()));
  const lti::LinkingAnswer answer{visit.registration, visit.handle.deployment_id, visit.handle.settings, items, message};
  const auto nonce = base::base64url_encode(base::random_bytes(32));
  const auto token = deps.signer.sign(visit.registration.id, lti::linking_claims(answer, deps.clock.now(), nonce));
  if (!token) return base::fail(token.error());
  return linking_return_page(visit, *token, items.size());
}

base::Result<Response> Picker::Impl::act(const PickerVisit& visit, const ports::HttpRequest& request, const std::vector<std::string>& wanted) {
  if (request.method == "GET") {
    const auto query = base::parse_form(request.query);
    return list(visit, {query ? *query : base::Fields{}, "", false, 200}, wanted);
  }
  auto fields = base::parse_form(request.body);
  if (!fields) return base::fail(fields.error());
  for (auto& [name, value] : *fields)
    if (name == "q") value = std::string(base::utf8_prefix(value, kMaxQuery));
  if (base::field(*fields, "cancel")) return send(visit, base::Json::array());
  if (base::field(*fields, "ask")) return give_ask(visit, *fields, wanted);
  if (base::field(*fields, "search")) return list(visit, {*fields, "", false, 200}, wanted);
  return give(visit, *fields, wanted);
}

Picker::Picker(PickerDeps deps) : impl_(std::make_unique<Impl>(std::move(deps))) {}
Picker::~Picker() = default;

base::Result<Response> Picker::open(const ports::HttpRequest& request, const lti::VerifiedLaunch& verified, ports::UnitOfWork& /*work*/) {
  const auto& launch = verified.launch;
  if (!may_choose(launch.roles)) return base::fail(Code::launch_role_needed, "a deep linking request without an instructor's role");
  PickerHandle handle;
  handle.registration = verified.registration.id;
  handle.deployment_id = launch.deployment_id;
  handle.issued = impl_->deps.clock.now();
  handle.locale = std::string(base::utf8_prefix(launch.locale, 64));
  if (launch.context) handle.course = std::string(base::utf8_prefix(launch.context->title.empty() ? launch.context->label : launch.context->title, 200));
  handle.settings = *launch.deep_linking;
  const auto token = seal_picker(impl_->deps.sealer, handle);
  if (!token) return base::fail(token.error());
  const auto wanted = languages_for(launch.locale, wanted_languages(request));
  auto visit = impl_->visit_of(std::move(handle), verified.registration, *token, wanted);
  if (auto added = impl_->add_cases(visit); !added) return base::fail(added.error());
  return impl_->list(visit, {{}, "", true, 200}, wanted);
}

Response Picker::answer(const ports::HttpRequest& request) {
  const auto wanted = wanted_languages(request);
  if (request.method != "GET" && request.method != "POST") {
    auto response = error_page({Code::request_method, {}, {}, {}}, "", wanted);
    response.headers.emplace_back("Allow", "GET, POST");
    return response;
  }
  const auto visit = impl_->visit(request);
  const bool stale = !visit && (visit.error().code == Code::session_handle_invalid || visit.error().code == Code::session_handle_expired);
  if (stale) return error_page(visit.error(), "", wanted);
  if (!visit) return error_page(visit.error(), impl_->diary.failed("picker", visit.error()), wanted);
  auto page = impl_->act(*visit, request, languages_for(visit->handle.locale, wanted));
  return page ? std::move(*page) : error_page(page.error(), impl_->diary.failed("picker", page.error()), wanted);
}

}  // namespace preceptor::web
