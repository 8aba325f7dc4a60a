// /t/<handle>/...: which page, and whether this handle opens it.
#include "web/teacher/teacher_pages.hpp"

#include <algorithm>

#include "web/error_page.hpp"
#include "web/page.hpp"
#include "web/refusal_page.hpp"
#include "web/teacher/impl.hpp"

namespace preceptor::web {
namespace {

using base::Code;

struct Target {
  std::string_view token, place;
};

std::optional<Target> target_of(std::string_view path) {
  constexpr std::string_view start = "/t/";
  if (path.substr(0, start.size()) != start) return std::nullopt;
  path.remove_prefix(start.size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  return Target{path.substr(0, slash), path.substr(slash + 1)};
}

}  // namespace

TeacherPages::TeacherPages(TeacherDeps deps) : impl_(std::make_unique<Impl>(std::move(deps))) {}
TeacherPages::~TeacherPages() = default;

ports::HttpResponse TeacherPages::page(const ports::HttpRequest& request) { return impl_->page(request); }

base::Result<ports::HttpResponse> TeacherPages::open(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, ports::UnitOfWork& /*work*/) {
  return impl_->review(request, launch);
}

TeacherPages::Impl::Response TeacherPages::Impl::page(const ports::HttpRequest& request) {
  const auto wanted = wanted_languages(request);
  const auto target = target_of(request.path);
  const auto handle = target ? open_teacher(deps.sealer, target->token) : std::nullopt;
  if (!handle) return error_page({Code::session_handle_invalid, {}, {}, {}}, "", wanted);
  if (is_expired(*handle, deps.clock.now())) return error_page({Code::session_handle_expired, {}, {}, {}}, "", wanted);
  const auto visit = visit_of(*handle, wanted);
  if (!visit) return error_page(visit.error(), diary.failed("teacher", visit.error()), wanted);
  if (request.method == "GET") return get(*visit, target->place);
  if (request.method == "POST") return post(*visit, target->place);
  auto response = error_page({Code::request_method, {}, {}, {}}, "", wanted);
  response.headers.emplace_back("Allow", "GET, POST");
  return response;
}

// What was true at the launch must still be true: a connection that was switched off, or lost the deployment, opens nothing any more.
base::Result<TeacherVisit> TeacherPages::Impl::visit_of(const TeacherHandle& handle, const std::vector<std::string>& wanted) {
  const auto& link = handle.scope.link;
  auto registration = deps.registrations.load_registration(link.registration);
  if (!registration) return base::fail(registration.error());
  if (!*registration || !(*registration)->enabled || !(*registration)->accepted)
    return base::fail(Code::session_handle_invalid, "the registration is gone or switched off");
  const auto& deployments = (*registration)->deployment_ids;
  if (std::find(deployments.begin(), deployments.end(), link.deployment_id) == deployments.end())
    return base::fail(Code::session_handle_invalid, "the deployment does not belong to the registration any more");
  TeacherVisit visit;
  visit.handle = handle;
  visit.registration = std::move(**registration);
  visit.facts = facts_from_json(handle.facts);
  visit.messages = &choose_messages(languages_for(visit.facts.locale, wanted), "en");
  TeacherHandle renewed = handle;
  renewed.renewed = deps.clock.now();
  visit.token = seal_teacher(deps.sealer, renewed);
  return visit;
}

TeacherPages::Impl::Response TeacherPages::Impl::get(const TeacherVisit& visit, std::string_view place) {
  if (place.empty() || place == "link") return link_page(visit, std::nullopt);
  if (place == "class" || place == "class.csv") {
    if (!visit.handle.scope.sees_class) return refuse(visit, "class", {Code::launch_role_needed, {}, {}, {}});
    return place == "class" ? class_page(visit) : class_file(visit);
  }
  return refusal_page({Code::request_not_found, {}, {}}, *visit.messages);
}

TeacherPages::Impl::Response TeacherPages::Impl::post(const TeacherVisit& visit, std::string_view place) {
  if (place == "manage") return manage(visit);
  base::Status done;
  if (place == "test") {
    done = test(visit);
  } else if (place == "column") {
    done = make_column(visit);
  } else if (place == "mend") {
    done = mend_column(visit);
  } else if (place == "again") {
    done = deps.desk.send_again(visit.handle.scope.link);
  } else {
    return refusal_page({Code::request_not_found, {}, {}}, *visit.messages);
  }
  return done ? see_other(at(visit, "link")) : link_page(visit, done.error());
}

TeacherPages::Impl::Response TeacherPages::Impl::refuse(const TeacherVisit& visit, const std::string& step, const base::Error& error) {
  return refusal_page({error.code, diary.failed(step, error), back_url(visit.facts, ""), frame_ancestors(visit.registration, visit.facts.return_url)},
                      *visit.messages);
}

TeacherPages::Impl::Response TeacherPages::Impl::answer(const TeacherVisit& visit, const std::string& name, View& view, const std::string& title) const {
  view.text("link_url", at(visit, "link")).text_if("class_url", visit.handle.scope.sees_class ? at(visit, "class") : "");
  view.text_if("manage_url", visit.handle.scope.manages ? at(visit, "manage") : "");
  view.text_if("back_url", back_url(visit.facts, ""));
  view.text_if("context_title", visit.facts.context_title).text_if("link_title", visit.facts.link_title);
  Page page;
  page.title = title;
  page.body_html = render(name, *visit.messages, view);
  page.frame_ancestors = frame_ancestors(visit.registration, visit.facts.return_url);
  page.style_asset = "assets/teacher.css";
  page.script = true;   // the frame's height
  return respond(*visit.messages, std::move(page));
}

}  // namespace preceptor::web
