#include "web/rca/rater_view.hpp"

#include <algorithm>

#include "core/activity/rca/words.hpp"
#include "core/base/uuid.hpp"
#include "web/learner/facts.hpp"
#include "web/page.hpp"
#include "web/sentences.hpp"
#include "web/templates.hpp"

namespace preceptor::web {
namespace {

constexpr int kDegrees[] = {rca::kNotACause, rca::kContributes, rca::kMainCause};

std::string id_of(rca::Card card) { return std::string(rca::info(card).id); }

// "cards.system.example" -> the field's id on the page; empty for what belongs to no card.
std::string target_of(const std::string& field) {
  constexpr std::string_view cards = "cards", example = ".example";
  if (field == cards) return "f-" + id_of(rca::all_cards().front().card);
  if (!field.starts_with("cards.")) return {};
  auto card = field.substr(cards.size() + 1);
  if (!card.ends_with(example)) return "f-" + card;
  card.resize(card.size() - example.size());
  return "x-" + card;
}

std::string sentence_for(const RaterForm& form, const std::string& field, const Messages& messages) {
  for (const auto& one : form.problems)
    if (one.field == field) return say(one.what_to_do, messages);
  return {};
}

bool has_value(const base::Fields& fields, const std::string& name, const std::string& value) {
  const auto values = base::field_values(fields, name);
  return std::find(values.begin(), values.end(), value) != values.end();
}

std::vector<View> degree_views(rca::Card card, const base::Fields& fields, const Messages& messages) {
  std::vector<View> views;
  for (const int degree : kDegrees) {
    View view;
    const auto value = std::to_string(degree);
    view.text("name", "degree." + id_of(card)).text("value", value).text("label", say(rca::degree_word(degree), messages));
    view.flag("checked", has_value(fields, "degree." + id_of(card), value));
    views.push_back(std::move(view));
  }
  return views;
}

std::vector<View> row_views(rca::Card card, const base::Fields& fields, const Messages& messages) {
  std::vector<View> views;
  for (const auto row : rca::rows_of(card)) {
    View view;
    const std::string code(rca::info(row).code);
    view.text("name", "row." + id_of(card)).text("value", code).text("label", say(rca::prompt(row), messages));
    view.flag("checked", has_value(fields, "row." + id_of(card), code));
    views.push_back(std::move(view));
  }
  return views;
}

View card_view(const rca::CardInfo& info, const RaterForm& form, const Messages& messages) {
  View view;
  const auto id = id_of(info.card);
  const auto rows = rca::rows_of(info.card);
  const auto* example = base::field(form.fields, "example." + id);
  const auto error = sentence_for(form, "cards." + id, messages), wrong = sentence_for(form, "cards." + id + ".example", messages);
  view.text("id", id).text("title", say(rca::word(info.card), messages)).text("value", example ? *example : "");
  view.text_if("prompt", rows.size() == 1 ? say(rca::prompt(rows.front()), messages) : "");
  view.text_if("error", error).text_if("wrong", wrong);
  view.text("described", std::string(rows.size() == 1 ? "h-" + id : "") + (error.empty() ? "" : " e-" + id));
  view.list("degrees", degree_views(info.card, form.fields, messages));
  view.flag("several", rows.size() > 1).list("rows", rows.size() > 1 ? row_views(info.card, form.fields, messages) : std::vector<View>());
  return view;
}

std::vector<View> error_views(const RaterForm& form, const Messages& messages) {
  std::vector<View> views;
  for (const auto& one : form.problems) {
    View view;
    std::string title;
    for (const auto& card : rca::all_cards())
      if (one.field.starts_with("cards." + id_of(card.card))) title = say(rca::word(card.card), messages) + ": ";
    view.text("target", target_of(one.field)).text("title", title).text("text", say(one.what_to_do, messages));
    views.push_back(std::move(view));
  }
  return views;
}

// Banner, gap, who sees it, and why nothing counts in a preview.
void add_intro(View& view, const RaterVisit& visit) {
  const auto& messages = *visit.messages;
  const auto& gap = visit.one.sheet.gap.statement;
  const bool lost = visit.one.is_lost(visit.one.sheet_seq, "sheet");
  view.text("title", visit.one.sheet.title.empty() ? messages.text("rca.form.title") : visit.one.sheet.title);
  view.text("banner", say(rca::banner(), messages)).text_if("gap", gap).flag("lost", lost);
  view.text("who_sees", messages.text(visit.leaves ? "rca.form.who_leaves" : "rca.form.who")).flag("leaves", visit.leaves);
  view.text_if("preview", visit.handle.preview() ? messages.text("rca.preview." + visit.handle.why) : "");
}

Page page_of(const RaterVisit& visit, int status) {
  Page page;
  page.status = status;
  page.title = visit.messages->text("rca.form.title");
  page.frame_ancestors = frame_ancestors(visit.registration, visit.handle.return_url);
  page.script = true;
  page.style_asset = "assets/rca.css";
  return page;
}

ports::HttpResponse respond_with(const RaterVisit& visit, const char* name, const View& view, int status, const std::string& place) {
  Page page = page_of(visit, status);
  page.body_html = render(name, *visit.messages, view);
  if (visit.from_launch) page.here = visit.path + "/" + place;
  return respond(*visit.messages, std::move(page));
}

std::string back_to_course(const RaterVisit& visit) {
  Facts facts;
  facts.return_url = visit.handle.return_url;
  return back_url(facts, "");
}

// What was decided and why, in plain words.
void add_decision(View& view, const RaterVisit& visit) {
  const auto& messages = *visit.messages;
  const auto* decision = visit.one.decisions.current();
  view.flag("decided", decision != nullptr);
  if (decision == nullptr) return;
  const auto brief = rca::brief_of(visit.one.file());
  view.text("outcome", say(rca::word(decision->decided), messages)).text("plain", messages.text("rca.plain." + std::string(rca::name(decision->decided))));
  view.text_if("reason", decision->reason).flag("reason_lost", decision->reason.empty());
  view.text_if("finding", visit.one.changed_since_decision() ? "" : say(rca::finding(brief), messages)).text("label", say(rca::validity_label(), messages));
  view.flag("overridden", decision->against_rule.has_value());
  view.text("again", messages.text("rca.done.re_review", {{"date", base::format_date(decision->re_review)}}));
}

}  // namespace

int others_of_role(const RcaCase& one, rca::Role role, const base::PersonId& person) {
  const auto latest = rca::latest_ratings(one.ratings);
  return static_cast<int>(std::count_if(latest.begin(), latest.end(), [&](const rca::Rating& rating) { return rating.role == role && rating.person != person.str(); }));
}

base::Fields fields_of(const rca::Rating& rating) {
  base::Fields fields;
  for (const auto& info : rca::all_cards()) {
    const auto& card = rating.cards[static_cast<std::size_t>(info.card)];
    fields.emplace_back("degree." + id_of(info.card), std::to_string(card.degree));
    for (const auto row : card.applies) fields.emplace_back("row." + id_of(info.card), std::string(rca::info(row).code));
    if (!card.example.empty()) fields.emplace_back("example." + id_of(info.card), card.example);
  }
  return fields;
}

rca::Rating rating_from(const base::Fields& fields, std::vector<rca::Problem>& problems) {
  rca::Rating rating;
  for (const auto& info : rca::all_cards()) {
    auto& card = rating.cards[static_cast<std::size_t>(info.card)];
    const auto id = id_of(info.card);
    const auto* degree = base::field(fields, "degree." + id);
    const auto known = std::find_if(std::begin(kDegrees), std::end(kDegrees), [&](int one) { return degree && *degree == std::to_string(one); });
    if (known == std::end(kDegrees))
      problems.push_back(rca::problem("cards." + id, "required"));
    else
      card.degree = *known;
    for (const auto row : rca::rows_of(info.card))
      if (card.degree != rca::kNotACause && has_value(fields, "row." + id, std::string(rca::info(row).code))) card.applies.push_back(row);
    // Browsers send line ends as CR LF.
    if (const auto* example = base::field(fields, "example." + id))
      std::copy_if(example->begin(), example->end(), std::back_inserter(card.example), [](char c) { return c != '\r'; });
  }
  return rating;
}

ports::HttpResponse role_page(const RaterVisit& visit, const std::string& problem, int status) {
  const auto& messages = *visit.messages;
  View view;
  add_intro(view, visit);
  std::vector<View> roles;
  for (const auto& info : rca::all_roles()) {
    View role;
    role.text("value", std::string(info.id)).text("label", say(rca::word(info.role), messages)).flag("checked", visit.handle.role == info.role);
    roles.push_back(std::move(role));
  }
  view.list("roles", std::move(roles)).text("action", visit.path + "/role").text_if("problem", problem.empty() ? "" : messages.text(problem));
  return respond_with(visit, "rca_role", view, status, "role");
}

ports::HttpResponse cards_page(const RaterVisit& visit, const RaterForm& form) {
  const auto& messages = *visit.messages;
  const auto& handle = visit.handle;
  const auto role = say(rca::word(*handle.role), messages);
  View view;
  add_intro(view, visit);
  view.text("role", messages.text("rca.form.role_now", {{"role", role}})).text_if("role_url", handle.fixed_role ? "" : visit.path + "/role");
  view.text_if("told", handle.told ? messages.text("rca.form.told", {{"role", role}}) : "");
  view.flag("again", visit.one.rating_of(handle.person) != nullptr).text_if("notice", form.notice);
  view.flag("has_errors", !form.problems.empty()).list("errors", error_views(form, messages));
  view.text("errors_title", messages.count("errors.title", static_cast<long>(form.problems.size())));
  std::vector<View> cards;
  for (const auto& info : rca::all_cards()) cards.push_back(card_view(info, form, messages));
  view.list("cards", std::move(cards)).text("action", visit.path + "/cards").text("key", base::uuid_v4()).text("seq", std::to_string(form.sequence));
  view.text_if("draft_url", handle.preview() ? "" : visit.path + "/draft");
  return respond_with(visit, "rca_cards", view, form.status, "cards");
}

ports::HttpResponse after_page(const RaterVisit& visit) {
  View view;
  add_intro(view, visit);
  view.flag("answered", visit.one.rating_of(visit.handle.person) != nullptr || visit.handle.preview());
  view.text_if("change_url", visit.one.takes_ratings() ? visit.path + "/cards" : "").text_if("back_url", back_to_course(visit));
  add_decision(view, visit);
  return respond_with(visit, "rca_after", view, 200, "done");
}

ports::HttpResponse kept_page(const RaterVisit& visit) {
  View view;
  view.text_if("back_url", back_to_course(visit)).text("current_url", visit.path + "/cards");
  return respond_with(visit, "saved", view, 200, "kept");
}

}  // namespace preceptor::web
