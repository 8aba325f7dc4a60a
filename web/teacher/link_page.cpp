// The check of this link: what is known without asking anybody, and buttons that ask.
#include "lti/services/link_services.hpp"
#include "web/page.hpp"
#include "web/teacher/impl.hpp"

namespace preceptor::web {
namespace {

using base::Code;

View line_view(const CheckLine& line, const std::string& act_url, const Messages& words) {
  View view;
  const std::string state(name_of(line.state));
  view.text("name", line.name).text("state", state).text("state_word", words.text("check.state." + state));
  view.text("cause", line.cause).text_if("said", line.said).text_if("fix", line.fix);
  view.text_if("act_url", act_url).text("act", line.act.empty() ? "" : words.text("check.act." + line.act));
  view.text_if("go_url", line.go_url).text("go", line.go);
  return view;
}

// The tool's permissions are the platform's administrators' to give: nobody else is led there.
LinkPages pages_for(const TeacherVisit& visit, const std::optional<ports::LinkFacts>& facts, const lti::LmsProfile& profile, const std::string& public_url) {
  const auto& link = visit.handle.scope.link;
  const lti::LinkPlace place{visit.registration.issuer, link.context_id, link.resource_link_id, facts ? facts->lineitems : std::string()};
  LinkPages pages;
  pages.link = profile.page_of(lti::LmsPage::link, place);
  pages.course = profile.page_of(lti::LmsPage::course, place);
  if (visit.handle.scope.manages) pages.tools = profile.page_of(lti::LmsPage::tools, place);
  pages.stores = public_url + "/admin/stores";
  return pages;
}

std::string sentence_for(const base::Error& error, const Messages& words) {
  const auto& info = base::info(error.code);
  const std::string key = "error." + std::string(info.name);
  return words.has(key) ? words.text(key) : std::string(info.user);
}

}  // namespace

base::Result<LinkState> TeacherPages::Impl::link_state(const TeacherVisit& visit) {
  const auto& link = visit.handle.scope.link;
  LinkState state;
  auto facts = deps.desk.facts(link);
  if (!facts) return base::fail(facts.error());
  state.facts = std::move(*facts);
  auto grades = deps.desk.grades(link);
  if (!grades) return base::fail(grades.error());
  state.grades = std::move(*grades);
  auto delivery = deps.desk.delivery();
  if (!delivery) return base::fail(delivery.error());
  state.delivery = std::move(*delivery);
  const auto unit = units.current(visit.handle.unit_id, {visit.messages->language()});
  if (!unit && unit.error().code != Code::launch_content_missing && unit.error().code != Code::launch_content_withdrawn)
    return base::fail(unit.error());
  if (unit) state.unit = *unit;
  state.test = cache.test_of(link);
  state.roster_read = cache.read_at(link);
  lti::ToolPlatform platform;
  platform.product_family_code = visit.facts.platform;
  const auto& profile = deps.profiles.of(visit.registration, platform);
  state.lms = std::string(profile.kind());
  state.lms_label = std::string(profile.label());
  state.pages = pages_for(visit, state.facts, profile, deps.public_url);
  state.now = deps.clock.now();
  return state;
}

TeacherPages::Impl::Response TeacherPages::Impl::link_page(const TeacherVisit& visit, const std::optional<base::Error>& problem) {
  const auto state = link_state(visit);
  if (!state) return refuse(visit, "teacher", state.error());
  const auto& words = *visit.messages;
  std::vector<View> lines;
  for (const auto& line : check_lines(*state, words)) lines.push_back(line_view(line, line.act.empty() ? "" : at(visit, line.act), words));
  View view;
  view.list("lines", std::move(lines)).text("test_url", at(visit, "test")).flag("on_link", true).flag("on_class", false);
  view.text_if("problem", problem ? sentence_for(*problem, words) : "");
  view.text_if("problem_code", problem ? diary.failed("teacher", *problem) : "");
  view.text_if("tested", state->test ? words.text("check.tested") : "");
  view.text("unit_title", state->unit ? state->unit->title : visit.handle.unit_id);
  view.text("unit_lang", state->unit ? state->unit->language : "en");
  return answer(visit, "teacher_link", view, words.text("teacher.link"));
}

// Asks the platform for what only it knows. What it answers is a line of the page, not an error of this request.
base::Status TeacherPages::Impl::test(const TeacherVisit& visit) {
  const auto& link = visit.handle.scope.link;
  const auto facts = deps.desk.facts(link);
  if (!facts) return base::fail(facts.error());
  if (!*facts) return {};
  LinkTest result;
  result.at = deps.clock.now();
  // Without the scope to read columns, the one the launch named is taken as it is.
  const bool may_look = lti::grants(**facts, lti::kScopeLineItemRead) || lti::grants(**facts, lti::kScopeLineItem);
  if ((*facts)->lineitem.empty() ? !(*facts)->lineitems.empty() : may_look) {
    auto column = deps.desk.find_column(**facts);
    if (column) result.column = std::move(*column);
    else result.column_error = column.error();
  }
  if (!(*facts)->memberships.empty()) {
    const auto roster = cache.get(link, [&] { return deps.desk.roster(**facts); }, true);
    if (roster) {
      const auto& all = (*roster)->members;
      result.members = static_cast<int>(std::count_if(all.begin(), all.end(), [](const auto& one) { return one.learner && one.active; }));
      result.left_out = (*roster)->left_out;
    } else {
      result.roster_error = roster.error();
    }
  }
  const auto out_of_reach = deps.desk.stores_out_of_reach();
  if (!out_of_reach) return base::fail(out_of_reach.error());
  result.stores_out_of_reach = *out_of_reach;
  cache.keep_test(link, std::move(result));
  return {};
}

base::Status TeacherPages::Impl::make_column(const TeacherVisit& visit) {
  const auto& link = visit.handle.scope.link;
  const auto facts = deps.desk.facts(link);
  if (!facts) return base::fail(facts.error());
  if (!*facts || (*facts)->lineitems.empty()) return base::fail(Code::service_not_offered, "no line items for this link");
  const auto unit = units.current(visit.handle.unit_id, {visit.messages->language()});
  const std::string label = !visit.facts.link_title.empty() ? visit.facts.link_title : unit ? (*unit)->title : visit.handle.unit_id;
  auto made = deps.desk.make_column(**facts, label);
  if (!made) return base::fail(made.error());
  auto result = cache.test_of(link).value_or(LinkTest{});
  result.at = deps.clock.now();
  result.column = std::move(*made);
  result.column_error.reset();
  cache.keep_test(link, std::move(result));
  return deps.desk.send_again(link);   // what was held for want of a column
}

// Looks again first: the column may have been changed since the page was made, and pressing twice finds nothing left to do.
base::Status TeacherPages::Impl::mend_column(const TeacherVisit& visit) {
  const auto& link = visit.handle.scope.link;
  const auto facts = deps.desk.facts(link);
  if (!facts) return base::fail(facts.error());
  if (!*facts) return base::fail(Code::service_not_offered, "no line items for this link");
  const auto unit = units.current(visit.handle.unit_id, {visit.messages->language()});
  auto column = deps.desk.find_column(**facts);
  if (!column) return base::fail(column.error());
  if (*column) {
    const auto finding = check_column(**column, **facts, unit ? unit->get() : nullptr);
    if (!finding.change.empty()) {
      auto mended = deps.desk.mend_column(**facts, finding.change);
      if (!mended) return base::fail(mended.error());
      *column = std::move(*mended);
    }
  }
  auto result = cache.test_of(link).value_or(LinkTest{});
  result.at = deps.clock.now();
  result.column = std::move(*column);
  result.column_error.reset();
  cache.keep_test(link, std::move(result));
  return {};
}

TeacherPages::Impl::Response TeacherPages::Impl::manage(const TeacherVisit& visit) {
  if (!visit.handle.scope.manages) return refuse(visit, "manage", {Code::admin_denied, "the launch carries no administrator role of the platform", {}, {}});
  const auto url = deps.desk.manage_url(visit.registration.id);
  return url ? see_other(*url) : refuse(visit, "manage", url.error());
}

}  // namespace preceptor::web
