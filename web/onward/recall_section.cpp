#include "web/onward/recall_section.hpp"

#include "web/format.hpp"

namespace preceptor::web {
namespace {

using base::Code;

Withdrawn before_it(const ports::ContentVersion& version) { return {{version.id, version.language, version.hash.str(), {}, {}}, version.title, {}, {}}; }

}  // namespace

std::vector<StaffRoute> RecallSection::routes() {
  return {{"GET", "/recall", kPlannersAndAccreditation, [this](StaffTurn& turn) { return list(turn); }},
          {"GET", "/recall/{hash}", kPlannersAndAccreditation, [this](StaffTurn& turn) { return show(turn); }},
          {"POST", "/recall/{hash}", kPlannersAndAccreditation, [this](StaffTurn& turn) { return withdraw(turn); }}};
}

ports::HttpResponse RecallSection::list(StaffTurn& turn) {
  const auto current = content_.list_current("unit");
  const auto gone = book_.all();
  if (!current) return turn.failed(current.error());
  if (!gone) return turn.failed(gone.error());
  std::vector<View> published, withdrawn;
  for (const auto& version : *current) {
    published.emplace_back();
    published.back().text("title", version.title).text("lang", version.language).text("since", format_date(version.published_at, turn.messages));
    published.back().text("url", turn.url("/recall/" + version.hash.str()));
  }
  for (const auto& one : *gone) {
    withdrawn.emplace_back();
    withdrawn.back().text("title", one.title).text("lang", one.withdrawal.language).text("reason", one.withdrawal.correction);
    withdrawn.back().text("since", format_date(one.withdrawal.at, turn.messages)).text("url", turn.url("/recall/" + one.withdrawal.content_hash));
  }
  StaffPage page;
  page.title = turn.messages.text("recall.nav");
  page.template_name = "staff_recall";
  page.view.flag("none", published.empty()).list("published", std::move(published));
  page.view.flag("has_withdrawn", !withdrawn.empty()).list("withdrawn", std::move(withdrawn));
  return turn.page(std::move(page));
}

ports::HttpResponse RecallSection::show(StaffTurn& turn) { return ask(turn, {}, 200); }

// The page that is asked for confirmation, and after it the page that says who saw it.
ports::HttpResponse RecallSection::ask(StaffTurn& turn, const std::string& problem, int status) {
  const auto version = content_.by_hash(base::ContentHash(turn.place("hash")));
  if (!version) return turn.failed(version.error());
  if (!*version) return turn.not_found();
  const auto withdrawn = book_.of((*version)->hash.str());
  if (!withdrawn) return turn.failed(withdrawn.error());
  const auto seen = book_.who_saw(*withdrawn ? **withdrawn : before_it(**version));
  if (!seen) return turn.failed(seen.error());
  std::vector<View> people;
  for (const auto& one : *seen) {
    people.emplace_back();
    people.back().text("subject", one.subject.empty() ? turn.messages.text("recall.nobody") : one.subject);
    people.back().text("at", format_date(one.seen.first_at, turn.messages)).flag("completed", one.seen.completed);
  }
  StaffPage page;
  page.title = (*version)->title;
  page.template_name = "staff_withdraw";
  if (turn.asked("done") == "withdrawn") page.done = "recall.done";
  auto& view = page.view;
  view.text("hash", (*version)->hash.str()).text("action", turn.url("/recall/" + (*version)->hash.str())).text_if("problem", problem);
  view.text("reason", turn.value("reason")).text("replacement", turn.value("replacement"));
  view.flag("gone", withdrawn->has_value()).text("why", *withdrawn ? (*withdrawn)->withdrawal.correction : std::string());
  view.text("when", *withdrawn ? format_date((*withdrawn)->withdrawal.at, turn.messages) : std::string());
  view.text("seen", turn.messages.count("recall.seen", static_cast<long>(people.size())));
  view.flag("any", !people.empty()).list("people", std::move(people));
  return turn.page(std::move(page), status);
}

ports::HttpResponse RecallSection::withdraw(StaffTurn& turn) {
  const auto version = content_.by_hash(base::ContentHash(turn.place("hash")));
  if (!version) return turn.failed(version.error());
  if (!*version) return turn.not_found();
  if (turn.value("reason").empty()) return ask(turn, turn.messages.text("recall.problem.reason"), 422);
  const auto before = book_.of((*version)->hash.str());
  if (!before) return turn.failed(before.error());
  const std::string place = "/recall/" + (*version)->hash.str();
  if (*before && (*before)->withdrawal.correction == turn.value("reason")) return turn.go(place, "withdrawn");   // sent twice
  const auto done = book_.withdraw(**version, turn.value("reason"), turn.value("replacement"), turn.member.name);
  if (done) return turn.go(place, "withdrawn");
  if (done.error().code == Code::answer_identifier) return ask(turn, turn.messages.text("rca.problem.identifier"), 422);
  if (done.error().code == Code::content_invalid) return ask(turn, turn.messages.text("recall.problem.refused"), 422);
  return done.error().code == Code::store_conflict ? turn.outdated() : turn.failed(done.error());
}

}  // namespace preceptor::web
